/** Which rows go when claims are erased: everything of theirs, and no picture that something else still needs. */
import type { LedgerRow } from '../store/rows.ts';
import { namesOf } from '../store/twins.ts';
import { concerns } from './package/chain.ts';

/** How the rows stand that decide over shared bytes. */
export interface EraseInput {
  /** Claims to erase. */
  claimKeys: readonly string[];
  /** All evidence rows of the shop: a picture that another claim holds as well stays. */
  evidence: readonly { id: string; claimKey: string; sha256: string | null }[];
  /** Hashes that the library and the shipping archive hold. */
  keptElsewhere: ReadonlySet<string>;
  /** `pixels`: only stored bytes and previews go; hashes, codes and records stay. */
  what: 'pixels' | 'all';
}

export interface ErasePlan {
  claimKeys: string[];
  evidenceIds: string[];
  /** Bytes and previews that nothing else needs. */
  blobs: string[];
}

export function erasePlan({ claimKeys, evidence, keptElsewhere, what }: EraseInput): ErasePlan {
  const going = new Set(claimKeys);
  const mine = evidence.filter((row) => going.has(row.claimKey));
  const others = new Set(evidence.flatMap((row) => (going.has(row.claimKey) ? [] : (row.sha256 ?? []))));
  const blobs = new Set(
    mine.flatMap(({ sha256 }) =>
      sha256 === null || others.has(sha256) || keptElsewhere.has(sha256) ? [] : [sha256],
    ),
  );
  return {
    claimKeys: what === 'all' ? [...going] : [],
    evidenceIds: what === 'all' ? mine.map(({ id }) => id) : [],
    blobs: [...blobs],
  };
}

/**
 * The log entries of erased claims, emptied: what they said is gone, their place and hash stay, so that the chain around
 * them can still be checked by its links. An emptied entry cannot be re-hashed any more, and says so by its `what`.
 */
export function emptiedEntries(ledger: readonly LedgerRow[], claimKeys: readonly string[]): LedgerRow[] {
  const names = claimKeys.flatMap((key) => namesOf(ledger, key));
  return ledger
    .filter((row) => row.what !== 'erased' && names.some((key) => concerns(row, key)))
    .map((row) => ({ ...row, what: 'erased', subject: '', data: {} }));
}
