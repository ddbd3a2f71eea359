/** Decodes a photo for the preview comparison, as the product's decoder does: oriented, on white, RGBA. */
import sharp from 'sharp';
import type { Picture } from '../../../lib/pixels/picture.ts';
import type { ComparedPreview } from '../../../lib/provenance/checks/embedded-preview.ts';
import { jpegIntact } from '../../../lib/provenance/container/jpeg-scan.ts';
import { compareThumbnail } from '../../../lib/provenance/preview/compare-preview.ts';
import { thumbnails } from '../../../lib/provenance/preview/previews.ts';

export async function decode(bytes: Uint8Array, turn = true): Promise<Picture> {
  const image = sharp(bytes, { failOn: 'none' });
  const { data, info } = await (turn ? image.rotate() : image)
    .flatten({ background: '#ffffff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

/** Comparisons of all previews that can be decoded. */
export async function comparePreviews(bytes: Uint8Array): Promise<ComparedPreview[]> {
  const previews = thumbnails(bytes);
  if (previews.length === 0) return [];
  const photo = await decode(bytes);
  const out: ComparedPreview[] = [];
  for (const preview of previews) {
    const small = await decode(preview.bytes, false);
    out.push({
      preview: { ...preview, length: preview.bytes.length },
      comparison: compareThumbnail(small, photo, () => jpegIntact(bytes)),
    });
  }
  return out;
}
