/** Small readings to store. */
import type { Claim } from '../../../lib/claims/model.ts';

/** A claim as a console reader hands it over; override what the test is about. */
export function claim(over: Partial<Claim> = {}): Claim {
  const claimId = over.claimId ?? '1001';
  return {
    key: `pinduoduo:${claimId}`,
    console: 'pinduoduo',
    claimId,
    kind: 'refund-only',
    items: [],
    evidence: [],
    pageUrl: 'https://mms.pinduoduo.com/aftersales',
    readAt: '2026-10-02T03:00:00.000Z',
    reader: { console: 'pinduoduo', version: '1', how: 'json' },
    ...over,
  };
}

/** One evidence photo by address. */
export const photo = (url: string): Claim['evidence'][number] => ({ url, originalUrl: url, kind: 'photo' });
