/** The platforms' words for kind and status, as our kinds and stages (consoles.md §6). */
import type { ClaimKind, ClaimStage } from '../../claims/model.ts';
import { fold } from './text.ts';

/** First fitting line wins, so the more telling words stand first. */
const KINDS: [ClaimKind, RegExp][] = [
  [
    'exchange',
    /(?<!\bno |不|无需|非)(?:换货|補寄|换新|換貨|补寄|维修|補發|补发|\bexchange\b|\breplacement\b|\brepair\b|đổi hàng|troca)/,
  ],
  ['partial', /部分退款|价保|保价|\bpartial\b/],
  [
    'refund-only',
    /仅退款|僅退款|[无無]需退[货貨]|不退[货貨]|[不无無非]用?退[货貨]|未收货退款|已收货退款|未发货退款|已发货退款|refund[ _-]?only|refund without return|without (?:a )?return|\bno[ -]returns?\b|\bnon-return\b|\breturn (?:is )?not (?:required|needed|necessary)|^refund$|^refund_only$|só reembolso|se[mn] devolu|sin devolu|không (?:cần )?(?:phải )?trả hàng|chỉ hoàn tiền/,
  ],
  ['return-refund', /退[货貨]|return[ _-]?and[ _-]?refund|\breturn\b|trả hàng|devolu/],
  ['other', /a-to-z|mediation|chargeback|inquiry|纠纷|投诉/],
];

/** What will be, if nothing is done, and what has not been, says nothing of where a claim stands. */
const CONDITION =
  /超时|逾期|否则|若|如果?(?!何)|将|會|otherwise|\bwill\b|\bif\b|\bunless\b|\bsoon\b|\bexpires?\b/;
const WILL_BE = /^.*(?:若|如果|将|\bwill\b|\bif\b|\bunless\b).*$/s;
const NOT = String.raw`(?<![不未没沒无無非]|尚未|没有|\bnot |\bnot yet |\bnot been |\bun|\bin|\bnon-?)`;

const STAGES: [ClaimStage, RegExp][] = [
  [
    'closed-unpaid',
    new RegExp(
      `${NOT}(?:退款关闭|售后关闭|买家撤销|已撤销|已取消|平台拒绝|关闭|關閉|(?<![a-z])cancel(?:l?ed(?![a-z])|l?d?$)|(?<![a-z])(?:closed|rejected|refused)(?![a-z]))`,
    ),
  ],
  [
    'platform',
    /平台处理|平台介入|小二|协商纠纷|纠纷中|举证|judging|in dispute|under review|platform|mediation|escalated/,
  ],
  [
    'waits-for-buyer',
    /待买家|驳回待|等待买家|已拒绝|商家拒绝|卖家拒绝|拒绝.{0,4}待|awaiting (?:the )?buyer|waiting for (?:the )?buyer|user_wait/,
  ],
  [
    'returned',
    /待商家收货|待商家确认收货|待卖家收货|待卖家确认收货|买家已发货|买家已退货|退货待|wait_receipt|buyer_shipped|awaiting receipt/,
  ],
  [
    'waits-for-seller',
    /待商家|待卖家|待同意|商家受理|待审核|待处理|等待卖家|等待商家|待賣家|待商家|pending seller|action required|requested|awaiting seller|pending|needs response|\brespond\b/,
  ],
  [
    'paid',
    new RegExp(
      `${NOT}(?:退款成功|退款中|已退款|同意退款|退款完毕|refund_paid|refund issued|refunded|(?<![a-z])success(?:ful(?:ly)?)?(?![a-z])|(?<![a-z])completed?(?![a-z]))`,
    ),
  ],
];

/** What a platform's word or code says the buyer asks for; undefined when it is in neither table. */
export function kindOf(text: string, own: Record<string, ClaimKind> = {}): ClaimKind | undefined {
  const folded = fold(text);
  return own[text.trim()] ?? KINDS.find(([, words]) => words.test(folded))?.[0];
}

/** Where a claim stands by a platform's word or code; undefined when it is in neither table. */
export function stageOf(text: string, own: Record<string, ClaimStage> = {}): ClaimStage | undefined {
  const known = own[text.trim()];
  if (known) return known;
  const parts = fold(text).split(/[,;。()（），；、–—|]| - /);
  const told = parts.filter((part) => !CONDITION.test(part)).join(' ');
  // A text that is one clause (`超时关闭`) is the state itself, unless it tells what will be.
  const folded = told.trim() ? told : fold(text).replace(WILL_BE, '');
  return STAGES.find(([, words]) => words.test(folded))?.[0];
}

const GLUED = /^(退货退款|退款退货|已发货仅退款|未发货仅退款|仅退款|换货|补寄|维修)[\s,，·:：]*(\S.*)$/;

/** Kind words glued to the front of a status (`退货退款待商家处理`) as two texts; the whole text as status otherwise. */
export function splitGlued(text: string): { kind?: string; status: string } {
  const match = GLUED.exec(text);
  return match?.[1] && match[2] ? { kind: match[1], status: match[2] } : { status: text };
}
