/** AliExpress: list, detail and history through mtop; the buyer's evidence has a field of its own. */
import {
  at,
  compact,
  find,
  type Json,
  listAt,
  mediaOf,
  objectsIn,
  shapedId,
  shownMoney,
  text,
  timeOf,
} from '../json/json.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const ID = /^\d{12,20}$/;

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
      items: [
        compact({
          itemId: shapedId(at(row, 'item.itemId'), ID),
          title: text(at(row, 'item.itemTitle')),
          imageUrl: httpsUrl(at(row, 'item.itemPicUrl')),
        }),
      ].filter((item) => Object.keys(item).length > 0),
      appliedAt: timeOf(row.gmtCreate, context),
      status,
      stage: status ? stageOf(status) : undefined,
    }),
  ];
}

function detail(json: unknown, context: ReadContext & { answerUrl: string }): PartialClaim[] {
  const asked = /reverseOrderLineId%22%3A%22?(\d+)|reverseOrderLineId["=:]+(\d+)/.exec(context.answerUrl);
  const claimId = shapedId(find(json, 'reverseOrderLineId'), ID) ?? shapedId(asked?.[1] ?? asked?.[2], ID);
  if (!claimId) return [];
  const buyers =
    listAt(find(json, 'solutions'), '').find((solution) => solution.solutionOwner === 'BUYER') ?? {};
  const status = text(find(json, 'reverseDetailStatusText'));
  // Entries without a file type are told apart by their ending.
  const evidence = mediaOf(find(json, 'buyerEvidence'));
  return [
    compact({
      claimId,
      orderId: shapedId(find(json, 'tradeOrderId'), ID),
      kind: kindOf(text(buyers.solutionTypeText) ?? ''),
      reason: text(find(json, 'applyReason')),
      description: text(buyers.content, 4_000),
      amount: shownMoney(at(buyers, 'refundMoney.formatMoney'), context.currency),
      evidence,
      status,
      stage: status ? stageOf(status) : undefined,
    }),
  ];
}

export const aliexpress: ConsoleDefinition = {
  id: 'aliexpress',
  version: '1',
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
