/** Temu: data may arrive inside a web worker that no tap can hear, so the page's own labels must suffice. */
import { fromMinor } from '../../claims/money.ts';
import {
  compact,
  firstList,
  firstRecord,
  type Json,
  mediaUnder,
  shapedId,
  shownMoney,
  text,
  timeOf,
} from '../json/json.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf } from '../words/meanings.ts';

const CLAIM = /^PO-\d{2,3}-\d+-D\d{2}$/;
const ORDER = /^PO-\d{2,3}-\d+$/;
const KINDS = { 1: 'refund-only', 2: 'return-refund' } as const;

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.parentAfterSalesSn, CLAIM);
  if (!claimId) return [];
  const item = compact({
    itemId: shapedId(row.goodsId, /^\d{6,20}$/),
    skuId: shapedId(row.skuId, /^\d{6,20}$/),
    title: text(row.goodsName),
    sku: text(row.spec),
    imageUrl: httpsUrl(row.thumbUrl),
  });
  const currency = text(row.currency);
  return [
    compact({
      claimId,
      orderId: shapedId(row.parentOrderSn, ORDER),
      kind: kindOf(text(row.afterSalesType) ?? '', KINDS),
      reason: text(row.reasonDesc ?? row.afterSalesReasonDesc),
      description: text(row.remark, 4_000),
      amount:
        currency && /^[A-Z]{3}$/.test(currency)
          ? fromMinor(row.refundAmount, currency)
          : shownMoney(row.refundAmountDisplay, context.currency),
      items: Object.keys(item).length ? [item] : undefined,
      evidence: mediaUnder(row, /^(?:images|evidence\w*|proof\w*|videos)$/i),
      appliedAt: timeOf(row.createAt, context),
      deadlineAt: timeOf(row.operateExpireTimeMs, context),
    }),
  ];
}

export const temu: ConsoleDefinition = {
  id: 'temu',
  version: '1',
  names: { zh: 'Temu', en: 'Temu' },
  hosts: [
    'https://agentseller.temu.com/*',
    'https://agentseller-us.temu.com/*',
    'https://agentseller-eu.temu.com/*',
    'https://seller-eu.temu.com/*',
    'https://seller.temu.com/*',
  ],
  cdnHosts: ['https://*.kwcdn.com/*'],
  zone: (host) =>
    host.startsWith('agentseller')
      ? 'Asia/Shanghai'
      : host.includes('-eu')
        ? 'Europe/Berlin'
        : 'America/New_York',
  currency: (host) => (host.includes('-eu') ? 'EUR' : 'USD'),
  dayFirst: (host) => host.includes('-eu'),
  pages: [
    { kind: 'list', pattern: /^[a-z-]*seller[a-z-]*\.temu\.com\/(?:mmsos\/)?return-refund-list\.html/ },
  ],
  tap: {
    paths: [/queryReturnAndRefundPaList/, /queryReturnDetails/, /queryRefundDetails/],
    parse(json, context) {
      const rows = firstList(json, 'result.mmsPageVO.data');
      const one = firstRecord(json, 'result');
      return (rows.length ? rows : one ? [one] : []).flatMap((row) => claim(row, context));
    },
  },
  dom: {
    labels: {
      claimId: ['售后单号', 'Return/refund ID', 'After-sales ID'],
      orderId: ['父订单号', 'Parent order ID', 'PO ID'],
      kind: ['Request type', 'Return/refund type'],
    },
  },
  ids: { claim: CLAIM, order: ORDER },
  kinds: KINDS,
  expects: {
    list: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'evidence'],
  },
  certainty: 'good',
};
