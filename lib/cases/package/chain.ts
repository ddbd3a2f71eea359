/** The stretch of the activity log that belongs to a case: its own entries in full, all others as bare hashes. */
import { CLOCK_WENT_BACK, type Emptied, NOT_CONTENT } from '../../store/ledger-chain.ts';
import type { LedgerRow } from '../../store/rows.ts';
import { namesOf } from '../../store/twins.ts';

export interface ChainExcerpt {
  seat: string;
  /** In order; a bare entry is another claim's, of which only place and hash are given. */
  entries: (LedgerRow | { n: number; hash: string })[];
  /** Tombstones that speak of emptied entries in the stretch: why a running number of the case may be missing. */
  stones?: LedgerRow[];
}

/** Whether a tombstone speaks of an entry of a seat between two places. */
const isStone = (row: LedgerRow, seat: string, from: number, to: number): boolean => {
  const places = (row.data.emptied as Emptied | undefined)?.[seat];
  return Array.isArray(places) && places.some(([first, last]) => first <= to && last >= from);
};

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
    // Where the clock was set back is shown in full: without it, times that begin earlier behind it would look changed.
    const entries = chain
      .slice(first, chain.findLastIndex(isContent) + 1)
      .map((row) => (isContent(row) || row.what === CLOCK_WENT_BACK ? row : { n: row.n, hash: row.hash }));
    const [from, to] = [entries[0]?.n ?? 0, entries.at(-1)?.n ?? 0];
    const stones = ledger.filter((row) => isStone(row, seat, from, to));
    return [{ seat, entries, ...(stones.length > 0 && { stones }) }];
  });
}
