import { describe, expect, it } from 'vitest';
import { guessId, orderKeyed, orderOfKeyed, parseKeepingDigits } from '../../../lib/claims/ids.ts';
import { mergePartials, toClaim } from '../../../lib/claims/merge.ts';

const META = {
  console: 'pinduoduo',
  version: '1',
  how: 'json',
  pageUrl: 'https://mms.pinduoduo.com/aftersales/aftersale_list',
  readAt: '2026-10-01T08:00:00+08:00',
} as const;

describe('parseKeepingDigits', () => {
  it.each([
    ['{"id":7412345678901234567}', { id: '7412345678901234567' }],
    ['{"id":123,"t":1790700000000}', { id: 123, t: 1_790_700_000_000 }],
    [
      '{"text":"7412345678901234567 said \\"12345678901234567\\""}',
      { text: '7412345678901234567 said "12345678901234567"' },
    ],
    [
      '[-12345678901234567890, 1.5e3, 0.1234567890123456789]',
      ['-12345678901234567890', 1500, 0.123_456_789_012_345_68],
    ],
    ['mtopjsonp3({"a":4100000000000000123})', { a: '4100000000000000123' }],
    [' /**/ cb_1({"a":1});', { a: 1 }],
  ])('%s', (text, value) => {
    expect(parseKeepingDigits(text)).toEqual(value);
  });
  it.each(['', '{', 'callback(', 'not json', '<html>'])('no JSON: %s', (text) => {
    expect(parseKeepingDigits(text)).toBeUndefined();
  });
});

describe('ids', () => {
  it('guesses a console only from a telling shape', () => {
    expect(guessId(' 260410-123456789012345 ')).toEqual({ console: 'pinduoduo', what: 'order' });
    expect(guessId('PO-211-123456-D01')).toEqual({ console: 'temu', what: 'claim' });
    expect(guessId('123456789012345678')).toBeUndefined();
  });
  it('marks an order that stands in for a claim', () => {
    expect(orderOfKeyed(orderKeyed('260410-123456789012345'))).toBe('260410-123456789012345');
    expect(orderOfKeyed('22750000000001')).toBeUndefined();
  });
});

describe('mergePartials', () => {
  it('keeps what is surer, fills gaps, and keeps each stored picture once', () => {
    const json = {
      claimId: '1',
      amount: { value: 1200, currency: 'CNY' },
      kind: 'other' as const,
      items: [{ itemId: '5', title: '碗' }],
      evidence: [{ url: 'https://a/x.jpg', originalUrl: 'https://a/x.jpg', kind: 'photo' as const }],
    };
    const dom = {
      claimId: '1',
      amount: { value: 9900, currency: 'CNY' },
      kind: 'refund-only' as const,
      reason: '破损',
      items: [{ title: '别的', imageUrl: 'https://a/p.jpg' }],
      evidence: [
        { url: 'https://a/x.jpg?w=1', originalUrl: 'https://a/x.jpg', kind: 'photo' as const, round: 2 },
        { url: 'https://a/y.jpg', kind: 'photo' as const },
      ],
    };
    expect(mergePartials(json, dom)).toEqual({
      claimId: '1',
      amount: { value: 1200, currency: 'CNY' },
      kind: 'refund-only',
      reason: '破损',
      items: [{ itemId: '5', title: '碗', imageUrl: 'https://a/p.jpg' }],
      evidence: [
        { url: 'https://a/x.jpg', originalUrl: 'https://a/x.jpg', kind: 'photo', round: 2 },
        { url: 'https://a/y.jpg', kind: 'photo' },
      ],
    });
  });
});

describe('toClaim', () => {
  it('leaves out what does not fit and keeps the rest', () => {
    const claim = toClaim(
      {
        claimId: '22750000000001',
        evidence: [
          { url: 'javascript:alert(1)', kind: 'photo' },
          { url: 'https://a.example.com/1.jpg', kind: 'photo' },
        ],
        items: [{ title: '碗', imageUrl: 'http://a/1.jpg' }],
        raw: { amount: '¥1' },
      },
      META,
    );
    expect(claim?.key).toBe('pinduoduo:22750000000001');
    expect(claim?.kind).toBe('other');
    expect(claim?.evidence).toEqual([
      { url: 'https://a.example.com/1.jpg', originalUrl: 'https://a.example.com/1.jpg', kind: 'photo' },
    ]);
    expect(claim?.items).toEqual([{ title: '碗' }]);
  });
  it('takes the order where there is no claim number, and nothing where there is neither', () => {
    expect(toClaim({ orderId: '260410-1' }, META)?.claimId).toBe('order-260410-1');
    expect(toClaim({ reason: 'x' }, META)).toBeUndefined();
    expect(toClaim({ claimId: 'x'.repeat(100) }, META)).toBeUndefined();
  });
});
