/** HEIC in Node, by the same libheif that the extension's workers run: the right picture, in the right colours. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { toSrgb } from '../../../../lib/images/colour/to-srgb.ts';
import { otherPictures, readHeifItems } from '../../../../lib/images/heif/items.ts';
import { heifPixels } from '../../../../lib/images/heif/pixels.ts';
import { heldPictures } from '../../../../lib/images/held.ts';
import { meanDifference } from '../../support/pixels.ts';

const CASES = resolve(import.meta.dirname, '../../../../../shared/cases/photos');
const has = existsSync(CASES);
if (!has) console.log('cases: ../shared/cases is absent, so the tests that read it are skipped');
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(CASES, name)));

async function opened(name: string) {
  const pixels = await heifPixels(read(name));
  toSrgb(pixels.data, pixels.colour);
  return pixels;
}

describe.skipIf(!has)('HEIC', () => {
  it('brings Display P3 to sRGB', async () => {
    const { data, width, height } = await opened('p3-red.heic');
    const middle = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 4;
    const [r = 0, g = 0, b = 0] = data.subarray(middle, middle + 3);
    expect(r).toBeGreaterThan(250);
    expect(Math.max(g, b)).toBeLessThan(8);
  });

  it('shows an untouched P3 copy as its sRGB original', async () => {
    const heic = await opened('p3-can.heic');
    const jpeg = await sharp(read('p3-can-library.jpg')).ensureAlpha().raw().toBuffer();
    expect(meanDifference(heic.data, jpeg)).toBeLessThan(3);
  });

  it('takes the primary item, not the first one, and names the other', async () => {
    const { data, width, height } = await opened('heic-primary-is-second.heic');
    const expected = await sharp(read('heic-primary-is-second.expected.jpg'))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([width, height]).toEqual([expected.info.width, expected.info.height]);
    expect(meanDifference(data, expected.data)).toBeLessThan(4);
    const items = readHeifItems(read('heic-primary-is-second.heic'));
    expect(otherPictures(items).map(({ id }) => id)).toEqual([1]);
    expect((await heldPictures(read('heic-primary-is-second.heic'))).others).toEqual(['item-1']);
  });

  it('never throws on cut or broken item boxes', () => {
    const bytes = read('heic-primary-is-second.heic');
    for (let end = 0; end < 2_000; end += 7) readHeifItems(bytes.subarray(0, end));
    for (let at = 0; at < 600; at++) {
      const broken = bytes.slice(0, 4_000);
      broken[at] = 0xff;
      readHeifItems(broken);
    }
  });
});
