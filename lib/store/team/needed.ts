/** Whether a picture's bytes still serve something, before they are let go. */
import type { ClaimLensDb } from '../db.ts';

/**
 * Whether a picture is evidence of a claim, a product image, or one of a colleague's library. Captures of the packing camera are asked
 * after by who deletes them. Joins a running transaction over `evidence`, `libraryImages` and `teamImages`.
 */
export async function isNeeded(db: ClaimLensDb, sha256: string): Promise<boolean> {
  for (const table of [db.evidence, db.libraryImages, db.teamImages] as const)
    if ((await table.where('sha256').equals(sha256).count()) > 0) return true;
  return false;
}
