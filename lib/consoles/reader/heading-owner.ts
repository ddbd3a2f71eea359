/** Whose the pictures under a heading are: told by its words, by the part it stands in, and by the fields beside it (consoles.md §5.3). */
import { partyOf } from '../page/speaker.ts';
import { holds, parentOf, runsIn } from '../page/walk.ts';
import { classWords } from '../page/zones.ts';
import { UNSAID_OWNER } from '../words/words.ts';
import { formContext, holdsApplication, isAnswer, opensAnswer } from './form-context.ts';
import type { Hit } from './hits.ts';
import { isHeading } from './sections.ts';

/** Whose a picture is: the buyer's, somebody else's, or not established. */
export type Owner = 'buyer' | 'other' | 'unknown';

/** Words that say themselves that the buyer brought what stands below them. */
const NAMES_BUYER =
  /买家|買家|用户|用戶|消费者|消費者|顾客|顧客|客户|客戶|申请|申請|问题描述|buyer|customer|comprador|cliente|käufer|kunde|acheteur|client|acquirente|người mua|ผู้ซื้อ|pembeli|購入者|구매자/;
/** Words of the claim itself: the buyer's, but for a part in which the other side answers (a voucher of the paid refund). */
const NAMES_CLAIM = /退款|退货|退貨|售后|售後/;

/** Whether a heading's own words say that the buyer, or the claim, brought what stands below it. */
export const namesOwner = (word: string): boolean => NAMES_BUYER.test(word) || NAMES_CLAIM.test(word);

/** What stands around a heading. */
interface Around {
  /** Labels of the claim, outside its logs. */
  hits: readonly Hit[];
  /** What shows the claim's number. */
  number: Element | undefined;
}

/** Headings over the files of a whole record. */
const EVERYBODYS_FILES =
  /^(?:attachments|files|附件|添付ファイル|첨부파일|anhänge|pièces jointes|allegati|adjuntos|archivos adjuntos|anexos|lampiran|ไฟล์แนบ|вложения)$/;

const THREAD_WORDS = new Set([
  'message',
  'messages',
  'thread',
  'chatter',
  'chat',
  'conversation',
  'comments',
  'replies',
]);
const MAYBE_THREAD =
  '[class*="essage"], [class*="hread"], [class*="hat"], [class*="onversation"], [class*="omments"], [class*="eplies"]';

/** Whether both sides write on this page: its box of files may hold what either has added. */
const hasThread = (block: Element, hits: readonly Hit[]): boolean =>
  hits.some(({ name }) => name === 'log') ||
  [...block.querySelectorAll(MAYBE_THREAD)].some((part) =>
    classWords(part).some((word) => THREAD_WORDS.has(word)),
  );

/** Headings of parts that are the claim's: what a plain heading within them shows is the claim's too. */
const OF_CLAIM =
  /申请|申請|售后|售後|退款|退货|退貨|问题|問題|投诉|凭证|憑證|举证|舉證|证据|證據|return|refund|claim|request|dispute|case|issue|problem|complaint|evidence|proof|rma/i;

/**
 * Whether a heading stands in a part that another heading opens for the seller or the platform (`Seller's proposal`), or, where its own
 * words name nobody and no field of the application stands beside it, for something else than the claim (`Lab result`).
 */
function isInOthersPart(hit: Hit, block: Element, { number, hits }: Around): boolean {
  const plain = !NAMES_CLAIM.test(hit.match.word);
  for (let up = parentOf(hit.run.element); up && up !== block; up = parentOf(up)) {
    const part: Element = up;
    if (number && holds(part, number)) return false;
    const [first] = runsIn(part);
    if (!first || first.element === hit.run.element) continue;
    const party = partyOf(first.text);
    if (party || opensAnswer(first.text)) return party !== 'buyer';
    if (plain && isHeading(first.element) && !OF_CLAIM.test(first.text) && !holdsApplication(part, hits))
      return true;
  }
  return false;
}

/**
 * Whose the pictures under a heading are: by its own words, else by the form it stands in. Where the seller enters something they
 * are the seller's or nobody knows whose; among the fields of an application they are the buyer's.
 */
export function ownerOfHeading(hit: Hit, block: Element, around: Around): Owner {
  const { number, hits } = around;
  const { word } = hit.match;
  if (hit.name === 'otherEvidence') return 'other';
  if (NAMES_BUYER.test(word)) return 'buyer';
  if (isInOthersPart(hit, block, around) || isAnswer(hit, block, hits)) return 'unknown';
  if (NAMES_CLAIM.test(word)) return 'buyer';
  if (EVERYBODYS_FILES.test(word) && isHeading(hit.run.element) && hasThread(block, hits)) return 'unknown';
  // A tab called "Images" may show the goods as well.
  if (hit.run.element.closest('[role="tab"]')) return 'unknown';
  const unsaid = UNSAID_OWNER.has(word);
  const context = formContext(hit, block, number, hits);
  if (context === 'form') return 'unknown';
  return unsaid && context !== 'application' ? 'unknown' : 'buyer';
}
