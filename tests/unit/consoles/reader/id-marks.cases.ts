/** Every boundary of `reader/id-marks.ts` and `reader/goods.ts`, each tried alone: labels of numbers, and pictures of the goods. */
import { goodsPictures, productImage } from '../../../../lib/consoles/reader/goods.ts';
import { idMarks, partingMarks } from '../../../../lib/consoles/reader/id-marks.ts';
import { type Alone, ENV, partsOf } from '../alone.ts';
import { ADDRESS, bodyOf } from '../body.ts';

const ORDER = ['111111-000001', '111111-000002', '111111-000003'] as const;

/** The numbers of a page that part its claims. */
const parting = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `parting: ${name}`,
  told: () => {
    const { labels, headers } = partsOf(html);
    return partingMarks(idMarks(labels, headers, ENV)).map(({ value }) => value);
  },
  expected,
});

const apart = (n: 0 | 1 | 2): string => `<p><b>订单编号</b><i>${ORDER[n]}</i></p>`;
const inline = (n: 0 | 1 | 2): string => `<p>订单编号：${ORDER[n]}</p>`;
const spaced = (n: 0 | 1 | 2): string => `<p>订单编号 ${ORDER[n]}</p>`;

const PARTING: [string, string, string[]][] = [
  ['labels in elements of their own', `<main>${apart(0)}${apart(1)}</main>`, [ORDER[0], ORDER[1]]],
  ['labels with their numbers in one text', `<main>${inline(0)}${inline(1)}</main>`, [ORDER[0], ORDER[1]]],
  // Where a page prints its labels apart, a text that begins with one is somebody's words.
  ['not what somebody wrote', `<main>${apart(0)}${apart(1)}${inline(2)}</main>`, [ORDER[0], ORDER[1]]],
  [
    'both where the page prints as many of each',
    `<main>${apart(0)}${inline(1)}</main>`,
    [ORDER[0], ORDER[1]],
  ],
  [
    'those behind a mere space are asked elsewhere',
    `<main>${apart(0)}${apart(1)}${spaced(2)}</main>`,
    [ORDER[0], ORDER[1], ORDER[2]],
  ],
  ['not the value of another label', `<main><p><b>买家留言</b><i>订单编号：${ORDER[0]}</i></p></main>`, []],
  [
    'but what stands behind a value',
    `<main><p><b>编号：7</b><i>订单编号：${ORDER[0]}</i></p></main>`,
    [ORDER[0]],
  ],
  ['not the field of a search form', `<main><p><b>订单编号</b><input></p><p>${ORDER[0]}</p></main>`, []],
  ['nothing in a form', `<form>${apart(0)}</form>`, []],
  [
    'not the head of a table',
    `<table><tr><th>订单编号</th><th>退款金额</th><th>申请原因</th></tr><tr><td>${ORDER[0]}</td><td>￥1</td><td>破损</td></tr></table>`,
    [],
  ],
];

const photo = (name: string, folder = 'u'): string =>
  `<img src="https://img.example.org/${folder}/${name}.jpg">`;

const GOODS = bodyOf(
  [
    `<div id="place">${photo('taken')}${photo('buyers', 'chat-pic-mall-user')}${photo('upload', 'refund_platform')}${photo('goods')}</div>`,
    `<div id="section"><div id="within">${photo('within')}</div></div>`,
    `<p>${photo('listing', 'products')}</p>`,
  ].join(''),
);
const part = (id: string): Element => GOODS.querySelector(`#${id}`) as Element;
const TAKEN = 'https://img.example.org/u/taken.jpg';
const names = (urls: string[]): string[] => urls.map((url) => /([^/]+)\.jpg$/.exec(url)?.[1] ?? url);

export const CASES: Alone[] = [
  ...PARTING.map(parting),
  {
    name: 'goods: the first picture in their places that is nobody’s evidence and no upload',
    told: () =>
      names([
        productImage([part('section'), part('place')], new Set([TAKEN]), [part('section')], ADDRESS) ?? '',
      ]),
    expected: ['goods'],
  },
  {
    name: 'goods: none where every place shows evidence',
    told: () => productImage([part('section')], new Set(), [part('section')], ADDRESS),
    expected: undefined,
  },
  {
    name: 'goods: what their places show, and the listing’s, but no evidence and no buyer’s upload',
    told: () =>
      names(
        goodsPictures(
          { element: GOODS, more: [] },
          [part('place'), part('within')],
          {
            evidence: [{ url: TAKEN, kind: 'photo' }],
            anchors: [],
            unowned: [],
            refused: new Set(),
            sections: [part('section')],
          },
          ENV,
        ),
      ),
    expected: ['upload', 'goods', 'listing'],
  },
];
