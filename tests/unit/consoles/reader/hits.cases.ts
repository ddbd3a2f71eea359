/** Every boundary of `reader/hits.ts`, each tried alone: what is a label, and what stands beside it. */
import { type Run, runsIn } from '../../../../lib/consoles/page/walk.ts';
import {
  countdownHit,
  type Hit,
  hasPicture,
  hitsOf,
  isDecoration,
  kindHit,
  labelsOf,
  showsOnly,
  sumBeside,
  valueBeside,
} from '../../../../lib/consoles/reader/hits.ts';
import { vocabularyFor } from '../../../../lib/consoles/words/vocabulary.ts';
import { type Alone, partsOf } from '../alone.ts';
import { bodyOf, partIn } from '../body.ts';

const runOf = (html: string): Run => {
  const [run] = runsIn(bodyOf(html));
  if (!run) throw new Error('no text');
  return run;
};

/** `name form inline`, one a label. */
const shown = (hits: Hit[]): string[] =>
  hits.map(({ name, match, inline }) => `${name} ${match.form} ${inline}`);

/** The labels of one text. */
const told = ([text, expected]: readonly [string, string[]]): Alone => ({
  name: `labels: ${text.slice(0, 40)} (${text.length})`,
  told: () => shown(hitsOf(runOf(`<p>${text}</p>`), vocabularyFor())),
  expected,
});

const long = '长'.repeat(1_195);

const LABELS: [string, string[]][] = [
  ['今天到货', []],
  ['退款金额', ['amount exact undefined']],
  ['退款金额：', ['amount exact undefined']],
  // What marks a field as required is no value of it.
  ['退款金额 *', ['amount exact undefined']],
  ['其他售后（2）', ['elsewhere exact undefined']],
  ['退款金额：￥1.00', ['amount colon ￥1.00']],
  ['退款金额 1 元', ['amount spaced 1 元']],
  [
    '服务单号：10000000000001 订单号：111111-000001',
    ['claimId colon 10000000000001', 'orderId colon 111111-000001'],
  ],
  [
    '服务单号：10000000000001，申请时间：2026-09-30，退款金额：￥1',
    ['claimId colon 10000000000001', 'appliedAt colon 2026-09-30', 'amount colon ￥1'],
  ],
  // Words with a colon behind them that are no label stay in the value, and what is behind them is still looked through.
  [
    '服务单号：10000000000001 备忘：无 订单号：111111-000001',
    ['claimId colon 10000000000001 备忘：无', 'orderId colon 111111-000001'],
  ],
  // What buyers write may look like a label.
  ['退款原因：破损 订单号：111111-000001', ['reason colon 破损 订单号：111111-000001']],
  ['退款金额 1 订单号：111111-000001', ['amount spaced 1 订单号：111111-000001']],
  [`退款说明：${long}`, [`description colon ${long}`]],
  [`退款说明：${long}长`, []],
];

/** `text` of the value beside the first label of a small page. */
const beside = ([name, html, expected]: readonly [string, string, string | undefined]): Alone => ({
  name: `beside: ${name}`,
  told: () => {
    const { labels } = partsOf(html);
    const [hit] = labels.hits;
    return hit && valueBeside(hit, labels)?.text;
  },
  expected,
});

