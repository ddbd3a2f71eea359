/** Kuaishou 快手小店: the list's path and the evidence fields were never seen; labels carry the reading. */
import { fromMinor } from '../../claims/money.ts';
import { compact, firstList, firstRecord, type Json, shapedId, text, timeOf } from '../json/json.ts';
import { buyersMedia } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const ID = /^\d{10,20}$/;
/** Codes of handlingWay in the open interface. */
const KINDS = { 1: 'return-refund', 10: 'refund-only', 3: 'exchange', 4: 'exchange' } as const;
const STAGES = {
  10: 'waits-for-seller',
  11: 'waits-for-seller',
  12: 'waits-for-buyer',
  20: 'platform',
  21: 'platform',
  22: 'platform',
  30: 'waits-for-buyer',
  40: 'returned',
  45: 'waits-for-buyer',
  60: 'paid',
  70: 'closed-unpaid',
} as const;

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.refundId, ID);
  if (!claimId) return [];
  const item = compact({
    itemId: shapedId(row.relItemId ?? row.itemId, ID),
    skuId: shapedId(row.skuId, ID),
    title: text(row.itemTitle),
    sku: text(row.skuNick),
    imageUrl: httpsUrl(row.itemPicUrl ?? row.itemImgUrl),
  });
  return [
    compact({
      claimId,
      orderId: shapedId(row.oid, ID),
      buyer: shapedId(row.buyerId, /^\w{3,40}$/) ? { id: shapedId(row.buyerId, /^\w{3,40}$/) } : undefined,
      kind:
        kindOf(text(row.refundTypeDesc ?? row.handlingWayDesc) ?? '') ??
        kindOf(text(row.handlingWay) ?? '', KINDS),
      reason: text(row.refundReasonDesc),
      description: text(row.refundDesc, 4_000),
      amount: fromMinor(row.refundFee, 'CNY'),
      items: Object.keys(item).length ? [item] : undefined,
      evidence: buyersMedia(row, /evid|proof|voucher|refundPic|imageList|images/i),
      appliedAt: timeOf(row.submitTime ?? row.createTime, context),
      deadlineAt: timeOf(row.expireTime, context),
      stage: stageOf(text(row.status) ?? '', STAGES),
    }),
  ];
}

export const kuaishou: ConsoleDefinition = {
  id: 'kuaishou',
  version: '7',
  names: { zh: '快手小店', en: 'Kuaishou Shop' },
  hosts: ['https://s.kwaixiaodian.com/*', 'https://im.kwaixiaodian.com/*'],
  cdnHosts: ['https://*.eckwai.com/*', 'https://*.yximgs.com/*', 'https://*.kwimgs.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'chat', pattern: /^im\.kwaixiaodian\.com\/workbench/ },
    {
      kind: 'detail',
      pattern: /^s\.kwaixiaodian\.com\/zone\/refund\/detail/,
      claimIdParam: 'refundId',
      orderIdParam: 'oid',
    },
    { kind: 'list', pattern: /^s\.kwaixiaodian\.com\/zone\/refund\/list/ },
  ],
  tap: {
    paths: [/refund.*(?:list|detail|query)/i],
    parse(json, context) {
      const rows = firstList(
        json,
        'data.refundOrderInfoList',
        'data.dataList',
        'refundOrderInfoList',
        'data.list',
      );
      const one = firstRecord(
        json,
        'data.refundOrderInfo',
        'data.refundInfo',
        'refundOrderInfo',
        'refundInfo',
        'data',
      );
      return (rows.length ? rows : one ? [one] : []).flatMap((row) => claim(row, context));
    },
  },
  ids: { claim: ID, order: ID },
  stages: STAGES,
  expects: { list: ['claimId', 'orderId', 'amount'], detail: ['claimId', 'orderId', 'kind', 'amount'] },
  certainty: 'medium',
};
