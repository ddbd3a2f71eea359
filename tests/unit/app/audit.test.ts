import { describe, expect, it, vi } from 'vitest';

vi.mock('wxt/browser', () => ({ browser: {} }));
vi.mock('../../../lib/engine/start-worker.ts', () => ({
  startWorker: vi.fn(),
  startCredentialWorker: vi.fn(),
}));

const { AuditInputError, parseClaims } = await import('../../../lib/app/audit.ts');

const AT = '2026-10-02T03:00:00.000Z';

describe('parseClaims', () => {
  it('takes partial claims and the relative paths of their photos', () => {
    const [one, two, three] = parseClaims(
      JSON.stringify([
        {
          claimId: 'A1',
          orderId: 'O1',
          buyer: { id: 'b' },
          reason: '破损',
          evidence: ['x/1.jpg', { url: '../y\\2.jpg' }],
        },
        { key: 'pinduoduo:77', kind: 'return-refund', evidence: [] },
        {},
      ]),
      AT,
    );
    expect(one).toMatchObject({
      claim: { key: 'audit:A1', orderId: 'O1', reason: '破损' },
      files: ['x/1.jpg', 'y/2.jpg'],
    });
    expect(two).toMatchObject({ claim: { key: 'audit:77', kind: 'return-refund' } });
    expect(three?.claim.key).toBe('audit:3');
  });

  it.each([
    ['no JSON', 'claims'],
    ['no array', '{}'],
    ['an array of something else', '[1]'],
    ['a time that is none', '[{"appliedAt":"yesterday"}]'],
    ['an amount that is no money', '[{"amount":12.5}]'],
    ['an unknown kind', '[{"kind":"theft"}]'],
    ['evidence that is no address', '[{"evidence":[1]}]'],
  ])('refuses %s', (_, json) => expect(() => parseClaims(json, AT)).toThrow(AuditInputError));

  it('does not let a file write over what the audit itself says', () => {
    const [entry] = parseClaims(
      '[{"claimId":"1","console":"pinduoduo","key":"jd:1","__proto__":{"x":1}}]',
      AT,
    );
    expect(entry?.claim).toMatchObject({ console: 'audit', key: 'audit:1', evidence: [] });
  });
});
