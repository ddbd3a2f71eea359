/** Pictures in the form that a place takes: a composite sheet, or single pictures below its limits. Originals stay untouched. */
import type { Dossier } from '../../cases/dossier.ts';
import type { Preset } from '../../cases/texts/presets.ts';
import { layOutSheet, type Sheet, type Shrunk, shrinkToFit } from '../../cases/texts/shrink.ts';
import { shopDb } from '../../store/db.ts';
import { coveredPicture } from './covered.ts';

/** Paints on a surface of which one unit is `scale` of a full-size pixel. */
export type Draw = (context: OffscreenCanvasRenderingContext2D, scale: number) => void;

/** Encodes what `draw` paints on a surface of the given full size. */
export const encoder =
  (fullWidth: number, draw: Draw) =>
  async (width: number, height: number, quality: number): Promise<Uint8Array> => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no drawing surface');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    draw(context, width / fullWidth);
    return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
  };

/** A stored picture, masked where the seller covered parts; null for what the browser cannot draw. The caller closes it. */
export const pictureOf = (sha256: string): Promise<ImageBitmap | null> => coveredPicture(shopDb(), sha256);

/** The buyer's photos, then the pictures that findings compare them with, each once. */
function chosen(dossier: Dossier): string[] {
  const photos = dossier.evidence.flatMap(({ sha256, kind }) => (sha256 && kind === 'photo' ? [sha256] : []));
  const against = dossier.findings.flatMap(({ finding }) => finding.against?.sha256 ?? []);
  return [...new Set([...photos, ...against])];
}

/** Up to `most` pictures of the case, masked; the caller closes them. */
export async function picturesOf(dossier: Dossier, most: number): Promise<ImageBitmap[]> {
  const bitmaps: ImageBitmap[] = [];
  for (const sha256 of chosen(dossier)) {
    if (bitmaps.length >= most) break;
    const bitmap = await pictureOf(sha256);
    if (bitmap) bitmaps.push(bitmap);
  }
  return bitmaps;
}

/** Paints pictures at their places on a sheet, each with its number below. */
export const drawSheet =
  (bitmaps: readonly ImageBitmap[], sheet: Sheet): Draw =>
  (context, scale) => {
    context.fillStyle = '#1c2430';
    context.font = `${Math.max(9, 22 * scale)}px sans-serif`;
    for (const place of sheet.placements) {
      const bitmap = bitmaps[place.index];
      if (!bitmap) continue;
      context.drawImage(bitmap, place.x * scale, place.y * scale, place.width * scale, place.height * scale);
      context.fillText(String(place.index + 1), place.x * scale, (place.y + place.height + 28) * scale);
    }
  };

/**
 * JPEGs that fit the preset, masked where the seller covered parts. One composite sheet for `sheet`, up to the preset's
 * number of pictures else. Throws RangeError when one cannot be brought below the byte limit.
 */
export async function submitPictures(dossier: Dossier, preset: Preset): Promise<Shrunk[]> {
  const bitmaps = await picturesOf(dossier, preset.form === 'sheet' ? 9 : preset.maxPictures);
  try {
    if (bitmaps.length === 0) return [];
    if (preset.form === 'sheet') {
      const sheet = layOutSheet(bitmaps);
      return [
        await shrinkToFit(
          encoder(sheet.width, drawSheet(bitmaps, sheet)),
          sheet.width,
          sheet.height,
          preset.maxPictureBytes,
        ),
      ];
    }
    const out: Shrunk[] = [];
    for (const bitmap of bitmaps) {
      const draw: Draw = (context, scale) =>
        context.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale);
      out.push(
        await shrinkToFit(encoder(bitmap.width, draw), bitmap.width, bitmap.height, preset.maxPictureBytes),
      );
    }
    return out;
  } finally {
    for (const bitmap of bitmaps) bitmap.close();
  }
}
