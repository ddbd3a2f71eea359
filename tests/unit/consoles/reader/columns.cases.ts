/** Every boundary of `reader/columns.ts`, each tried alone: what is the head of a table, and what stands under it. */
import { cellsUnder, headersOf, rowsUnder } from '../../../../lib/consoles/reader/columns.ts';
import { vocabularyFor } from '../../../../lib/consoles/words/vocabulary.ts';
import { type Alone, idsOf, partsOf } from '../alone.ts';
import { partIn } from '../body.ts';

const cells = (tag: string, texts: readonly string[]): string =>
  texts.map((text) => `<${tag}>${text}</${tag}>`).join('');
const head = (...texts: string[]): string => `<thead><tr>${cells('th', texts)}</tr></thead>`;
const line = (id: string, ...texts: string[]): string => `<tr id="${id}">${cells('td', texts)}</tr>`;
const table = (...parts: string[]): string => `<table>${parts.join('')}</table>`;

/** The heads of a page: their columns' names, `?` behind those whose pictures may be the goods'. */
const headers = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `heads: ${name}`,
  told: () =>
    headersOf(partsOf(html).labels, vocabularyFor()).map(({ names, unsaid }) =>
      names.map((own, column) => `${own.join('+')}${unsaid.has(column) ? '?' : ''}`).join(' '),
    ),
  expected,
});

const nine = Array.from({ length: 9 }, (_, n) =>
  table(head('售后编号', '退款金额', ...Array<string>(n + 1).fill('备注'))),
).join('');

const HEADERS: [string, string, string[]][] = [
  ['none', table(line('a', '1', '2', '3')), []],
  ['a head', table(head('售后编号', '退款金额', '操作')), ['claimId amount ']],
  ['one label in a row of heads is none', table(head('售后编号', '备注', '操作')), []],
  // Rows of plain cells must say more.
  ['plain cells', table(line('h', '售后编号', '退款金额', '申请原因')), ['claimId amount reason']],
  ['two labels in plain cells are none', table(line('h', '售后编号', '退款金额', '备注')), []],
  [
    'labels that take turns with values are a claim',
    table(line('h', '售后编号', '1', '退款金额', '￥1', '申请原因', '破损')),
    [],
  ],
  [
    'labels with a picture among them are a claim',
    table(line('h', '售后编号', '退款金额', '申请原因', '<img src="https://img.example.org/u/1.jpg">')),
    [],
  ],
  ['two columns are no table', table(head('售后编号', '退款金额')), []],
  [
    'a head that is printed with much white space',
    table(head(`\n${' '.repeat(60)}售后编号\n${' '.repeat(60)}`, '退款金额', '操作')),
    ['claimId amount '],
  ],
  ['a head with its value is none', table(line('h', '售后编号：1', '退款金额：￥1', '申请原因：破损')), []],
  [
    'a head that is repeated is one',
    table(head('售后编号', '退款金额', '申请原因'), line('h', '售后编号', '退款金额', '申请原因')),
    ['claimId amount reason'],
  ],
  [
    'eight heads and no more',
    nine,
    Array.from({ length: 8 }, (_, n) => `claimId amount${' '.repeat(n + 1)}`),
  ],
  [
    'two names in one head',
    table(head('实收/退款金额', '售后编号', '申请原因')),
    ['paid+amount claimId reason'],
  ],
  // A table that shows nothing of a claim lists goods.
  [
    'pictures of a table of goods',
    table(head('商品名称', '数量', '图片/视频')),
    ['product quantity product'],
  ],
  [
    'pictures of a table of claims without goods',
    table(head('售后编号', '退款金额', '凭证')),
    ['claimId amount evidence'],
  ],
  [
    'pictures of a table of claims with goods, under a head that fits both',
    table(head('Return ID', 'Product', 'Images')),
    ['claimId product evidence?'],
  ],
  [
    'evidence in a table of claims with goods',
    table(head('Return ID', 'Product', 'Evidence')),
    ['claimId product evidence'],
  ],
  [
    'evidence of a table that shows neither claims nor goods',
    table(head('Status', 'Evidence', 'Carrier')),
    ['status evidence shipping'],
  ],
];

/** `names=text`, one a cell of the part `block` under the first head; `?` where its pictures may be the goods'. */
const under = ([name, html, expected]: readonly [string, string, string[] | undefined]): Alone => ({
  name: `under: ${name}`,
  told: () => {
    const { body, labels, headers: found } = partsOf(html);
    const [header] = found;
    return (
      header &&
      cellsUnder(header, partIn(body, 'block'), labels)?.map(
        ({ cell, names, unsaid }) => `${names.join('+')}=${cell.textContent?.trim()}${unsaid ? '?' : ''}`,
      )
    );
  },
  expected,
});

