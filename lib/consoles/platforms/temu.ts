/** Temu: data may arrive inside a web worker that no tap can hear, so the page's own labels must suffice. */
import { fromMinor } from '../../claims/money.ts';
import { askedId } from '../json/asked.ts';
import {
  compact,
  firstList,
  firstRecord,
  isRecord,
  type Json,
  listAt,
  shapedId,
  shownMoney,
  text,
  timeOf,
} from '../json/json.ts';
import { buyersMedia } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const CLAIM = /^PO-\d{2,3}-\d+-D\d{2}$/;
const ORDER = /^PO-\d{2,3}-\d+$/;
const KINDS = { 1: 'refund-only', 2: 'return-refund' } as const;

/** What a claim asks back: the texts that the console shows, summed over its goods when all have the same currency. */
function amountOf(row: Json, goods: Json[], context: ReadContext) {
  const currency = text(row.currency) ?? text(row.currencyCode);
  if (currency && /^[A-Z]{3}$/.test(currency) && row.refundAmount != null)
    return fromMinor(row.refundAmount, currency);
  const shown = shownMoney(
    row.refundAmountDisplay ?? row.applyRefundAmountStr ?? row.refundAmountStr,
    context.currency,
  );
  if (shown) return shown;
  const parts = goods.map((item) =>
    shownMoney(item.applyRefundAmountStr ?? item.refundAmountStr, context.currency),
  );
  const [first] = parts;
  return first && parts.every((part) => part?.currency === first.currency)
    ? { value: parts.reduce((sum, part) => sum + (part?.value ?? 0), 0), currency: first.currency }
    : undefined;
}

const itemOf = (row: Json) =>
  compact({
    itemId: shapedId(row.goodsId, /^\d{6,20}$/),
    skuId: shapedId(row.skuId ?? row.productSkuId, /^\d{6,20}$/),
    title: text(row.goodsName ?? row.productName),
    sku: text(row.spec ?? row.goodsSpec),
    imageUrl: httpsUrl(row.thumbUrl ?? row.goodsThumbUrl),
  });

/** Detail answers may leave out the number that they were asked for. */
const NUMBER_NAMES = ['parentAfterSalesSn'] as const;

function claim(row: Json, context: ReadContext & { answerUrl: string }, lone: boolean): PartialClaim[] {
  const claimId =
    shapedId(row.parentAfterSalesSn, CLAIM) ??
    (lone ? askedId(context.answerUrl, NUMBER_NAMES, CLAIM) : undefined);
  if (!claimId) return [];
  const goods = listAt(row, 'afterSalesItemVOList');
  const items = (goods.length ? goods : [row]).map(itemOf).filter((item) => Object.keys(item).length > 0);
  const [first] = goods;
  const status = text(
    row.statusDesc ??
      row.parentAfterSalesStatusDesc ??
      first?.refundStatusDesc ??
      first?.afterSalesStatusDesc,
  );
  return [
    compact({
      claimId,
      orderId:
        shapedId(row.parentOrderSn, ORDER) ??
        (lone ? askedId(context.answerUrl, ['parentOrderSn'], ORDER) : undefined),
      kind: kindOf(text(row.afterSalesType) ?? '', KINDS),
      reason: text(
        row.reasonDesc ?? row.afterSalesReasonDesc ?? first?.afterSalesReasonDesc ?? first?.reasonDesc,
      ),
      description: text(row.remark ?? row.buyerRemark ?? first?.remark, 4_000),
      amount: amountOf(row, goods, context),
      items,
      evidence: buyersMedia(row, /^(?:images|imageList|evidence\w*|proof\w*|videos|videoList)$/i),
      appliedAt: timeOf(row.createdAt ?? row.createAt, context),
      deadlineAt: timeOf(row.operateExpireTimeMs, context),
      status,
      stage: status ? stageOf(status) : undefined,
    }),
  ];
}

export const temu: ConsoleDefinition = {
  id: 'temu',
  version: '7',
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
      if (rows.length) return rows.flatMap((row) => claim(row, context, false));
      const one = firstRecord(json, 'result.afterSalesDetail', 'result.detail', 'result');
      return isRecord(one) ? claim(one, context, true) : [];
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
