/** Words of kind and status: what is denied, or will be if nothing is done, is not what they say. */
import { describe, expect, it } from 'vitest';
import { kindOf, stageOf } from '../../../lib/consoles/words/meanings.ts';

describe('kindOf', () => {
  it.each([
    ['Refund (no return)', 'refund-only'],
    ['Return not required', 'refund-only'],
    ['Non-return refund', 'refund-only'],
    ['Reembolso sem devolução', 'refund-only'],
    ['Reembolso sin devolución', 'refund-only'],
    ['Hoàn tiền không cần trả hàng', 'refund-only'],
    ['僅退款', 'refund-only'],
    ['退貨退款', 'return-refund'],
    ['七天无理由退货', 'return-refund'],
    ['No exchange, refund only', 'refund-only'],
    ['Return and refund', 'return-refund'],
    ['Devolução', 'return-refund'],
    ['Trả hàng và hoàn tiền', 'return-refund'],
  ])('%s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });
});

describe('stageOf', () => {
  it.each([
    ['不同意退款', undefined],
    ['商家未同意退款', undefined],
    ['未关闭', undefined],
    ['Unsuccessful', undefined],
    ['Incomplete', undefined],
    ['Not yet refunded', undefined],
    ['Cancellation requested', 'waits-for-seller'],
    ['待同意退款', 'waits-for-seller'],
    // What happens if nothing is done.
    ['待商家处理，超时将自动退款关闭', 'waits-for-seller'],
    ['待买家退货，逾期自动关闭', 'waits-for-buyer'],
    ['Pending — will be cancelled if you do not answer', 'waits-for-seller'],
    ['若买家超时未退货，售后将关闭', undefined],
    // A text of one clause is the state itself.
    ['超时关闭', 'closed-unpaid'],
    ['Buyer cancelled', 'closed-unpaid'],
    ['USER_CANCELED', 'closed-unpaid'],
    ['Refunded', 'paid'],
    ['Completed', 'paid'],
    ['RETURN_OR_REFUND_REQUEST_SUCCESS', 'paid'],
  ])('%s', (text, stage) => {
    expect(stageOf(text)).toBe(stage);
  });
});
