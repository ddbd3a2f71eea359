/**
 * How often the preview comparison is right: thumbnails made in the ways that cameras and editors make them, of the photo
 * itself (must be sound), of the photo before a known AI edit (should differ), mirrored, and of another photo.
 *
 *     node tests/bench/provenance-previews.ts [photos=120]
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../../lib/pixels/picture.ts';
import { type Comparison, compareThumbnail } from '../../lib/provenance/index.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { decode } from '../unit/provenance/decode.ts';

interface Item {
  file: string;
  role: string;
  truth: { kind?: string };
}

type Make = (photo: Buffer) => ReturnType<typeof sharp>;

/** Ways a thumbnail comes to be; the last ones are what lossless turning and letterboxing do. */
const MAKERS: [string, Make][] = [
  ['160, q75', (b) => sharp(b).resize(160, 160, { fit: 'inside' }).jpeg({ quality: 75 })],
  [
    '160 nearest, q60',
    (b) => sharp(b).resize(160, 160, { fit: 'inside', kernel: 'nearest' }).jpeg({ quality: 60 }),
  ],
  [
    '256 sharpened, q85',
    (b) => sharp(b).resize(256, 256, { fit: 'inside' }).sharpen({ sigma: 1.2 }).jpeg({ quality: 85 }),
  ],
  ['512, q80', (b) => sharp(b).resize(512, 512, { fit: 'inside' }).jpeg({ quality: 80 })],
  [
    '160, other tone',
    (b) =>
      sharp(b)
        .resize(160, 160, { fit: 'inside' })
        .modulate({ brightness: 1.12, saturation: 1.15 })
        .jpeg({ quality: 75 }),
  ],
  [
    '160 × 120 letterboxed',
    (b) => sharp(b).resize(160, 120, { fit: 'contain', background: '#000000' }).jpeg({ quality: 75 }),
  ],
  ['160 × 120 middle', (b) => sharp(b).resize(160, 120, { fit: 'cover' }).jpeg({ quality: 75 })],
  ['160 turned', (b) => sharp(b).rotate(90).resize(160, 160, { fit: 'inside' }).jpeg({ quality: 75 })],
];

const at = (file: string) => readFileSync(resolve(SAMPLES, 'photos', file));

async function thumbnail(photo: Buffer, make: Make): Promise<Picture> {
  return decode(new Uint8Array(await make(photo).toBuffer()), false);
}

const resaved = (b: Buffer): Promise<Buffer> => sharp(b).jpeg({ quality: 75 }).toBuffer();

function tally(results: Comparison[]): string {
  const by = new Map<string, number>();
  for (const r of results) by.set(r.result, (by.get(r.result) ?? 0) + 1);
  return [...by].map(([k, n]) => `${k} ${n}`).join(', ');
}

async function main() {
  if (!hasSamples) return;
  const items: Item[] = JSON.parse(readFileSync(resolve(SAMPLES, 'photos/manifest.json'), 'utf8')).items;
  const most = Number(process.argv[2] ?? 120);
  const photos = items.filter((i) => ['genuine', 'gallery'].includes(i.role) && !i.file.startsWith('edits/'));
  const step = Math.max(1, Math.floor(photos.length / most));
  const chosen = photos.filter((_, i) => i % step === 0).slice(0, most);
  console.log(`${chosen.length} photos, a thumbnail of the photo itself (all should be "same" or "flat")`);
  const pictures = new Map<string, Picture>();
  for (const p of chosen) pictures.set(p.file, await decode(new Uint8Array(await resaved(at(p.file)))));
  for (const [name, make] of MAKERS) {
    const results: Comparison[] = [];
    for (const p of chosen) {
      const c = compareThumbnail(await thumbnail(at(p.file), make), pictures.get(p.file)!);
      if (!['same', 'flat'].includes(c.result))
        console.log(`    ${p.file} ${JSON.stringify(c).slice(0, 220)}`);
      results.push(c);
    }
    console.log(`  ${name.padEnd(24)} ${tally(results)}`);
  }
  const others: Comparison[] = [];
  const mirrored: Comparison[] = [];
  for (const [i, p] of chosen.entries()) {
    const other = chosen[(i + 7) % chosen.length]!;
    others.push(compareThumbnail(await thumbnail(at(other.file), MAKERS[0]![1]), pictures.get(p.file)!));
    const flopped = await sharp(at(p.file)).flop().toBuffer();
    mirrored.push(compareThumbnail(await thumbnail(flopped, MAKERS[0]![1]), pictures.get(p.file)!));
  }
  console.log(`thumbnail of another photo    ${tally(others)}`);
  console.log(`thumbnail mirrored            ${tally(mirrored)}`);
  console.log('thumbnail of the picture before a known AI edit');
  for (const i of items.filter((x) => x.file.startsWith('edits/') && x.file.endsWith('before.jpg'))) {
    const after = i.file.replace('before', 'after');
    const photo = await decode(new Uint8Array(at(after)));
    const row: string[] = [];
    for (const [, make] of [MAKERS[0]!, MAKERS[3]!]) {
      const c = compareThumbnail(await thumbnail(at(i.file), make), photo);
      row.push(`${c.result} ${c.correlation} regions ${c.regions.length}${await overlap(i.file, c, photo)}`);
    }
    console.log(
      `  ${i.file.split('/')[1]!.padEnd(24)} ${(i.truth.kind ?? '').padEnd(12)} ${row.join(' | ')}`,
    );
  }
}

/** Share of the true mask that the regions cover, where the samples have a mask. */
async function overlap(file: string, c: Comparison, photo: Picture): Promise<string> {
  const path = resolve(SAMPLES, 'photos', file.replace('before.jpg', 'mask.png'));
  if (!existsSync(path) || c.regions.length === 0) return '';
  const mask = await sharp(path)
    .resize(photo.width, photo.height, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();
  let [inside, all] = [0, 0];
  for (let y = 0; y < photo.height; y += 4) {
    for (let x = 0; x < photo.width; x += 4) {
      if (mask[y * photo.width + x]! < 128) continue;
      all++;
      if (c.regions.some((r) => x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height)) inside++;
    }
  }
  return ` covers ${all ? Math.round((100 * inside) / all) : 0} %`;
}

await main();
