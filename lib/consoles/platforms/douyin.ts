/** Douyin 抖店: list and detail in JSON and DOM; evidence addresses are signed, expire, and are used unchanged. */

import { mergePartials } from '../../claims/merge.ts';
import { fromMinor } from '../../claims/money.ts';
import { at, compact, find, type Json, listAt, mediaUnder, shapedId, text, timeOf } from '../json/json.ts';
import { partialOfPairs } from '../json/pairs.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';
import { vocabularyFor } from '../words/vocabulary.ts';

const CLAIM = /^\d{10,20}$/;
const ORDER = /^\d{15,25}$/;
const KINDS = {
  0: 'return-refund',
  1: 'refund-only',
  2: 'refund-only',
  3: 'exchange',
  6: 'partial',
  7: 'exchange',
  8: 'exchange',
} as const;
const STAGES = {
  6: 'waits-for-seller',
  7: 'waits-for-buyer',
  11: 'returned',
  12: 'paid',
  27: 'waits-for-buyer',
  28: 'closed-unpaid',
  29: 'waits-for-buyer',
} as const;
const LABELS = { description: ['售后说明'], trackingNo: ['退货物流单号'] };
/** Which of these carries the pictures varies; all are alternatives. */
const MEDIA = /^(?:evidence_list|images|image_video|user_apply_evidence|evidence_judge_info|evidence)$/;

function listRow(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(at(row, 'after_sale_info.after_sale_id'), CLAIM);
  if (!claimId) return [];
  const goods = listAt(row, 'order_info.related_order_info');
  const status = text(at(row, 'text_part.after_sale_status_text'));
  const typeCode = at(row, 'after_sale_info.after_sale_type');
  const single = goods.length === 1 ? goods[0] : undefined;
  return [
    compact({
      claimId,
      orderId: shapedId(at(row, 'order_info.shop_order_id'), ORDER),
      kind:
        kindOf(text(at(row, 'text_part.after_sale_type_text')) ?? '') ?? kindOf(text(typeCode) ?? '', KINDS),
      reason: text(at(row, 'text_part.reason_text')),
      amount: fromMinor(at(row, 'after_sale_info.refund_amount') ?? single?.refund_amount, 'CNY'),
      paid: fromMinor(single?.pay_amount, 'CNY'),
      items: goods.map((item) =>
        compact({
          itemId: shapedId(item.product_id, CLAIM),
          skuId: shapedId(item.sku_id, CLAIM),
          title: text(item.product_name),
          sku: text(item.sku_spec),
          imageUrl: httpsUrl(item.product_image),
        }),
      ),
      appliedAt: timeOf(at(row, 'after_sale_info.apply_time'), context),
      deadlineAt: timeOf(at(row, 'after_sale_info.status_deadline'), context),
      status,
      stage:
        stageOf(text(at(row, 'after_sale_info.after_sale_status')) ?? '', STAGES) ??
        (status ? stageOf(status) : undefined),
    }),
  ];
}

function detail(json: unknown, context: ReadContext & { answerUrl: string }): PartialClaim[] {
  const pairs = listAt(find(json, 'detail_info_v3'), '').map((entry) => ({
    label: entry.label,
    value: text(entry.value, 4_000),
  }));
  if (!pairs.length) return [];
  const told = partialOfPairs(
    pairs,
    vocabularyFor(douyin),
    { ids: douyin.ids, kinds: KINDS, stages: STAGES },
    context,
  );
  const asked = new URL(context.answerUrl, context.url).searchParams.get('after_sale_id');
  const claimId = told.claimId ?? shapedId(asked, CLAIM);
  if (!claimId) return [];
  const own: PartialClaim = compact({
    claimId,
    orderId: shapedId(find(json, 'shop_order_id'), ORDER),
    evidence: mediaUnder(json, MEDIA),
    deadlineAt: timeOf(find(json, 'status_deadline'), context),
    trackingNo: text(find(json, 'tracking_no'), 40),
  });
  return [mergePartials(own, told)];
}

export const douyin: ConsoleDefinition = {
  id: 'douyin',
  version: '1',
  names: { zh: '抖店', en: 'Douyin Shop' },
  hosts: ['https://fxg.jinritemai.com/*'],
  cdnHosts: ['https://*.ecombdimg.com/*', 'https://*.byteimg.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    {
      kind: 'detail',
      pattern: /^fxg\.jinritemai\.com\/ffa\/.*aftersale\/detail-v\d+/,
      claimIdParam: 'aftersale_id',
    },
    {
      kind: 'list',
      pattern: /^fxg\.jinritemai\.com\/ffa\/(?:maftersale|merchant-aftersale-workbench)\/aftersale\/list/,
    },
  ],
  tap: {
    paths: [/after_sale\/pc\/list/, /aftersale\/pc\/detail/],
    parse: (json, context) => [
      ...listAt(json, 'data.items').flatMap((row) => listRow(row, context)),
      ...detail(json, context),
    ],
  },
  dom: { labels: LABELS, parts: { orderId: '[class*="style_id__"]' } },
  ids: { claim: CLAIM, order: ORDER },
  kinds: {},
  expects: {
    list: ['claimId', 'orderId', 'reason', 'amount', 'appliedAt'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'evidence'],
  },
  certainty: 'high',
};
