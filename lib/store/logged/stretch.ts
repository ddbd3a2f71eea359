/** Stretches of the log that were given to a time-stamp authority as one hash. */
import type { ClaimLensDb } from '../db.ts';
import type { AnchorRow, LedgerRow } from '../rows.ts';

/** The entries of a stretch, whole and in order; null where one of them is not here. */
export function stretchOf(
  ledger: readonly LedgerRow[],
  { seat, from, to }: Pick<AnchorRow, 'seat' | 'from' | 'to'>,
): LedgerRow[] | null {
  const rows = ledger
    .filter((row) => row.seat === seat && row.n >= from && row.n <= to)
    .sort((a, b) => a.n - b.n);
  return rows.length === to - from + 1 && rows.every((row, i) => row.n === from + i) ? rows : null;
}

/** Anchors with an answer, of all seats, by the end of their stretch. */
export const answered = async (db: ClaimLensDb): Promise<AnchorRow[]> =>
  (await db.anchors.toArray()).filter(({ token }) => token !== null).sort((a, b) => a.to - b.to);
