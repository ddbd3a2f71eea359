/** TikTok Shop: 19-digit ids, records with roles; only the buyer's entries are evidence. */

import {
  at,
  compact,
  type Json,
  listAt,
  majorMoney,
  objectsIn,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { mediaOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import { buyerPictures } from '../page/rounds.ts';
import { authorOfCode } from '../page/speaker.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const ID = /^\d{16,20}$/;
const KINDS = { REFUND: 'refund-only', RETURN_AND_REFUND: 'return-refund', REPLACEMENT: 'exchange' } as const;
const STAGES = {
  RETURN_OR_REFUND_REQUEST_PENDING: 'waits-for-seller',
  REFUND_OR_RETURN_REQUEST_REJECT: 'waits-for-buyer',
  AWAITING_BUYER_SHIP: 'waits-for-buyer',
  BUYER_SHIPPED_ITEM: 'returned',
  RETURN_OR_REFUND_REQUEST_SUCCESS: 'paid',
  RETURN_OR_REFUND_REQUEST_COMPLETE: 'paid',
  RETURN_OR_REFUND_REQUEST_CANCEL: 'closed-unpaid',
} as const;

const ZONES: Record<string, { zone: string; currency: string }> = {
  us: { zone: 'America/Los_Angeles', currency: 'USD' },
  uk: { zone: 'Europe/London', currency: 'GBP' },
  vn: { zone: 'Asia/Ho_Chi_Minh', currency: 'VND' },
  id: { zone: 'Asia/Jakarta', currency: 'IDR' },
  th: { zone: 'Asia/Bangkok', currency: 'THB' },
  my: { zone: 'Asia/Kuala_Lumpur', currency: 'MYR' },
  ph: { zone: 'Asia/Manila', currency: 'PHP' },
  sg: { zone: 'Asia/Singapore', currency: 'SGD' },
  de: { zone: 'Europe/Berlin', currency: 'EUR' },
  fr: { zone: 'Europe/Paris', currency: 'EUR' },
  it: { zone: 'Europe/Rome', currency: 'EUR' },
  es: { zone: 'Europe/Madrid', currency: 'EUR' },
  ie: { zone: 'Europe/Dublin', currency: 'EUR' },
  mx: { zone: 'America/Mexico_City', currency: 'MXN' },
  br: { zone: 'America/Sao_Paulo', currency: 'BRL' },
  jp: { zone: 'Asia/Tokyo', currency: 'JPY' },
};

const countryOf = (host: string) =>
  ZONES[/^seller-([a-z]{2})\./.exec(host)?.[1] ?? ''] ?? { zone: 'America/Los_Angeles', currency: 'USD' };

/** Records of one return, oldest first by the platform's own order. */
function evidenceOf(row: Json, context: ReadContext) {
  const entries = listAt(row, 'records').map((record) => {
    const author = authorOfCode(text(record.role) ?? '');
    const time = timeOf(record.create_time ?? record.event_time, context);
    return {
      text: `${text(record.event) ?? ''} ${text(record.note) ?? ''}`,
      pictures: [
        ...mediaOf(record.images),
        ...mediaOf(record.videos).map((entry) => ({ ...entry, kind: 'video' as const })),
      ],
      ...(author && { author }),
      ...(time && { at: Date.parse(time) }),
    };
  });
  return buyerPictures(entries).map(({ picture, round }) => ({ ...picture, ...(round && { round }) }));
}

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.return_id ?? row.reverse_order_id, ID);
  if (!claimId) return [];
  const status = text(row.return_status);
  const currency = text(at(row, 'refund_amount.currency')) ?? '';
  // Of several actions that are due, the nearest end counts.
  const [deadlineAt] = listAt(row, 'seller_next_action_response')
    .flatMap((action) => timeOf(action.deadline, context) ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  return [
    compact({
      claimId,
      orderId: shapedId(row.order_id, ID),
      kind: kindOf(text(row.return_type) ?? '', KINDS),
      reason: text(row.return_reason_text),
      amount: /^[A-Z]{3}$/.test(currency)
        ? majorMoney(at(row, 'refund_amount.refund_total'), currency)
        : undefined,
      items: listAt(row, 'return_line_items').map((item) =>
        compact({
          skuId: shapedId(item.sku_id, ID),
          title: text(item.product_name),
          sku: text(item.sku_name ?? item.seller_sku),
          imageUrl: httpsUrl(at(item, 'product_image.url')),
        }),
      ),
      evidence: evidenceOf(row, context),
      appliedAt: timeOf(row.create_time, context),
      deadlineAt,
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

export const tiktok: ConsoleDefinition = {
  id: 'tiktok',
  version: '7',
  names: { zh: 'TikTok Shop', en: 'TikTok Shop' },
  hosts: [
    ...Object.keys(ZONES).map((country) => `https://seller-${country}.tiktok.com/*`),
    'https://seller.tiktokglobalshop.com/*',
  ],
  cdnHosts: ['https://*.ibyteimg.com/*', 'https://*.tiktokcdn.com/*'],
  zone: (host) => countryOf(host).zone,
  currency: (host) => countryOf(host).currency,
  dayFirst: (host) => (/^seller(?:-ph)?\./.test(host) ? 'unknown' : !host.startsWith('seller-us.')),
  pages: [
    {
      kind: 'list',
      pattern: /^seller(?:-[a-z]{2})?\.tiktok(?:globalshop)?\.com\/order\/return(?:\?|$|\/?#)/,
    },
    {
      kind: 'detail',
      pattern: /^seller(?:-[a-z]{2})?\.tiktok(?:globalshop)?\.com\/order\/return\/detail/,
      claimIdParam: 'return_id',
    },
  ],
  tap: {
    paths: [/reverse\//],
    parse: (json, context) =>
      objectsIn(json)
        .filter((object) => 'return_id' in object || 'reverse_order_id' in object)
        .slice(0, 500)
        .flatMap((row) => claim(row, context)),
  },
  dom: { labels: { claimId: ['Return ID', 'Return request ID'], kind: ['Return type', 'Request type'] } },
  ids: { claim: ID, order: ID },
  stages: STAGES,
  expects: {
    list: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'evidence'],
  },
  certainty: 'good',
};
