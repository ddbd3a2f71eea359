/** Every boundary of `page/walk.ts`, each tried alone: what of a page is seen. */
import {
  holds,
  isOutOfSight,
  isSkipped,
  linesOf,
  parentOf,
  queryAll,
  runsIn,
  textOf,
} from '../../../../lib/consoles/page/walk.ts';
import type { Alone } from '../alone.ts';
import { bodyOf, partIn } from '../body.ts';

const LONG = '退款金额：￥1.00 申请原因';

/** The texts of a small page, one a run. */
const texts = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `texts: ${name}`,
  told: () => runsIn(bodyOf(html)).map(({ text }) => text),
  expected,
});

const TEXTS: [string, string, string[]][] = [
  ['one an element', '<p>甲</p><p>乙<b>丙</b>丁</p>', ['甲', '乙', '丙', '丁']],
  ['line breaks and comments part nothing', '<p>甲<br>乙<!-- -->丙</p>', ['甲 乙丙']],
  [
    'nothing of a script, a style, a field',
    '<script>1</script><style>2</style><textarea>3</textarea><p>甲</p>',
    ['甲'],
  ],
  ['nothing of a drawing', '<svg><text>1</text></svg><p>甲</p>', ['甲']],
  // A mark that the product puts into a text does not part it.
  ['nothing of the product’s own marks', '<p>甲<claimlens-mark>1</claimlens-mark>乙</p>', ['甲乙']],
  [
    'nothing that is struck out',
    '<del>1</del><p style="text-decoration: line-through">2</p><p class="line-through">3</p><p>甲</p>',
    ['甲'],
  ],
  [
    'nothing hidden',
    '<p hidden>1</p><p style="display:none">2</p><p style="visibility: hidden">3</p><p class="hidden">4</p><p>甲</p>',
    ['甲'],
  ],
  ['what is shown on wide screens alone', '<p class="hidden md:block">甲</p>', ['甲']],
  ['nothing of a part that is kept aside', `<div aria-hidden="true">${LONG}</div><p>甲</p>`, ['甲']],
  ['an icon’s few words', '<div aria-hidden="true">乙</div><p>甲</p>', ['乙', '甲']],
  [
    'the page under an open dialog',
    `<div aria-hidden="true">${LONG}</div><div role="dialog">甲</div>`,
    [LONG, '甲'],
  ],
  ['nothing beyond four hundred levels', `<p>甲</p>${'<i>'.repeat(400)}乙<i>1</i>`, ['甲', '乙']],
];

const sight = ([html, expected]: readonly [string, boolean]): Alone => ({
  name: `isOutOfSight: ${html}`,
  told: () => isOutOfSight(partIn(bodyOf(html), 'it')),
  expected,
});

const SIGHT = [
  ['<p id="it">1</p>', false],
  ['<p id="it" hidden>1</p>', true],
  ['<div style="display: none"><p><b id="it">1</b></p></div>', true],
] as const;

/** A page with an open shadow root in `#host` that shows `<p id="in">乙</p>`. */
function shadowed(): { body: Element; inner: Element } {
  const body = bodyOf('<main><p>甲</p><div id="host"><p>丙</p></div></main>');
  const root = partIn(body, 'host').attachShadow({ mode: 'open' });
  root.innerHTML = '<p id="in">乙</p>';
  const inner = root.querySelector('p');
  if (!inner) throw new Error('no shadow');
  return { body, inner };
}

export const CASES: Alone[] = [
  ...TEXTS.map(texts),
  ...SIGHT.map(sight),
  {
    name: 'open shadow roots are a part of the page',
    told: () => {
      const { body, inner } = shadowed();
      return [
        runsIn(body).map(({ text }) => text),
        queryAll(body, 'p').map(({ textContent }) => textContent),
        parentOf(inner)?.id,
        holds(body, inner),
        holds(inner, body),
        textOf(partIn(body, 'host')),
      ];
    },
    expected: [['甲', '乙', '丙'], ['甲', '丙', '乙'], 'host', true, false, '乙 丙'],
  },
  {
    name: 'an element that has nothing but its shadow root shows that',
    told: () => {
      const host = partIn(bodyOf('<div id="host"></div>'), 'host');
      host.attachShadow({ mode: 'open' }).innerHTML = '<p>乙</p>';
      return textOf(host);
    },
    expected: '乙',
  },
  {
    name: 'what was taken out of the page has no parent, and neither has the page',
    told: () => {
      const body = bodyOf('<p id="it">1</p>');
      const element = partIn(body, 'it');
      element.remove();
      const { ownerDocument } = body;
      return [element, ownerDocument.documentElement, ownerDocument].map(parentOf);
    },
    expected: [null, null, null],
  },
  {
    name: 'texts of an element: in one line, and a line each',
    told: () => {
      const element = partIn(bodyOf('<p id="it">￥1<b>99</b></p>'), 'it');
      return [textOf(element), linesOf(element)];
    },
    expected: ['￥1 99', '￥1\n99'],
  },
  {
    name: 'a long text is cut',
    told: () => textOf(bodyOf(`${`<p>${'长'.repeat(100)}</p>`.repeat(60)}`)).length,
    expected: 4_200,
  },
  {
    name: 'what is skipped',
    told: () =>
      ['<p>', '<script>', '<svg>', '<claimlens-mark>', '<p hidden>', '<s>'].filter((tag) => {
        const element = bodyOf(`<div>${tag}`).firstElementChild?.firstElementChild;
        return element && isSkipped(element);
      }),
    expected: ['<script>', '<svg>', '<claimlens-mark>', '<p hidden>', '<s>'],
  },
];
