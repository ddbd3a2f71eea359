/** Every boundary of `reader/blocks/`, each tried alone: where a claim begins and ends, and what follows it. */
import { detailBlock } from '../../../../lib/consoles/reader/blocks/detail.ts';
import { type Block, hitsByBlock, listBlocks } from '../../../../lib/consoles/reader/blocks/list.ts';
import { closeness } from '../../../../lib/consoles/reader/blocks/near.ts';
import { type Alone, ENV, idsOf, partsOf } from '../alone.ts';
import { bodyOf } from '../body.ts';

const CLAIM = ['10000000000001', '10000000000002', '10000000000003'] as const;
const ORDER = ['111111-000001', '111111-000002', '111111-000003'] as const;
const claim = (n: 0 | 1 | 2): string => `<p>售后编号：<b>${CLAIM[n]}</b></p>`;
const order = (n: 0 | 1 | 2): string => `<p>订单编号：<b>${ORDER[n]}</b></p>`;
const amount = (yuan: number): string => `<p>退款金额：<b>￥${yuan}.00</b></p>`;

/** `element id+further ids=number`, one a block, in the order of the blocks. */
const shown = (blocks: Block[]): string[] =>
  blocks.map(
    ({ element, more, id }) => `${[element, ...more].map((part) => part.id).join('+')}=${id?.value}`,
  );

function listed(html: string): string[] {
  const { body, labels, headers, dialogs } = partsOf(html);
  return shown(listBlocks(labels, headers, body, ENV, dialogs));
}

const list = ([name, html, expected]: [string, string, string[]]): Alone => ({
  name: `list: ${name}`,
  told: () => listed(html),
  expected,
});

