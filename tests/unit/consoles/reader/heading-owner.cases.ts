/** Every boundary of `reader/heading-owner.ts` and `reader/form-context.ts`, each tried alone: whose the pictures under a heading are. */
import { runsIn } from '../../../../lib/consoles/page/walk.ts';
import { isAnswer, isRemovable, opensAnswer } from '../../../../lib/consoles/reader/form-context.ts';
import { ownerOfHeading } from '../../../../lib/consoles/reader/heading-owner.ts';
import type { Hit } from '../../../../lib/consoles/reader/hits.ts';
import { type Alone, partsOf } from '../alone.ts';
import { bodyOf, partIn } from '../body.ts';

const NUMBER = '<p>售后编号：<b id="n">10000000000001</b></p>';
const AMOUNT = '<p>退款金额：<b>￥1.00</b></p>';
const PICTURE = '<div><img src="https://img.example.org/u/1.jpg"></div>';

/** The heading in the element `h` (or that stands in it), and what it stands in: `block`, else the whole page. */
function headingIn(html: string): { hit: Hit; block: Element; number: Element | undefined; hits: Hit[] } {
  const { body, labels } = partsOf(html);
  const element = partIn(body, 'h');
  const hit = labels.hits.find((one) => element.contains(one.run.element));
  if (!hit) throw new Error(`no label in ${html}`);
  return {
    hit,
    block: body.querySelector('#block') ?? body,
    number: body.querySelector('#n') ?? undefined,
    hits: labels.hits,
  };
}

const owners = ([name, html, expected]: readonly [string, string, string]): Alone => ({
  name: `owner: ${name}`,
  told: () => {
    const { hit, block, number, hits } = headingIn(html);
    return ownerOfHeading(hit, block, { number, hits });
  },
  expected,
});

