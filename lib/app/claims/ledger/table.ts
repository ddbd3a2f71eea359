/** The claims list as a table for a spreadsheet. */
import type { Cell } from '../../../cases/export/csv.ts';
import { verdictText } from '../../../i18n/finding-text.ts';
import { t } from '../../../i18n/index.ts';
import type { LedgerLine } from './line.ts';

const COLUMNS = [
  'claim',
  'console',
  'order',
  'verdict',
  'flagged',
  'kind',
  'status',
  'reason',
  'goods',
  'amount',
  'currency',
  'appliedAt',
  'deadlineAt',
  'estimated',
] as const;

/**
 * Header and one row per claim. Amounts are decimal numbers with the currency in its own column; times are ISO. The buyer is
 * left out: a list of people is nothing that should go from hand to hand.
 */
export function claimsTable(lines: readonly LedgerLine[]): Cell[][] {
  const head = COLUMNS.map((column) => t(`surfaces.ledger.columns.${column}`));
  const rows = lines.map((line) => [
    line.claimId,
    line.console,
    line.orderId ?? '',
    line.verdict ? verdictText(line.verdict) : t('surfaces.ledger.unchecked'),
    line.flagged ? t('verdicts.flagged') : '',
    t(`surfaces.kinds.${line.kind}`),
    line.status ?? t(`surfaces.ledger.stages.${line.stage}`),
    line.reason ?? '',
    line.goods,
    line.units ?? '',
    line.amount?.currency ?? '',
    line.appliedAt,
    line.clock?.at ?? '',
    line.clock?.estimated ? t('surfaces.ledger.yes') : '',
  ]);
  return [head, ...rows];
}
