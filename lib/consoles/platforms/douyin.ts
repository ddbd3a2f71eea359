/** Douyin 抖店: list and detail in JSON and DOM; evidence addresses are signed, expire, and are used unchanged. */

import { mergePartials } from '../../claims/merge.ts';
import { fromMinor } from '../../claims/money.ts';
import { parseTime } from '../../claims/time.ts';
import { askedId } from '../json/asked.ts';
import {
  at,
  compact,
  firstList,
  isRecord,
  type Json,
  listAt,
  own,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { buyersMedia, joinMedia, mediaOf, roleOf } from '../json/media.ts';
import { partialOfPairs } from '../json/pairs.ts';
import { httpsUrl } from '../page/addresses.ts';
import { buyerPictures } from '../page/rounds.ts';
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
const LABELS = { description: ['售后说明'] };
/** Which of these carries the pictures varies; all are alternatives. */
const MEDIA = /^(?:evidence_list|images|image_video|user_apply_evidence|all_evidence|evidence)$/;
/** Logs are read entry by entry, with who wrote them. */
const LOG = /^record_logs?(?:_list)?$/;
/** Who wrote an entry of the log (afterSale.Detail). */
const ROLES = {
  codes: { 1: 'buyer', 2: 'seller', 3: 'platform', 4: 'platform', 5: 'platform', 6: 'platform' },
} as const;

/** A sum of all goods of one claim; undefined when one of them does not tell its part. */
function sumOf(goods: Json[], key: string) {
  const parts = goods.map((item) => fromMinor(item[key], 'CNY')?.value);
  return goods.length && parts.every((part) => part !== undefined)
    ? fromMinor(
        parts.reduce((sum, part) => sum + part, 0),
        'CNY',
      )
    : undefined;
}

const goodsOf = (goods: Json[]): NonNullable<PartialClaim['items']> =>
  goods.map((item) =>
    compact({
      itemId: shapedId(item.product_id, CLAIM),
      skuId: shapedId(item.sku_id, CLAIM),
      title: text(item.product_name),
      sku: text(item.sku_spec),
      imageUrl: httpsUrl(item.product_image),
    }),
  );

/** The buyer's pictures: what was sent with the claim, and the buyer's own entries of the log. */
function evidenceOf(data: Json, context: ReadContext): NonNullable<PartialClaim['evidence']> {
  const log = firstList(data, 'record_logs_list', 'after_sale_info.record_logs_list', 'record_log_list');
  const entries = log.map((entry) => {
    const author = roleOf(entry, ROLES);
    const time = parseTime(text(entry.time) ?? '', context)?.at;
    return {
      text: `${text(entry.text) ?? ''} ${text(entry.action) ?? ''}`,
      pictures: [...mediaOf(entry.images), ...mediaOf(entry.all_evidence)],
      ...(author && author !== 'other' && { author }),
      ...(time !== undefined && { at: time }),
    };
  });
  const fromLog = buyerPictures(entries).map(({ picture, round }) => ({
    ...picture,
    ...(round && { round }),
  }));
  return joinMedia(fromLog, buyersMedia(data, MEDIA, { ...ROLES, skip: LOG }));
}

function listRow(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(at(row, 'after_sale_info.after_sale_id'), CLAIM);
  if (!claimId) return [];
  const goods = listAt(row, 'order_info.related_order_info');
  const status = text(at(row, 'text_part.after_sale_status_text'));
  const typeCode = at(row, 'after_sale_info.after_sale_type');
  return [
    compact({
      claimId,
      orderId: shapedId(at(row, 'order_info.shop_order_id'), ORDER),
      kind:
        kindOf(text(at(row, 'text_part.after_sale_type_text')) ?? '') ?? kindOf(text(typeCode) ?? '', KINDS),
      reason: text(at(row, 'text_part.reason_text')),
      amount: fromMinor(at(row, 'after_sale_info.refund_amount'), 'CNY') ?? sumOf(goods, 'refund_amount'),
      paid: sumOf(goods, 'pay_amount'),
      items: goodsOf(goods),
      appliedAt: timeOf(at(row, 'after_sale_info.apply_time'), context),
      deadlineAt: timeOf(at(row, 'after_sale_info.status_deadline'), context),
      status,
      stage:
        stageOf(text(at(row, 'after_sale_info.after_sale_status')) ?? '', STAGES) ??
        (status ? stageOf(status) : undefined),
    }),
  ];
}

/** The text of a pair's value, which may be a list of lines. */
const linesOf = (value: unknown): string | undefined =>
  Array.isArray(value)
    ? value
        .map((line) => text(isRecord(line) ? (line.text ?? line.value) : line, 4_000) ?? '')
        .filter(Boolean)
        .join(' ') || undefined
    : text(value, 4_000);

function detail(json: unknown, context: ReadContext & { answerUrl: string }): PartialClaim[] {
  const data = at(json, 'data');
  if (!isRecord(data)) return [];
  const list = own(data, 'detail_info_v3', ['after_sale_id']);
  const pairs = listAt(list, '').map((entry) => ({ label: entry.label, value: linesOf(entry.value) }));
  if (!pairs.length) return [];
  const told = partialOfPairs(
    pairs,
    vocabularyFor(douyin),
    { ids: douyin.ids, kinds: KINDS, stages: STAGES },
    context,
  );
  const claimId =
    told.claimId ??
    shapedId(at(data, 'after_sale_info.after_sale_id'), CLAIM) ??
    askedId(context.answerUrl, ['after_sale_id', 'aftersale_id'], CLAIM);
  if (!claimId) return [];
  const info = firstList(data, 'order_info.order_logistics_info.logistics');
  const goods = firstList(data, 'order_info.sku_order_infos', 'order_info.related_order_info');
  const known: PartialClaim = compact({
    claimId,
    orderId: shapedId(at(data, 'order_info.shop_order_id'), ORDER),
    paid: sumOf(goods, 'pay_amount'),
    items: goodsOf(goods),
    evidence: evidenceOf(data, context),
    deadlineAt: timeOf(at(data, 'after_sale_info.status_deadline') ?? data.status_deadline, context),
    // The shop's own parcel; that of the return has its number elsewhere.
    trackingNo: text(info[0]?.tracking_no ?? info[0]?.logistics_code, 40),
  });
  return [mergePartials(known, told)];
}

export const douyin: ConsoleDefinition = {
  id: 'douyin',
  version: '7',
  names: { zh: '抖店', en: 'Douyin Shop' },
  hosts: ['https://fxg.jinritemai.com/*', 'https://im.jinritemai.com/*'],
  cdnHosts: ['https://*.ecombdimg.com/*', 'https://*.byteimg.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'chat', pattern: /^im\.jinritemai\.com\/pc_seller/ },
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
  kinds: KINDS,
  expects: {
    list: ['claimId', 'orderId', 'reason', 'amount', 'appliedAt'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'evidence'],
  },
  certainty: 'high',
};
