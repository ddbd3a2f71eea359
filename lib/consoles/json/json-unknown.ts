/** Claims in JSON whose shape nobody described (consoles.md §7.6): only to fill gaps of claims that the page itself shows. */
import { parseMoney } from '../../claims/money.ts';
import { looksLikePicture } from '../page/addresses.ts';
import { GENERIC_ID } from '../reader/fields.ts';
import type { PartialClaim, PartialEvidence, ReadContext } from '../types.ts';
import { compact, isRecord, objectsIn, shapedId, text } from './json.ts';
import { mediaOf, roleOf } from './media.ts';

const CLAIM_KEY = /(?:after.?sales?|refund|return|dispute|claim|service|case|rma).*?(?:id|sn|no|number)$/i;
const ORDER_KEY = /order.*?(?:id|sn|no|number)$/i;
const AMOUNT_KEY = /amount|refund.?(?:fee|money|total)|\bprice\b/i;
const PICTURE_KEY = /evid|proof|voucher|image|pic|photo|attach/i;
/** Parts that are not the buyer's: goods, other parties, artwork. */
const OTHERS_KEY =
  /goods|product|item|sku|avatar|logo|icon|seller|merchant|vendor|shop|store|platform|judge|logistic|courier|express|sample|thumb|cover/i;

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
    for (const [key, entry] of Object.entries(value)) {
      if (!OTHERS_KEY.test(key)) pictures(entry, under || PICTURE_KEY.test(key), depth + 1, found);
    }
  }
}

/** Claim candidates: objects that hold, side by side, a claim number, an order number and an amount. */
export function parseUnknown(json: unknown, context: ReadContext): PartialClaim[] {
  return objectsIn(json).flatMap((object): PartialClaim[] => {
    const keys = Object.keys(object);
    const claimKey = keys.find(
      (key) => CLAIM_KEY.test(key) && !ORDER_KEY.test(key) && shapedId(object[key], GENERIC_ID),
    );
    const orderKey = keys.find((key) => ORDER_KEY.test(key) && shapedId(object[key], GENERIC_ID));
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
