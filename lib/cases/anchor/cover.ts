/** Which entries of the log a time-stamp authority vouches for, and the proof of each. */
import { verifyLedger } from '../../store/ledger-chain.ts';
import { stretchOf } from '../../store/logged/stretch.ts';
import type { AnchorRow, LedgerRow } from '../../store/rows.ts';
import { pathsOf, rootOf, type Step } from './tree.ts';

export interface Cover {
  anchor: AnchorRow;
  /** Entries of the case in that stretch, each with its way up to the digest. */
  proofs: { n: number; path: Step[] }[];
}

/**
 * The proofs of some entries. A stretch that is not whole here proves nothing and is left out; one whose entries no longer
 * lead to the digest is for `brokenAnchors` to name.
 */
export function coverOf(
  ledger: readonly LedgerRow[],
  anchors: readonly AnchorRow[],
  entries: readonly LedgerRow[],
): Cover[] {
  return anchors.flatMap((anchor): Cover[] => {
    const mine = entries.filter((row) => isCovered(row, anchor));
    if (mine.length === 0) return [];
    const stretch = stretchOf(ledger, anchor);
    if (!stretch) return [];
    const hashes = stretch.map(({ hash }) => hash);
    if (rootOf(hashes) !== anchor.digest) return [];
    const paths = pathsOf(
      hashes,
      mine.map(({ n }) => n - anchor.from),
    );
    return [{ anchor, proofs: mine.map(({ n }, i) => ({ n, path: paths[i] ?? [] })) }];
  });
}

/** Whether an entry stands in an anchor's stretch. */
export const isCovered = (row: Pick<LedgerRow, 'seat' | 'n'>, { seat, from, to }: AnchorRow): boolean =>
  row.seat === seat && from <= row.n && row.n <= to;

/**
 * Anchors whose entries are all here, fit each other, and lead to another digest: the chain was recomputed since. Where an
 * entry does not fit its own hash or the one before it, something was damaged, which the check of the log names; that is
 * not called a change.
 */
export const brokenAnchors = (ledger: readonly LedgerRow[], anchors: readonly AnchorRow[]): AnchorRow[] =>
  anchors.filter((anchor) => {
    const stretch = stretchOf(ledger, anchor);
    if (!stretch || rootOf(stretch.map(({ hash }) => hash)) === anchor.digest) return false;
    return !verifyLedger(stretch, null, 'any').some(({ why }) => why === 'hash' || why === 'link');
  });

/** The earliest time by which an authority saw an entry; null where none did. */
export function latestBy(
  anchors: readonly AnchorRow[],
  row: Pick<LedgerRow, 'seat' | 'n'>,
): { genTime: string; authority: string } | null {
  const times = anchors.flatMap((anchor) =>
    anchor.genTime !== null && isCovered(row, anchor)
      ? [{ genTime: anchor.genTime, authority: anchor.authority ?? '' }]
      : [],
  );
  return times.sort((a, b) => Date.parse(a.genTime) - Date.parse(b.genTime))[0] ?? null;
}
