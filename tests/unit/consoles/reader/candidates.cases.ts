/** Every boundary of `reader/candidates.ts` and `reader/linked-ids.ts`, each tried alone: what may be the value of a field. */
import type { Block } from '../../../../lib/consoles/reader/blocks/list.ts';
import {
  type Candidate,
  cellCandidates,
  columnsOf,
  labelCandidates,
  partCandidates,
  type Tools,
} from '../../../../lib/consoles/reader/candidates.ts';
import { idsInAddress, linkedIds } from '../../../../lib/consoles/reader/linked-ids.ts';
import type { DomShape } from '../../../../lib/consoles/types.ts';
import { vocabularyFor } from '../../../../lib/consoles/words/vocabulary.ts';
import { type Alone, definitionWith, ENV, partsOf } from '../alone.ts';
import { partIn } from '../body.ts';

const NUMBER = '10000000000001';
const ORDER = '111111-000001';

/** The part `block` of a small page, else the whole, with what its reader works with. */
function toolsFor(html: string, dom: DomShape = {}, useDefinition = true): { block: Block; tools: Tools } {
  const { body, labels, headers } = partsOf(html);
  const element = body.querySelector('#block') ?? body;
  return {
    block: { element, more: [] },
    tools: {
      definition: definitionWith(dom),
      env: ENV,
      labels,
      vocabulary: vocabularyFor(),
      headers,
      options: { page: 'list', useDefinition, wanted: {}, runs: [] },
    },
  };
}

const shown = (candidates: Candidate[]): string[] =>
  candidates.map(({ name, tier, patch }) => {
    const { raw: _raw, ...rest } = patch;
    return `${name} ${tier} ${JSON.stringify(Object.values(rest)[0])}`;
  });

/** Values beside labels. */
const labelled = ([name, html, expected]: readonly [string, string, string[]]): Alone => ({
  name: `beside labels: ${name}`,
  told: () => {
    const { tools } = toolsFor(html);
    return shown(labelCandidates(tools.labels.hits, tools));
  },
  expected,
});

const LABELLED: [string, string, string[]][] = [
  ['a value', '<p>退款原因：<b>破损</b></p>', ['reason 1 "破损"']],
  ['a label without a value', '<p>退款原因：</p>', []],
  ['a text that is no value of the field', '<p>退款金额：<b>待定</b></p>', []],
  ['a value behind a mere space', '<p>退款金额 ￥1.00</p>', ['amount 3 {"value":100,"currency":"CNY"}']],
  ['words behind a mere space', '<p>退款金额 ￥1.00 已退还给买家了</p>', []],
  [
    'a value behind a mere space where another is labelled',
    '<p>退款金额 ￥1.00</p><p>退款金额：￥2.00</p>',
    ['amount 2 {"value":200,"currency":"CNY"}'],
  ],
  ['a heading under the buyer is nobody’s name', '<div><p>买家</p><p>凭证</p></div>', []],
  ['a name is one', '<div><p>买家</p><p>张三</p></div>', ['buyer 1 {"name":"张三"}']],
  // What is a label elsewhere may well be a reason.
  [
    'a reason may be a word that heads other fields',
    '<div><p>退款原因</p><p>数量</p></div>',
    ['reason 1 "数量"'],
  ],
];

/** Values of a cell under a head. */
const inCell = ([name, html, names, expected]: readonly [
  string,
  string,
  Parameters<typeof cellCandidates>[1],
  string[],
]): Alone => ({
  name: `in a cell: ${name}`,
  told: () => shown(cellCandidates(partIn(partsOf(html).body, 'c'), names, ENV)),
  expected,
});

const IN_CELL: [string, string, Parameters<typeof cellCandidates>[1], string[]][] = [
  ['a sum', '<p id="c">￥2.00</p>', ['amount'], ['amount 0 {"value":200,"currency":"CNY"}']],
  [
    'two sums in the order of the head',
    '<p id="c"><b>￥5.00</b><b>￥2.00</b></p>',
    ['paid', 'amount'],
    ['amount 0 {"value":200,"currency":"CNY"}', 'paid 0 {"value":500,"currency":"CNY"}'],
  ],
  [
    'the first words of the goods',
    '<p id="c"><i>1</i><b>花瓶</b><b>￥5.00</b></p>',
    ['product'],
    ['product 0 [{"title":"花瓶"}]'],
  ],
  ['no value of the field', '<p id="c">待定</p>', ['amount'], []],
];

const FIXED: DomShape = { cell: '.cell', columns: ['claimId', null, 'amount'] };
const CELLS = `<div id="block"><p class="cell">${NUMBER}</p><p class="cell">甲</p><p class="cell">￥1.00</p></div>`;

/** `names=text` of the cells of a block. */
const columns = ([name, html, dom, useDefinition, expected]: readonly [
  string,
  string,
  DomShape,
  boolean,
  string[],
]): Alone => ({
  name: `columns: ${name}`,
  told: () => {
    const { block, tools } = toolsFor(html, dom, useDefinition);
    return columnsOf(block, tools).map(({ cell, names }) => `${names.join('+')}=${cell.textContent}`);
  },
  expected,
});

