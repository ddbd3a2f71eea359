/** Claims in JSON whose shape nobody described (consoles.md §7.6): only to fill gaps of claims that the page itself shows. */
import type { Money } from '../../claims/model.ts';
import { parseMoney } from '../../claims/money.ts';
import { looksLikePicture } from '../page/addresses.ts';
import { GENERIC_ID } from '../reader/fields.ts';
import type { PartialClaim, PartialEvidence, ReadContext } from '../types.ts';
import { compact, isRecord, type Json, objectsIn, shapedId, text } from './json.ts';
import { mediaOf, roleOf } from './media.ts';

/** A key's words, `afterSalesOrderId` and `after_sales_order_id` alike. */
const wordsOf = (key: string): string =>
  key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[\s_.-]+/g, ' ')
    .toLowerCase();

const CLAIM_KEY =
  /\b(?:after ?sales?|refunds?|returns?|disputes?|claims?|service|case|rma)\b.*\b(?:id|sn|no|number)$|^(?:after ?sales?|refund|return|dispute|claim)(?:id|sn|no|number)$/;
const ORDER_KEY = /\border.*\b(?:id|sn|no|number)$|^order(?:id|sn|no|number)$/;
/** Numbers of something else that stand beside a claim's and an order's: parcels, reasons, people, lines of the order. */
const ELSES_KEY =
  /\b(?:track\w*|express|logistics?|waybill|courier|carrier|ship\w*|deliver\w*|reason|address|warehouse|customer|buyer|user|member|seller|merchant|operator|staff|status|state|type|line|item|goods|product|sku|spu|flow|trans\w*|pay\w*|batch|version|count|parent|channel|coupon|bank|card|phone|mobile)\b|\b(?:shop|store) (?:id|sn|no|number)$/;
/** A sum of the claim, one that any object may carry, and one that is another's. */
const REFUND_KEY =
  /refund.?(?:amount|fee|money|total|price|sum)$|(?:apply|applied|claim|return).?(?:amount|fee|money)$/i;
const AMOUNT_KEY = /^(?:amount|money|total_?refund(?:_?amount)?)$/i;
const OTHERS_SUM_KEY = /ship|freight|post|tax|discount|coupon|actual|real|max|limit|able|paid|pay|order/i;
const PICTURE_KEY = /evid|proof|voucher|image|img|pic|photo|attach/i;
/** `orderReturnId` may be either: only a word for the claim before the one for the order makes it the claim's (`afterSalesOrderId`). */
function isClaimKey(key: string): boolean {
  const words = wordsOf(key);
  if (!CLAIM_KEY.test(words) || ELSES_KEY.test(words)) return false;
  return !ORDER_KEY.test(words) || /(?:after ?sales?|refund|return|dispute).*order/.test(words);
}
const isOrderKey = (key: string): boolean => {
  const words = wordsOf(key);
  return ORDER_KEY.test(words) && !ELSES_KEY.test(words) && !isClaimKey(key);
};
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

/** The one number below some keys; undefined where they tell several. */
function onlyId(object: Json, keys: string[]): string | undefined {
  const told = new Set(keys.flatMap((key) => shapedId(object[key], GENERIC_ID) ?? []));
  const [only] = told;
  return told.size === 1 ? only : undefined;
}

/**
 * What is asked back. A bare number may be in major or minor units: only a text that carries its currency is believed, and only
 * where no other key of the same kind tells another sum.
 */
function amountOf(object: Json, keys: string[], currency: string): Money | undefined {
  const named = keys.filter((key) => REFUND_KEY.test(key) && !OTHERS_SUM_KEY.test(key));
  const told = (named.length ? named : keys.filter((key) => AMOUNT_KEY.test(key))).map((key) => object[key]);
  const sums = told.map((value) =>
    typeof value === 'string' && /[^\d.,\s]/.test(value) ? parseMoney(value, currency) : undefined,
  );
  const [first] = sums;
  return first && sums.every((sum) => sum?.value === first.value && sum.currency === first.currency)
    ? first
    : undefined;
}

/** Claim candidates: objects that hold, side by side, a claim number, an order number and an amount. */
export function parseUnknown(json: unknown, context: ReadContext): PartialClaim[] {
  return objectsIn(json).flatMap((object): PartialClaim[] => {
    const keys = Object.keys(object);
    // Two different numbers that may both be the claim's, or the order's, say which is which to nobody.
    const claimId = onlyId(object, keys.filter(isClaimKey));
    const orderId = onlyId(object, keys.filter(isOrderKey));
    const hasAmount = keys.some((key) => /amount|refund.?(?:fee|money|total|price)|\bprice\b/i.test(key));
    if (!claimId || !orderId || !hasAmount) return [];
    const evidence: PartialEvidence[] = [];
    pictures(object, false, 0, evidence);
    return [
      compact({
        claimId,
        orderId,
        amount: amountOf(object, keys, context.currency),
        reason: text(object.reason ?? object.reasonText ?? object.reason_text),
        evidence,
      }),
    ];
  });
}
