/** Pictures inside stored files, drawn by a worker of their own: frames of videos, and other pictures that a file holds. */
import { WorkerPool } from '../../engine/pool/pool.ts';
import { startWorker } from '../../engine/pool/start-worker.ts';
import { type Place, timePlace } from '../../images/held.ts';
import { ClaimLensDb, DB_NAME, shopDb } from '../../store/db.ts';

let pool: WorkerPool | undefined;

async function drawn(dbName: string, sha256: string, place: Place, lossless: boolean) {
  const db = dbName === DB_NAME ? shopDb() : new ClaimLensDb(dbName);
  if (!(await db.blobs.get(sha256))) return null;
  pool ??= new WorkerPool(startWorker, 1);
  return pool.call('picture', { db: dbName, sha256, place, lossless });
}

/** A picture of a stored file as a JPEG of at most the working size; null when the file is not kept. */
export async function drawnPicture(
  sha256: string,
  place: string,
  dbName: string = DB_NAME,
): Promise<Blob | null> {
  const made = await drawn(dbName, sha256, place as Place, false);
  return made && new Blob([made.bytes as BlobPart], { type: made.mime });
}

/** One frame of a stored video without loss, as a PNG at the working size; null when the video is not kept. */
export async function drawnFrame(sha256: string, second: number): Promise<Uint8Array | null> {
  return (await drawn(DB_NAME, sha256, timePlace(second), true))?.bytes ?? null;
}
