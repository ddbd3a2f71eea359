/** Lazada and Daraz: addresses, status words and the open interface's reverse orders are known, markup is not. */
import { askedId } from '../json/asked.ts';
import {
  compact,
  firstList,
  type Json,
  listAt,
  objectsIn,
  shapedId,
  shownMoney,
  text,
  timeOf,
} from '../json/json.ts';
import { mediaOf, roleOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const COUNTRIES: Record<string, { zone: string; currency: string }> = {
  bd: { zone: 'Asia/Dhaka', currency: 'BDT' },
  pk: { zone: 'Asia/Karachi', currency: 'PKR' },
  lk: { zone: 'Asia/Colombo', currency: 'LKR' },
  np: { zone: 'Asia/Kathmandu', currency: 'NPR' },
  sg: { zone: 'Asia/Singapore', currency: 'SGD' },
  my: { zone: 'Asia/Kuala_Lumpur', currency: 'MYR' },
  ph: { zone: 'Asia/Manila', currency: 'PHP' },
  th: { zone: 'Asia/Bangkok', currency: 'THB' },
  vn: { zone: 'Asia/Ho_Chi_Minh', currency: 'VND' },
  id: { zone: 'Asia/Jakarta', currency: 'IDR' },
};

const SITES = ['com.bd', 'pk', 'lk', 'com.np'].map((tld) => `daraz.${tld}`);
const LAZADA = ['sg', 'com.my', 'com.ph', 'co.th', 'vn', 'co.id'].map((tld) => `lazada.${tld}`);
const countryOf = (host: string) =>
  COUNTRIES[host.split('.').at(-1) ?? ''] ?? { zone: 'Asia/Singapore', currency: 'SGD' };

const ID = /^\d{9,20}$/;
const KINDS = {
  ONLY_REFUND: 'refund-only',
  RETURN: 'return-refund',
  only_refund: 'refund-only',
  return: 'return-refund',
} as const;
const STAGES = {
  REQUEST_INITIATE: 'waits-for-seller',
  REFUND_PENDING: 'waits-for-seller',
  REFUND_AUTHORIZED: 'paid',
  REFUND_SUCCESS: 'paid',
  REQUEST_REJECT: 'closed-unpaid',
  REQUEST_CANCEL: 'closed-unpaid',
} as const;

/** One reverse order (`/order/reverse/return/detail/list`): its lines carry goods, reason and sum, sums in a unit that is not told. */
function reverseOrder(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.reverse_order_id ?? row.reverseOrderId, ID);
  if (!claimId) return [];
  const lines = [...listAt(row, 'reverseOrderLineDTOList'), ...listAt(row, 'reverse_order_lines')];
  const [first = {}] = lines;
  const status = text(first.reverse_status ?? row.reverse_status);
  const buyer = shapedId((first.buyer as Json | undefined)?.user_id, ID);
  return [
    compact({
      claimId,
      orderId: shapedId(row.trade_order_id ?? row.tradeOrderId, ID),
      buyer: buyer ? { id: buyer } : undefined,
      kind: kindOf(text(row.request_type) ?? '', KINDS),
      reason: text(first.reason_text ?? first.reasonText),
      // A bare number may be in either unit: only a text that shows its currency is believed.
      amount: lines.length === 1 ? shownMoney(first.refund_amount, context.currency) : undefined,
      items: lines
        .map((line) => line.productDTO ?? line.product)
        .filter((goods) => typeof goods === 'object' && goods !== null)
        .map((goods) =>
          compact({
            itemId: shapedId((goods as Json).product_id, /^\d{4,20}$/),
            title: text((goods as Json).name),
            sku: text((goods as Json).sku),
            imageUrl: httpsUrl((goods as Json).image),
          }),
        ),
      // Pictures stand in the history, entry by entry, each with who wrote it.
      evidence: [...listAt(row, 'history'), ...listAt(row, 'histories')]
        .filter((entry) => roleOf(entry) === 'buyer')
        .flatMap((entry) => mediaOf(entry.picture ?? entry.pictures)),
      // `tracking_number` is that of the parcel on its way back, not of the shop's own.
      appliedAt: timeOf(first.return_order_line_gmt_create ?? row.gmt_create, context),
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

/**
 * The history of a reverse order as an answer of its own (`/order/reverse/return/history/list`): entries with who wrote them and
 * pictures. It repeats no number; where the page asked by the claim's, it is that claim's. A person's name says no side.
 */
function history(json: unknown, answerUrl: string): PartialClaim[] {
  const entries = firstList(json, 'data.list', 'data.history', 'result.history', 'data.data.list');
  const evidence = entries
    .filter((entry) => roleOf(entry) === 'buyer')
    .flatMap((entry) => mediaOf(entry.picture ?? entry.pictures));
  const claimId = askedId(answerUrl, ['reverse_order_id', 'reverseOrderId'], ID);
  return claimId && evidence.length ? [{ claimId, evidence }] : [];
}

export const lazada: ConsoleDefinition = {
  id: 'lazada',
  version: '7',
  names: { zh: 'Lazada / Daraz', en: 'Lazada and Daraz' },
  hosts: [...SITES, ...LAZADA].map((site) => `https://sellercenter.${site}/*`),
  cdnHosts: ['https://*.slatic.net/*', 'https://*.lazcdn.com/*', 'https://*.alicdn.com/*'],
  zone: (host) => countryOf(host).zone,
  currency: (host) => countryOf(host).currency,
  dayFirst: (host) => (host.endsWith('.ph') ? 'unknown' : true),
  pages: [
    { kind: 'list', pattern: /^sellercenter\.(?:daraz|lazada)\.[a-z.]+\/apps\/order\/reverse(?:\?|$|#)/ },
    { kind: 'detail', pattern: /^sellercenter\.(?:daraz|lazada)\.[a-z.]+\/apps\/order\/reverse\/detail/ },
  ],
  tap: {
    paths: [/reverse/i],
    parse(json, context) {
      const orders = objectsIn(json).filter(
        (object) => 'reverseOrderLineDTOList' in object || 'reverse_order_lines' in object,
      );
      return orders.length
        ? orders.flatMap((row) => reverseOrder(row, context))
        : history(json, context.answerUrl);
    },
  },
  dom: {
    labels: {
      claimId: ['Return Order ID', 'Reverse Order ID', 'Return Number'],
      orderId: ['Order Number', 'Trade Order ID'],
      reason: ['Return Reason', 'Buyer Return Reason'],
      status: ['Return Status'],
      evidence: ['Buyer Evidence', 'Customer Images'],
    },
  },
  ids: { claim: /^\d{9,20}$/, order: /^\d{9,20}$/ },
  stages: {
    'Pending Seller Decision': 'waits-for-seller',
    'Pending Daraz Decision': 'platform',
    'Pending Lazada Decision': 'platform',
    'In Dispute': 'platform',
    'Refund Issued': 'paid',
    'Refund Only Request Closed': 'closed-unpaid',
    Rejected: 'closed-unpaid',
  },
  expects: {
    list: ['claimId', 'orderId', 'reason', 'status'],
    detail: ['claimId', 'orderId', 'reason', 'evidence'],
  },
  certainty: 'thin',
};
