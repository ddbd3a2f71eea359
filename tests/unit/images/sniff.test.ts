import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Sniffed, sniff } from '../../../lib/images/sniff.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { pngHeader } from '../support/bytes.ts';

const source = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: { r: 10, g: 90, b: 200 } } });

const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const padded = (...start: number[]): Uint8Array => Uint8Array.from([...start, ...new Array(32).fill(0)]);

/** Pads with zeros and cuts at every length: nothing may throw, and the answer keeps its shape. */
function cutEverywhere(bytes: Uint8Array, upTo = 600): void {
  for (let end = 0; end <= Math.min(upTo, bytes.length); end++) {
    const { mime, kind, width, height } = sniff(bytes.subarray(0, end));
    expect(mime).toMatch(/^(image|video|application)\//);
    expect(['image', 'video', 'other']).toContain(kind);
    for (const side of [width, height]) expect(Number.isInteger(side) && side >= 0).toBe(true);
  }
}

describe('sniff', () => {
  it.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)('reads %s and its size', async (format) => {
    const bytes = new Uint8Array(await source().toFormat(format).toBuffer());
    expect(sniff(bytes)).toEqual({ mime: `image/${format}`, kind: 'image', width: 300, height: 200 });
    cutEverywhere(bytes);
  });

  it('reads the other two forms of WebP', async () => {
    const lossless = new Uint8Array(await source().webp({ lossless: true }).toBuffer());
    expect(sniff(lossless)).toMatchObject({ mime: 'image/webp', width: 300, height: 200 });
    const extended = new Uint8Array(
      await source()
        .ensureAlpha(0.5)
        .withExif({ IFD0: { Software: 'x' } })
        .webp()
        .toBuffer(),
    );
    expect(new TextDecoder().decode(extended.subarray(12, 16))).toBe('VP8X');
    expect(sniff(extended)).toMatchObject({ mime: 'image/webp', width: 300, height: 200 });
  });

  it('reads progressive JPEG and JPEG with a long profile before its frame', async () => {
    const progressive = await source().jpeg({ progressive: true }).withIccProfile('p3').toBuffer();
    expect(sniff(new Uint8Array(progressive))).toMatchObject({ width: 300, height: 200 });
  });

  it.each([
    ['HEIC', ascii('\0\0\0\x18ftypheic'), { mime: 'image/heic', kind: 'image' }],
    ['HEIF still brand', ascii('\0\0\0\x18ftypmif1'), { mime: 'image/heic', kind: 'image' }],
    [
      'AVIF behind a general brand',
      ascii('\0\0\0\x20ftypmif1\0\0\0\0mif1avif'),
      { mime: 'image/avif', kind: 'image' },
    ],
    ['MP4', ascii('\0\0\0\x18ftypisom'), { mime: 'video/mp4', kind: 'video' }],
    ['QuickTime', ascii('\0\0\0\x18ftypqt  '), { mime: 'video/quicktime', kind: 'video' }],
    ['WebM', [0x1a, 0x45, 0xdf, 0xa3], { mime: 'video/webm', kind: 'video' }],
    ['TIFF, both orders', [0x4d, 0x4d, 0, 0x2a], { mime: 'image/tiff', kind: 'image' }],
    [
      'BMP drawn from the top',
      [...ascii('BM'), ...new Array(16).fill(0), 40, 1, 0, 0, 0x38, 0xff, 0xff, 0xff],
      { mime: 'image/bmp', width: 296, height: 200 },
    ],
    ['HTML', ascii('<!DOCTYPE html><html>'), { mime: 'application/octet-stream', kind: 'other' }],
    ['JSON', ascii('{"error":"signature does not match"}'), { kind: 'other' }],
    ['SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg">'), { kind: 'other' }],
    ['ZIP', ascii('PK\x03\x04'), { kind: 'other' }],
  ] as [string, number[], Partial<Sniffed>][])('knows %s', (_, start, expected) =>
    expect(sniff(padded(...start))).toMatchObject(expected),
  );

  it('reads declared sizes without believing them small', () => {
    expect(sniff(pngHeader(4_000_000_000, 2))).toMatchObject({ width: 4_000_000_000, height: 2 });
  });

  it('is not led in a circle by lengths that lie', () => {
    expect(sniff(padded(0xff, 0xd8, 0xff, 0xe0, 0, 0))).toMatchObject({ mime: 'image/jpeg', width: 0 });
    expect(sniff(padded(0xff, 0xd8, ...new Array(200).fill(0xff)))).toMatchObject({ mime: 'image/jpeg' });
  });

  it('never throws, whatever follows a known beginning', () => {
    const starts = [
      [0xff, 0xd8, 0xff],
      [...pngHeader(1, 1).subarray(0, 8)],
      ascii('GIF89a'),
      ascii('RIFF\0\0\0\0WEBP'),
      ascii('\0\0\0\x18ftypheic'),
      ascii('BM'),
      [],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        const { width, height } = sniff(Uint8Array.from([...start, ...rest]));
        return Number.isInteger(width) && width >= 0 && Number.isInteger(height) && height >= 0;
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});

describe.skipIf(!hasSamples)('sniff on sample files', () => {
  // What stands here runs even where the tests are skipped.
  const all = hasSamples ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }) : ['absent.jpg'];
  const files = all
    .filter((file) => /\.(jpe?g|png|webp|avif|heic)$/i.test(file))
    .filter((file, i) => !/\.(jpg|png)$/.test(file) || i % 25 === 0);

  it.each(files)('%s', async (file) => {
    const bytes = new Uint8Array(readFileSync(join(SAMPLES, file)));
    const found = sniff(bytes);
    expect(found.kind).toBe('image');
    cutEverywhere(bytes, 300);
    const meta = await sharp(bytes)
      .metadata()
      .catch(() => null);
    if (meta) expect([found.width, found.height]).toEqual([meta.width, meta.height]);
    else expect(Math.min(found.width, found.height)).toBeGreaterThan(0);
  });
});

describe('jpeg frame header', () => {
  it('is found behind stray bytes, fill bytes and lone markers', async () => {
    const plain = new Uint8Array(await source().jpeg().toBuffer());
    const stray = [0x00, 0x12, 0xff, 0xff, 0xff, 0xd0, 0xff, 0x01];
    expect(
      sniff(
        Uint8Array.from([...plain.subarray(0, 2), 0xff, 0xd8, 0xff, 0xff, ...stray, ...plain.subarray(2)]),
      ),
    ).toMatchObject({
      mime: 'image/jpeg',
      width: 300,
      height: 200,
    });
  });
});
