/** The comparison view's data: two stored pictures aligned again, with the map of their differences. */
import { WorkerPool } from '../../engine/pool/pool.ts';
import type { Comparison } from '../../engine/pool/protocol.ts';
import { startWorker } from '../../engine/pool/start-worker.ts';
import { ClaimLensDb, DB_NAME, shopDb } from '../../store/db.ts';
import { drawnPicture } from '../pictures/drawn.ts';

let pool: WorkerPool | undefined;

export interface ComparedPictures extends Comparison {
  photo: Blob;
  source: Blob;
}

const database = (name: string): ClaimLensDb => (name === DB_NAME ? shopDb() : new ClaimLensDb(name));

/** Stored bytes as a blob; null when they are not (or no longer) kept. */
export async function blobOf(sha256: string, dbName: string = DB_NAME): Promise<Blob | null> {
  const row = await database(dbName).blobs.get(sha256);
  return row ? new Blob([row.bytes as BlobPart], { type: row.mime }) : null;
}

/** One of the pictures of a stored file (`place`, see lib/images/held.ts), or the file itself; null when it is not kept. */
export async function pictureBlob(
  sha256: string,
  place: string | undefined,
  dbName: string = DB_NAME,
): Promise<Blob | null> {
  return place === undefined ? blobOf(sha256, dbName) : drawnPicture(sha256, place, dbName);
}

/** Object URL of stored bytes; the caller revokes it. Null when the bytes are not kept. */
export async function blobUrl(sha256: string, dbName: string = DB_NAME): Promise<string | null> {
  const blob = await blobOf(sha256, dbName);
  return blob && URL.createObjectURL(blob);
}

/** Aligns two stored pictures. Null when one of them is no longer kept; throws UnreadablePhotoError-named errors. */
export async function comparePictures(
  photo: string,
  source: string,
  dbName: string = DB_NAME,
): Promise<ComparedPictures | null> {
  const [a, b] = await Promise.all([blobOf(photo, dbName), blobOf(source, dbName)]);
  if (!a || !b) return null;
  pool ??= new WorkerPool(startWorker, 1);
  return { photo: a, source: b, ...(await pool.call('compare', { db: dbName, photo, source })) };
}
