import { describe, expect, it } from 'vitest';
import { eventText, timelineOf } from '../../../../lib/cases/timeline.ts';
import { wordsOf } from '../../../../lib/cases/words.ts';
import { factOf } from '../../../../lib/claims/finding.ts';
import type { Claim } from '../../../../lib/claims/model.ts';
import type { ReadingRow } from '../../../../lib/store/rows.ts';
import {
  buyerHash,
  type ClaimFact,
  repeatFindings,
  repeatView,
  wilson,
} from '../../../../lib/verdict/history/repeat.ts';
import { changesBetween, roundFindings, roundsOf } from '../../../../lib/verdict/history/rounds.ts';
import { claim, sampleDossier } from '../../cases/sample-case.ts';

const PROVINCIAL = 600_000;

const reading = (n: number, change: Partial<Claim>): ReadingRow => ({
  v: 1,
  id: `r${n}`,
  claimKey: claim.key,
  claim: { ...claim, ...change },
  at: `2026-10-0${n}T00:00:00Z`,
});

describe('rounds', () => {
  it('counts a round each time the claim comes back to the seller, or as the page says', () => {
    const readings = [
      reading(1, { stage: 'waits-for-seller' }),
      reading(2, { stage: 'platform' }),
      reading(3, { stage: 'waits-for-seller' }),
      reading(4, { stage: 'waits-for-seller', evidence: [{ ...claim.evidence[0]!, round: 4 }] }),
    ];
    expect(roundsOf(readings.reverse()).map(({ round }) => round)).toEqual([1, 1, 2, 4]);
  });

  it('finds a changed story between rounds, not within one', () => {
    const away = reading(2, { stage: 'platform' });
    const told = [reading(1, {}), away, reading(3, { reason: '少件', stage: 'waits-for-seller' })];
    expect(roundFindings(told)).toMatchObject([
      { code: 'rounds-differ', strength: 'moderate', facts: { roundA: 1, roundB: 2, what: ['reason'] } },
    ]);
    expect(roundFindings([reading(1, {}), reading(3, { reason: '少件' })])).toEqual([]);
    expect(
      roundFindings([reading(1, {}), away, reading(3, { amount: { value: 900, currency: 'CNY' } })])[0]
        ?.strength,
    ).toBe('weak');
  });

  it('opens a round when the claim changes after the seller asked for evidence', () => {
    const told = [reading(1, {}), reading(3, { reason: '少件' })];
    expect(roundFindings(told, ['2026-10-02T00:00:00Z'])).toHaveLength(1);
    expect(roundFindings(told, ['2026-09-30T00:00:00Z', '2026-10-04T00:00:00Z'])).toEqual([]);
  });

  it('takes a field that one reading lacks for no difference', () => {
    expect(
      changesBetween({ ...claim, reason: undefined, description: undefined, evidence: [] }, claim),
    ).toEqual([]);
    expect(changesBetween(claim, { ...claim, reason: ' 商品破损 ' })).toEqual([]);
  });
});

describe('timeline', () => {
  it('tells everything in order, in words', () => {
    const events = timelineOf(sampleDossier(), { notes: true, verdicts: true, now: '2026-10-09T00:00:00Z' });
    const times = events.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(events.map(({ kind }) => kind)).toEqual([
      'ordered',
      'shipped',
      'delivered',
      'applied',
      'seen',
      'evidence',
      'judged',
      'judged-anew',
      'note',
      'requested',
      'changed',
      'evidence',
      'request-unanswered',
      'decided',
      'deadline',
    ]);
    for (const locale of ['zh-CN', 'zh-TW', 'en'] as const)
      for (const event of events)
        expect(eventText(event, wordsOf(locale), { verdict: (v) => v, finding: (code) => code })).not.toMatch(
          /undefined|timeline\.|\{|–/,
        );
  });
  it('keeps the seller’s notes to the seller', () => {
    expect(
      timelineOf(sampleDossier(), { notes: false, verdicts: false }).some(
        ({ kind }) => kind === 'note' || kind === 'request-unanswered',
      ),
    ).toBe(false);
  });
});

describe('repeat claimants', () => {
  const salt = new Uint8Array(32).fill(7);
  const fact = (key: string, buyer: string | null, daysAgo: number, paid = 0): ClaimFact => ({
    key,
    buyer,
    kind: 'refund-only',
    appliedAt: new Date(Date.parse('2026-10-10T00:00:00Z') - daysAgo * 86_400_000).toISOString(),
    paid: paid ? [{ value: paid, currency: 'CNY' }] : [],
  });

  it('hashes buyers so that the salt decides', () => {
    expect(buyerHash('a', salt)).toMatch(/^[0-9a-f]{64}$/);
    expect(buyerHash('a', salt)).not.toBe(buyerHash('a', new Uint8Array(32).fill(8)));
  });

  it('gives context only, against the shop’s own rate with its uncertainty', () => {
    const me = fact('c1', 'b1', 0, 2_000);
    const shop = [
      me,
      fact('c2', 'b1', 2, 2_000),
      fact('c3', 'b1', 5),
      fact('c4', 'b2', 3),
      fact('c5', 'b3', 400),
      fact('c6', 'b1', 500),
    ];
    const findings = repeatFindings(me, shop, PROVINCIAL);
    expect(findings.map(({ code }) => code)).toEqual([
      'repeat-claimant',
      'claims-add-up',
      'refund-only-burst',
    ]);
    expect(findings.every(({ strength }) => strength === 'context')).toBe(true);
    expect(findings[0]?.facts).toMatchObject({ n: 2, buyersWithAsMany: { k: 1, n: 2 } });
    expect(factOf(findings[1]!, 'total')).toEqual({ value: 4_000, currency: 'CNY' });
    expect(findings[2]?.facts).toEqual({ n: 3, days: 7 });
    expect(repeatFindings(fact('c9', 'b9', 0), shop, PROVINCIAL)).toEqual([]);
    expect(repeatView(fact('c9', null, 0), shop)).toBeNull();
  });

  it('computes the Wilson interval', () => {
    // Agresti and Coull (1998) style check values: 0 of 10 and 5 of 10.
    expect(wilson(0, 10).high).toBeCloseTo(0.2775, 3);
    expect(wilson(5, 10).low).toBeCloseTo(0.2366, 3);
    expect(wilson(0, 0)).toEqual({ k: 0, n: 0, low: 0, high: 1 });
  });
});
