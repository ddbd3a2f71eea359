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

/** The open interface's answers, which document their sums as major units. */
const OPEN = /\/api\/v2\/returns\//;

/** Hundred-thousandths in which the console's own interface counts sums (public clients of it divide by 100000). */
const FINE = 100_000;
/** Currencies without cents in use, and the smallest refund that can be one, in major units. */
const NO_CENTS: Record<string, number> = { IDR: 100, VND: 100, TWD: 1 };

/** Whether a whole number could be a sum in hundred-thousandths: it would have to be one that can be paid. */
function mayBeFine(value: number, currency: string): boolean {
  const least = NO_CENTS[currency];
  return least === undefined ? value % (FINE / 100) === 0 : value % FINE === 0 && value >= least * FINE;
}

/**
 * A sum of the console's own answers, which count in hundred-thousandths as well as in major units: a whole number is only believed
 * where the interface says its unit, or where it could be no sum in the other one.
 */
function sumOf(value: unknown, currency: string, answerUrl: string) {
  const whole = typeof value === 'number' ? Number.isInteger(value) : /^\d+$/.test(text(value) ?? '');
  return whole && !OPEN.test(answerUrl) && mayBeFine(Number(value), currency)
    ? undefined
    : majorMoney(value, currency);
}

function claim(row: Json, context: ReadContext & { answerUrl: string }): PartialClaim[] {
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
      amount: /^[A-Z]{3}$/.test(currency) ? sumOf(row.refund_amount, currency, context.answerUrl) : undefined,
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
      deadlineAt: timeOf(row.return_seller_due_date, context) ?? timeOf(row.due_date, context),
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

export const shopee: ConsoleDefinition = {
  id: 'shopee',
  version: '7',
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
  dayFirst: (host) => (host.endsWith('.ph') ? 'unknown' : true),
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
