/** Ozon: return requests of orders that the seller delivers (rFBS returns interface); the page itself was never seen. */
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
import { mediaOf } from '../json/media.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { stageOf } from '../words/meanings.ts';

const CLAIM = /^\d{5,20}(?:-R\d{1,3})?$/;
const ORDER = /^\d{6,12}-\d{3,5}-\d{1,3}$/;
const STAGES = {
  new: 'waits-for-seller',
  awaiting_approve: 'waits-for-seller',
  awaiting_return: 'waits-for-buyer',
  moving_to_seller: 'returned',
  received_at_seller: 'returned',
  money_returned: 'paid',
  rejected: 'closed-unpaid',
  canceled_by_client: 'closed-unpaid',
} as const;

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.return_number, CLAIM) ?? shapedId(row.return_id, CLAIM);
  if (!claimId) return [];
  const product: Json = isRecord(row.product) ? row.product : {};
  const name = text(row.client_name);
  const currency = text(product.currency_code) ?? context.currency;
  const status = text(at(row, 'state.state_name') ?? at(row, 'state.state'));
  const code = text(at(row, 'state.state')) ?? '';
  const item = compact({
    itemId: shapedId(product.sku, /^\d{4,15}$/),
    title: text(product.name),
    sku: text(product.offer_id),
  });
  return [
    compact({
      claimId,
      orderId: shapedId(row.posting_number, ORDER),
      buyer: name ? { name } : undefined,
      reason: text(at(row, 'return_reason.name')),
      description: text(row.comment, 4_000),
      paid: /^[A-Z]{3}$/.test(currency) ? majorMoney(product.price, currency) : undefined,
      items: Object.keys(item).length ? [item] : undefined,
      evidence: mediaOf(row.client_photo),
      appliedAt: timeOf(row.created_at, context),
      status,
      stage: stageOf(code, STAGES) ?? (status ? stageOf(status) : undefined),
    }),
  ];
}

export const ozon: ConsoleDefinition = {
  id: 'ozon',
  version: '7',
  names: { zh: 'Ozon', en: 'Ozon' },
  hosts: ['https://seller.ozon.ru/*'],
  cdnHosts: ['https://*.ozone.ru/*', 'https://*.ozonru.cn/*'],
  zone: 'Europe/Moscow',
  currency: 'RUB',
  pages: [
    { kind: 'detail', pattern: /^seller\.ozon\.ru\/app\/.*returns?\/(?<claimId>\d{5,20})/ },
    { kind: 'list', pattern: /^seller\.ozon\.ru\/app\/.*returns?(?:\/?(?:\?|$|#))/ },
  ],
  tap: {
    paths: [/returns?\b/i],
    parse(json, context) {
      const one = firstRecord(json, 'returns', 'result', 'data');
      const rows = [
        ...listAt(json, 'returns'),
        ...listAt(json, 'result.returns'),
        ...listAt(json, 'data.returns'),
      ];
      return (rows.length ? rows : one ? [one] : []).flatMap((row) => claim(row, context));
    },
  },
  dom: {
    labels: { claimId: ['Номер возврата', 'Номер заявки'], orderId: ['Номер отправления', 'Номер заказа'] },
  },
  ids: { claim: CLAIM, order: ORDER },
  stages: STAGES,
  expects: { list: ['claimId', 'orderId', 'status'], detail: ['claimId', 'orderId', 'reason', 'evidence'] },
  certainty: 'thin',
};
