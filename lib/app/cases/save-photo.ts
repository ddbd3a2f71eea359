/** Handing one photo of a case to the seller: as it was received, or as a copy with the covered parts filled. */
import { extensionOf } from '../../cases/package/items.ts';
import { saveFile } from '../../platform/downloads.ts';
import { shopDb } from '../../store/db.ts';
import { pictureOf } from './submit-pictures.ts';

/** Saves the stored bytes, or a JPEG in which the seller's covers are filled and no metadata is left. */
export async function savePhoto(sha256: string, masked: boolean): Promise<void> {
  const name = `photo-${sha256.slice(0, 12)}`;
  if (!masked) {
    const row = await shopDb().blobs.get(sha256);
    const mime = row?.parts ? 'application/octet-stream' : row?.mime;
    if (row && mime)
      saveFile(`${name}.${extensionOf(mime)}`, new Blob([row.bytes as BlobPart], { type: mime }));
    return;
  }
  const bitmap = await pictureOf(sha256);
  if (!bitmap) return;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  saveFile(`${name}-covered.jpg`, await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 }));
}
