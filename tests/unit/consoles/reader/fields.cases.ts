/** Every kind of field of `reader/fields.ts`: which texts are a value of it, and which are none. */
import { isWholeValue, parseField } from '../../../../lib/consoles/reader/fields.ts';
import type { LabelName } from '../../../../lib/consoles/words/words.ts';
import { type Alone, ENV } from '../alone.ts';

const parsed = ([name, text, expected]: readonly [LabelName, string, object | undefined]): Alone => ({
  name: `${name}: ${text}`,
  told: () => parseField(name, text, ENV),
  expected,
});

const PARSED: [LabelName, string, object | undefined][] = [
  ['claimId', '编号10000000000001复制', { claimId: '10000000000001' }],
  ['claimId', '1000', undefined],
  ['orderId', '111111-000001 复制', { orderId: '111111-000001' }],
  ['orderId', '10000000000001', undefined],
  ['shopId', '店铺 70012', { shopId: '70012' }],
  ['shopId', '旗舰店', undefined],
  ['buyer', '张三 复制', { buyer: { name: '张三' } }],
  ['buyer', '—', undefined],
  ['buyer', '订单编号 123', { buyer: { name: '订单编号 123' } }],
  ['buyer', 'Anna-Maria von der Heide', { buyer: { name: 'Anna-Maria von der Heide' } }],
  // What is said below the word for the speaker.
  ['buyer', 'My order number: 77-5555555, refund amount: $500.00', undefined],
  ['buyer', '杯子碎了，订单编号：260410', undefined],
  ['buyer', '收到的时候已经碎了！', undefined],
  ['product', '花瓶 查看详情', { items: [{ title: '花瓶' }] }],
  ['product', '花', undefined],
  ['itemId', '商品ID 88001', { items: [{ itemId: '88001' }] }],
  ['itemId', '88', undefined],
  ['sku', '红色；大号', { items: [{ sku: '红色；大号' }] }],
  ['sku', '无', undefined],
  ['amount', '￥12.50', { amount: { value: 1250, currency: 'CNY' }, raw: { amount: '￥12.50' } }],
  ['amount', '待定', undefined],
  ['paid', '￥20.00', { paid: { value: 2000, currency: 'CNY' }, raw: { paid: '￥20.00' } }],
  ['paid', '待定', undefined],
  ['kind', '仅退款', { kind: 'refund-only', raw: { kind: '仅退款' } }],
  ['kind', '上门', { kind: 'other', raw: { kind: '上门' } }],
  ['kind', '-', undefined],
  ['reason', '商品破损 展开', { reason: '商品破损' }],
  ['reason', '暂无', undefined],
  ['description', '杯口缺了一块', { description: '杯口缺了一块' }],
  ['description', 'n/a', undefined],
  ['status', '待商家处理', { status: '待商家处理', stage: 'waits-for-seller' }],
  [
    'status',
    '退货退款待商家处理',
    { status: '待商家处理', stage: 'waits-for-seller', kind: 'return-refund', raw: { kind: '退货退款' } },
  ],
  ['status', '神秘', { status: '神秘', stage: 'unknown' }],
  ['status', '--', undefined],
  [
    'deadlineAt',
    '2026-10-02 12:00:00',
    { deadlineAt: '2026-10-02T12:00:00+08:00', raw: { deadline: '2026-10-02 12:00:00' } },
  ],
  // A day without a clock time is over at its end.
  ['deadlineAt', '2026-10-02', { deadlineAt: '2026-10-02T23:59:59+08:00', raw: { deadline: '2026-10-02' } }],
  [
    'deadlineAt',
    '10-03 12:00',
    { deadlineAt: '2026-10-03T12:00:00+08:00', raw: { deadline: '10-03 12:00' } },
  ],
  [
    'deadlineAt',
    '2026-10-02T18:00:00',
    { deadlineAt: '2026-10-02T18:00:00+08:00', raw: { deadline: '2026-10-02T18:00:00' } },
  ],
  [
    'deadlineAt',
    '2026年10月2日 下午3:05',
    { deadlineAt: '2026-10-02T15:05:00+08:00', raw: { deadline: '2026年10月2日 下午3:05' } },
  ],
  // What is left has no minutes, the time beside it has.
  [
    'deadlineAt',
    '剩余 1天3小时（10-02 03:25 截止）',
    { deadlineAt: '2026-10-02T03:25:00+08:00', raw: { deadline: '剩余 1天3小时（10-02 03:25 截止）' } },
  ],
  // Nothing says which of two times is the end.
  ['deadlineAt', '申请 2026-09-30 10:00，截止 2026-10-02 10:00', undefined],
  ['deadlineAt', 'Oct 4 (opened Sep 30, 2026)', undefined],
  ['deadlineAt', '请在48小时内处理', undefined],
  ['deadlineAt', '1天', { deadlineAt: '2026-10-02T00:00:00+08:00', raw: { deadline: '1天' } }],
  [
    'deadlineAt',
    '1天后自动退款',
    {
      deadlineAt: '2026-10-02T00:00:00+08:00',
      deadlineEffect: 'money-goes-out',
      raw: { deadline: '1天后自动退款' },
    },
  ],
  ['deadlineAt', '尽快', undefined],
  [
    'appliedAt',
    '2026-09-28 10:11:12',
    { appliedAt: '2026-09-28T10:11:12+08:00', raw: { appliedAt: '2026-09-28 10:11:12' } },
  ],
  [
    'orderedAt',
    '2026-09-20 10:11:12',
    { orderedAt: '2026-09-20T10:11:12+08:00', raw: { orderedAt: '2026-09-20 10:11:12' } },
  ],
  [
    'shippedAt',
    '2026-09-21 10:11:12',
    { shippedAt: '2026-09-21T10:11:12+08:00', raw: { shippedAt: '2026-09-21 10:11:12' } },
  ],
  [
    'deliveredAt',
    '2026-09-25 10:11:12',
    { deliveredAt: '2026-09-25T10:11:12+08:00', raw: { deliveredAt: '2026-09-25 10:11:12' } },
  ],
  ['deliveredAt', '昨天傍晚某时', undefined],
  ['trackingNo', '顺丰 SF1234567890', { trackingNo: 'SF1234567890' }],
  ['trackingNo', '顺丰', undefined],
  ['quantity', '2', undefined],
];

const whole = ([name, text, expected]: readonly [LabelName, string, boolean]): Alone => ({
  name: `whole ${name}: ${text}`,
  told: () => isWholeValue(name, text, ENV),
  expected,
});

const WHOLE: [LabelName, string, boolean][] = [
  ['claimId', '10000000000001 复制', true],
  ['claimId', '10000000000001 的那个', false],
  ['orderId', '111111-000001', true],
  ['orderId', '111111-000001 吗', false],
  ['amount', '￥12.50', true],
  ['amount', '￥12.50（含运费￥2.00）', true],
  ['amount', '大概要退￥12.50', false],
  ['paid', '20 元', true],
  ['paid', '元', false],
  ['deadlineAt', '2天3小时', true],
  ['deadlineAt', '明天吧', false],
  ['appliedAt', '2026-09-28', true],
  ['appliedAt', '是 2026-09-28', false],
  ['reason', '破损', true],
  ['reason', '长'.repeat(41), false],
  ['buyer', '张三', false],
];

export const CASES: Alone[] = [...PARSED.map(parsed), ...WHOLE.map(whole)];
