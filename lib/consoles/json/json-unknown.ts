/** Claims in JSON whose shape nobody described (consoles.md §7.6): only to fill gaps of claims that the page itself shows. */
import { parseMoney } from '../../claims/money.ts';
import { looksLikePicture } from '../page/addresses.ts';
import { GENERIC_ID } from '../reader/fields.ts';
import type { PartialClaim, PartialEvidence, ReadContext } from '../types.ts';
import { compact, isRecord, objectsIn, shapedId, text } from './json.ts';
import { mediaOf, roleOf } from './media.ts';

const CLAIM_KEY = /(?:after.?sales?|refund|return|dispute|claim|service|case|rma).*?(?:id|sn|no|number)$/i;
const ORDER_KEY = /order.*?(?:id|sn|no|number)$/i;
/** `orderReturnId` may be either: only a word for the claim before the one for the order makes it the claim's (`afterSalesOrderId`). */
const isClaimKey = (key: string): boolean =>
  CLAIM_KEY.test(key) &&
  (!ORDER_KEY.test(key) || /(?:after.?sales?|refund|return|dispute).*?order/i.test(key));
const AMOUNT_KEY = /amount|refund.?(?:fee|money|total|price)|\bprice\b/i;
const PICTURE_KEY = /evid|proof|voucher|image|img|pic|photo|attach/i;
/** One picture without a word for whose it is: beside a claim's numbers, what the goods look like. */
const COVER_KEY = /^(?:main_?|head_?|first_?)?(?:image|img|pic|picture|photo)(?:_?(?:url|path|src|link))?$/i;
/** A name of goods in the same object: its pictures are theirs unless their key speaks of the claim. */
const GOODS_NAME_KEY = /^(?:goods|product|item|spu|sku|commodity).?(?:name|title)$|^title$/i;
const CLAIMS_PICTURE_KEY = /evid|proof|voucher|appl|refund|return|claim|buyer|customer|user|reason|attach/i;
/** Parts that are not the buyer's: goods, other parties, artwork. */
const OTHERS_KEY =
  /goods|product|item|sku|avatar|logo|icon|seller|merchant|vendor|shop(?!per)|store|platform|judge|logistic|courier|express|sample|thumb|cover|deliver|warehouse|\bpod|weigh|inspect|quality|resol(?:ution|ve)|repl(?:y|ies)|admin|staff|agent|label|receipt|invoice|signature|qr_?code|refund_?voucher|refund_?proof|payment|bank|template|banner|portrait/i;

function pictures(value: unknown, under: boolean, depth: number, found: PartialEvidence[]): void {
  if (depth > 6 || found.length >= 60) return;
  if (typeof value === 'string') {
    if (under)
      found.push(...mediaOf(value).filter((entry) => entry.kind === 'video' || looksLikePicture(entry.url)));
  } else if (Array.isArray(value)) {
    for (const entry of value.slice(0, 100)) pictures(entry, under, depth + 1, found);
  } else if (isRecord(value)) {
    const role = roleOf(value);
    if (depth > 0 && role !== undefined && role !== 'buyer') return;
    const isGoods = Object.keys(value).some((key) => GOODS_NAME_KEY.test(key));
    for (const [key, entry] of Object.entries(value)) {
      const isCover =
        (depth === 0 && COVER_KEY.test(key)) ||
        (isGoods && role === undefined && !CLAIMS_PICTURE_KEY.test(key));
      if (OTHERS_KEY.test(key) || (!under && PICTURE_KEY.test(key) && isCover)) continue;
      pictures(entry, under || PICTURE_KEY.test(key), depth + 1, found);
    }
  }
}

/** Claim candidates: objects that hold, side by side, a claim number, an order number and an amount. */
export function parseUnknown(json: unknown, context: ReadContext): PartialClaim[] {
  return objectsIn(json).flatMap((object): PartialClaim[] => {
    const keys = Object.keys(object);
    const claimKey = keys.find((key) => isClaimKey(key) && shapedId(object[key], GENERIC_ID));
    const orderKey = keys.find(
      (key) => ORDER_KEY.test(key) && !isClaimKey(key) && shapedId(object[key], GENERIC_ID),
    );
    const amountKey = keys.find((key) => AMOUNT_KEY.test(key));
    if (!claimKey || !orderKey || !amountKey) return [];
    const evidence: PartialEvidence[] = [];
    pictures(object, false, 0, evidence);
    const amount = object[amountKey];
    return [
      compact({
        claimId: shapedId(object[claimKey], GENERIC_ID),
        orderId: shapedId(object[orderKey], GENERIC_ID),
        // A bare number may be in major or minor units: only a text that carries its currency is believed.
        amount:
          typeof amount === 'string' && /[^\d.,\s]/.test(amount)
            ? parseMoney(amount, context.currency)
            : undefined,
        reason: text(object.reason ?? object.reasonText ?? object.reason_text),
        evidence,
      }),
    ];
  });
}
