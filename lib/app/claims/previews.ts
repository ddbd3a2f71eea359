/** Small pictures for lists. */
import { shopDb } from '../../store/db.ts';

/** The stored preview of a picture (longest side 320 px), else its own bytes; null when neither is kept. */
export async function previewOf(sha256: string): Promise<Blob | null> {
  const db = shopDb();
  const preview = (await db.photos.get(sha256))?.preview;
  if (preview) return new Blob([preview as BlobPart]);
  const row = await db.blobs.get(sha256);
  return row ? new Blob([row.bytes as BlobPart], { type: row.mime }) : null;
}
