/** Preview against picture: rotations, bars, mirror, edits; embedded previews found in every place. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { compareThumbnail, judge, readFile, thumbnails } from '../../../lib/provenance/index.ts';
import { random } from '../../fuzz/mutate.ts';
import { comparePreviews, decode } from './decode.ts';
import { be16, be32, exifSegment, join, jpeg, le16, le32, segment } from './files.ts';

/** A picture of soft blobs on a slope: content that every shrinking keeps. */
function scene(width: number, height: number, seed = 1): Picture {
  const next = random(seed);
  const blobs = Array.from({ length: 14 }, () => [
    next() * width,
    next() * height,
    0.05 + next() * 0.2,
    next() * 255,
    next() * 255,
    next() * 255,
  ]);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [60 + (120 * x) / width, 90, 60 + (120 * y) / height];
      for (const [bx, by, size, br, bg, bb] of blobs) {
        if (Math.hypot(x - bx!, y - by!) < size! * Math.min(width, height)) [r, g, b] = [br!, bg!, bb!];
      }
      data.set([r, g, b, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

const image = (p: Picture) =>
  sharp(p.data, { raw: { width: p.width, height: p.height, channels: 4 } }).removeAlpha();
const small = async (s: ReturnType<typeof sharp>) =>
  decode(new Uint8Array(await s.jpeg({ quality: 75 }).toBuffer()), false);

describe('preview comparison', () => {
  const photo = scene(640, 480);
  const result = async (s: ReturnType<typeof sharp>) => compareThumbnail(await small(s), photo);

  it('takes a plain, a turned and a letterboxed preview for the picture', async () => {
    expect(await result(image(photo).resize(160, 120))).toMatchObject({ result: 'same', rotation: 0 });
    const turned = await image(photo).rotate(270).png().toBuffer();
    expect(await result(sharp(turned).resize(120, 160))).toMatchObject({ result: 'same', rotation: 1 });
    const wide = scene(960, 540);
    const boxed = await small(image(wide).resize(160, 120, { fit: 'contain', background: '#000' }));
    expect(compareThumbnail(boxed, wide)).toMatchObject({ result: 'same', aspectDiffers: false });
  });

  it('is not misled by tone, and by dark content at the edges', async () => {
    expect(
      await result(image(photo).resize(160, 120).modulate({ brightness: 1.2, saturation: 0.8 })),
    ).toMatchObject({ result: 'same' });
    const dark = scene(640, 480, 3);
    for (let i = 0; i < 640 * 60 * 4; i++) if (i % 4 !== 3) dark.data[i] = 4;
    expect(compareThumbnail(await small(image(dark).resize(160, 120)), dark).result).toBe('same');
  });

  it('tells another picture, a mirrored one and a flat one', async () => {
    expect(await result(image(scene(640, 480, 9)).resize(160, 120))).toMatchObject({ result: 'other' });
    expect(await result(image(photo).flop().resize(160, 120))).toMatchObject({
      result: 'mirrored',
      mirrored: true,
    });
    const flat = scene(64, 64);
    flat.data.fill(200);
    expect(compareThumbnail(flat, photo).result).toBe('flat');
  });

  it('survives pictures of any small size, black ones too', () => {
    for (const [w, h] of [
      [1, 1],
      [3, 200],
      [16, 16],
      [17, 40],
      [160, 16],
    ] as const) {
      const tiny = scene(w, h);
      expect(['flat', 'other', 'same', 'unclear', 'mirrored', 'edited']).toContain(
        compareThumbnail(tiny, photo).result,
      );
      expect(compareThumbnail({ ...tiny, data: new Uint8ClampedArray(w * h * 4) }, photo).result).toBe(
        'flat',
      );
      expect(compareThumbnail(photo, tiny).correlation).not.toBeNaN();
    }
  });

  it('outlines what was changed after the preview was made', async () => {
    const edited: Picture = { ...photo, data: Uint8ClampedArray.from(photo.data) };
    for (let y = 200; y < 300; y++)
      for (let x = 380; x < 500; x++) edited.data.set([250, 240, 20, 255], (y * 640 + x) * 4);
    const c = compareThumbnail(await small(image(photo).resize(160, 120)), edited);
    expect(c.result).toBe('edited');
    const [r] = c.regions;
    expect(r!.x).toBeLessThan(420);
    expect(r!.x + r!.width).toBeGreaterThan(460);
    expect(r!.y).toBeLessThan(240);
    expect(r!.y + r!.height).toBeGreaterThan(260);
  });
});

const shot = async (seed: number, width = 160, height = 120) =>
  new Uint8Array(
    await image(scene(width, height, seed))
      .jpeg()
      .toBuffer(),
  );

/** EXIF with a thumbnail in IFD1. */
const withThumbnail = (thumb: Uint8Array) => {
  const ifd1 = 8 + 2 + 4;
  const data = ifd1 + 2 + 3 * 12 + 4;
  const entry = (tag: number, type: number, value: number) => [
    ...le16(tag),
    ...le16(type),
    ...le32(1),
    ...le32(value),
  ];
  return exifSegment(
    join(
      'II*\0',
      le32(8),
      le16(0),
      le32(ifd1),
      le16(3),
      entry(0x0103, 3, 6),
      entry(0x0201, 4, data),
      entry(0x0202, 4, thumb.length),
      le32(0),
      thumb,
    ),
  );
};

describe('embedded previews', () => {
  it('are found as EXIF thumbnail, Photoshop resource and MPF picture', async () => {
    const thumb = await shot(1);
    const resource = join(
      '8BIM',
      be16(0x040c),
      [0, 0],
      be32(28 + thumb.length),
      be32(1),
      new Uint8Array(24),
      thumb,
    );
    const photoshop = segment(0xed, join('Photoshop 3.0\0', resource));
    const plain = jpeg([withThumbnail(thumb), photoshop]);
    // MPF offsets count from its own TIFF header; the picture follows EOI.
    const mpfBody = (offset: number) =>
      join(
        'MPF\0',
        'II*\0',
        le32(8),
        le16(1),
        le16(0xb002),
        le16(7),
        le32(16),
        le32(26),
        le32(0),
        le32(0x010001),
        le32(thumb.length),
        le32(offset),
        le32(0),
      );
    const size = plain.length + segment(0xe2, mpfBody(0)).length;
    const bytes = jpeg([segment(0xe2, mpfBody(size - 10)), withThumbnail(thumb), photoshop], thumb);
    expect(thumbnails(bytes).map((t) => [t.place, t.width, t.height])).toEqual([
      ['jpeg:EXIF-thumbnail', 160, 120],
      ['jpeg:MPF-preview', 160, 120],
      ['jpeg:APP13-thumbnail', 160, 120],
    ]);
    for (const t of thumbnails(bytes))
      expect(bytes.subarray(t.offset, t.offset + t.bytes.length)).toEqual(t.bytes);
  });

  it('become findings only when they differ', async () => {
    const build = async (thumbSeed: number) => {
      const main = await shot(1, 640, 480);
      return join(main.subarray(0, 2), withThumbnail(await shot(thumbSeed)), main.subarray(2));
    };
    const now = '2026-11-24T00:00:00Z';
    const codes = async (bytes: Uint8Array) => judge(readFile(bytes), { now }, await comparePreviews(bytes));
    const other = await codes(await build(9));
    expect(other.report.edit).toBe('suspected');
    expect(other.findings.filter((f) => f.code === 'thumbnail-differs')).toMatchObject([
      {
        strength: 'strong',
        facts: { place: 'jpeg:EXIF-thumbnail', command: 'exiftool -b -ThumbnailImage FILE > thumbnail.jpg' },
      },
    ]);
    // Judged again after the validator: told once, not twice.
    const again = judge(other.report, { now }, await comparePreviews(await build(9)));
    expect(again.findings.filter((f) => f.code === 'thumbnail-differs')).toHaveLength(1);
    const same = await codes(await build(1));
    expect(same.findings.map((f) => f.code)).not.toContain('thumbnail-differs');
    const state = (a: typeof same) => a.checks.find((c) => c.name === 'embedded-preview')!.result;
    expect(state(same)).toEqual({ state: 'nothing-found' });
    expect(state(judge(readFile(await build(1)), { now }))).toEqual({
      state: 'not-checked',
      reason: 'pixels-not-given',
    });
    expect(state(judge(readFile(jpeg()), { now }, []))).toEqual({
      state: 'not-checked',
      reason: 'no-preview',
    });
  });
});
