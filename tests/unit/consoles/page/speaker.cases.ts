/** Every boundary of `page/speaker.ts`, each tried alone: who speaks, and whose picture stands in an entry. */
import {
  authorOf,
  authorOfCode,
  captionSays,
  partyOf,
  sideOf,
  speakerOf,
} from '../../../../lib/consoles/page/speaker.ts';
import type { Alone } from '../alone.ts';
import { bodyOf, partIn } from '../body.ts';

const says =
  (question: (text: string) => string | undefined) =>
  ([text, expected]: readonly [string, string | undefined]): Alone => ({
    name: `${question.name}: ${text.slice(0, 40)} (${text.length})`,
    told: () => question(text),
    expected,
  });

const HEADS: [string, string | undefined][] = [
  ['', undefined],
  ['买家', 'buyer'],
  ['买家（张三）', 'buyer'],
  ['【商家】2026-09-28', 'seller'],
  ['Seller replied', 'seller'],
  ['系统', 'platform'],
  ['You', 'seller'],
  ['You uploaded', 'seller'],
  // With more behind the word it is speech, not the head of an entry.
  ['买家您好，请提供照片', undefined],
  // The seller writes of the buyer as well.
  ['用户上传的图片与实物不符', undefined],
  ['买家申请理由不成立，商品完好', undefined],
  ['买家，寄回的商品有使用痕迹', undefined],
  ['买家 2 个包裹都退回了', undefined],
  ['买家 申请理由不成立', undefined],
  ['Buyer never returned the item', undefined],
  ['Customer sent back the wrong item', undefined],
  ['구매자 과실입니다', undefined],
  ['구매자 김철수', 'buyer'],
  ['买家 tb***9', 'buyer'],
  ['买家 张三', 'buyer'],
  ['Buyer Anna Maria', 'buyer'],
  ['用户8812', 'buyer'],
  ['买家 2026-09-28 10:00:00', 'buyer'],
  ['买家 重新提交了退货退款申请', 'buyer'],
  ['买家创建了退款申请，退款金额：1元', 'buyer'],
  ['买家上传了3张图片', 'buyer'],
  ['Buyer requested a return on Sep 3', 'buyer'],
  ['Customer uploaded 3 photos', 'buyer'],
  ['客户服务', undefined],
  ['张三', undefined],
  [`买家：${'长'.repeat(77)}`, 'buyer'],
  [`买家：${'长'.repeat(78)}`, undefined],
];

const PARTIES: [string, string | undefined][] = [
  ['', undefined],
  ['商家方案', 'seller'],
  ['验收不通过-商家', 'seller'],
  ['Declined by seller', 'seller'],
  ['Your response', 'seller'],
  ['我的回复', 'seller'],
  ['买家申请', 'buyer'],
  ['平台判定', 'platform'],
  ['售后详情', undefined],
  [`商家${'长'.repeat(38)}`, 'seller'],
  [`商家${'长'.repeat(39)}`, undefined],
];

const CAPTIONS: [string, string | undefined][] = [
  ['', undefined],
  ['商家上传', 'seller'],
  ['Photo uploaded by the buyer', 'buyer'],
  ['平台上传的图片 2', 'platform'],
  ['上传人：张三', 'buyer'],
  ['上传人：李四', 'unsure'],
  ['上传人：卖家', 'seller'],
  ['由 张三 上传', 'buyer'],
  ['卖家发的包装', 'unsure'],
  ['As listed', 'unsure'],
  ['商品原图', 'unsure'],
  ['杯口缺了一块', undefined],
  [`卖家${'长'.repeat(38)}`, 'unsure'],
  [`卖家${'长'.repeat(39)}`, undefined],
];

const CODES: [string, string | undefined][] = [
  ['BUYER', 'buyer'],
  ['seller_upload', 'seller'],
  ['系统', 'platform'],
  ['7', undefined],
  ['', undefined],
];