const OWNERS: [string, string, string][] = [
  ['a plain heading', `<main>${NUMBER}<h4 id="h">凭证</h4>${PICTURE}</main>`, 'buyer'],
  [
    'a plain heading that is the first thing in its part',
    `<main>${NUMBER}<section><div><h4 id="h">Photos</h4></div>${PICTURE}</section></main>`,
    'buyer',
  ],
  ['the seller’s by its words', `<main>${NUMBER}<h4 id="h">商家凭证</h4>${PICTURE}</main>`, 'other'],
  [
    'the seller’s by its words in the buyer’s part',
    `<main>${NUMBER}<section><h3>买家</h3><h4 id="h">商家凭证</h4>${PICTURE}</section></main>`,
    'other',
  ],
  [
    'the buyer’s by its words in the seller’s part',
    `<main>${NUMBER}<section><h3>商家方案</h3><h4 id="h">买家凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'a word of the claim in the seller’s part',
    `<main>${NUMBER}<section><h3>商家方案</h3><h4 id="h">退款凭证</h4>${PICTURE}</section></main>`,
    'unknown',
  ],
  [
    'a word of the claim in a part in which the other side answers',
    `<main>${NUMBER}<section><h3>审核信息</h3><h4 id="h">退款凭证</h4>${PICTURE}</section></main>`,
    'unknown',
  ],
  [
    'a word of the claim behind a field in which the other side answers',
    `<main>${NUMBER}<p>拒绝原因：已签收</p><h4 id="h">退款凭证</h4>${PICTURE}</main>`,
    'unknown',
  ],
  [
    'a word of the claim before such a field',
    `<main>${NUMBER}<h4 id="h">退款凭证</h4>${PICTURE}<p>拒绝原因：已签收</p></main>`,
    'buyer',
  ],
  [
    'a word of the claim in the buyer’s part',
    `<main>${NUMBER}<section><h3>买家申请</h3><h4 id="h">凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'a word of the claim beside a box to write in',
    `<main>${NUMBER}<section><h4 id="h">退款凭证</h4>${PICTURE}<textarea></textarea></section></main>`,
    'buyer',
  ],
  [
    'a plain heading beside a box to write in',
    `<main>${NUMBER}<section><h4 id="h">凭证</h4>${PICTURE}<textarea></textarea></section></main>`,
    'unknown',
  ],
  [
    'a plain heading in a form without any box',
    `<main>${NUMBER}<form><h4 id="h">凭证</h4>${PICTURE}</form></main>`,
    'unknown',
  ],
  [
    'a plain heading beside a button that sends',
    `<main>${NUMBER}<section><h4 id="h">凭证</h4>${PICTURE}<button>提交凭证</button></section></main>`,
    'unknown',
  ],
  [
    'a plain heading beside a button that looks',
    `<main>${NUMBER}<section><h4 id="h">凭证</h4>${PICTURE}<button>查看大图</button></section></main>`,
    'buyer',
  ],
  [
    'a box beside the claim’s number is the page’s',
    `<main>${NUMBER}<h4 id="h">凭证</h4>${PICTURE}<textarea></textarea></main>`,
    'buyer',
  ],
  [
    'where no number is shown, a box elsewhere on the page is not the heading’s',
    `<main id="block"><section><h4 id="h">凭证</h4>${PICTURE}</section><textarea></textarea></main>`,
    'buyer',
  ],
  [
    'a plain heading under a seller’s heading that holds the claim’s number',
    `<main><section><h3>商家后台</h3>${NUMBER}<h4 id="h">凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'a plain heading in a part that another heading opens for something else',
    `<main>${NUMBER}<section><h3>鉴定报告</h3><h4 id="h">凭证</h4>${PICTURE}</section></main>`,
    'unknown',
  ],
  [
    'a word of the claim there',
    `<main>${NUMBER}<section><h3>鉴定报告</h3><h4 id="h">退款凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'a plain heading in a part that another heading opens for the claim',
    `<main>${NUMBER}<section><h3>投诉内容</h3><h4 id="h">凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'a plain heading in such a part with the fields of the application',
    `<main>${NUMBER}<section><h3>详情</h3>${AMOUNT}<h4 id="h">凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'words that head nothing open no part',
    `<main>${NUMBER}<section><p>鉴定报告</p><h4 id="h">凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'a box of files where both sides write',
    `<main>${NUMBER}<div class="message-list"><p>hello</p></div><h4 id="h">Attachments</h4>${PICTURE}</main>`,
    'unknown',
  ],
  [
    'a box of files on a page with a log',
    `<main>${NUMBER}<h3>History</h3><p>opened</p><h3>Timeline</h3><p>opened</p><h4 id="h">Attachments</h4>${PICTURE}</main>`,
    'unknown',
  ],
  [
    'a box of files where nobody else writes',
    `<main>${NUMBER}<div class="chatter2"><p>hello</p></div><h4 id="h">Attachments</h4>${PICTURE}</main>`,
    'buyer',
  ],
  [
    'files as a field among others',
    `<main>${NUMBER}<div class="message-list"><p>hello</p></div><p><span id="h">Attachments</span></p>${PICTURE}</main>`,
    'buyer',
  ],
  [
    'a plain tab',
    `<main>${NUMBER}${AMOUNT}<ul><li id="h" role="tab">Images</li></ul>${PICTURE}</main>`,
    'unknown',
  ],
  [
    'a tab with a word of the claim',
    `<main>${NUMBER}${AMOUNT}<ul><li id="h" role="tab">退款凭证</li></ul>${PICTURE}</main>`,
    'buyer',
  ],
  [
    'a heading that does not say whose',
    `<main>${NUMBER}<h4 id="h">上传凭证</h4>${PICTURE}</main>`,
    'unknown',
  ],
  [
    'a heading that does not say whose, among the fields of the application',
    `<main>${NUMBER}<section>${AMOUNT}<h4 id="h">上传凭证</h4>${PICTURE}</section></main>`,
    'buyer',
  ],
  [
    'and outside their part',
    `<main><div id="d"><div>${NUMBER}<h4 id="h">上传凭证</h4>${PICTURE}</div>${AMOUNT}</div></main>`,
    'unknown',
  ],
  [
    'and in a dialog over them',
    `<main>${AMOUNT}<div role="dialog"><h4 id="h">上传凭证</h4>${PICTURE}</div></main>`,
    'unknown',
  ],
  [
    'and in the next card',
    `<main><div id="block"><h4 id="h">上传凭证</h4>${PICTURE}${NUMBER}</div>${AMOUNT}</main>`,
    'unknown',
  ],
];

/** Whether the field before the heading is one in which the other side answers. */
const answers = ([name, html, expected]: readonly [string, string, boolean]): Alone => ({
  name: `answer: ${name}`,
  told: () => {
    const { hit, block, hits } = headingIn(html);
    return isAnswer(hit, block, hits);
  },
  expected,
});

const ANSWERS: [string, string, boolean][] = [
  ['none', `<main>${AMOUNT}<h4 id="h">凭证</h4></main>`, false],
  ['one before', '<main><p>审核结果：不通过</p><h4 id="h">凭证</h4></main>', true],
  ['one behind', '<main><h4 id="h">凭证</h4><p>审核结果：不通过</p></main>', false],
  [
    'one before a field of the application',
    `<main><p>审核结果：不通过</p>${AMOUNT}<h4 id="h">凭证</h4></main>`,
    false,
  ],
];

const removable = ([html, expected]: readonly [string, boolean]): Alone => ({
  name: `removable: ${html}`,
  told: () => isRemovable(partIn(bodyOf(html), 'p')),
  expected,
});

const REMOVABLE = [
  ['<div><img id="p"></div>', false],
  ['<div><img id="p"><i class="remove-icon"></i></div>', true],
  ['<div><img id="p"><button>删除</button></div>', true],
  ['<div><div><img id="p"></div><span>×</span></div>', true],
  ['<div><div><div><img id="p"></div></div><span>×</span></div>', false],
  ['<div><img id="p"><img class="close"></div>', false],
  // What closes a whole gallery takes no picture away.
  ['<div><img id="p"><img><i class="close"></i></div>', false],
  ['<div><div><img id="p"></div><div><img></div><i class="close"></i></div>', false],
  ['<div><img id="p" class="trash"></div>', false],
] as const;

const OPENS = [
  ['审核信息', true],
  ['Inspection report:', true],
  ['退款信息', false],
  ['审核信息已更新', false],
] as const;

export const CASES: Alone[] = [
  ...OWNERS.map(owners),
  ...ANSWERS.map(answers),
  ...REMOVABLE.map(removable),
  ...OPENS.map(
    ([heading, expected]): Alone => ({
      name: `opens an answer: ${heading}`,
      told: () => opensAnswer(runsIn(bodyOf(`<p>${heading}</p>`))[0]?.text ?? ''),
      expected,
    }),
  ),
];
