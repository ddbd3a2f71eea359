/** Stored pictures as they are handed out: the parts that the seller covered are filled, so that nothing below them is left. */
import type { ClaimLensDb } from '../../store/db.ts';

const COVER = '#3a3f45';

/** Those of the pictures of which the seller covered parts. */
export async function coveredOf(db: ClaimLensDb, hashes: readonly string[]): Promise<Set<string>> {
  const masks = await db.masks.bulkGet([...new Set(hashes)]);
  return new Set(masks.flatMap((mask) => (mask && mask.boxes.length > 0 ? [mask.sha256] : [])));
}

/** A stored picture in its full size, covered; null for what the browser cannot draw. The caller closes it. */
export async function coveredPicture(db: ClaimLensDb, sha256: string): Promise<ImageBitmap | null> {
  const [row, mask] = await Promise.all([db.blobs.get(sha256), db.masks.get(sha256)]);
  if (!row?.mime.startsWith('image/')) return null;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([row.bytes as BlobPart], { type: row.mime }));
  } catch {
    // A kind of picture that this browser has no decoder for.
    return null;
  }
  if (!mask) return bitmap;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no drawing surface');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  context.fillStyle = COVER;
  for (const { x, y, width, height } of mask.boxes) context.fillRect(x, y, width, height);
  return canvas.transferToImageBitmap();
}