const sides = ([html, expected]: readonly [string, string | undefined]): Alone => ({
  name: `sideOf: ${html}`,
  told: () => sideOf(partIn(bodyOf(html), 'it')),
  expected,
});

const SIDES: [string, string | undefined][] = [
  ['<p id="it" data-role="buyer">1</p>', 'buyer'],
  ['<p id="it" data-sender="MERCHANT">1</p>', 'seller'],
  ['<p id="it" data-role="x7">1</p>', undefined],
  ['<p id="it" class="msg-item is-buyer">1</p>', 'buyer'],
  ['<p id="it" class="chat_self__x1">1</p>', 'seller'],
  ['<p id="it" class="buyer-seller">1</p>', undefined],
  ['<p id="it" class="buyer-address">1</p>', undefined],
  ['<p id="it" class="msg">1</p>', undefined],
  // The right column of a layout is no side of a conversation.
  ['<p class="left">2</p><p id="it" class="right">1</p>', undefined],
  ['<p class="msg left">2</p><p id="it" class="msg right">1</p>', 'seller'],
];

/** Who brought the picture `p`, and in which entry: `author element head`. */
const spoken = ([name, html, expected]: readonly [string, string, string]): Alone => ({
  name: `spoken: ${name}`,
  told: () => {
    const body = bodyOf(html);
    const told = speakerOf(partIn(body, 'p'), partIn(body, 'log'), ['张三']);
    return `${told?.author} ${told?.element.id} ${told?.head}`;
  },
  expected,
});

const log = (html: string): string => `<div id="log">${html}</div>`;
const PICTURE = '<img id="p">';

