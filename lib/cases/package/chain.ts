/** The stretch of the activity log that belongs to a case: its own entries in full, all others as bare hashes. */
import type { LedgerRow } from '../../store/rows.ts';
import { namesOf } from '../../store/twins.ts';

/** Views and exports are logged, but do not belong to the case's content: else no two exports could have the same bytes. */
const NOT_CONTENT = new Set(['case-viewed', 'case-exported']);

export interface ChainExcerpt {
  seat: string;
  /** In order; a bare entry is another claim's, of which only place and hash are given. */
  entries: (LedgerRow | { n: number; hash: string })[];
}

/** True when a log entry speaks of the claim or of one of its pieces of evidence (`claimKey#…`). */
export const concerns = (row: LedgerRow, claimKey: string): boolean =>
  row.subject === claimKey || row.subject.startsWith(`${claimKey}#`) || row.data.claimKey === claimKey;

/** One excerpt per seat: from the case's first entry to its last. */
export function chainExcerpts(ledger: readonly LedgerRow[], claimKey: string): ChainExcerpt[] {
  const names = namesOf(ledger, claimKey);
  const isContent = (row: LedgerRow) =>
    !NOT_CONTENT.has(row.what) && names.some((name) => concerns(row, name));
  const seats = [...new Set(ledger.map(({ seat }) => seat))].sort();
  return seats.flatMap((seat) => {
    const chain = ledger.filter((row) => row.seat === seat).sort((a, b) => a.n - b.n);
    const first = chain.findIndex(isContent);
    if (first < 0) return [];
    const entries = chain
      .slice(first, chain.findLastIndex(isContent) + 1)
      .map((row) => (isContent(row) ? row : { n: row.n, hash: row.hash }));
    return [{ seat, entries }];
  });
}
