/** Every boundary of `page/zones.ts`, each tried alone. */
import { runsIn } from '../../../../lib/consoles/page/walk.ts';
import {
  arePeers,
  boilerplateZones,
  classWords,
  dialogsIn,
  introducesBoilerplate,
  isBoilerplate,
  isDialog,
} from '../../../../lib/consoles/page/zones.ts';
import { type Alone, idsOf } from '../alone.ts';
import { bodyOf } from '../body.ts';

/** What a question says of the first element of a small page. */
const asked =
  (question: (element: Element) => boolean) =>
  ([html, expected]: readonly [string, boolean]): Alone => ({
    name: `${question.name}: ${html}`,
    told: () => {
      const element = bodyOf(html).querySelector('#it') ?? bodyOf(html).firstElementChild;
      return element && question(element);
    },
    expected,
  });

const DIALOGS = [
  ['<dialog open>1</dialog>', true],
  ['<div aria-modal="true">1</div>', true],
  ['<div aria-modal="false">1</div>', false],
  ['<div role="dialog">1</div>', true],
  ['<div role="alertdialog">1</div>', true],
  ['<div role="region">1</div>', false],
  ['<div class="sales_detailDrawer__x1">1</div>', true],
  ['<div class="ant-modal">1</div>', true],
  ['<div class="el-popover">1</div>', true],
  ['<div class="undrawered">1</div>', false],
  ['<div>1</div>', false],
] as const;

const BOILERPLATE = [
  ['<aside>1</aside>', true],
  ['<nav>1</nav>', true],
  ['<footer>1</footer>', true],
  ['<article><aside id="it">1</aside></article>', false],
  ['<ul><li><nav id="it">1</nav></li></ul>', false],
  ['<div role="row"><footer id="it">1</footer></div>', false],
  ['<div role="dialog"><footer id="it">1</footer></div>', false],
  // The footer of the page's main part is a part of it; an aside beside the claims there is not.
  ['<main><footer id="it">1</footer></main>', false],
  ['<main><aside id="it">1</aside></main>', true],
  ['<div role="alert">1</div>', true],
  ['<div role="note">1</div>', true],
  ['<div role="tooltip">1</div>', true],
  ['<div role="contentinfo">1</div>', true],
  ['<div role="list">1</div>', false],
  ['<div class="after-sales_helpTip__x1">1</div>', true],
  ['<div class="notice">1</div>', true],
  ['<div class="noticeable">1</div>', false],
  ['<section>1</section>', false],
] as const;

const INTRODUCTIONS = [
  ['示例', true],
  ['【公告】平台将于今晚维护', true],
  ['温馨提示：请核对', true],
  ['Example', true],
  ['How to send photos', true],
  ['helpless', false],
  ['买家凭证', false],
  ['商品示例', false],
  [`示例${'长'.repeat(58)}`, true],
  [`示例${'长'.repeat(59)}`, false],
] as const;

/** Zones of a page; a part with an element of class `number` holds a claim's number. */
const zones = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `boilerplateZones: ${name}`,
  told: () => {
    const body = bodyOf(html);
    return idsOf(
      boilerplateZones(body, runsIn(body), (element) => element.querySelector('.number') !== null),
    );
  },
  expected,
});

const ZONES: [string, string, string[]][] = [
  ['nothing', '<main id="m"><p id="p">退款金额</p></main>', []],
  ['an aside', '<main id="m"><p>甲</p></main><aside id="a"><p id="p">乙</p></aside>', ['a']],
  ['an aside within an aside', '<aside id="a"><nav id="n">乙</nav></aside>', ['a', 'n']],
  // What shows a claim's number is a claim, however it is dressed.
  ['an aside that shows a number', '<aside id="a"><p id="p">乙</p><b class="number">1</b></aside>', []],
  // A filter and a sum over the list speak of all claims.
  [
    'a filter',
    '<main id="m"><div id="f" class="list-filter"><p>退款原因</p><p>全部</p></div><p>甲</p></main>',
    ['f'],
  ],
  ['a search', '<main id="m"><div id="f" role="search"><p>退款原因</p></div><p>甲</p></main>', ['f']],
  [
    'sums of all claims',
    '<main id="m"><div id="s" class="order-stats"><p>退款金额</p><p>￥9.00</p></div></main>',
    ['s'],
  ],
  [
    'the claims that a search has found',
    '<div id="r" class="search-result"><p>甲</p><b class="number">1</b></div>',
    [],
  ],
  ['an alert', '<div id="d"><div id="a" role="alert">甲</div><p>乙</p></div>', ['a']],
  [
    'a sample with its picture, and not what stands before or beside it',
    '<div id="d"><p>甲</p><div id="z"><b id="b">示例</b><img src="1.jpg"></div><p>乙</p></div>',
    ['z'],
  ],
  [
    'a sample whose words stand deep in it',
    '<div id="d"><p>甲</p><div id="z"><div id="y"><b id="b">示例</b></div><p>说明</p></div></div>',
    ['z'],
  ],
  [
    'no more than the words where something else stands before them',
    '<div id="d"><div id="c"><p>甲</p><div id="y"><b id="b">示例</b></div></div></div>',
    ['y'],
  ],
  [
    'a part that ends where its own words or its first picture do',
    '<div id="d"><div id="c"><div id="z"><b id="b">示例</b><p>说明</p></div><p>退款金额</p></div></div>',
    ['z'],
  ],
  [
    'a part with a picture and nothing behind it',
    '<div id="d"><div id="c"><div id="z"><b id="b">示例</b><video></video></div><p>退款金额</p></div></div>',
    ['z'],
  ],
  [
    'no sample that shows a number',
    '<div id="d"><p>甲</p><div id="z"><b id="b">示例</b><i class="number">1</i><img src="1.jpg"></div></div>',
    [],
  ],
  [
    'four levels and no more',
    '<div id="d"><p>甲</p><div id="five"><div id="four"><div id="three"><div id="two"><div id="one"><b id="b">示例</b></div></div></div></div><p>乙</p></div></div>',
    ['four'],
  ],
  ['never the whole page', '示例', []],
];