const SPOKEN: [string, string, string][] = [
  ['nobody', log(`<div id="e">${PICTURE}</div>`), 'undefined undefined undefined'],
  [
    'outside the log nobody',
    `<div><p>买家</p>${log(`<div>${PICTURE}</div>`)}</div>`,
    'undefined undefined undefined',
  ],
  ['by a class', log(`<div id="e" class="msg buyer"><p>${PICTURE}</p></div>`), 'buyer e undefined'],
  [
    'by the head of its entry',
    log(`<div id="e"><p>商家 拒绝</p><p>${PICTURE}</p></div>`),
    'seller e 商家 拒绝',
  ],
  [
    'by the nearest head',
    log(`<div id="e"><p>买家 申请</p><p>已转交</p><p>商家 拒绝</p><p>${PICTURE}</p></div>`),
    'seller e 商家 拒绝',
  ],
  [
    'by its own head, whatever is said of the buyer below it',
    log(`<div id="e"><p>商家 拒绝</p><p>用户上传的图片与实物不符</p><div>${PICTURE}</div></div>`),
    'seller e 商家 拒绝',
  ],
  [
    'not by a buyer whom the other side quotes',
    log(`<div id="e"><b>商家</b><p>买家：东西坏了</p><div>${PICTURE}</div></div>`),
    'undefined undefined undefined',
  ],
  [
    'not by a buyer in bold words of the other side',
    log(`<div id="e"><p>商家 2026-09-20</p><p><b>买家</b>退回的商品</p><div>${PICTURE}</div></div>`),
    'undefined undefined undefined',
  ],
  [
    'not by a field of the other side',
    log(`<div id="e"><p>商家 拒绝</p><p>买家 tb***9</p><div>${PICTURE}</div></div>`),
    'undefined undefined undefined',
  ],
  [
    'not by a buyer below a name that says no side',
    log(`<div id="e"><b>暖暖旗舰店</b><p>买家：东西坏了</p><div>${PICTURE}</div></div>`),
    'undefined undefined undefined',
  ],
  [
    'by what a page says the buyer did below a name that says no side',
    log(`<div id="e"><b>tb***9</b><p>买家创建了退款申请</p><div>${PICTURE}</div></div>`),
    'buyer e 买家创建了退款申请',
  ],
  [
    'and not below the other side’s',
    log(`<div id="e"><b>商家</b><p>买家创建了退款申请</p><div>${PICTURE}</div></div>`),
    'undefined undefined undefined',
  ],
  [
    'by the buyer’s head where heads without entries of their own are dressed alike',
    log(`<h5>商家</h5><p>请提供照片</p><h5>买家</h5><div>${PICTURE}</div>`),
    'buyer log 买家',
  ],
  [
    'and where they have a class',
    log(`<p class="who">商家</p><p>请提供照片</p><p class="who">买家</p><div>${PICTURE}</div>`),
    'buyer log 买家',
  ],
  [
    'and not where they are words like all others',
    log(`<p>商家</p><p>请提供照片</p><p>买家</p><div>${PICTURE}</div>`),
    'undefined undefined undefined',
  ],
  [
    'by a head that stands without an element of its own',
    log(`<div id="e"><p class="line">第一次</p>买家 申请<p class="line">${PICTURE}</p></div>`),
    'buyer e 买家 申请',
  ],
  [
    'not by such a head where other speech stands between',
    log(`<div id="e">买家 申请<p class="line">已收到</p><p class="line">${PICTURE}</p></div>`),
    'undefined undefined undefined',
  ],
  [
    'not by a head behind it',
    log(`<div id="e"><p>${PICTURE}</p><p>商家 拒绝</p></div>`),
    'undefined undefined undefined',
  ],
  [
    'not by the head of the entry before',
    log(
      `<div class="e"><p>买家 申请</p><p>杯口缺了一块</p><p>请退款</p></div><div class="e"><p>2026-09-28</p>${PICTURE}</div>`,
    ),
    'undefined undefined undefined',
  ],
  [
    'not by an entry that is a head alone, where the picture’s own has a time',
    log(`<div class="e">买家 申请</div><div class="e"><p>2026-09-28 10:00</p>${PICTURE}</div>`),
    'undefined undefined undefined',
  ],
  [
    'by a head built like the part below it',
    log(`<div id="e"><div class="e">买家 申请</div><div class="e">${PICTURE}</div></div>`),
    'buyer e 买家 申请',
  ],
  ['by the buyer’s own name', log(`<div id="e"><b>张三</b><p>${PICTURE}</p></div>`), 'buyer e undefined'],
  [
    'not past somebody else’s name',
    log(`<p>买家 申请</p><div><div id="e"><b>李四</b><p>${PICTURE}</p></div></div>`),
    'undefined undefined undefined',
  ],
  [
    'a name behind the picture is no speaker’s',
    log(`<div id="e"><p>买家 申请</p><div>${PICTURE}<b>备忘</b></div></div>`),
    'buyer e 买家 申请',
  ],
  [
    'nor is a time in bold',
    log(`<div id="e"><p>买家 申请</p><div><b>2026-09-28</b>${PICTURE}</div></div>`),
    'buyer e 买家 申请',
  ],
  [
    'nor are long words in bold',
    log(`<div id="e"><p>买家 申请</p><div><b>${'长'.repeat(31)}</b>${PICTURE}</div></div>`),
    'buyer e 买家 申请',
  ],
  [
    'nor are words in no such place',
    log(`<div id="e"><p>买家 申请</p><div><i>李四</i>${PICTURE}</div></div>`),
    'buyer e 买家 申请',
  ],
  [
    'a head in bold is a head',
    log(`<div id="d"><div id="e"><b>商家 拒绝</b><p>${PICTURE}</p></div></div>`),
    'seller e 商家 拒绝',
  ],
];

export const CASES: Alone[] = [
  ...HEADS.map(says(authorOf)),
  ...PARTIES.map(says(partyOf)),
  ...CAPTIONS.map(
    says(function caption(text) {
      return captionSays(text, ['张三']);
    }),
  ),
  ...CODES.map(says(authorOfCode)),
  ...SIDES.map(sides),
  ...SPOKEN.map(spoken),
];
