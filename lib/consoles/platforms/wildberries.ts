/** Wildberries: claims of buyers with comment, photos and videos (claims interface of the returns API); the page itself was never seen. */
import { fromMajor } from '../../claims/money.ts';
import { compact, type Json, listAt, shapedId, text, timeOf } from '../json/json.ts';
import { mediaOf } from '../json/media.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';

const CLAIM = /^[0-9a-f]{8}(?:-[0-9a-f]{3,12}){4}$/i;
const ORDER = /^[\w.-]{6,60}$/;
/** Decision on a claim: 0 under review, 1 refused, 2 approved. */
const STAGES: Readonly<Record<string, PartialClaim['stage']>> = {
  0: 'waits-for-seller',
  1: 'closed-unpaid',
  2: 'paid',
};
/** Numeric codes of ISO 4217, as the answers name the currency. */
const CURRENCIES: Readonly<Record<string, string>> = {
  643: 'RUB',
  933: 'BYN',
  398: 'KZT',
  51: 'AMD',
  417: 'KGS',
  860: 'UZS',
  156: 'CNY',
};

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.id, CLAIM);
  if (!claimId) return [];
  const currency = CURRENCIES[text(row.currency_code) ?? ''];
  const status = text(row.status);
  const item = compact({ itemId: shapedId(row.nm_id, /^\d{4,15}$/), title: text(row.imt_name) });
  return [
    compact({
      claimId,
      orderId: shapedId(row.srid, ORDER),
      description: text(row.user_comment, 4_000),
      // `price` is what the buyer paid, in major units; what is asked back is not told.
      paid: currency && typeof row.price === 'number' ? fromMajor(row.price, currency) : undefined,
      items: Object.keys(item).length ? [item] : undefined,
      evidence: [
        ...mediaOf(row.photos),
        ...mediaOf(row.video_paths).map(({ url }) => ({ url, kind: 'video' as const })),
      ],
      appliedAt: timeOf(row.dt, context),
      orderedAt: timeOf(row.order_dt, context),
      stage: status ? STAGES[status] : undefined,
    }),
  ];
}

export const wildberries: ConsoleDefinition = {
  id: 'wildberries',
  version: '7',
  names: { zh: 'Wildberries', en: 'Wildberries' },
  hosts: ['https://seller.wildberries.ru/*'],
  cdnHosts: ['https://*.wbstatic.net/*', 'https://*.wbbasket.ru/*'],
  zone: 'Europe/Moscow',
  currency: 'RUB',
  pages: [
    { kind: 'list', pattern: /^seller\.wildberries\.ru\/.*(?:claims|customer-returns|buyers-returns)/ },
  ],
  tap: {
    paths: [/\/claims?\b/],
    parse: (json, context) =>
      [...listAt(json, 'claims'), ...listAt(json, 'data.claims')].flatMap((row) => claim(row, context)),
  },
  dom: { labels: { claimId: ['ID заявки', 'Заявка'], itemId: ['Артикул WB'] } },
  ids: { claim: CLAIM, order: ORDER },
  expects: { list: ['claimId', 'description', 'evidence'], detail: ['claimId', 'description', 'evidence'] },
  certainty: 'thin',
};
