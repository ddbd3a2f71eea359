/** A worker's view of the content store: bytes by hash, read from the database itself. */
import { UnreadablePhotoError } from '../../images/errors.ts';
import type { Box } from '../../pixels/box.ts';
import { ClaimLensDb } from '../../store/db.ts';
import type { BlobRow, PhotoRow } from '../../store/rows.ts';

const databases = new Map<string, ClaimLensDb>();

function databaseOf(dbName: string): ClaimLensDb {
  let db = databases.get(dbName);
  if (!db) {
    db = new ClaimLensDb(dbName);
    databases.set(dbName, db);
  }
  return db;
}

/** What is stored about pictures, in the order of `ids`; undefined where nothing is. */
export const fingerprintsOf = (dbName: string, ids: string[]): Promise<(PhotoRow | undefined)[]> =>
  databaseOf(dbName).photos.bulkGet(ids);

/** Whether a picture stands in any claim. */
export const isEvidence = async (dbName: string, sha256: string): Promise<boolean> =>
  (await databaseOf(dbName).evidence.where('sha256').equals(sha256).count()) > 0;

/** What is stored of a file. Throws UnreadablePhotoError `empty` when it is not (or no longer) kept. */
export async function blobOf(dbName: string, sha256: string): Promise<BlobRow> {
  const row = await databaseOf(dbName).blobs.get(sha256);
  if (!row) throw new UnreadablePhotoError('empty', 'no bytes stored');
  return row;
}

/** Bytes of a stored file. Throws UnreadablePhotoError `empty` when they are not (or no longer) kept. */
export const bytesOf = async (dbName: string, sha256: string): Promise<Uint8Array> =>
  (await blobOf(dbName, sha256)).bytes;

/** Parts of a picture that the seller covered, in its own pixels: they are covered in whatever may leave the program. */
export const coversOf = async (dbName: string, sha256: string): Promise<readonly Box[]> =>
  (await databaseOf(dbName).masks.get(sha256))?.boxes ?? [];
