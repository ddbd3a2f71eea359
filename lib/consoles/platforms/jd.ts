/** JD 京麦: one service order per unit; the evidence field's name is not known, so pictures come from the page's own labels. */
import { compact, type Json, listAt, majorMoney, shapedId, text, timeOf } from '../json/json.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const STAGES = { 待收货: 'returned', 待审核: 'waits-for-seller', 待处理: 'waits-for-seller' } as const;

const CLAIM = /^\d{9,12}$/;
const ORDER = /^\d{11,15}$/;
/** Codes of 客户期望: 10 退货, 20 换货, 30 维修 (after-sale interface of JD's open platform), 11 and 150 refunds without a return. */
const KINDS = {
  150: 'refund-only',
  11: 'refund-only',
  10: 'return-refund',
  20: 'exchange',
  30: 'exchange',
  未收货退款: 'refund-only',
  已收货退款: 'refund-only',
} as const;

function row(entry: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(entry.afsServiceId, CLAIM);
  if (!claimId) return [];
  const status = text(entry.afsStatusTitle ?? entry.serviceOrderMainStateName);
  const expectation = text(entry.customerExpectName ?? entry.customerExpect);
  const name = text(entry.customerPin ?? entry.customerName);
  const item = compact({
    itemId: shapedId(entry.wareId ?? entry.skuId, /^\d{5,20}$/),
    title: text(entry.wareName),
  });
  return [
    compact({
      claimId,
      orderId: shapedId(entry.orderId, ORDER),
      kind: expectation ? kindOf(expectation, KINDS) : undefined,
      buyer: name ? { name } : undefined,
      reason: text(entry.afsReasons ?? entry.afsReason ?? entry.questionTypeName),
      description: text(entry.questionDesc, 4_000),
      paid: majorMoney(entry.actualPayTotalAmount, 'CNY'),
      items: Object.keys(item).length ? [item] : undefined,
      appliedAt: timeOf(entry.afsApplyTime, context),
      status,
      stage: status ? stageOf(status, STAGES) : undefined,
    }),
  ];
}

export const jd: ConsoleDefinition = {
  id: 'jd',
  version: '7',
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
    paths: [/serviceOrderQueryDsmService/],
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
  stages: STAGES,
  expects: {
    list: ['claimId', 'orderId', 'kind', 'items', 'appliedAt', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'status', 'evidence'],
  },
  certainty: 'good',
};
