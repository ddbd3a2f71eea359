/** Honest previews: bars, frames, crops and damaged photos are never "another picture" and never a strong finding. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { compareThumbnail, jpegIntact } from '../../../lib/provenance/index.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { decode } from './decode.ts';

const FOLDER = resolve(SAMPLES, 'photos');

/** A few photographs of the samples, spread over the set, 640 pixels at most. */
async function photographs(count: number): Promise<Buffer[]> {
  const items: { file: string; role: string }[] = JSON.parse(
    readFileSync(resolve(FOLDER, 'manifest.json'), 'utf8'),
  ).items.filter((i: { file: string; role: string }) => i.role === 'genuine' && !i.file.startsWith('edits/'));
  const step = Math.floor(items.length / count);
  const chosen = Array.from({ length: count }, (_, i) => items[i * step]!);
  return Promise.all(
    chosen.map((i) =>
      sharp(readFileSync(resolve(FOLDER, i.file)))
        .resize(640, 640, { fit: 'inside' })
        .jpeg({ quality: 88 })
        .toBuffer(),
    ),
  );
}

const thumb = (b: Buffer) => sharp(b).resize(160, 120, { fit: 'inside' }).jpeg({ quality: 75 }).toBuffer();

async function withBars(b: Buffer, sides: object, background: string): Promise<Buffer> {
  const small = await sharp(b).resize(150, 112, { fit: 'inside' }).toBuffer();
  return sharp(small)
    .extend({ ...sides, background })
    .jpeg({ quality: 70 })
    .toBuffer();
}

async function crop(b: Buffer, share: number): Promise<Buffer> {
  const { width, height } = await sharp(b).metadata();
  const side = Math.sqrt(share);
  const [w, h] = [Math.round(width * side), Math.round(height * side)];
  const box = {
    left: Math.floor((width - w) * 0.3),
    top: Math.floor((height - h) * 0.6),
    width: w,
    height: h,
  };
  return sharp(b).extract(box).jpeg({ quality: 85 }).toBuffer();
}

const result = async (preview: Buffer, photo: Buffer) =>
  compareThumbnail(await decode(new Uint8Array(preview), false), await decode(new Uint8Array(photo)), () =>
    jpegIntact(new Uint8Array(photo)),
  ).result;

describe.skipIf(!hasSamples)('honest previews', async () => {
  const photos = hasSamples ? await photographs(6) : [];

  it.each<[string, object, string]>([
    ['one black bar', { bottom: 30 }, '#000'],
    ['unequal bars', { top: 8, bottom: 30 }, '#000'],
    ['a white bar', { left: 35 }, '#fff'],
  ])('%s', async (_, sides, background) => {
    for (const b of photos) expect(await result(await withBars(b, sides, background), b)).toBe('same');
  });

  it('bars in a drawn frame', async () => {
    for (const b of photos) {
      const bars = await withBars(b, { bottom: 28 }, '#000');
      const framed = await sharp(bars)
        .extend({ top: 2, bottom: 2, left: 2, right: 2, background: '#ccc' })
        .jpeg()
        .toBuffer();
      expect(await result(framed, b)).toBe('same');
    }
  });

  it('a strip below the photo', async () => {
    for (const b of photos) {
      const strip = await sharp(b).extend({ bottom: 70, background: '#fff' }).jpeg().toBuffer();
      expect(await result(await thumb(b), strip)).toBe('same');
    }
  });

  it.each([0.75, 0.6, 0.4])('a crop to %s of the area, of the same shape, is a crop', async (share) => {
    const found = [];
    for (const b of photos) found.push(await result(await thumb(b), await crop(b, share)));
    // Where only a plain background was cut away, nothing tells it from a bar.
    expect(found.every((r) => r === 'cropped' || r === 'same')).toBe(true);
    expect(found.filter((r) => r === 'cropped').length).toBeGreaterThanOrEqual(4);
  });

  it('a damaged photo is never told apart from its preview', async () => {
    for (const b of photos) {
      const hole = Buffer.from(b);
      hole.fill(0, Math.floor(b.length * 0.4), Math.floor(b.length * 0.4) + 600);
      const noise = Buffer.from(b);
      for (let i = 1; i <= 5; i++) noise[Math.floor((b.length * (i + 1)) / 8)] = 37 * i;
      for (const broken of [hole, noise, b.subarray(0, Math.floor(b.length * 0.6))]) {
        expect(['other', 'edited']).not.toContain(await result(await thumb(b), broken));
      }
    }
  });

  it('another photo is still another', async () => {
    let other = 0;
    for (const [i, b] of photos.entries()) {
      if ((await result(await thumb(photos[(i + 1) % photos.length]!), b)) === 'other') other++;
    }
    expect(other).toBeGreaterThanOrEqual(2);
  });

  it('sees whole files as whole, and broken ones as broken', () => {
    for (const b of photos) {
      expect(jpegIntact(new Uint8Array(b))).toBe(true);
      expect(jpegIntact(new Uint8Array(b.subarray(0, Math.floor(b.length * 0.7))))).toBe(false);
    }
  });
});
