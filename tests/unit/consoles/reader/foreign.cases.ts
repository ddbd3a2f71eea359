/** Every boundary of `reader/foreign.ts`, each tried alone: what on a page is not its claim's own. */
import {
  elsewhereZones,
  foreignRows,
  repeatedParts,
  transposedTables,
} from '../../../../lib/consoles/reader/foreign.ts';
import { idMarks } from '../../../../lib/consoles/reader/id-marks.ts';
import { vocabularyFor } from '../../../../lib/consoles/words/vocabulary.ts';
import { type Alone, ENV, idsOf, partsOf } from '../alone.ts';
import { partIn } from '../body.ts';

const CLAIM = ['10000000000001', '10000000000002', '10000000000003'] as const;
const ORDER = ['111111-000001', '111111-000002', '111111-000003'] as const;
const claim = (n: 0 | 1 | 2): string => `<p>售后编号：<b>${CLAIM[n]}</b></p>`;
const order = (n: 0 | 1 | 2): string => `<p>订单编号：<b>${ORDER[n]}</b></p>`;
const amount = (yuan: number): string => `<p>退款金额：<b>￥${yuan}.00</b></p>`;

type Page = { isDetail: boolean; wanted?: string };
const DETAIL: Page = { isDetail: true };
const LIST: Page = { isDetail: false };

/** The ids of the parts under headings such as `其他售后`. */
const elsewhere = ([name, html, page, expected]: readonly [string, string, Page, string[]]): Alone => ({
  name: `elsewhere: ${name}`,
  told: () => {
    const { labels, headers } = partsOf(html);
    return idsOf(elsewhereZones(labels, vocabularyFor(), idMarks(labels, headers, ENV), page));
  },
  expected,
});

const ELSEWHERE: [string, string, Page, string[]][] = [
  ['none', `<main>${claim(0)}<div>${amount(1)}</div></main>`, DETAIL, []],
  [
    'what stands under the heading',
    `<main>${claim(0)}<h3>该买家的其他售后</h3><div id="z">${amount(2)}</div></main>`,
    DETAIL,
    ['z'],
  ],
  [
    'nothing beside a button',
    `<main>${claim(0)}<button>其他售后</button><div id="p">${amount(1)}</div></main>`,
    DETAIL,
    [],
  ],
  [
    'nothing beside a link',
    `<main>${claim(0)}<a href="/claims">其他售后</a><div id="p">${amount(1)}</div></main>`,
    DETAIL,
    [],
  ],
  [
    'nothing beside a word within a tab',
    `<main>${claim(0)}<div><div role="tab"><span>历史售后</span></div></div><div id="p">${amount(1)}</div></main>`,
    DETAIL,
    [],
  ],
  [
    'nothing beside a tab by its class, and none around it',
    `<main>${claim(0)}<div class="ant-tabs"><div><b>历史售后</b></div></div><div id="p">${amount(1)}</div></main>`,
    DETAIL,
    [],
  ],
  [
    'further up a class of tabs says nothing of the words',
    `<div class="tabs"><div><div><section><h3>历史售后</h3><div id="z">${amount(2)}</div></section></div></div></div>`,
    DETAIL,
    ['z'],
  ],
  [
    'words with more behind them are no heading',
    `<main>${claim(0)}<p>其他售后：无</p><div id="p">${amount(1)}</div></main>`,
    DETAIL,
    [],
  ],
  [
    'a part with the claim of the address is the page’s own',
    `<main>${claim(0)}<h3>关联售后</h3><div id="z">${claim(1)}</div></main>`,
    { isDetail: true, wanted: CLAIM[1] },
    [],
  ],
  [
    'with another claim’s number it is not',
    `<main>${claim(0)}<h3>关联售后</h3><div id="z">${claim(1)}</div></main>`,
    { isDetail: true, wanted: CLAIM[0] },
    ['z'],
  ],
  [
    'the claim outside is the page’s own where the address tells none',
    `<main><h3>关联售后</h3><div id="z">${claim(1)}</div><h3>售后详情</h3>${claim(0)}</main>`,
    DETAIL,
    ['z'],
  ],
  [
    'the only claim is the page’s own, whatever stands over it',
    `<main><h3>关联售后</h3><div id="z">${claim(1)}</div></main>`,
    DETAIL,
    [],
  ],
  [
    'an order’s number there makes it nobody’s where claims have numbers',
    `<main>${claim(0)}<h3>关联订单</h3><div id="z">${order(1)}</div></main>`,
    DETAIL,
    ['z'],
  ],
  [
    'in a list, what shows any claim’s number is a claim',
    `<main>${claim(0)}<h3>历史售后</h3><div id="z">${claim(1)}</div></main>`,
    LIST,
    [],
  ],
];

/** The ids of tables whose claims stand in columns. */
const transposed = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `transposed: ${name}`,
  told: () => idsOf(transposedTables(partsOf(html).labels, ENV)),
  expected,
});

