/** Pinduoduo 拼多多 (mms): list without cell labels, detail in a new tab, JSON for both. Certain where docs/consoles.md says so. */
import { fromMinor } from '../../claims/money.ts';
import { isoInZone } from '../../claims/time.ts';
import {
  at,
  compact,
  embeddedJson,
  firstList,
  firstRecord,
  isRecord,
  type Json,
  listAt,
  secondsLeft,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { mediaOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, splitGlued, stageOf } from '../words/meanings.ts';

const CLAIM = /^\d{10,20}$/;
const ORDER = /^\d{6}-\d{15}$/;

/** Numbers of the detail interface; the incremental list interface numbers its types differently and is not read here. */
const KINDS = { 1: 'refund-only', 2: 'return-refund', 3: 'exchange', 4: 'exchange', 5: 'exchange' } as const;
const STAGES = {
  2: 'waits-for-seller',
  3: 'waits-for-seller',
  4: 'paid',
  5: 'paid',
  6: 'waits-for-buyer',
  7: 'waits-for-buyer',
  8: 'platform',
  9: 'closed-unpaid',
  10: 'paid',
  11: 'closed-unpaid',
  12: 'closed-unpaid',
  13: 'closed-unpaid',
} as const;

/** Absolute time, in ms, else seconds left; on the appeal list the same name counts milliseconds. */
function deadlineOf(row: Json, context: ReadContext, appeal: boolean): string | undefined {
  const absolute = timeOf(row.expireTime ?? row.expire_time, context);
  if (absolute) return absolute;
  const left = Number(text(row.expireRemainTime)) / (appeal ? 1000 : 1);
  const end = secondsLeft(left, context);
  return end === undefined ? undefined : isoInZone(end, context.zone);
}

function claimOf(row: Json, context: ReadContext, appeal: boolean): PartialClaim[] {
  const claimId = shapedId(row.id ?? row.afterSalesId, CLAIM);
  const orderId = shapedId(row.orderSn ?? row.order_sn, ORDER);
  if (!claimId && !orderId) return [];
  const kindText = text(row.afterSalesTypeName);
  const title = text(row.afterSalesTitle);
  const glued = title ? splitGlued(title) : undefined;
  const status = glued?.status ?? text(row.afterSalesStatusDesc);
  const imageUrl = httpsUrl(row.goodsThumbUrl ?? row.thumbUrl ?? row.goodsImageUrl);
  return [
    compact({
      claimId,
      orderId,
      shopId: shapedId(row.mallId ?? row.mall_id, /^\d{3,20}$/),
      kind:
        (kindText && kindOf(kindText)) ||
        kindOf(text(row.afterSalesType ?? row.after_sales_type) ?? '', KINDS) ||
        (glued?.kind && kindOf(glued.kind)) ||
        undefined,
      reason: text(row.afterSalesReasonDesc ?? row.after_sales_reason),
      description: text(row.remark ?? row.applyRemark ?? row.afterSalesApplyDesc, 4_000),
      amount: fromMinor(row.refundAmount ?? row.refund_amount, 'CNY'),
      paid: fromMinor(row.receiveAmount ?? row.orderAmount ?? row.order_amount, 'CNY'),
      items: [
        compact({
          itemId: shapedId(row.goodsId ?? row.goods_id, /^\d{4,20}$/),
          skuId: shapedId(row.skuId ?? row.sku_id, /^\d{4,20}$/),
          title: text(row.goodsName ?? row.goods_name),
          sku: text(row.goodsSpec),
          imageUrl,
        }),
      ].filter((item) => Object.keys(item).length > 0),
      evidence: mediaOf(row.images ?? row.imageList ?? row.evidenceImages),
      appliedAt: timeOf(row.createdAt ?? row.recreated_at, context),
      deadlineAt: deadlineOf(row, context, appeal),
      orderedAt: timeOf(row.confirmTime ?? row.groupSuccessTime ?? row.orderCreatedAt, context),
      shippedAt: timeOf(row.shippingTime, context),
      deliveredAt: timeOf(row.signedTime ?? row.receiveTime, context),
      trackingNo: text(row.trackingNumber, 40),
      status,
      stage:
        stageOf(text(row.afterSalesStatus ?? row.after_sales_status) ?? '', STAGES) ??
        (status ? stageOf(status) : undefined),
    }),
  ];
}

export const pinduoduo: ConsoleDefinition = {
  id: 'pinduoduo',
  version: '7',
  names: { zh: '拼多多', en: 'Pinduoduo' },
  hosts: ['https://mms.pinduoduo.com/*'],
  cdnHosts: ['https://*.pddpic.com/*', 'https://*.pddugc.com/*', 'https://*.yangkeduo.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'chat', pattern: /^mms\.pinduoduo\.com\/(?:chat-merchant|mms-chat)\// },
    { kind: 'list', pattern: /^mms\.pinduoduo\.com\/aftersales\/aftersale_list/ },
    {
      kind: 'detail',
      pattern: /^mms\.pinduoduo\.com\/aftersales-ssr\/detail/,
      claimIdParam: 'id',
      orderIdParam: 'orderSn',
    },
  ],
  tap: {
    paths: [/afterSales\/queryList/i, /afterSales\/list\b/i, /afterSales\/detail/i, /queryCanAppealInfoList/],
    parse(json, context) {
      const appeal = context.answerUrl.includes('queryCanAppealInfoList');
      // The chat page asks for the claims of several orders at once.
      const byOrder = at(json, 'result.orderSn2AfterSalesListMap');
      if (isRecord(byOrder))
        return Object.entries(byOrder)
          .slice(0, 100)
          .flatMap(([orderSn, rows]) =>
            listAt(rows, '').flatMap((row) => claimOf({ orderSn, ...row }, context, false)),
          );
      const rows = firstList(json, 'result.list', 'result.afterSalesList', 'result.data', 'result');
      const detail = at(json, 'result.afterSalesInfo') ?? at(json, 'result');
      const found = rows.length ? rows : isRecord(detail) ? [detail] : [];
      return found.flatMap((row) => claimOf(row, context, appeal));
    },
  },
  embedded(root, context) {
    const data = embeddedJson(root, 'script#__NEXT_DATA__');
    const detail = firstRecord(
      data,
      'props.pageProps.data',
      'props.pageProps.detail',
      'props.pageProps.initialState.detail',
    );
    return detail ? claimOf(detail, context, false) : [];
  },
  dom: {
    row: '[class*="after-sales-table_order_item"]',
    parts: {
      orderId: '[class*="table-item-header_sn__"]',
      deadlineAt: '[class*="table-item-header_time__"], [class*="table-item-header_apply_time"]',
      amount: '[class*="amount_refund"]',
      paid: '[class*="amount_dotted"]',
      product: '[class*="order-info_main"]',
      sku: '[class*="order-info_sub"]',
      image: '[class*="after-sales-table_item_cell"] img',
    },
    cell: '[class*="after-sales-table_item_cell"]',
    columns: ['product', 'amount', 'shipping', 'kind', 'status', null, 'reason', null],
    labels: {
      product: ['商品详情'],
      amount: ['金额', '退款金额(元)'],
      paid: ['实收金额(元)', '订单金额(元)'],
    },
  },
  ids: { claim: CLAIM, order: ORDER },
  expects: {
    list: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'items', 'appliedAt', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'description', 'amount', 'evidence', 'status'],
  },
  certainty: 'high',
};
