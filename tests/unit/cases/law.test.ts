import { describe, expect, it } from 'vitest';
import { addMonths, stamp } from '../../../lib/cases/instants.ts';
import { amounts, type LedgerClaim, provincialFigure } from '../../../lib/cases/law/amounts.ts';
import { describeAmounts, describeStatutes } from '../../../lib/cases/law/describe.ts';
import { dueReminders, legalClocks } from '../../../lib/cases/law/reminders.ts';
import { rulesFor, statuteFor, statutesToShow } from '../../../lib/cases/law/statute.ts';
import { LAW_TABLE } from '../../../lib/cases/law/table.ts';
import { wordsOf } from '../../../lib/cases/words.ts';
import { moneyText } from '../../../lib/claims/money.ts';

const claimOf = (n: number, yuan: number | null, change: Partial<LedgerClaim> = {}): LedgerClaim => ({
  claimKey: `pinduoduo:${n}`,
  account: 'a',
  appliedAt: `2026-0${n}-01T10:00:00+08:00`,
  asked: { value: 99_900, currency: 'CNY' },
  paid:
    yuan === null
      ? []
      : [{ at: `2026-0${n}-02T10:00:00+08:00`, amount: { value: yuan * 100, currency: 'CNY' } }],
  recovered: [],
  ...change,
});

describe('law table', () => {
  it('picks the statute by the date of the act, in Beijing', () => {
    expect(statuteFor('2025-12-31T23:59:59+08:00')?.id).toBe('public-security-2012');
    expect(statuteFor('2026-01-01T00:00:00+08:00')?.id).toBe('public-security-2025');
    // The same instant, written in UTC: it is the first of January in Beijing already.
    expect(statuteFor('2025-12-31T16:00:00Z')?.id).toBe('public-security-2025');
  });

  it('shows both texts for an older act that is handled later, one for a newer act', () => {
    const ids = (act: string) => statutesToShow(act, '2026-03-01T00:00:00+08:00').map(({ id }) => id);
    expect(ids('2025-12-31T12:00:00+08:00')).toEqual(['public-security-2012', 'public-security-2025']);
    expect(ids('2026-02-01T12:00:00+08:00')).toEqual(['public-security-2025']);
    const text = describeStatutes(
      ['2025-12-31T12:00:00+08:00'],
      '2026-03-01T00:00:00+08:00',
      wordsOf('zh-CN'),
    );
    expect(text).toMatch(/第49条[\s\S]*第58条[\s\S]*不是法律意见/);
  });

  it('cites nothing before it was in force', () => {
    expect(rulesFor('2026-01-31T12:00:00+08:00').some(({ id }) => id === 'order-116')).toBe(false);
    expect(rulesFor('2026-02-01T12:00:00+08:00').some(({ id }) => id === 'order-116')).toBe(true);
  });

  it('gives every row a source, a day it was looked at, and dates in order', () => {
    for (const row of LAW_TABLE) {
      expect(row.source && row.verifiedOn).toBeTruthy();
      expect(row.effectiveTo === null || row.effectiveFrom <= row.effectiveTo).toBe(true);
    }
  });
});

describe('amounts', () => {
  it.each([
    [2_999, 3_000, 'below-figure'],
    [3_000, 3_000, 'reaches-figure'],
    [10_000, 3_000, 'reaches-figure'],
    [2_999, 10_000, 'below-figure'],
    [3_000, 10_000, 'below-figure'],
    [10_000, 10_000, 'reaches-figure'],
  ])('%d yuan where the province set %d: %s', (paid, figure, comparison) => {
    const sum = amounts([claimOf(1, paid)], 'a', figure * 100);
    expect(sum.comparison).toBe(comparison);
    const zh = describeAmounts(sum, wordsOf('zh-CN')).comparison;
    expect(zh).toContain(
      comparison === 'reaches-figure' ? '达到所设的本省数额标准' : '低于所设的本省数额标准',
    );
    expect(zh).toContain(`${figure}.00 元`);
    expect(zh).toContain('由主管机关判断');
    const en = describeAmounts(sum, wordsOf('en')).comparison;
    expect(en).toContain('for the authority to decide');
    expect(en).not.toMatch(/crime|guilty/i);
  });

  it('adds only refunds paid to the same account, and lists attempts apart', () => {
    const ledger = [
      claimOf(1, 1_000),
      claimOf(2, null),
      claimOf(3, 500, {
        recovered: [{ at: '2026-05-01T00:00:00+08:00', amount: { value: 50_000, currency: 'CNY' } }],
      }),
      claimOf(4, 9_000, { account: 'b' }),
      claimOf(5, null, {
        paid: [{ at: '2026-05-02T00:00:00+08:00', amount: { value: 700, currency: 'USD' } }],
      }),
    ];
    const sum = amounts(ledger, 'a');
    expect(sum.paidFen).toBe(150_000);
    expect(sum.attempts.map(({ claimKey }) => claimKey)).toEqual(['pinduoduo:2']);
    expect(sum.recoveredFen).toBe(50_000);
    expect(sum.otherCurrencies).toEqual(['USD']);
  });

  it('holds the configured figure inside the band', () => {
    expect([
      provincialFigure(undefined),
      provincialFigure(1),
      provincialFigure(9e9),
      provincialFigure(500_000),
    ]).toEqual([300_000, 300_000, 1_000_000, 500_000]);
  });
});

describe('legal clocks', () => {
  it('counts months by the calendar', () => {
    expect(stamp(addMonths('2025-08-31T10:00:00+08:00', 6))).toBe('2026-02-28 10:00:00 +08:00');
    expect(stamp(addMonths('2026-01-15T00:30:00+08:00', 12))).toBe('2027-01-15 00:30:00 +08:00');
  });

  it('reminds of the six months before they are over', () => {
    const clocks = legalClocks({
      claimKey: 'c',
      actAt: '2026-06-01T00:00:00+08:00',
      knownAt: '2026-06-02T00:00:00+08:00',
      labelledFile: true,
    });
    expect(clocks.filter(({ id }) => id.includes('six-months'))).toHaveLength(2);
    const due = dueReminders(clocks, Date.parse('2026-11-15T00:00:00+08:00'));
    expect(due[0]?.daysLeft).toBe(16);
    expect(dueReminders(clocks, Date.parse('2026-07-01T00:00:00+08:00'))).toEqual([]);
  });
});

it('writes money without rounding', () => {
  expect(moneyText({ value: 1_990, currency: 'CNY' })).toBe('19.90 CNY');
  expect(moneyText({ value: -5, currency: 'USD' })).toBe('-0.05 USD');
  expect(moneyText({ value: 1_200, currency: 'JPY' })).toBe('1200 JPY');
});
