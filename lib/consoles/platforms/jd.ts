/** JD 京麦: one service order per unit; the evidence field's name is not known, so pictures come from the page's own labels. */
import { compact, type Json, listAt, shapedId, shownMoney, text, timeOf } from '../json/json.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const CLAIM = /^\d{9,12}$/;
const ORDER = /^\d{11,15}$/;
/** Codes of 客户期望. */
const KINDS = {
  150: 'refund-only',
  11: 'refund-only',
  未收货退款: 'refund-only',
  已收货退款: 'refund-only',
} as const;

function row(entry: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(entry.afsServiceId, CLAIM);
  if (!claimId) return [];
  const status = text(entry.afsStatusTitle ?? entry.serviceOrderMainStateName);
  const expectation = text(entry.customerExpectName ?? entry.customerExpect);
  return [
    compact({
      claimId,
      orderId: shapedId(entry.orderId, ORDER),
      kind: expectation ? kindOf(expectation, KINDS) : undefined,
      paid: shownMoney(entry.actualPayTotalAmount, 'CNY'),
      items: text(entry.wareName) ? [{ title: text(entry.wareName) }] : undefined,
      appliedAt: timeOf(entry.afsApplyTime, context),
      status,
      stage: status ? stageOf(status) : undefined,
    }),
  ];
}

export const jd: ConsoleDefinition = {
  id: 'jd',
  version: '1',
  names: { zh: '京东京麦', en: 'JD' },
  hosts: ['https://shop.jd.com/*'],
  cdnHosts: ['https://*.360buyimg.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'list', pattern: /^shop\.jd\.com\/jdm\/trade\/after-sale\/independent-after-sale\/list/ },
    {
      kind: 'detail',
      pattern: /^shop\.jd\.com\/jdm\/trade\/after-sale\/independent-after-sale\/detail/,
      claimIdParam: 'afsServiceId',
    },
  ],
  tap: {
    paths: [/api=[^&]*serviceOrderQueryDsmService/, /serviceOrderQueryDsmService/],
    parse: (json, context) =>
      listAt(json, 'data.content')
        .concat(listAt(json, 'content'))
        .flatMap((entry) => row(entry, context)),
  },
  dom: {
    labels: { description: ['问题描述'], evidence: ['问题描述图片', '客户上传图片'], kind: ['客户期望'] },
  },
  ids: { claim: CLAIM, order: ORDER },
  kinds: KINDS,
  expects: {
    list: ['claimId', 'orderId', 'kind', 'items', 'appliedAt', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'status', 'evidence'],
  },
  certainty: 'good',
};
