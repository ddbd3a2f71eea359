/** The claims list as a table for a spreadsheet. */
import { csv } from '../cases/export/csv.ts';
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

/** Amounts are in minor units' decimal form with the currency in its own column; times are ISO. */
export function claimsCsv(lines: LedgerLine[]): string {
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
  return csv([head, ...rows]);
}

function decimal({ value, currency }: { value: number; currency: string }): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (value / 10 ** digits).toFixed(digits);
}