const TRANSPOSED: [string, string, string[]][] = [
  [
    'two numbers behind one label',
    `<table id="t"><tbody><tr><th>售后编号</th><td>${CLAIM[0]}</td><td>${CLAIM[1]}</td></tr></tbody></table>`,
    ['t'],
  ],
  [
    'two orders behind one label',
    `<table id="t"><tbody><tr><th>订单编号</th><td>${ORDER[0]}</td><td>${ORDER[1]}</td></tr></tbody></table>`,
    ['t'],
  ],
  [
    'rows that are no table’s',
    `<div id="t"><div><b>售后编号</b><i>${CLAIM[0]}</i><i>${CLAIM[1]}</i></div><div><b>退款金额</b><i>￥1</i><i>￥2</i></div></div>`,
    ['t'],
  ],
  [
    'one number is a claim’s',
    `<table id="t"><tbody><tr><th>售后编号</th><td>${CLAIM[0]}</td></tr></tbody></table>`,
    [],
  ],
  [
    'one number twice is one claim’s',
    `<table id="t"><tbody><tr><th>售后编号</th><td>${CLAIM[0]}</td><td>${CLAIM[0]}</td></tr></tbody></table>`,
    [],
  ],
  [
    'words behind the number are no second one',
    `<table id="t"><tbody><tr><th>售后编号</th><td>${CLAIM[0]}</td><td>复制</td></tr></tbody></table>`,
    [],
  ],
  [
    'a number behind words is none of the row of numbers',
    `<table id="t"><tbody><tr><th>售后编号</th><td>${CLAIM[0]}</td><td>原单</td><td>${CLAIM[1]}</td></tr></tbody></table>`,
    [],
  ],
  [
    'a number behind another label is that label’s',
    `<table id="t"><tbody><tr><th>售后编号</th><td>${CLAIM[0]}</td><td>退款编号：${CLAIM[1]}</td></tr></tbody></table>`,
    [],
  ],
  [
    'a label with its number in one text heads no row',
    `<table id="t"><tbody><tr><td>售后编号：${CLAIM[2]}</td><td>${CLAIM[0]}</td><td>${CLAIM[1]}</td></tr></tbody></table>`,
    [],
  ],
  [
    'numbers behind another field’s label part nothing',
    `<table id="t"><tbody><tr><th>快递单号</th><td>${CLAIM[0]}</td><td>${CLAIM[1]}</td></tr></tbody></table>`,
    [],
  ],
];

/** The ids of rows that show another number than the page. */
const rows = ([name, html, own, expected]: readonly [
  string,
  string,
  { claimId?: string; orderId?: string },
  string[],
]): Alone => ({
  name: `rows: ${name}`,
  told: () => idsOf(foreignRows(partsOf(html).headers, ENV, own)),
  expected,
});

const table = (heads: string[], ...lines: [id: string, ...cells: string[]][]): string =>
  `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${lines
    .map(([id, ...cells]) => `<tr id="${id}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

const CLAIMS_TABLE = table(
  ['售后编号', '退款金额', '申请原因'],
  ['a', CLAIM[0], '￥1', '破损'],
  ['b', CLAIM[1], '￥2', '少件'],
);

const ROWS: [string, string, { claimId?: string; orderId?: string }, string[]][] = [
  ['those of another claim', CLAIMS_TABLE, { claimId: CLAIM[0] }, ['b']],
  [
    'those of another order',
    table(
      ['订单编号', '退款金额', '申请原因'],
      ['a', ORDER[0], '￥1', '破损'],
      ['b', ORDER[1], '￥2', '少件'],
    ),
    { claimId: CLAIM[0], orderId: ORDER[1] },
    ['a'],
  ],
  ['none where the page’s own number is not known', CLAIMS_TABLE, { orderId: ORDER[0] }, []],
  [
    'none of a table that shows no number',
    table(['商品名称', '退款金额', '申请原因'], ['a', '花瓶', '￥1', '破损']),
    { claimId: CLAIM[0], orderId: ORDER[0] },
    [],
  ],
];

/** The ids of parts that repeat a field with another value; `#n` shows the claim's number. */
const repeated = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `repeated: ${name}`,
  told: () => {
    const { body, labels } = partsOf(html);
    const logs = [...body.querySelectorAll('.log')];
    return idsOf(repeatedParts(partIn(body, 'n'), labels, logs));
  },
  expected,
});

const number = `<p>售后编号：<b id="n">${CLAIM[0]}</b></p>`;

const REPEATED: [string, string, string[]][] = [
  [
    'the farther one',
    `<main><div id="a">${number}${amount(1)}</div><div id="z">${amount(2)}</div></main>`,
    ['z'],
  ],
  [
    'not one with the same value',
    `<main><div id="a">${number}${amount(1)}</div><div id="z">${amount(1)}</div></main>`,
    [],
  ],
  [
    'not one under a word of another field',
    `<main><div id="a">${number}<p>状态：<b>待处理</b></p></div><div id="z"><p>状态：<b>已退款</b></p></div></main>`,
    [],
  ],
  [
    'not one behind a mere space',
    `<main><div id="a">${number}${amount(1)}</div><div id="z"><p>退款金额 2 元</p></div></main>`,
    [],
  ],
  [
    'not one under a weak word, which may be a value as well',
    `<main><div id="a">${number}<p>原因：<b>破损</b></p></div><div id="z"><p>原因：<b>少件</b></p></div></main>`,
    [],
  ],
  [
    'not one in a log, which tells the claim’s fields again',
    `<main><div id="a">${number}${amount(1)}</div><div id="z" class="log">${amount(2)}</div></main>`,
    [],
  ],
  [
    'not one whose value is not there yet',
    `<main><div id="a">${number}${amount(1)}</div><div id="z"><p>退款金额：<b></b></p></div></main>`,
    [],
  ],
  [
    'never what holds the claim’s number',
    `<main><div id="a">${amount(1)}</div><div id="z">退款金额：￥2.00<br><b id="n">${CLAIM[0]}</b></div></main>`,
    ['a'],
  ],
  [
    'never what holds the claim’s number, though the other sum stands nearer',
    `<main><div id="z"><p>退款金额：<b>￥1.00</b></p><i id="n">${CLAIM[0]}</i></div>退款金额：￥2.00</main>`,
    [],
  ],
];

export const CASES: Alone[] = [
  ...ELSEWHERE.map(elsewhere),
  ...TRANSPOSED.map(transposed),
  ...ROWS.map(rows),
  ...REPEATED.map(repeated),
];
