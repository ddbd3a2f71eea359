import { describe, expect, it, vi } from 'vitest';

vi.mock('wxt/browser', () => ({ browser: {} }));
vi.mock('../../../../lib/engine/pool/start-worker.ts', () => ({
  startWorker: vi.fn(),
  startCredentialWorker: vi.fn(),
}));

const { AuditInputError, parseClaims, withoutRoot } = await import('../../../../lib/app/audit/audit.ts');

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

describe('withoutRoot', () => {
  const paths = (...list: string[]) =>
    withoutRoot(list.map((path) => ({ path, bytes: async () => new Uint8Array() }))).map(({ path }) => path);

  it('takes the name of a picked folder off its claims', () =>
    expect(paths('photos/c1/1.jpg', 'photos/c2/1.jpg', 'photos/loose.jpg')).toEqual([
      'c1/1.jpg',
      'c2/1.jpg',
      'loose.jpg',
    ]));

  it('leaves one claim, several roots and loose files as they are', () => {
    expect(paths('c1/1.jpg', 'c1/2.jpg')).toEqual(['c1/1.jpg', 'c1/2.jpg']);
    expect(paths('c1/1.jpg', 'c2/x/2.jpg')).toEqual(['c1/1.jpg', 'c2/x/2.jpg']);
    expect(paths('1.jpg', 'c1/x/1.jpg')).toEqual(['1.jpg', 'c1/x/1.jpg']);
    expect(paths()).toEqual([]);
  });
});
