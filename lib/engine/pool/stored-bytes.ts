/** A worker's view of the content store: bytes by hash, read from the database itself. */
import { UnreadablePhotoError } from '../../images/errors.ts';
import { ClaimLensDb } from '../../store/db.ts';

const databases = new Map<string, ClaimLensDb>();

/** Bytes of a stored file. Throws UnreadablePhotoError `empty` when they are not (or no longer) kept. */
export async function bytesOf(dbName: string, sha256: string): Promise<Uint8Array> {
  let db = databases.get(dbName);
  if (!db) {
    db = new ClaimLensDb(dbName);
    databases.set(dbName, db);
  }
  const row = await db.blobs.get(sha256);
  if (!row) throw new UnreadablePhotoError('empty', 'no bytes stored');
  return row.bytes;
}
