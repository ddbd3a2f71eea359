/** Shopee: rows with label spans that are filled in late, user names that may look like labels; the address number is not the return number. */
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
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { stageOf } from '../words/meanings.ts';

/** `YYMMDD` and letters or digits; the order's number has the same shape. */
const SERIAL = /^\d{6}[A-Z0-9]{6,12}$/;
const KINDS = { 0: 'return-refund', 1: 'refund-only' } as const;
const STAGES = {
  REQUESTED: 'waits-for-seller',
  ACCEPTED: 'waits-for-buyer',
  PROCESSING: 'platform',
  JUDGING: 'platform',
  SELLER_DISPUTE: 'platform',
  REFUND_PAID: 'paid',
  CANCELLED: 'closed-unpaid',
  CLOSED: 'closed-unpaid',
} as const;

const COUNTRIES: Record<string, { zone: string; currency: string }> = {
  sg: { zone: 'Asia/Singapore', currency: 'SGD' },
  ph: { zone: 'Asia/Manila', currency: 'PHP' },
  my: { zone: 'Asia/Kuala_Lumpur', currency: 'MYR' },
  id: { zone: 'Asia/Jakarta', currency: 'IDR' },
  th: { zone: 'Asia/Bangkok', currency: 'THB' },
  br: { zone: 'America/Sao_Paulo', currency: 'BRL' },
  tw: { zone: 'Asia/Taipei', currency: 'TWD' },
  vn: { zone: 'Asia/Ho_Chi_Minh', currency: 'VND' },
};

const countryOf = (host: string) =>
  COUNTRIES[host.split('.').at(-1) ?? ''] ?? { zone: 'Asia/Singapore', currency: 'SGD' };

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.return_sn, SERIAL);
  if (!claimId) return [];
  const currency = text(row.currency) ?? context.currency;
  const status = text(row.status);
  const solution = text(row.return_solution);
  const name = text(at(row, 'user.username'));
  return [
    compact({
      claimId,
      orderId: shapedId(row.order_sn, SERIAL),
      buyer: name ? { name } : undefined,
      kind: solution === '0' || solution === '1' ? KINDS[solution] : undefined,
      reason: text(row.reason_text ?? row.reason),
      description: text(row.text_reason, 4_000),
      amount: /^[A-Z]{3}$/.test(currency) ? majorMoney(row.refund_amount, currency) : undefined,
      items: listAt(row, 'item').map((item) =>
        compact({
          itemId: shapedId(item.item_id, /^\d{4,20}$/),
          skuId: shapedId(item.model_id, /^\d{4,20}$/),
          title: text(item.name),
          sku: text(item.variation_sku ?? item.item_sku),
          imageUrl: Array.isArray(item.images) ? httpsUrl(item.images[0]) : undefined,
        }),
      ),
      evidence: [
        ...mediaOf(row.image),
        ...mediaOf(row.buyer_videos).map((entry) => ({ ...entry, kind: 'video' as const })),
      ],
      appliedAt: timeOf(row.create_time, context),
      deadlineAt: timeOf(row.return_seller_due_date ?? row.due_date, context),
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

export const shopee: ConsoleDefinition = {
  id: 'shopee',
  version: '2',
  names: { zh: 'Shopee 虾皮', en: 'Shopee' },
  hosts: [
    'https://seller.shopee.sg/*',
    'https://seller.shopee.ph/*',
    'https://seller.shopee.com.my/*',
    'https://seller.shopee.co.id/*',
    'https://seller.shopee.co.th/*',
    'https://seller.shopee.com.br/*',
    'https://seller.shopee.tw/*',
    'https://banhang.shopee.vn/*',
    'https://seller.shopee.cn/*',
  ],
  cdnHosts: [
    'https://*.susercontent.com/*',
    'https://cf.shopee.sg/*',
    'https://cf.shopee.ph/*',
    'https://cf.shopee.com.my/*',
    'https://cf.shopee.co.id/*',
    'https://cf.shopee.co.th/*',
    'https://cf.shopee.com.br/*',
    'https://cf.shopee.tw/*',
    'https://cf.shopee.vn/*',
  ],
  zone: (host) => countryOf(host).zone,
  currency: (host) => countryOf(host).currency,
  pages: [
    { kind: 'detail', pattern: /^(?:seller|banhang)\.shopee\.[a-z.]+\/portal\/sale\/return\/\d+/ },
    { kind: 'list', pattern: /^(?:seller|banhang)\.shopee\.[a-z.]+\/portal\/sale\/returnrefundcancel/ },
  ],
  tap: {
    paths: [/\/api\/v\d+\/.*return/i],
    parse: (json, context) =>
      objectsIn(json)
        .filter((object) => 'return_sn' in object)
        .slice(0, 500)
        .flatMap((row) => claim(row, context)),
  },
  dom: {
    row: ':has(> [class*="return-row-item-head"])',
    labels: {
      claimId: ['Return ID', 'Request ID', 'Return request ID', 'Mã yêu cầu trả hàng', 'ID da solicitação'],
      evidence: ['Buyer evidence', 'Bằng chứng', 'Provas do comprador'],
      reason: ['Return reason', 'Lý do trả hàng', 'Motivo da devolução'],
      kind: ['Requested solution', 'Phương án', 'Solução'],
    },
    parts: { buyer: '.user-view-item .username' },
  },
  ids: { claim: SERIAL, order: SERIAL },
  stages: STAGES,
  expects: {
    list: ['claimId', 'orderId', 'buyer'],
    detail: ['claimId', 'orderId', 'reason', 'amount', 'evidence'],
  },
  certainty: 'high',
};