const HEAD = head('售后编号', '退款金额', '申请原因');
const PICTURE = '<img src="https://img.example.org/u/1.jpg">';

const UNDER: [string, string, string[] | undefined][] = [
  ['a row', table(HEAD, line('block', '1', '￥2', '破损')), ['claimId=1', 'amount=￥2', 'reason=破损']],
  ['a row of another number of cells', table(HEAD, line('block', '1', '￥2')), undefined],
  [
    'a cell over two columns has the name of neither',
    table(HEAD, '<tr id="block"><td>1</td><td colspan="2">￥2</td></tr>'),
    ['claimId=1', '=￥2'],
  ],
  [
    'a row of another table with heads of its own',
    `${table(HEAD)}<table><tr><th>备注</th></tr>${line('block', '1', '￥2', '破损')}</table>`,
    undefined,
  ],
  [
    'a row of a table that is kept apart from its head',
    `${table(HEAD)}${table(line('block', '1', '￥2', '破损'))}`,
    ['claimId=1', 'amount=￥2', 'reason=破损'],
  ],
  [
    'no part of a card that has as many children as the table columns',
    `${table(HEAD)}<div id="block"><p>1</p><p>￥2</p><p>破损</p></div>`,
    undefined,
  ],
  [
    'no part of a cell that has as many children as the table columns',
    table(HEAD, '<tr id="block"><td colspan="2"><p><i>1</i><i>￥2</i><i>破损</i></p></td></tr>'),
    undefined,
  ],
  [
    'parts under a head that is no table’s',
    '<div><div><b>售后编号</b><b>退款金额</b><b>申请原因</b></div><div id="block"><i>1</i><i>￥2</i><i>破损</i></div></div>',
    ['claimId=1', 'amount=￥2', 'reason=破损'],
  ],
  [
    'the row within a part',
    '<div><div><b>售后编号</b><b>退款金额</b><b>申请原因</b></div><div id="block"><p>今天</p><div><i>1</i><i>￥2</i><i>破损</i></div></div></div>',
    ['claimId=1', 'amount=￥2', 'reason=破损'],
  ],
  [
    'heads that are repeated in it are no row',
    '<div><div><b>售后编号</b><b>退款金额</b><b>申请原因</b></div><div id="block"><div><b>退款编号</b><b>退款金额</b><b>退款原因</b></div><div><i>1</i><i>￥2</i><i>破损</i></div></div></div>',
    ['claimId=1', 'amount=￥2', 'reason=破损'],
  ],
  [
    'the one row of a part that holds the head as well',
    `<div id="block">${table(HEAD, line('a', '1', '￥2', '破损'))}</div>`,
    ['claimId=1', 'amount=￥2', 'reason=破损'],
  ],
  [
    'of two rows none',
    `<div id="block">${table(HEAD, line('a', '1', '￥2', '破损'), line('b', '3', '￥4', '少件'))}</div>`,
    undefined,
  ],
  [
    'pictures that may be the goods’',
    table(head('Return ID', 'Product', 'Images'), line('block', '1', 'Vase', PICTURE)),
    ['claimId=1', 'product=Vase', 'evidence=?'],
  ],
  [
    'pictures where the goods have one of their own',
    table(head('Return ID', 'Product', 'Images'), line('block', '1', PICTURE, PICTURE)),
    ['claimId=1', 'product=', 'evidence='],
  ],
];

/** The ids of the rows under the first head. */
const rows = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `rows: ${name}`,
  told: () => {
    const [header] = partsOf(html).headers;
    return header && idsOf(rowsUnder(header));
  },
  expected,
});

const ROWS: [string, string, string[]][] = [
  ['all below it', table(HEAD, line('a', '1', '￥2', '破损'), line('b', '3', '￥4', '少件')), ['a', 'b']],
  [
    'none above it',
    table(
      line('z', '1', '￥2', '破损'),
      `<tr>${cells('th', ['售后编号', '退款金额', '申请原因'])}</tr>`,
      line('a', '3', '￥4', '少件'),
    ),
    ['a'],
  ],
  [
    'those nearest to it',
    `<div>${table(HEAD, line('a', '1', '￥2', '破损'))}${table(line('z', '3', '￥4', '少件'))}</div>`,
    ['a'],
  ],
  [
    'those of the table that is kept apart',
    `<div><div>${table(HEAD)}</div><div>${table(line('a', '3', '￥4', '少件'))}</div></div>`,
    ['a'],
  ],
];

export const CASES: Alone[] = [...HEADERS.map(headers), ...UNDER.map(under), ...ROWS.map(rows)];