const BESIDE: [string, string, string | undefined][] = [
  ['the rest of the text', '<p>退款金额：￥1.00</p>', '￥1.00'],
  ['the next element', '<p><b>退款金额</b><i>￥1.00</i></p>', '￥1.00'],
  ['the next text', '<p><b>退款金额</b>￥1.00</p>', '￥1.00'],
  ['without its colon', '<p><b>退款金额</b>：￥1.00</p>', '￥1.00'],
  ['behind a colon that stands alone', '<p><b>退款金额</b>：<i>￥1.00</i></p>', '￥1.00'],
  ['behind a colon in an element of its own', '<p><b>退款金额</b><u>：</u><i>￥1.00</i></p>', '￥1.00'],
  ['behind an icon', '<p><b>退款金额</b><i class="question"></i><u>￥1.00</u></p>', '￥1.00'],
  ['behind a picture of one', '<p><b>退款金额</b><svg></svg><u>￥1.00</u></p>', '￥1.00'],
  [
    'behind an icon in an element of its own',
    '<p><b>退款金额</b><span><svg></svg></span><u>￥1.00</u></p>',
    '￥1.00',
  ],
  ['a place that is not filled in yet', '<p><b>退款金额</b><span></span><u>￥1.00</u></p>', undefined],
  ['a skeleton', '<p><b>退款金额</b><div><i></i></div><u>￥1.00</u></p>', undefined],
  ['a bare comment before a label', '<div><b>退款金额</b><!----><p>申请原因</p></div>', undefined],
  [
    'a mark of the product’s own',
    '<p><b>售后编号</b><claimlens-mark>2</claimlens-mark><i>10000000000001</i></p>',
    '10000000000001',
  ],
  ['beside the label’s wrapper', '<div><p><b>退款金额</b></p><p>￥1.00</p></div>', '￥1.00'],
  ['four levels up and no more', '<div><p><b><i><u>退款金额</u></i></b></p><p>￥1.00</p></div>', '￥1.00'],
  ['not five', '<div><p><b><i><u><s2><s3>退款金额</s3></s2></u></i></b></p><p>￥1.00</p></div>', undefined],
  [
    'not beside a wrapper that shows more',
    '<div><p><i>共</i><b>退款金额</b></p><p>￥1.00</p></div>',
    undefined,
  ],
  ['no label', '<p><b>退款金额</b><b>申请原因</b><i>破损</i></p>', undefined],
  ['no part that shows labels', '<div><b>退款金额</b><p><b>申请原因</b><i>破损</i></p></div>', undefined],
  [
    'no part that shows labels behind words of its own',
    '<div><b>退款金额</b><div>共计<p><b>申请原因</b><i>破损</i></p></div></div>',
    undefined,
  ],
  ['no text with a label', '<div><b>退款金额</b><p>申请原因：破损</p></div>', undefined],
  [
    'no text with a label deep in it',
    '<div><b>退款金额</b><div><div><p>申请原因：破损</p></div></div></div>',
    undefined,
  ],
  [
    'words before a label in it are a text of their own',
    '<div><b>退款金额</b><div>￥1.00<p>申请原因：破损</p></div></div>',
    '￥1.00 申请原因：破损',
  ],
  // Where a buyer writes, what looks like a label is their own words.
  [
    'a buyer’s words that begin like a label',
    '<div><b>退款说明</b><p>退款金额：不对</p></div>',
    '退款金额：不对',
  ],
  ['nothing behind the last label', '<div><p><b>退款金额</b></p></div>', undefined],
];

/** A sum beside its label, a line each element. */
const sums = ([name, html, expected]: readonly [string, string, string]): Alone => ({
  name: `sum: ${name}`,
  told: () => {
    const { labels } = partsOf(html);
    const [hit] = labels.hits;
    const value = hit && valueBeside(hit, labels);
    return value && sumBeside(value);
  },
  expected,
});

const SUMS: [string, string, string][] = [
  ['an element', '<p><b>退款金额</b><i>￥1.00</i></p>', '￥1.00'],
  ['elements stay apart', '<p><b>退款金额</b><i>￥1<u>99</u></i></p>', '￥1\n99'],
  ['without its colon', '<p><b>退款金额</b><i>：￥1.00</i></p>', '￥1.00'],
  ['cents in an element behind a bare text', '<p>退款金额：￥1<u>.99</u></p>', '￥1\n.99'],
  ['words behind a bare text are none', '<p>退款金额：￥1.00<u>已退</u></p>', '￥1.00'],
];

const countdown = ([text, expected]: readonly [string, string[]]): Alone => ({
  name: `countdown: ${text.slice(0, 40)} (${text.length})`,
  told: () => shown(countdownHit(runOf(`<div>${text}</div>`))),
  expected,
});

const COUNTDOWNS: [string, string[]][] = [
  ['2天3小时', ['deadlineAt spaced 2天3小时']],
  ['剩余 2天3小时', ['deadlineAt spaced 剩余 2天3小时']],
  ['2天3小时后自动退款', ['deadlineAt spaced 2天3小时后自动退款']],
  // A span of time among other words may be anything.
  ['发货后2天3小时', []],
  // One unit alone is the length of anything, and a clock alone the time of day of a date beside it.
  ['7天', []],
  ['18:30:00', []],
  ['<i>18:30:00</i> 2026-09-30', []],
  ['<i>18:30:00</i> 剩余', ['deadlineAt spaced 18:30:00 剩余']],
  ['今天到货', []],
  [`剩余 2天3小时${'长'.repeat(153)}`, []],
];

