/** Captures of the packing table's camera stand in the archive as a folder of their own, whose bytes are kept here. */
import type { ClaimLensDb } from '../../store/db.ts';
import { isNeeded } from '../../store/team/needed.ts';

/** Its name; a linked folder of the seller's cannot be called so, since a colon is no part of a folder's name everywhere. */
export const CAMERA_FOLDER = 'camera:';

/** Takes the bytes of all captures away, but for those that are evidence or a product image as well. Call inside a transaction over all tables. */
export async function dropCaptures(db: ClaimLensDb): Promise<void> {
  const rows = await db.archiveFiles.where('folder').equals(CAMERA_FOLDER).toArray();
  for (const { sha256 } of rows) {
    if (!sha256) continue;
    if (!(await isNeeded(db, sha256))) await db.blobs.delete(sha256);
  }
}
