/** AliExpress: list, detail and history through mtop; the buyer's evidence has a field of its own. */

import { askedId } from '../json/asked.ts';
import {
  at,
  claimObjects,
  compact,
  isRecord,
  type Json,
  listAt,
  objectsIn,
  own,
  shapedId,
  shownMoney,
  text,
  timeOf,
} from '../json/json.ts';
import { mediaOf, roleOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const ID = /^\d{12,20}$/;
const KINDS = { RETURN: 'return-refund', REFUND: 'refund-only', ONLY_REFUND: 'refund-only' } as const;
/** Status texts of the detail page, beside the common words. */
const STAGES = {
  'Waiting for seller response': 'waits-for-seller',
  等待卖家响应: 'waits-for-seller',
} as const;

function line(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.reverseOrderLineId, ID);
  if (!claimId) return [];
  const status = text(row.reverseStatus);
  const name = text(at(row, 'buyer.fullName'));
  return [
    compact({
      claimId,
      orderId: shapedId(row.tradeOrderId, ID),
      buyer: name ? { name } : undefined,
      kind: kindOf(text(row.reverseType) ?? '', KINDS),
      items: [
        compact({
          itemId: shapedId(at(row, 'item.itemId'), ID),
          sku:
            listAt(row, 'item.skuDTOList')
              .flatMap((sku) => text(sku.skuValue) ?? [])
              .join(' ') || undefined,
          title: text(at(row, 'item.itemTitle')),
          imageUrl: httpsUrl(at(row, 'item.itemPicUrl')),
        }),
      ].filter((item) => Object.keys(item).length > 0),
      appliedAt: timeOf(row.gmtCreate, context),
      orderedAt: timeOf(row.tradeOrderGmtCreate, context),
      status,
      stage: status ? stageOf(status) : undefined,
    }),
  ];
}

/** Entries of the history answer: each with its own author and files. */
const historyFiles = (module: Json) =>
  objectsIn(module)
    .filter((entry) => Array.isArray(entry.files) && roleOf(entry) === 'buyer')
    .flatMap((entry) => mediaOf(entry.files));

function detail(json: unknown, context: ReadContext & { answerUrl: string }): PartialClaim[] {
  const asked = askedId(context.answerUrl, ['reverseOrderLineId'], ID);
  const named = claimObjects(json, 'reverseOrderLineId', ID);
  const mine = named.find(({ id }) => id === asked) ?? (named.length === 1 ? named[0] : undefined);
  const claimId = mine?.id ?? (named.length ? undefined : asked);
  const module = named.length > 1 ? mine?.object : json;
  if (!claimId || !isRecord(module)) return [];
  const get = (key: string): unknown => own(module, key, ['reverseOrderLineId']);
  const buyers = listAt(get('solutions'), '').find((solution) => solution.solutionOwner === 'BUYER') ?? {};
  const status = text(get('reverseDetailStatusText'));
  return [
    compact({
      claimId,
      orderId: shapedId(get('tradeOrderId'), ID),
      kind: kindOf(text(buyers.solutionTypeText) ?? ''),
      reason: text(get('applyReason')),
      description: text(buyers.content, 4_000),
      amount: shownMoney(at(buyers, 'refundMoney.formatMoney'), context.currency),
      // Entries without a file type are told apart by their ending.
      evidence: [...mediaOf(get('buyerEvidence')), ...historyFiles(module)],
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

export const aliexpress: ConsoleDefinition = {
  id: 'aliexpress',
  version: '7',
  names: { zh: '速卖通', en: 'AliExpress' },
  hosts: ['https://csp.aliexpress.com/*'],
  cdnHosts: ['https://*.alicdn.com/*', 'https://*.aliexpress-media.com/*'],
  zone: 'America/Los_Angeles',
  currency: 'USD',
  dayFirst: false,
  pages: [
    { kind: 'list', pattern: /^csp\.aliexpress\.com\/m_apps\/dispute-management\/list/ },
    {
      kind: 'detail',
      pattern: /^csp\.aliexpress\.com\/m_apps\/dispute-management\/(?!list)/,
      claimIdParam: 'reverseOrderLineId',
      orderIdParam: 'orderId',
    },
  ],
  tap: {
    paths: [/seller\.reverse/i],
    parse(json, context) {
      const lines = objectsIn(json).flatMap((object) => listAt(object, 'sellerReverseOrderLines'));
      return lines.length ? lines.flatMap((row) => line(row, context)) : detail(json, context);
    },
  },
  dom: {
    labels: { claimId: ['纠纷ID', 'Dispute ID', 'Reverse order ID'], reason: ['Dispute reason', '纠纷原因'] },
  },
  ids: { claim: ID, order: ID },
  expects: {
    list: ['claimId', 'orderId', 'items', 'appliedAt', 'status'],
    detail: ['claimId', 'reason', 'amount', 'evidence'],
  },
  certainty: 'high',
};