const kinds = ([text, expected]: readonly [string, string[]]): Alone => ({
  name: `kind: ${text}`,
  told: () => shown(kindHit(runOf(`<p>${text}</p>`))),
  expected,
});

const KINDS: [string, string[]][] = [
  ['仅退款', ['kind spaced 仅退款']],
  ['未发货仅退款', ['kind spaced 未发货仅退款']],
  ['退货退款说明', []],
  ['不能换货', []],
];

/** Which parts of a small page hold labels, and which begin with one. */
const holders = ([name, html, expected]: readonly [string, string, string]): Alone => ({
  name: `holders: ${name}`,
  told: () => {
    const body = bodyOf(html);
    const { holders: holding, begins } = labelsOf(
      runsIn(body).flatMap((run) => hitsOf(run, vocabularyFor())),
    );
    const all = [...body.querySelectorAll('[id]')];
    return [holding, begins]
      .map((set) => all.filter((part) => set.has(part)).map(({ id }) => id))
      .join(' | ');
  },
  expected,
});

const HOLDERS: [string, string, string][] = [
  ['a label that stands alone', '<div id="d"><p id="p">退款金额</p></div>', 'd,p | p'],
  ['one with its value may be a buyer’s words', '<div id="d"><p id="p">退款金额：￥1</p></div>', ' | p'],
  [
    'two with their values are the page’s',
    '<div id="d"><p id="p">退款金额：￥1</p><p id="q">申请原因：破损</p></div>',
    'd | p,q',
  ],
  ['two in one text are one', '<div id="d"><p id="p">服务单号：1 订单号：2</p></div>', ' | p'],
  ['a weak word holds nothing', '<div id="d"><p id="p">原因</p></div>', ' | p'],
  [
    'behind a mere space none is the page’s',
    '<div id="d"><p id="p">退款金额 1</p><p id="q">订单号 2</p></div>',
    ' | ',
  ],
];

const shows = ([html, word, expected]: readonly [string, string, boolean]): Alone => ({
  name: `showsOnly: ${html}`,
  told: () => showsOnly(bodyOf(html).children[0] as Element, word),
  expected,
});

const SHOWS = [
  ['<p>退款金额</p>', '退款金额', true],
  ['<p>退款金额：</p>', '退款金额', true],
  ['<p>退款凭证（3）</p>', '退款凭证', true],
  ['<p>退款凭证 共2张</p>', '退款凭证', true],
  ['<p>退款凭证 2/9</p>', '退款凭证', true],
  ['<p>Photos (3 files)</p>', 'photos', true],
  ['<p>退款金额￥1</p>', '退款金额', false],
  ['<p>退款金额说明</p>', '退款金额', false],
  ['<p>金额</p>', '退款金额', false],
] as const;

export const CASES: Alone[] = [
  ...LABELS.map(told),
  ...BESIDE.map(beside),
  ...SUMS.map(sums),
  ...COUNTDOWNS.map(countdown),
  ...KINDS.map(kinds),
  ...HOLDERS.map(holders),
  ...SHOWS.map(shows),
  {
    name: 'what shows a picture',
    told: () => {
      const body = bodyOf(
        '<p id="a"><img></p><video id="b"></video><p id="c" style="background:url(1.jpg)"></p><p id="d" data-bg="1.jpg"></p><p id="e" style="color:red">1</p>',
      );
      return ['a', 'b', 'c', 'd', 'e'].filter((id) => hasPicture(partIn(body, id)));
    },
    expected: ['a', 'b', 'c', 'd'],
  },
  {
    name: 'what decorates',
    told: () => {
      const body = bodyOf(
        '<i id="a"></i><button id="b"></button><span id="c"><svg></svg></span><span id="d"></span><div id="e"><svg></svg></div>',
      );
      return ['a', 'b', 'c', 'd', 'e'].filter((id) => isDecoration(partIn(body, id)));
    },
    expected: ['a', 'b', 'c'],
  },
];
