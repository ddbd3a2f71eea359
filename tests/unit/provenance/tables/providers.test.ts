import { describe, expect, it } from 'vitest';
import {
  creditCheckDigit,
  PROVIDERS,
  parseProviderCode,
  providerOf,
} from '../../../../lib/provenance/tables/providers.ts';

describe('provider code', () => {
  it('parses the two codes of real files, check digit right', () => {
    expect(parseProviderCode('001191110102MACQD9K64010000')).toMatchObject({
      subject: '91110102MACQD9K640',
      subjectType: '1',
      binding: '1',
      checkDigit: true,
      region: '110102',
      service: 'generation',
      own: '0000',
    });
    expect(parseProviderCode('00119144030008867405X220001')).toMatchObject({
      subject: '9144030008867405X2',
      checkDigit: true,
      service: 'distribution',
      own: '0001',
    });
    expect(parseProviderCode('001191110102MACQD9K64000000')).toMatchObject({ service: 'not-set', own: '' });
  });

  it('says so when the check digit is wrong, and refuses other shapes', () => {
    expect(parseProviderCode('001191110102MACQD9K64110000')!.checkDigit).toBe(false);
    for (const bad of ['', 'doubao', `01${'1'.repeat(25)}`, '0'.repeat(26), '001191110102MACQD9K6401000!']) {
      expect(parseProviderCode(bad)).toBeNull();
    }
  });

  it('masks the numbers of persons', () => {
    const code = parseProviderCode('002111010519491231002X00000')!;
    expect(code.subject).toBe('11**************2X');
    expect(code.code).not.toContain('0105194912');
    expect(code.checkDigit).toBeNull();
  });

  it('has only credit codes whose check digit is right', () => {
    for (const p of PROVIDERS.filter((x) => /^\d/.test(x.subject))) {
      expect(creditCheckDigit(p.subject), p.vendor).toBe(true);
      expect(providerOf(p.subject.toLowerCase())).toBe(p);
    }
  });
});