const LISTS: [string, string, string[]][] = [
  ['nothing', '<main><p>售后</p></main>', []],
  [
    'one claim is all below the page',
    `<main id="m"><div>${claim(0)}</div>${amount(1)}</main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'the claim ends where another number begins',
    `<main><div id="a">${claim(0)}${amount(1)}</div><div id="b">${claim(1)}${amount(2)}</div></main>`,
    [`a=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'one number twice is one claim',
    `<main id="m"><div id="a">${claim(0)}</div><div id="b">${claim(0)}${amount(2)}</div></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'a number that is not there yet is another one',
    `<main><div id="a">${claim(0)}${amount(1)}</div><div id="b"><p>售后编号：<b></b></p></div></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'a number of unknown shape is another one',
    `<main><div id="a">${claim(0)}${amount(1)}</div><div id="b"><p>售后编号：<b>SH/77</b></p></div></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'the claim ends where a field is told again with another value',
    `<main><div id="a">${claim(0)}${amount(1)}</div><div id="b">${amount(2)}</div></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'a field told again with the same value is the same claim’s',
    `<main id="m"><div id="a">${claim(0)}${amount(1)}</div><div id="b">${amount(1)}</div></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'behind a mere space no field tells a claim from another',
    `<main id="m"><div id="a">${claim(0)}${amount(1)}</div><p>退款金额 2 元</p></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'a title told again is no other claim',
    `<main id="m"><div id="a">${claim(0)}<p>商品名称：甲</p></div><div><p>商品名称：乙</p></div></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'the next card without a number ends the claim',
    `<main><section id="a" class="card">${claim(0)}<p>退款金额：<b>￥1.00</b></p></section><section class="card"><p>退款金额：<b>￥1.00</b></p></section></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'a box of no class beside it does not',
    `<main id="m"><div id="a">${claim(0)}<p>退款金额：<b>￥1.00</b></p></div><div><p>退款金额：<b>￥1.00</b></p></div></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'an article is one member of a list',
    `<main><article id="a">${claim(0)}${amount(1)}</article><p>共 1 条</p></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'an article with a number and nothing else is not',
    `<main id="m"><article id="a">${claim(0)}</article>${amount(1)}</main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'a row by its role is one member',
    `<main><div id="a" role="row">${claim(0)}${amount(1)}</div><p>共 1 条</p></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'a list item with three names is one member',
    `<main><ul><li id="a">${claim(0)}${amount(1)}<p>申请原因：<b>破损</b></p></li></ul><p>共 1 条</p></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'a list item with two is a line of a claim',
    `<main id="m"><ul><li>${claim(0)}${amount(1)}</li></ul><p>申请原因：<b>破损</b></p></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'a claim in a dialog does not reach out of it',
    `<main><div id="d" role="dialog">${claim(0)}</div><p id="p">共 1 条</p></main>`,
    [`d=${CLAIM[0]}`],
  ],
  [
    'a claim under a dialog does not take it in',
    `<main><div id="a">${claim(0)}</div><div id="d" role="dialog">${amount(1)}</div></main>`,
    [`a=${CLAIM[0]}`],
  ],
  [
    'rows that follow without a number are the claim’s',
    `<table><tbody><tr id="a"><td>${claim(0)}</td></tr><tr id="a2"><td>${amount(1)}</td></tr><tr id="b"><td>${claim(1)}</td></tr><tr id="b2"><td>${amount(2)}</td></tr></tbody></table>`,
    [`a+a2=${CLAIM[0]}`, `b+b2=${CLAIM[1]}`],
  ],
  [
    'a row with a number that nobody can read is not',
    `<table><tbody><tr id="a"><td>${claim(0)}</td></tr><tr id="a2"><td>${amount(1)}</td></tr><tr id="x"><td><p>售后编号：<b>SH/77</b></p></td></tr><tr id="x2"><td>${amount(3)}</td></tr><tr id="b"><td>${claim(1)}</td></tr></tbody></table>`,
    [`a+a2=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'what follows a claim that is no row is not',
    `<main><div id="a">${claim(0)}</div><div id="x">共 2 条</div><div id="b">${claim(1)}</div></main>`,
    [`a=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'what stands between rows and is no row is left out',
    `<table><tbody><tr id="a"><td>${claim(0)}</td></tr><script id="s"></script><tr id="a2"><td>${amount(1)}</td></tr><tr id="b"><td>${claim(1)}</td></tr></tbody></table>`,
    [`a+a2=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'rows built like the one over the first claim may be heads of the next',
    `<table><tbody><tr id="h" class="head"><td>张三</td></tr><tr id="a"><td>${claim(0)}</td><td>1</td></tr><tr id="h2" class="head"><td>李四</td></tr><tr id="b"><td>${claim(1)}</td><td>2</td></tr></tbody></table>`,
    [`a=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'rows built otherwise than that are followers',
    `<table><tbody><tr id="h" class="head"><td>张三</td></tr><tr id="a"><td>${claim(0)}</td><td>1</td></tr><tr id="a2" class="more"><td>李四</td></tr><tr id="b"><td>${claim(1)}</td><td>2</td></tr></tbody></table>`,
    [`a+a2=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'rows under a column of claim numbers',
    `<table><thead><tr><th>售后编号</th><th>订单编号</th><th>退款金额</th></tr></thead><tbody><tr id="a"><td>${CLAIM[0]}</td><td>${ORDER[0]}</td><td>￥1</td></tr><tr id="x"><td></td><td>${ORDER[1]}</td><td>￥2</td></tr><tr id="b"><td>${CLAIM[1]}</td><td>${ORDER[1]}</td><td>￥2</td></tr><tr id="b2"><td colspan="2">备注</td></tr></tbody></table>`,
    [`a=${CLAIM[0]}`, `b+b2=${CLAIM[1]}`],
  ],
  [
    'rows under a column of order numbers where no claim number has one',
    `<table><thead><tr><th>退款金额</th><th>订单编号</th><th>申请原因</th></tr></thead><tbody><tr id="a"><td>￥1</td><td>${ORDER[0]}</td><td>破损</td></tr><tr id="b"><td>￥2</td><td>${ORDER[1]}</td><td>破损</td></tr></tbody></table>`,
    [`a=${ORDER[0]}`, `b=${ORDER[1]}`],
  ],
  [
    'rows under a column of order numbers where the claims’ column is empty',
    `<table><thead><tr><th>售后编号</th><th>订单编号</th><th>申请原因</th></tr></thead><tbody><tr id="a"><td></td><td>${ORDER[0]}</td><td>破损</td></tr></tbody></table>`,
    [`a=${ORDER[0]}`],
  ],
  [
    'a claim outside the table stands beside its rows',
    `<main><table><thead><tr><th>售后编号</th><th>订单编号</th><th>退款金额</th></tr></thead><tbody><tr id="a"><td>${CLAIM[0]}</td><td>${ORDER[0]}</td><td>￥1</td></tr></tbody></table><div id="d" role="dialog">${claim(1)}${amount(3)}</div></main>`,
    [`a=${CLAIM[0]}`, `d=${CLAIM[1]}`],
  ],
  [
    'order numbers where no claim has a number',
    `<main><div id="a">${order(0)}${amount(1)}</div><div id="b">${order(1)}${amount(2)}</div></main>`,
    [`a=${ORDER[0]}`, `b=${ORDER[1]}`],
  ],
  [
    'an order with what only claims have stands beside claims, in the order of the page',
    `<main><div id="x">${order(0)}${amount(1)}</div><div id="a">${claim(1)}${order(1)}${amount(2)}</div><div id="y">${order(2)}</div></main>`,
    [`x=${ORDER[0]}`, `a=${CLAIM[1]}`],
  ],
  [
    'an order whose sum stands behind a mere space is none',
    `<main><div id="x">${order(0)}<p>退款金额 1 元</p></div><div id="a">${claim(1)}${order(1)}${amount(2)}</div></main>`,
    [`a=${CLAIM[1]}`],
  ],
  [
    'a number behind a mere space counts where nothing better does',
    `<main><div id="a"><p>售后编号 ${CLAIM[0]}</p></div><div id="b"><p>售后编号 ${CLAIM[1]}</p></div></main>`,
    [`a=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'and not where something better does',
    `<main id="m"><div id="a">${claim(0)}</div><div id="b"><p>售后编号 ${CLAIM[1]}</p></div></main>`,
    [`m=${CLAIM[0]}`],
  ],
  [
    'order numbers are no stand-ins for claim numbers behind a mere space',
    `<main><div id="a"><p>售后编号 ${CLAIM[0]}</p>${order(0)}</div><div id="b"><p>售后编号 ${CLAIM[1]}</p>${order(1)}</div></main>`,
    [`a=${CLAIM[0]}`, `b=${CLAIM[1]}`],
  ],
  [
    'order numbers behind a mere space count last',
    `<main><div id="a"><p>订单编号 ${ORDER[0]}</p></div><div id="b"><p>订单编号 ${ORDER[1]}</p></div></main>`,
    [`a=${ORDER[0]}`, `b=${ORDER[1]}`],
  ],
];

/** A detail page: `claim/order: ids of foreign parts`. */
const detail = ([name, html, wanted, expected]: [
  string,
  string,
  { claimId?: string; orderId?: string },
  string,
]): Alone => ({
  name: `detail: ${name}`,
  told: () => {
    const { body, labels, headers, dialogs } = partsOf(html);
    const { block, foreign, orderId } = detailBlock(labels, headers, body, ENV, wanted, dialogs);
    return `${block.element.tagName} ${block.id?.value}/${orderId}: ${idsOf(foreign).join()}`;
  },
  expected,
});

const DETAILS: [string, string, { claimId?: string; orderId?: string }, string][] = [
  ['nothing', '<main><p>售后</p></main>', {}, 'BODY undefined/undefined: '],
  ['one claim', `<main>${claim(0)}${order(0)}</main>`, {}, `BODY ${CLAIM[0]}/${ORDER[0]}: `],
  [
    'the claim of the address',
    `<main><div id="a">${claim(0)}</div><div id="b">${claim(1)}</div></main>`,
    { claimId: CLAIM[1] },
    `BODY ${CLAIM[1]}/undefined: a`,
  ],
  [
    'the first claim where the address tells none',
    `<main><div id="a">${claim(0)}</div><div id="b">${claim(1)}${amount(1)}</div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: b`,
  ],
  [
    'the order of the address',
    `<main><div id="a">${order(0)}</div><div id="b">${order(1)}</div>${claim(0)}</main>`,
    { orderId: ORDER[1] },
    `BODY ${CLAIM[0]}/${ORDER[1]}: a`,
  ],
  [
    'the order nearest to the claim',
    `<main><div id="x">${order(0)}</div><div id="a">${claim(0)}${order(1)}</div></main>`,
    {},
    `BODY ${CLAIM[0]}/${ORDER[1]}: x`,
  ],
  [
    'no order where two are equally near',
    `<main>${claim(0)}<div id="x">${order(0)}</div><div id="y">${order(1)}</div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: `,
  ],
  ['an order without a claim', `<main><div>${order(0)}</div></main>`, {}, `BODY undefined/${ORDER[0]}: `],
  [
    'a part that holds the claim’s own number is never another’s',
    `<main><div id="a"><p id="p">售后编号：<b id="n">${CLAIM[0]}</b></p><p>售后编号：<b id="o">${CLAIM[1]}</b></p></div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: P`,
  ],
  [
    'a number under another word is no other claim’s',
    `<main><div id="a">${claim(0)}</div><div id="b"><p>退款编号：<b>${CLAIM[1]}</b></p></div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: `,
  ],
  [
    'the same number again is no other claim’s',
    `<main><div id="a">${claim(0)}</div><div id="b">${claim(0)}</div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: `,
  ],
  [
    'a number that is not there yet is no other claim’s',
    `<main><div id="a">${claim(0)}</div><div id="b"><p>售后编号：<b></b></p></div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: `,
  ],
  [
    'numbers behind a mere space are asked where no other is there',
    `<main><div id="a"><p>售后编号 ${CLAIM[0]}</p></div></main>`,
    {},
    `BODY ${CLAIM[0]}/undefined: `,
  ],
  [
    'and not where another is',
    `<main><div id="a"><p>售后编号 ${CLAIM[0]}</p></div>${claim(1)}</main>`,
    {},
    `BODY ${CLAIM[1]}/undefined: `,
  ],
];

export const CASES: Alone[] = [
  ...LISTS.map(list),
  ...DETAILS.map(detail),
  {
    name: 'hits stand in the innermost block around them, or in none',
    told: () => {
      const { body, labels } = partsOf(
        `<main><div id="a">${claim(0)}${amount(1)}<div id="c">${order(1)}</div></div><div id="b"></div><div id="b2">${amount(2)}</div>${order(0)}</main>`,
      );
      const part = (id: string): Element => body.querySelector(`#${id}`) as Element;
      const blocks: Block[] = [
        { element: part('a'), more: [] },
        { element: part('b'), more: [part('b2')] },
        { element: part('c'), more: [] },
      ];
      return [...hitsByBlock(blocks, labels.hits).values()].map((hits) => hits.map(({ name }) => name));
    },
    expected: [['claimId', 'amount'], ['amount'], ['orderId']],
  },
  {
    name: 'the nearer of two stands deeper together with the number',
    told: () => {
      const body = bodyOf('<main><div id="a"><b id="n"></b><i id="near"></i></div><i id="far"></i></main>');
      const part = (id: string): Element => body.querySelector(`#${id}`) as Element;
      const number = part('n');
      return [
        closeness(number, number),
        closeness(number, part('near')),
        closeness(number, part('far')),
        closeness(undefined, part('near')),
      ];
    },
    expected: [4, 3, 2, 0],
  },
];
