import { describe, expect, it } from 'vitest';
import { arrange, NO_FILTER } from '../../../components/ledger/ledger-order.ts';
import type { LedgerLine } from '../../../lib/app/queries.ts';
import type { Verdict } from '../../../lib/claims/finding.ts';

function line(id: string, verdict: Verdict | null, more: Record<string, unknown> = {}): LedgerLine {
  return {
    row: {
      key: `pinduoduo:${id}`,
      console: 'pinduoduo',
      appliedAt: `2026-11-0${id}T00:00:00Z`,
      deadlineAt: null,
      claim: { claimId: id, items: [{ title: `Goods ${id}` }], ...more },
    },
    verdict: verdict && { verdict },
    flag: null,
  } as unknown as LedgerLine;
}

const ids = (lines: LedgerLine[]) => lines.map(({ row }) => row.claim.claimId);

describe('ledger order', () => {
  const lines = [
    line('1', 'no-anomaly', { amount: { value: 900, currency: 'CNY' } }),
    line('2', 'file-declares-ai'),
    line('3', null),
    line('4', 'worth-checking', { amount: { value: 100, currency: 'CNY' } }),
    line('5', 'not-enough-information'),
  ];

  it('puts what needs most attention first, and what nobody looked at before what could not be told', () => {
    expect(ids(arrange(lines, NO_FILTER))).toEqual(['2', '4', '3', '5', '1']);
  });

  it('sorts by age and by amount', () => {
    expect(ids(arrange(lines, { ...NO_FILTER, sort: 'newest' }))).toEqual(['5', '4', '3', '2', '1']);
    expect(ids(arrange(lines, { ...NO_FILTER, sort: 'amount' })).slice(0, 2)).toEqual(['1', '4']);
  });

  it('filters by rung and by words', () => {
    expect(ids(arrange(lines, { ...NO_FILTER, rung: 'unchecked' }))).toEqual(['3']);
    expect(ids(arrange(lines, { ...NO_FILTER, text: ' goods 4 ' }))).toEqual(['4']);
  });
});
