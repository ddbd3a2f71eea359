/** Pixels of a file as the product's own decoder gives them: RGBA on white, oriented, at most the working size. */
import sharp from 'sharp';
import { WORKING_SIDE } from '../../lib/images/limits.ts';
import type { Picture } from '../../lib/pixels/picture.ts';

export async function pixelsOf(file: string): Promise<Picture> {
  const { data, info } = await sharp(file)
    .rotate()
    .flatten({ background: '#fff' })
    .resize(WORKING_SIDE, WORKING_SIDE, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}
