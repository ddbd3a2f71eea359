/** WeChat Store 微信小店: the page lives in open shadow roots; JSON has seconds left instead of a time. */
import { fromMinor } from '../../claims/money.ts';
import { isoInZone } from '../../claims/time.ts';
import {
  at,
  compact,
  isRecord,
  type Json,
  objectsIn,
  secondsLeft,
  shapedId,
  text,
  timeOf,
} from '../json/json.ts';
import { joinMedia, mediaOf } from '../json/media.ts';
import { httpsUrl } from '../page/addresses.ts';
import type { ConsoleDefinition, PartialClaim, ReadContext } from '../types.ts';
import { kindOf, stageOf } from '../words/meanings.ts';

const ID = /^\d{10,22}$/;
const STAGES = {
  USER_WAIT_CONFIRM: 'waits-for-buyer',
  MERCHANT_PROCESSING: 'waits-for-seller',
  MERCHANT_REJECT_REFUND: 'waits-for-buyer',
  MERCHANT_REJECT_RETURN: 'waits-for-buyer',
  USER_WAIT_RETURN: 'waits-for-buyer',
  MERCHANT_WAIT_RECEIPT: 'returned',
  // 商家逾期未退款: nothing was paid yet.
  MERCHANT_OVERDUE_REFUND: 'waits-for-seller',
  PLATFORM_REFUNDING: 'paid',
  PLATFORM_REFUND_FAIL: 'platform',
  MERCHANT_REFUND_SUCCESS: 'paid',
  MERCHANT_RETURN_SUCCESS: 'paid',
  RETURN_CLOSED: 'closed-unpaid',
  USER_CANCELD: 'closed-unpaid',
  MERCHANT_REFUND_RETRY_FAIL: 'closed-unpaid',
  MERCHANT_FAIL: 'closed-unpaid',
} as const;
const KINDS = {
  REFUND: 'refund-only',
  RETURN: 'return-refund',
  EXCHANGE: 'exchange',
  // On this console a bare refund is one without a return.
  退款: 'refund-only',
} as const;

function claim(row: Json, context: ReadContext): PartialClaim[] {
  const claimId = shapedId(row.after_sale_order_id ?? row.afterSaleOrderId, ID);
  if (!claimId) return [];
  const product = row.product_info ?? row.productInfo;
  const goods: Json = isRecord(product) ? product : {};
  const end = secondsLeft(row.deadline, context);
  const code = text(row.status) ?? '';
  const openid = shapedId(row.openid, /^[\w-]{6,64}$/);
  return [
    compact({
      claimId,
      orderId: shapedId(row.order_id ?? row.orderId, ID),
      buyer: openid ? { id: openid } : undefined,
      kind: kindOf(text(row.type) ?? '', KINDS),
      reason: text(row.reason_text ?? row.reasonText) ?? text(at(row, 'refund_info.refund_reason_text')),
      description: text(at(row, 'details.desc'), 4_000),
      amount: fromMinor(at(row, 'refund_info.amount'), 'CNY'),
      items: [
        compact({
          itemId: shapedId(goods.product_id, ID),
          skuId: shapedId(goods.sku_id, ID),
          title: text(goods.title),
          imageUrl: httpsUrl(goods.thumb_img),
        }),
      ].filter((item) => Object.keys(item).length > 0),
      // The open interface names the same pictures `prove_imgs` or `media_infos`, by version.
      evidence: joinMedia(mediaOf(at(row, 'details.prove_imgs')), mediaOf(at(row, 'details.media_infos'))),
      appliedAt: timeOf(row.create_time ?? row.createTime, context),
      deadlineAt: end === undefined ? undefined : isoInZone(end, context.zone),
      status: code || undefined,
      stage: stageOf(code, STAGES),
    }),
  ];
}

export const wechat: ConsoleDefinition = {
  id: 'wechat',
  version: '7',
  names: { zh: '微信小店', en: 'WeChat Store' },
  hosts: ['https://store.weixin.qq.com/*'],
  cdnHosts: ['https://*.mmecimage.cn/*', 'https://*.tencent-cloud.com/*', 'https://*.qpic.cn/*'],
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  pages: [
    { kind: 'list', pattern: /^store\.weixin\.qq\.com\/shop\/aftersale\/list/ },
    {
      kind: 'detail',
      pattern: /^store\.weixin\.qq\.com\/shop\/aftersale\/(?:detail|info)/,
      claimIdParam: 'after_sale_order_id',
    },
  ],
  tap: {
    paths: [/mmchannelstradeaftersale/],
    parse: (json, context) =>
      objectsIn(json)
        .filter((object) => 'after_sale_order_id' in object || 'afterSaleOrderId' in object)
        .slice(0, 500)
        .flatMap((row) => claim(row, context)),
  },
  ids: { claim: ID, order: ID },
  kinds: KINDS,
  stages: STAGES,
  expects: {
    list: ['claimId', 'orderId', 'kind', 'amount', 'status'],
    detail: ['claimId', 'orderId', 'kind', 'amount', 'evidence'],
  },
  certainty: 'good',
};