const COLUMNS: [string, string, DomShape, boolean, string[]][] = [
  [
    'in the order that the console’s file states',
    CELLS,
    FIXED,
    true,
    [`claimId=${NUMBER}`, '=甲', 'amount=￥1.00'],
  ],
  ['not for the common words alone', CELLS, FIXED, false, []],
  ['not where the file states none', CELLS, { cell: '.cell' }, true, []],
  ['not where the file tells no cells', CELLS, { columns: ['claimId', null, 'amount'] }, true, []],
  [
    'not where a cell is missing',
    '<div id="block"><p class="cell">1</p><p class="cell">甲</p></div>',
    FIXED,
    true,
    [],
  ],
  [
    'not beside a head that says otherwise',
    `<table><tr><th>售后编号</th><th>退款金额</th><th>申请原因</th><th>操作</th></tr></table>${CELLS}`,
    FIXED,
    true,
    [],
  ],
];

/** Values in parts that the console's file names. */
const inParts = ([name, html, dom, useDefinition, expected]: readonly [
  string,
  string,
  DomShape,
  boolean,
  string[],
]): Alone => ({
  name: `in parts: ${name}`,
  told: () => {
    const { block, tools } = toolsFor(html, dom, useDefinition);
    return shown(partCandidates(block, tools));
  },
  expected,
});

const PARTS: DomShape = { parts: { amount: '.sum', reason: '.why', image: '.why' } };
const DRESSED = '<div id="block"><p class="why">破损</p><p class="sum">￥1.00</p></div>';

const IN_PARTS: [string, string, DomShape, boolean, string[]][] = [
  [
    'each field in its part, sums first of all',
    DRESSED,
    PARTS,
    true,
    ['amount -1 {"value":100,"currency":"CNY"}', 'reason 4 "破损"'],
  ],
  ['not for the common words alone', DRESSED, PARTS, false, []],
  [
    'none that is missing, none that is no value',
    '<div id="block"><p class="sum">待定</p></div>',
    PARTS,
    true,
    [],
  ],
];

/** The numbers in a block's attributes and links. */
const linked = ([name, html, dom, useDefinition, expected]: readonly [
  string,
  string,
  DomShape,
  boolean,
  object,
]): Alone => ({
  name: `linked: ${name}`,
  told: () => {
    const { block, tools } = toolsFor(html, dom, useDefinition);
    return linkedIds(block, tools);
  },
  expected,
});

const OF_ROW: DomShape = { claimIdAttribute: 'data-key' };
const link = (href: string): string => `<div id="block"><a href="${href}">1</a></div>`;

const LINKED: [string, string, DomShape, boolean, object][] = [
  [
    'the block’s own attribute',
    `<div id="block" data-key="${NUMBER}"></div>`,
    OF_ROW,
    true,
    { claimId: NUMBER },
  ],
  [
    'an attribute around it',
    `<div data-key="${NUMBER}"><div id="block"></div></div>`,
    OF_ROW,
    true,
    { claimId: NUMBER },
  ],
  [
    'an attribute in it',
    `<div id="block"><p data-key="${NUMBER}"></p></div>`,
    OF_ROW,
    true,
    { claimId: NUMBER },
  ],
  ['an attribute of another shape', '<div id="block" data-key="row-1"></div>', OF_ROW, true, {}],
  // The general reader knows no console's attributes and addresses.
  [
    'not for the common words alone',
    `<div id="block" data-key="${NUMBER}">${link(`/claim?id=${NUMBER}`)}</div>`,
    OF_ROW,
    false,
    {},
  ],
  [
    'a link to a claim',
    link(`/claim?id=${NUMBER}&order=${ORDER}`),
    {},
    true,
    { claimId: NUMBER, orderId: ORDER },
  ],
  ['a link behind the fragment', link(`/#/claim?no=${NUMBER}`), {}, true, { claimId: NUMBER }],
  ['a link to an order by its path', link(`/order/${ORDER}`), {}, true, { orderId: ORDER }],
  ['a link to a list', link(`/claims?id=${NUMBER}`), {}, true, {}],
  ['a link to something else', link(`/help?id=${NUMBER}&order=${ORDER}`), {}, true, {}],
  ['a number of another shape', link('/claim?id=17'), {}, true, {}],
  ['no link at all', link('https://[x'), {}, true, {}],
];

export const CASES: Alone[] = [
  ...LABELLED.map(labelled),
  ...IN_CELL.map(inCell),
  ...COLUMNS.map(columns),
  ...IN_PARTS.map(inParts),
  ...LINKED.map(linked),
  {
    name: 'the first rule that fits an address tells its numbers',
    told: () =>
      idsInAddress(
        `/claims?id=${NUMBER}`,
        definitionWith({}).pages,
        ENV.context.url.href,
        definitionWith({}),
      ),
    expected: { claimId: NUMBER },
  },
];
