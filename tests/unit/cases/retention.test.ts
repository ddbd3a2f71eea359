import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betterWitness, clockDoubt } from '../../../lib/cases/clock-doubt.ts';
import {
  isClean,
  type KeptClaim,
  listedSteps,
  retentionOf,
  retentionPlan,
} from '../../../lib/cases/retention.ts';
import { VERDICTS } from '../../../lib/claims/finding.ts';

const DAY = 86_400_000;
const kept = (change: Partial<KeptClaim> = {}): KeptClaim => ({
  claimKey: 'c',
  firstSeenAt: '2026-01-01T00:00:00Z',
  stage: 'paid',
  verdict: 'no-anomaly',
  checkedWhole: true,
  waiting: false,
  flagged: false,
  hasCase: false,
  caseClosedAt: null,
  changedAt: '2026-01-01T00:00:00Z',
  legalHold: false,
  pixelsKept: true,
  ...change,
});
const policy = { cleanPixelsDays: 30, cleanHashesDays: 180, disputedDays: 180 };

describe('retention', () => {
  it('lets pictures of a quiet claim go first, records later, and never touches a hold', () => {
    expect(retentionOf(kept(), policy)).toMatchObject({ what: 'pixels', dueAt: '2026-01-31T00:00:00.000Z' });
    expect(retentionOf(kept({ changedAt: '2026-02-01T08:00:00+08:00' }), policy)).toMatchObject({
      dueAt: '2026-03-03T00:00:00.000Z',
    });
    expect(retentionOf(kept({ pixelsKept: false }), policy)).toMatchObject({
      what: 'all',
      dueAt: '2026-07-30T00:00:00.000Z',
    });
    expect(retentionOf(kept({ hasCase: true, caseClosedAt: '2026-03-01T00:00:00Z' }), policy)).toMatchObject({
      what: 'all',
      dueAt: '2026-08-28T00:00:00.000Z',
    });
    expect(retentionOf(kept({ hasCase: true }), policy)).toMatchObject({ what: 'open' });
    expect(retentionOf(kept({ legalHold: true }), policy)).toEqual({ claimKey: 'c', what: 'hold' });
  });

  it.each([
    ['open', { stage: 'waits-for-seller' as const }],
    ['open', { stage: undefined }],
    ['open', { stage: 'platform' as const, verdict: 'several-signs' as const }],
    ['open', { stage: 'waits-for-seller' as const, verdict: null }],
    ['unchecked', { verdict: null }],
    ['unchecked', { waiting: true }],
  ])('counts nothing for a claim that is %s: %o', (what, change) =>
    expect(retentionOf(kept(change), policy)).toEqual({ claimKey: 'c', what }),
  );

  it('lets photos go early for nothing but a closed claim that was checked whole, without anomaly', () =>
    fc.assert(
      fc.property(
        fc.record({
          stage: fc.constantFrom(
            'paid',
            'closed-unpaid',
            'platform',
            'waits-for-seller',
            'unknown',
            undefined,
          ),
          verdict: fc.constantFrom(null, ...VERDICTS),
          checkedWhole: fc.boolean(),
          waiting: fc.boolean(),
          flagged: fc.boolean(),
          hasCase: fc.boolean(),
          legalHold: fc.boolean(),
        }),
        (change) => {
          const claim = kept({ ...(change as Partial<KeptClaim>), caseClosedAt: '2026-01-02T00:00:00Z' });
          const mayGo = retentionOf(claim, policy).what === 'pixels';
          expect(mayGo).toBe(isClean(claim));
          if (mayGo)
            expect(claim).toMatchObject({
              verdict: 'no-anomaly',
              checkedWhole: true,
              waiting: false,
              flagged: false,
              hasCase: false,
              legalHold: false,
            });
        },
      ),
    ));

  it('counts what is due and what comes next', () => {
    const plan = retentionPlan(
      [
        kept(),
        kept({ claimKey: 'd', changedAt: '2026-03-01T00:00:00Z' }),
        kept({ legalHold: true }),
        kept({ claimKey: 'u', verdict: null }),
      ],
      policy,
      Date.parse('2026-02-15T00:00:00Z'),
    );
    expect(plan.due.map(({ claimKey }) => claimKey)).toEqual(['c']);
    expect(plan.next).toMatchObject({ claimKey: 'd' });
  });

  it('lists for a day what goes, and takes from the list what is no longer due', () => {
    const step = { claimKey: 'c', what: 'pixels' as const, dueAt: '2026-01-31T00:00:00.000Z' };
    const now = Date.parse('2026-02-01T00:00:00Z');
    const first = listedSteps([step], {}, now);
    expect(first).toEqual({
      ready: [],
      listed: { c: { what: 'pixels', since: '2026-02-01T00:00:00.000Z' } },
    });
    expect(listedSteps([step], first.listed, now + DAY / 2)).toEqual({ ready: [], listed: first.listed });
    expect(listedSteps([step], first.listed, now + DAY)).toEqual({ ready: [step], listed: {} });
    expect(listedSteps([], first.listed, now + DAY)).toEqual({ ready: [], listed: {} });
    expect(listedSteps([{ ...step, what: 'all' }], first.listed, now + DAY).ready).toEqual([]);
  });
});

describe('the clock', () => {
  const now = Date.parse('2026-11-29T00:00:00Z');
  const calm = { now, lastSeen: now - DAY, server: null, monotonic: now };
  it.each([
    [null, {}],
    [null, { lastSeen: null }],
    [null, { lastSeen: now - 7 * DAY, monotonic: now - 7 * DAY }],
    ['back', { lastSeen: now + 365 * DAY }],
    ['back', { lastSeen: now + 2 * 3_600_000 }],
    ['back', { monotonic: now + 2 * 3_600_000 }],
    ['ahead', { lastSeen: now - 365 * DAY }],
    ['ahead', { monotonic: now - 365 * DAY }],
    ['server', { server: { here: now, there: now - 365 * DAY } }],
    ['server', { server: { here: now, there: now + 365 * DAY } }],
    // An answer out of a cache is a few days old at most.
    [null, { server: { here: now, there: now - 3 * DAY } }],
  ])('is %s for %o', (why, change) => expect(clockDoubt({ ...calm, ...change })?.why ?? null).toBe(why));

  it('goes by the freshest server, since caches only make one look slow', () => {
    const old = { here: now, there: now - 20 * DAY };
    const fresh = { here: now + 5, there: now };
    expect(betterWitness(old, fresh)).toBe(fresh);
    expect(betterWitness(fresh, old)).toBe(fresh);
    const nextDay = { here: now + 2 * DAY, there: now };
    expect(betterWitness(fresh, nextDay)).toBe(nextDay);
  });
});