/** Dialogs of a page. */
const dialogs = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `dialogsIn: ${name}`,
  told: () => {
    const body = bodyOf(html);
    return idsOf(dialogsIn(body, runsIn(body)));
  },
  expected,
});

const DIALOG_PAGES: [string, string, string[]][] = [
  ['none', '<main><p>甲</p></main>', []],
  ['one beside the page', '<main><p>甲</p></main><div id="d" role="dialog"><p>乙</p></div>', ['d']],
  ['none that shows nothing', '<main><p>甲</p></main><div id="d" role="dialog"></div>', []],
  [
    'two side by side',
    '<div id="d" class="drawer"><p>甲</p></div><div id="e" class="drawer"><p>乙</p></div>',
    ['d', 'e'],
  ],
  [
    'the outer one of those that are parts of one',
    '<div id="d" class="ant-modal-wrap"><div id="e" class="ant-modal"><div id="f" class="ant-modal-body"><p>甲</p></div></div></div>',
    ['d'],
  ],
  [
    'the outer one where the inner has no word of its own',
    '<div id="d" class="drawer"><div id="e" role="dialog"><p>甲</p></div></div>',
    ['d'],
  ],
  [
    'the outer one where it has no word of its own',
    '<div id="d" role="dialog"><div id="e" class="drawer"><p>甲</p></div></div>',
    ['d'],
  ],
  [
    'a dialog of another kind over one',
    '<div id="d" class="drawer"><p>甲</p><div id="e" class="modal"><p>乙</p></div></div>',
    ['d', 'e'],
  ],
];

/** Whether the two children of a small page are members of one row. */
const peers = ([html, expected]: readonly [string, boolean]): Alone => ({
  name: `arePeers: ${html}`,
  told: () => {
    const [one, other] = bodyOf(html).children;
    return one && other && arePeers(one, other);
  },
  expected,
});

const PEERS = [
  ['<div></div><div></div>', true],
  ['<div></div><p></p>', false],
  ['<div class="msg"></div><p class="msg"></p>', false],
  ['<div class="msg"></div><div class="msg"></div>', true],
  ['<div class="msg-left"></div><div class="msg-right"></div>', true],
  ['<div class="msg"></div><div></div>', false],
  ['<div></div><div class="msg"></div>', false],
  ['<div class="head"></div><div class="msg"></div>', false],
  // A letter is no word.
  ['<div class="a-one"></div><div class="a-two"></div>', false],
] as const;

export const CASES: Alone[] = [
  {
    name: 'classWords',
    told: () => classWords(bodyOf('<b class="after-sales_helpTip__x1  UI"></b>').children[0] as Element),
    expected: ['after', 'sales', 'help', 'tip', 'x1', 'ui'],
  },
  ...DIALOGS.map(asked(isDialog)),
  ...BOILERPLATE.map(asked(isBoilerplate)),
  ...INTRODUCTIONS.map(
    ([text, expected]): Alone => ({
      name: `introducesBoilerplate: ${text.slice(0, 20)} (${text.length})`,
      told: () => introducesBoilerplate(text),
      expected,
    }),
  ),
  ...ZONES.map(zones),
  ...DIALOG_PAGES.map(dialogs),
  ...PEERS.map(peers),
];
