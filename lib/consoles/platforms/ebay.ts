/** eBay: addresses are certain, markup was never seen; rows link to the item, so the number is taken from the row itself. */

import {
  at,
  compact,
  firstRecord,
  isRecord,
  type Json,
  listAt,
  majorMoney,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { mediaOf, roleOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { stageOf } from '../words/meanings.ts';

const CLAIM = /^\d{10}$/;
const ORDER = /^\d{2}-\d{5}-\d{5}$/;
const SITES: Record<string, { zone: string; currency: string }> = {
  com: { zone: 'America/Los_Angeles', currency: 'USD' },
  'co.uk': { zone: 'Europe/London', currency: 'GBP' },
  de: { zone: 'Europe/Berlin', currency: 'EUR' },
  fr: { zone: 'Europe/Paris', currency: 'EUR' },
  it: { zone: 'Europe/Rome', currency: 'EUR' },
  es: { zone: 'Europe/Madrid', currency: 'EUR' },
  ca: { zone: 'America/Toronto', currency: 'CAD' },
  'com.au': { zone: 'Australia/Sydney', currency: 'AUD' },
  at: { zone: 'Europe/Vienna', currency: 'EUR' },
  ch: { zone: 'Europe/Zurich', currency: 'CHF' },
  nl: { zone: 'Europe/Amsterdam', currency: 'EUR' },
  be: { zone: 'Europe/Brussels', currency: 'EUR' },
  ie: { zone: 'Europe/Dublin', currency: 'EUR' },
  pl: { zone: 'Europe/Warsaw', currency: 'PLN' },
  'com.hk': { zone: 'Asia/Hong_Kong', currency: 'HKD' },
  'com.sg': { zone: 'Asia/Singapore', currency: 'SGD' },
  'com.my': { zone: 'Asia/Kuala_Lumpur', currency: 'MYR' },
  ph: { zone: 'Asia/Manila', currency: 'PHP' },
};

/** States of a return (Post-Order interface, ReturnStateEnum and ReturnStatusEnum). */
const STAGES = {
  RETURN_REQUESTED: 'waits-for-seller',
  RETURN_REQUEST_PENDING: 'waits-for-seller',
  REPLACEMENT_REQUESTED: 'waits-for-seller',
  PARTIAL_REFUND_REQUESTED: 'waits-for-seller',
  ITEM_READY_TO_SHIP: 'waits-for-buyer',
  READY_FOR_SHIPPING: 'waits-for-buyer',
  WAITING_FOR_RETURN_SHIPPING: 'waits-for-buyer',
  ITEM_SHIPPED: 'returned',
  ITEM_DELIVERED: 'returned',
  ESCALATED: 'platform',
  LESS_THAN_A_FULL_REFUND_ISSUED: 'paid',
  CLOSED: 'unknown',
} as const;
const KINDS = { MONEY_BACK: 'return-refund', REPLACEMENT: 'exchange', EXCHANGE: 'exchange' } as const;

const siteOf = (host: string) => SITES[host.replace(/^www\.ebay\./, '')] ?? SITES.com!;

/** Money as the interface writes it: a number in major units with its currency. */
function moneyOf(value: unknown) {
  const currency = text(at(value, 'currency')) ?? '';
  return /^[A-Z]{3}$/.test(currency) ? majorMoney(at(value, 'value'), currency) : undefined;
}

/** One return: its own summary, and on a detail answer what stands beside it. */
function claim(summary: Json, whole: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(summary.returnId, CLAIM);
  if (!claimId) return [];
  const creation: Json = isRecord(summary.creationInfo) ? summary.creationInfo : {};
  const name = text(summary.buyerLoginName);
  const type = text(summary.currentType ?? creation.type);
  const status = text(summary.status ?? summary.state);
  const item = compact({
    itemId: shapedId(at(creation, 'item.itemId') ?? at(whole, 'detail.itemDetail.itemId'), /^\d{1,15}$/),
    title: text(at(whole, 'detail.itemDetail.itemTitle')),
    imageUrl: httpsUrl(at(whole, 'detail.itemDetail.itemPicUrl')),
  });
  const files = [...listAt(whole, 'files'), ...listAt(whole, 'detail.files')].filter(
    (file) => roleOf(file) === 'buyer',
  );
  return [
    compact({
      claimId,
      orderId: shapedId(summary.orderId, ORDER),
      buyer: name ? { name } : undefined,
      kind: type && type in KINDS ? KINDS[type as keyof typeof KINDS] : undefined,
      reason: text(creation.reason),
      description: text(at(creation, 'comments.content') ?? creation.comments, 4_000),
      amount:
        moneyOf(at(summary, 'sellerTotalRefund.estimatedRefundAmount')) ??
        moneyOf(at(summary, 'buyerTotalRefund.estimatedRefundAmount')),
      items: Object.keys(item).length ? [item] : undefined,
      evidence: files.flatMap((file) => mediaOf(file.secureUrl ?? file.url)),
      appliedAt: timeOf(at(creation, 'creationDate.value') ?? creation.creationDate, context),
      deadlineAt: timeOf(
        at(summary, 'sellerResponseDue.respondByDate.value') ??
          at(summary, 'sellerResponseDue.respondByDate'),
        context,
      ),
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

export const ebay: ConsoleDefinition = {
  id: 'ebay',
  version: '7',
  names: { zh: 'eBay', en: 'eBay' },
  hosts: Object.keys(SITES).map((site) => `https://www.ebay.${site}/*`),
  cdnHosts: ['https://*.ebayimg.com/*', 'https://*.ebaystatic.com/*'],
  zone: (host) => siteOf(host).zone,
  currency: (host) => siteOf(host).currency,
  // Canada and the Philippines write both orders.
  dayFirst: (host) => (/\.(?:ca|ph)$/.test(host) ? 'unknown' : !host.endsWith('ebay.com')),
  pages: [
    { kind: 'detail', pattern: /^www\.ebay\.[a-z.]+\/rt\/ReturnDetails/i, claimIdParam: 'returnId' },
    { kind: 'list', pattern: /^www\.ebay\.[a-z.]+\/sh\/ord\/returns?(?:\?|$|#)/ },
  ],
  tap: {
    paths: [/post-order\/v\d\/return/, /returnId=/],
    parse(json, context) {
      const members = listAt(json, 'members');
      if (members.length) return members.flatMap((member) => claim(member, {}, context));
      const summary = firstRecord(json, 'summary', 'returnSummary') ?? json;
      return isRecord(summary) && isRecord(json) ? claim(summary, json, context) : [];
    },
  },
  dom: {
    labels: {
      claimId: ['Return ID', 'Return #', 'Return number'],
      reason: ['Reason for return', 'Return reason'],
      description: ['Buyer comments', "Buyer's comments", 'Comments'],
      evidence: ['Buyer photos', 'Photos from buyer', 'Buyer uploaded'],
      deadlineAt: ['Respond by', 'Action due'],
    },
  },
  ids: { claim: CLAIM, order: ORDER },
  expects: { list: ['claimId', 'orderId', 'reason'], detail: ['claimId', 'orderId', 'reason', 'evidence'] },
  certainty: 'thin',
};
