/** Draws the icon's PNG sizes from the two SVG files: `node tests/icons/build.ts`. */
import { join, resolve } from 'node:path';
import sharp from 'sharp';

const folder = resolve(import.meta.dirname, '../../public/icon');

/** Below this the plain drawing is used: the photo on the receipt would turn to noise. */
const PLAIN_BELOW = 48;

for (const size of [16, 32, 48, 96, 128]) {
  const svg = join(folder, size < PLAIN_BELOW ? 'icon-small.svg' : 'icon.svg');
  await sharp(svg, { density: 600 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(join(folder, `${size}.png`));
}
