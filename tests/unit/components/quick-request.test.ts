import { describe, expect, it } from 'vitest';
import { quickRequest } from '../../../lib/cases/texts/quick-request.ts';
import { forbiddenWords } from '../../../lib/cases/texts/wording.ts';
import type { Claim } from '../../../lib/claims/model.ts';
import { LOCALES } from '../../../lib/i18n/locale.ts';

const claim = {
  key: 'pinduoduo:1',
  console: 'pinduoduo',
  claimId: '1',
  orderId: '251120-1',
  kind: 'refund-only',
  items: [{ title: 'Mug {code} [[x]]' }],
  evidence: [],
} as unknown as Claim;

describe('quick request', () => {
  it('names order, code and day, leaves no gap, and doubts nobody', () => {
    for (const locale of LOCALES) {
      const text = quickRequest(claim, locale, { code: 'K7FWQX', action: 'turn' }, '2026-11-25');
      for (const part of ['251120-1', 'K7FWQX', '2026-11-25', 'Mug {code} [[x]]'])
        expect(text).toContain(part);
      expect(text).not.toMatch(/【|\{action\}|undefined/);
      expect(forbiddenWords(text, 'buyer')).toEqual([]);
    }
  });
});
