/** Filter and order of the ledger's list. */
import type { LedgerLine } from '../../lib/app/queries.ts';
import { clockOf, urgency } from '../../lib/cases/clock.ts';
import { VERDICTS, type Verdict } from '../../lib/claims/finding.ts';

export const SORTS = ['attention', 'urgency', 'deadline', 'newest', 'amount'] as const;
export type Sort = (typeof SORTS)[number];

export interface LedgerFilter {
  text: string;
  rung: Verdict | 'unchecked' | 'all';
  console: string;
  flagged: boolean;
  sort: Sort;
}

export const NO_FILTER: LedgerFilter = {
  text: '',
  rung: 'all',
  console: '',
  flagged: false,
  sort: 'attention',
};

/** Lines without a verdict stand between "not enough" and "worth checking": nobody has looked yet. */
const rank = (line: LedgerLine): number => (line.verdict ? VERDICTS.indexOf(line.verdict.verdict) : 1.5);

const ORDER: Record<Exclude<Sort, 'urgency'>, (a: LedgerLine, b: LedgerLine) => number> = {
  attention: (a, b) => rank(b) - rank(a) || ORDER.deadline(a, b),
  deadline: (a, b) => (a.row.deadlineAt ?? '9').localeCompare(b.row.deadlineAt ?? '9') || ORDER.newest(a, b),
  newest: (a, b) => b.row.appliedAt.localeCompare(a.row.appliedAt) || a.row.key.localeCompare(b.row.key),
  amount: (a, b) =>
    (b.row.claim.amount?.value ?? -1) - (a.row.claim.amount?.value ?? -1) || ORDER.newest(a, b),
};

/** Money at stake per hour left, worked out once per line so that ten thousand lines sort in one short task. */
function byUrgency(lines: LedgerLine[]): LedgerLine[] {
  const now = Date.now();
  return lines
    .map((line) => ({ line, stake: urgency(clockOf(line.row.claim), line.row.claim.amount, now) }))
    .sort((a, b) => b.stake - a.stake || ORDER.deadline(a.line, b.line))
    .map(({ line }) => line);
}

/** The lines to show, in order. */
export function arrange(lines: LedgerLine[], filter: LedgerFilter): LedgerLine[] {
  const text = filter.text.trim().toLowerCase();
  const shown = lines.filter(({ row, verdict, flag }) => {
    if (filter.flagged && !flag) return false;
    if (filter.console && row.console !== filter.console) return false;
    if (filter.rung !== 'all' && (verdict?.verdict ?? 'unchecked') !== filter.rung) return false;
    if (!text) return true;
    const { claim } = row;
    return [
      claim.claimId,
      claim.orderId,
      claim.buyer?.name,
      claim.reason,
      ...claim.items.map((i) => i.title),
    ].some((part) => part?.toLowerCase().includes(text));
  });
  return filter.sort === 'urgency' ? byUrgency(shown) : shown.sort(ORDER[filter.sort]);
}
