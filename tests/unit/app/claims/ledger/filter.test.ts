import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { arrange, LedgerFilter, moreInUse, NO_FILTER } from '../../../../../lib/app/claims/ledger/filter.ts';
import { type LedgerLine, ledgerLine } from '../../../../../lib/app/claims/ledger/line.ts';
import type { Verdict } from '../../../../../lib/claims/finding.ts';
import type { Claim } from '../../../../../lib/claims/model.ts';
import type { ClaimRow, FlagRow, VerdictRow } from '../../../../../lib/store/rows.ts';

const NOW = Date.parse('2026-11-10T00:00:00Z');
const hours = (n: number) => new Date(NOW + n * 3_600_000).toISOString();
const yuan = (n: number) => ({ value: n * 100, currency: 'CNY' });

function line(
  id: string,
  verdict: Verdict | null,
  change: Partial<Claim> = {},
  more: { flagged?: boolean; applied?: string } = {},
): LedgerLine {
  const claim = {
    key: `shopee:${id}`,
    console: 'shopee',
    claimId: id,
    kind: 'refund-only',
    items: [{ title: `Goods ${id}`, itemId: `item-${id}` }],
    ...change,
  } as Claim;
  const appliedAt = more.applied ?? `2026-11-0${id}T00:00:00Z`;
  return ledgerLine(
    { key: claim.key, claim, console: claim.console, appliedAt } as ClaimRow,
    verdict ? ({ verdict } as VerdictRow) : undefined,
    more.flagged ? ({ on: true } as FlagRow) : undefined,
  );
}

const ids = (lines: LedgerLine[]) => lines.map(({ claimId }) => claimId);
const show = (lines: LedgerLine[], filter: Partial<LedgerFilter>) =>
  ids(arrange(lines, { ...NO_FILTER, ...filter }, NOW));

describe('the order of the ledger', () => {
  const lines = [
    line('1', 'no-anomaly', { amount: yuan(9) }),
    line('2', 'file-declares-ai'),
    line('3', null),
    line('4', 'worth-checking', { amount: yuan(1) }),
    line('5', 'not-enough-information'),
  ];

  it('puts what needs most attention first, and what nobody looked at before what could not be told', () => {
    expect(show(lines, {})).toEqual(['2', '4', '3', '5', '1']);
  });

  it('sorts by age and by amount', () => {
    expect(show(lines, { sort: 'newest' })).toEqual(['5', '4', '3', '2', '1']);
    expect(show(lines, { sort: 'amount' }).slice(0, 2)).toEqual(['1', '4']);
  });

  it('weighs time left with the amount, and leaves what is over and what no clock runs for at the end', () => {
    const clocks = [
      line('1', null, { deadlineAt: hours(40), amount: yuan(10), deadlineEffect: 'money-goes-out' }),
      line('2', null, { deadlineAt: hours(40), amount: yuan(900), deadlineEffect: 'money-goes-out' }),
      line('3', null, { deadlineAt: hours(1), amount: yuan(30), deadlineEffect: 'money-goes-out' }),
      line('4', null, { deadlineAt: hours(-5), amount: yuan(5_000), deadlineEffect: 'money-goes-out' }),
      line('5', null, { deadlineAt: hours(1), amount: yuan(900), deadlineEffect: 'closes-for-seller' }),
    ];
    expect(show(clocks, { sort: 'urgency' }).slice(0, 3)).toEqual(['2', '3', '1']);
    expect(show(clocks, { sort: 'deadline' })).toEqual(['4', '5', '3', '2', '1']);
  });
});

describe('the filters of the ledger', () => {
  const lines = [
    line('1', 'no-anomaly', { amount: yuan(20), buyer: { name: '王小明' }, stage: 'waits-for-seller' }),
    line('2', null, { amount: { value: 20, currency: 'JPY' }, stage: 'paid' }, { flagged: true }),
    line('3', 'worth-checking', { deadlineAt: hours(10), console: 'jd' }),
    line('4', null, { deadlineAt: hours(60) }, { applied: '2026-10-01T12:00:00Z' }),
    line('5', null, { deadlineAt: hours(-1) }),
  ];
  const kept: [Partial<LedgerFilter>, string[]][] = [
    [{ verdict: 'unchecked' }, ['2', '4', '5']],
    [{ verdict: 'worth-checking' }, ['3']],
    [{ text: ' GOODS 4 ' }, ['4']],
    [{ text: '小明' }, ['1']],
    [{ console: 'jd' }, ['3']],
    [{ stage: 'paid' }, ['2']],
    [{ stage: 'unknown' }, ['3', '4', '5']],
    [{ buyer: '小明' }, ['1']],
    [{ buyer: 'goods' }, []],
    [{ product: 'item-5' }, ['5']],
    // Twenty of each currency's own units: the yen has no smaller one.
    [{ least: 20, most: 20 }, ['1', '2']],
    [{ least: 20.01 }, []],
    [{ deadline: 'day' }, ['3']],
    [{ deadline: 'three-days' }, ['3', '4']],
    [{ deadline: 'over' }, ['5']],
    [{ deadline: 'none' }, ['1', '2']],
    [{ from: '2026-10-01', to: '2026-10-01' }, ['4']],
    [{ to: '2026-09-30' }, []],
    [{ flagged: true }, ['2']],
    [{ flagged: true, verdict: 'no-anomaly' }, []],
  ];
  it.each(kept)('%j', (filter, wanted) => {
    expect(show(lines, filter).sort()).toEqual(wanted);
  });

  it('counts what is in use behind "more", and reads an older view with defaults', () => {
    expect(moreInUse(NO_FILTER)).toBe(0);
    expect(moreInUse({ ...NO_FILTER, text: 'x', buyer: 'y', least: 0 })).toBe(2);
    expect(v.parse(LedgerFilter, { text: 'cup' })).toEqual({ ...NO_FILTER, text: 'cup' });
    expect(v.safeParse(LedgerFilter, { sort: 'buyer-risk' }).success).toBe(false);
  });
});
