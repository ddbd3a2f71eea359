/** Draws test pictures with text; needs a font with Chinese letters. */
import { existsSync } from 'node:fs';
import sharp from 'sharp';
import type { Picture } from '../../../lib/pixels/picture.ts';

/** Noto Sans CJK where Debian's fonts-noto-cjk puts it. */
export const hasFont = existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
if (!hasFont) console.log('labels: Noto Sans CJK is absent, so the tests that draw Chinese text are skipped');

/** SVG to a picture, through JPEG of `quality` when given. */
export async function draw(svg: string, quality?: number): Promise<Picture> {
  const image = sharp(Buffer.from(svg)).flatten({ background: '#fff' });
  const source = quality ? sharp(await image.jpeg({ quality }).toBuffer()) : image;
  const { data, info } = await source.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

/** A photo-like textured ground with `inside` drawn over it. */
export const textured = (width: number, height: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
  <linearGradient id="g" x2="1" y2="1"><stop stop-color="#47574a"/><stop offset="1" stop-color="#6d6050"/></linearGradient>
  <filter id="n" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".6" numOctaves="2" seed="3"/>
  <feColorMatrix values=".3 .3 .3 0 0 .3 .3 .3 0 0 .3 .3 .3 0 0 0 0 0 0 .25"/></filter></defs>
  <rect width="100%" height="100%" fill="url(#g)"/><rect width="100%" height="100%" filter="url(#n)"/>${inside}</svg>`;

/** One line of white text, end or start at (x, y). */
export const words = (text: string, x: number, y: number, size: number, more = ''): string =>
  `<text x="${x}" y="${y}" font-family="Noto Sans CJK SC" font-size="${size}" fill="#fff" ${more}>${text}</text>`;
