/**
 * The gate against false accusations: genuine photos in every shape in which they come say nothing against their sender, and an
 * untouched copy of a listing's picture names no changed region.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lib/claims/finding.ts';
import { toSrgb } from '../../../lib/images/colour/to-srgb.ts';
import { heifPixels } from '../../../lib/images/heif/pixels.ts';
import { heldPictures } from '../../../lib/images/held.ts';
import { sniff } from '../../../lib/images/sniff.ts';
import { prepare, verify } from '../../../lib/match/index.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import {
  type ComparedPreview,
  compareThumbnail,
  judge,
  readFile,
  thumbnails,
} from '../../../lib/provenance/index.ts';
import { redated, TIMES, variantsOf } from '../../gate/variants.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { FOLDER, samples } from '../provenance/expectations.ts';

const PHOTOS = join(SAMPLES, 'photos');

/** Pictures of different kinds: a packshot on white, a photo of a thing, a garment. */
const BASES = [
  'packages/Alpro-Blueberry-Soyghurt/listing.jpg',
  'same-object/backpack/0.jpg',
  'clothing/000.jpg',
];

/** As the worker decodes it: oriented, on white, in sRGB; HEIC by the very same code. */
async function decoded(bytes: Uint8Array): Promise<Picture> {
  if (sniff(bytes).mime === 'image/heic') {
    const { width, height, data, colour } = await heifPixels(bytes);
    toSrgb(data, colour);
    return { width, height, data };
  }
  const { data, info } = await sharp(bytes, { failOn: 'none' })
    .rotate()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

/** What the file says against its sender. */
async function accusations(bytes: Uint8Array, picture: Picture, name: string): Promise<Finding[]> {
  const previews: ComparedPreview[] = [];
  for (const { bytes: own, ...preview } of thumbnails(bytes)) {
    const small = await sharp(own).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const { width, height } = small.info;
    const comparison = compareThumbnail({ width, height, data: new Uint8ClampedArray(small.data) }, picture);
    previews.push({ preview: { ...preview, length: own.length }, comparison });
  }
  const { findings } = judge(readFile(bytes, name), { ...TIMES, fileName: name }, previews);
  return findings.filter(({ strength }) => strength === 'strong' || strength === 'contradiction');
}

const brief = ({ code, strength, facts }: Finding): string =>
  `${code} ${strength} ${JSON.stringify(facts).slice(0, 300)}`;

describe.skipIf(!hasSamples)('variants of genuine pictures', () => {
  it.each(BASES)('%s', async (base) => {
    const source = prepare(await decoded(new Uint8Array(readFileSync(join(PHOTOS, base)))));
    const wrong: string[] = [];
    const compared = new Set<string>();
    for (const { name, bytes } of await variantsOf(join(PHOTOS, base))) {
      const picture = await decoded(bytes);
      wrong.push(...(await accusations(bytes, picture, name)).map((finding) => `${name}: ${brief(finding)}`));
      const others = (await heldPictures(bytes)).others;
      if (others.length) wrong.push(`${name}: holds ${others.join()}`);
      // Most differ in what the file says only; the same pixels are compared once.
      const pixels = createHash('sha256').update(picture.data).digest('hex');
      if (compared.has(pixels)) continue;
      compared.add(pixels);
      const match = verify(prepare(picture), source);
      if (!match) wrong.push(`${name}: not recognised`);
      else if (match.changed.length) wrong.push(`${name}: ${match.level}, ${match.changed.length} regions`);
      else if (match.level !== 'copy' && match.level !== 'likely') wrong.push(`${name}: ${match.level}`);
    }
    expect(wrong).toEqual([]);
  });
});

const cameras = samples.filter(
  ({ expect: { ai, edit, findings } }) =>
    ai === 'none' &&
    edit === 'none' &&
    findings.some(({ id }) => id === 'device') &&
    !findings.some(({ id }) => /mismatch|thumbnail|time-/.test(id)),
);

describe.skipIf(cameras.length === 0)('originals of cameras, dated into the claim', () => {
  it.each(cameras.map(({ file }) => file))('%s', async (file) => {
    const bytes = redated(new Uint8Array(readFileSync(join(FOLDER, file))));
    expect((await accusations(bytes, await decoded(bytes), file)).map(brief)).toEqual([]);
  });
});

interface Item {
  file: string;
  role: string;
  truth: { object?: string; product?: string };
}

describe.skipIf(!hasSamples)('genuine photos beside pictures of the same goods', () => {
  it('are no copies of them', async () => {
    const { items } = JSON.parse(readFileSync(join(PHOTOS, 'manifest.json'), 'utf8')) as { items: Item[] };
    const goods = ({ truth }: Item): string | undefined => truth.object ?? truth.product;
    const known = items.filter(({ role }) => role === 'gallery' || role === 'gallery-listing');
    const wrong: string[] = [];
    const read = async (item: Item) =>
      prepare(await decoded(new Uint8Array(readFileSync(join(PHOTOS, item.file)))));
    for (const photo of items.filter(({ role }) => role === 'genuine').filter((_, i) => i % 9 === 0)) {
      const own = await read(photo);
      for (const source of known.filter((one) => goods(one) === goods(photo)).slice(0, 2)) {
        const match = verify(own, await read(source));
        if (match && /copy|likely/.test(match.level))
          wrong.push(`${photo.file} ${match.level} of ${source.file}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
