/** The claims list as a table for a spreadsheet. */
import type { Cell } from '../cases/export/csv.ts';
import { verdictText } from '../i18n/finding-text.ts';
import { t } from '../i18n/index.ts';
import type { LedgerLine } from './queries.ts';

const COLUMNS = [
  'claim',
  'console',
  'order',
  'verdict',
  'flagged',
  'kind',
  'reason',
  'goods',
  'amount',
  'currency',
  'appliedAt',
  'deadlineAt',
] as const;

/** Header and one row per claim. Amounts are decimal numbers with the currency in its own column; times are ISO. */
export function claimsTable(lines: LedgerLine[]): Cell[][] {
  const head = COLUMNS.map((column) => t(`surfaces.ledger.columns.${column}`));
  const rows = lines.map(({ row, verdict, flag }) => {
    const { claim } = row;
    return [
      claim.claimId,
      claim.console,
      claim.orderId ?? '',
      verdict ? verdictText(verdict.verdict) : t('surfaces.ledger.unchecked'),
      flag ? t('verdicts.flagged') : '',
      t(`surfaces.kinds.${claim.kind}`),
      claim.reason ?? '',
      claim.items.map((item) => item.title ?? item.itemId ?? '').join(' / '),
      claim.amount ? decimal(claim.amount) : '',
      claim.amount?.currency ?? '',
      claim.appliedAt ?? '',
      claim.deadlineAt ?? '',
    ];
  });
  return [head, ...rows];
}

function decimal({ value, currency }: { value: number; currency: string }): number {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return value / 10 ** digits;
}
