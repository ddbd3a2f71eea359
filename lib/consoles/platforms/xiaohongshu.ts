/** Xiaohongshu 千帆: rich JSON (amounts in yuan), claim ids R…, order ids P + 18 digits. */
import {
  at,
  compact,
  firstList,
  firstRecord,
  isRecord,
  type Json,
  listAt,
  majorMoney,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { mediaOf, roleOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const CLAIM = /^R\d{6,24}$/;
const ORDER = /^P\d{18}$/;

/** Goods of a claim: `skus` in the console's answers, `items` in those of the open interface. */
const goodsOf = (row: Json): Json[] => firstList(row, 'skus', 'items');

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.returns_id ?? row.returnsId, CLAIM);
  if (!claimId) return [];
  const status = text(row.status_name ?? row.statusName);
  const name = text(row.nick_name ?? row.nickName);
  const userId = shapedId(row.user_id ?? row.userId, /^\w{6,40}$/);
  return [
    compact({
      claimId,
      orderId: shapedId(row.order_id ?? row.orderId, ORDER),
      buyer: name || userId ? compact({ id: userId, name }) : undefined,
      kind: kindOf(text(row.return_type_name ?? row.returnTypeName) ?? ''),
      reason: text(row.reason_name_zh ?? row.reasonNameZh ?? row.reason_name),
      description: text(row.desc, 4_000),
      amount: majorMoney(
        row.applied_amount ?? row.appliedAmountYuan ?? row.expect_refund_fee ?? row.refundAmountYuan,
        'CNY',
      ),
      paid: majorMoney(row.pay_amount ?? row.payAmountYuan, 'CNY'),
      items: goodsOf(row).map((sku) =>
        compact({
          itemId: shapedId(sku.item_id ?? sku.itemId, /^\w{6,40}$/),
          skuId: shapedId(sku.skuId ?? sku.sku_id, /^\w{6,40}$/),
          title: text(sku.name_without_v ?? sku.skuName ?? sku.item_name),
          sku: text(sku.sku_name ?? sku.skucode),
          imageUrl: httpsUrl(sku.image),
        }),
      ),
      evidence: mediaOf(row.proof_photos ?? row.proofPhotos),
      appliedAt: timeOf(row.time ?? row.apply_time ?? row.applyTime ?? row.created_at, context),
      deadlineAt: timeOf(row.deadline_for_sort ?? row.expire_time ?? row.expireTime, context),
      trackingNo: text(row.ship_express_no, 40),
      status,
      stage: status ? stageOf(status) : undefined,
    }),
  ];
}

export const xiaohongshu: ConsoleDefinition = {
  id: 'xiaohongshu',
  version: '7',
  names: { zh: '小红书千帆', en: 'Xiaohongshu' },
  hosts: ['https://ark.xiaohongshu.com/*', 'https://walle.xiaohongshu.com/*'],
  cdnHosts: ['https://*.xiaohongshu.com/*', 'https://*.xhscdn.com/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'chat', pattern: /^walle\.xiaohongshu\.com\/cstools\/seller/ },
    { kind: 'list', pattern: /^ark\.xiaohongshu\.com\/app-order\/aftersale\/list/ },
    {
      kind: 'detail',
      pattern: /^ark\.xiaohongshu\.com\/app-order\/aftersale\/detail/,
      claimIdParam: 'returnId',
    },
  ],
  tap: {
    paths: [/after-sales\/returns/],
    parse(json, context) {
      const rows = listAt(json, 'data.after_sales');
      const one = firstRecord(json, 'data.after_sale', 'data.returns', 'data');
      const log = listAt(at(json, 'data.negotiation_records') ?? at(json, 'data.negotiateRecords'), '');
      if (rows.length) return rows.flatMap((row) => claim(row, context));
      return isRecord(one) ? claim(withLogPhotos(one, log), context) : [];
    },
  },
  ids: { claim: CLAIM, order: ORDER },
  expects: {
    list: ['claimId', 'orderId', 'kind', 'amount', 'items', 'appliedAt', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'reason', 'amount', 'evidence'],
  },
  certainty: 'good',
};

const ROLES = { codes: { 1: 'buyer' } } as const;

/** Pictures that only the buyer's entries of the negotiation records carry. */
function withLogPhotos(one: Json, log: Json[]): Json {
  const photos = log
    .filter((entry) => roleOf(entry, ROLES) === 'buyer')
    .flatMap((entry) => listAt(entry, 'attributes').map((attribute) => attribute.photos))
    .flat();
  const own = one.proof_photos ?? one.proofPhotos;
  return photos.length ? { ...one, proof_photos: [...(Array.isArray(own) ? own : []), ...photos] } : one;
}
