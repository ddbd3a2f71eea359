/** The claims list as a table for a spreadsheet. */
import { verdictText } from '../i18n/finding-text.ts';
import { t } from '../i18n/index.ts';
import type { LedgerLine } from './queries.ts';

/** Makes a cell safe: quotes doubled, and no leading sign that a spreadsheet would run as a formula. */
export function csvCell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of cells as CSV with a byte order mark, so that spreadsheets read Chinese right. */
export const toCsv = (rows: (string | number)[][]): string =>
  `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;

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
  return toCsv([head, ...rows]);
}

function decimal({ value, currency }: { value: number; currency: string }): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (value / 10 ** digits).toFixed(digits);
}
