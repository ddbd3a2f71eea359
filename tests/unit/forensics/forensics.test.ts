import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  doubleQuantisation,
  examine,
  type FileFacts,
  findClones,
  lumaCoefficients,
} from '../../../lib/forensics/index.ts';
import type { Picture } from '../../../lib/images/picture.ts';
import { decoded, drawn, stained, toSharp } from '../match/pictures.ts';

const jpeg = async (picture: Picture, quality: number, options: object = {}): Promise<Uint8Array> =>
  new Uint8Array(
    await toSharp(picture)
      .flatten({ background: '#fff' })
      .jpeg({ quality, ...options })
      .toBuffer(),
  );
const camera: FileFacts = { camera: true, fromPlatform: false };

/** A drawn picture at any size, enlarged from a small one since drawing is slow. */
const wide = (seed: number, width: number, height: number): Promise<Picture> =>
  decoded(
    toSharp(drawn(seed, 440, 320))
      .resize(width, height)
      .sharpen()
      .png(),
  );

/** Saved coarsely, painted on, saved finely: what an editor leaves. */
async function edited(width: number, height: number): Promise<{ bytes: Uint8Array; picture: Picture }> {
  const first = await decoded(Buffer.from(await jpeg(await wide(21, width, height), 75)));
  const other = await wide(22, width, height);
  const data = first.data.slice();
  for (let y = 160; y < 320; y++) {
    const from = (y * width + 240) * 4;
    data.set(other.data.subarray(from, from + 200 * 4), from);
  }
  const picture = { ...first, data };
  return { bytes: await jpeg(picture, 95), picture };
}

describe('lumaCoefficients', () => {
  it('reads the DC terms that the pixels have', async () => {
    const grey = { width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4).fill(200) };
    for (let i = 3; i < grey.data.length; i += 4) grey.data[i] = 255;
    const read = lumaCoefficients(await jpeg(grey, 90))!;
    expect([read.width, read.height, read.across * read.down]).toEqual([64, 48, read.across * read.down]);
    // Eight times the value over 128.
    expect(Math.abs(read.values[0]! * read.steps[0]! - 8 * 72)).toBeLessThanOrEqual(read.steps[0]!);
  });

  it.each([
    [
      'a PNG',
      async () =>
        new Uint8Array(
          await toSharp(drawn(1, 32, 32))
            .png()
            .toBuffer(),
        ),
    ],
    ['a progressive file', () => jpeg(drawn(1, 64, 64), 80, { progressive: true })],
    ['nothing', async () => new Uint8Array(0)],
    ['a cut-off head', async () => (await jpeg(drawn(1, 64, 64), 80)).subarray(0, 90)],
  ])('does not read %s', async (_, bytes) => {
    expect(lumaCoefficients(await bytes())).toBeNull();
  });

  it('never throws on broken bytes', async () => {
    const bytes = await jpeg(drawn(2, 96, 96), 80);
    for (let i = 0; i < bytes.length; i += 37) {
      const broken = bytes.slice();
      broken[i] = broken[i]! ^ 0x5a;
      expect(() => lumaCoefficients(broken)).not.toThrow();
    }
  });
});

describe('doubleQuantisation', () => {
  it('outlines what was painted between two savings', async () => {
    const { bytes } = await edited(640, 480);
    const trace = doubleQuantisation(lumaCoefficients(bytes)!)!;
    expect(trace.steps.length).toBeGreaterThanOrEqual(3);
    const [region] = trace.regions;
    expect(Math.abs(region!.x - 240)).toBeLessThanOrEqual(24);
    expect(Math.abs(region!.y - 160)).toBeLessThanOrEqual(24);
    expect(Math.abs(region!.width - 200)).toBeLessThanOrEqual(48);
  });

  it('marks nothing in a picture saved once, nor in one saved twice unpainted', async () => {
    expect(doubleQuantisation(lumaCoefficients(await jpeg(drawn(23), 92))!)?.regions ?? []).toEqual([]);
    const twice = await jpeg(await decoded(Buffer.from(await jpeg(drawn(23), 75))), 95);
    expect(doubleQuantisation(lumaCoefficients(twice)!)?.regions ?? []).toEqual([]);
  });
});

describe('findClones', () => {
  it('finds a part that was copied over another, after a re-save', async () => {
    const picture = drawn(24);
    const data = picture.data.slice();
    for (let y = 0; y < 90; y++) {
      const from = ((60 + y) * 640 + 60) * 4;
      data.copyWithin(((300 + y) * 640 + 420) * 4, from, from + 110 * 4);
    }
    const clones = findClones(await decoded(Buffer.from(await jpeg({ ...picture, data }, 85))));
    expect(clones).toHaveLength(1);
    const { region, double } = clones[0]!;
    expect(Math.abs(double.x - region.x - 360)).toBeLessThan(6);
    expect(Math.abs(double.y - region.y - 240)).toBeLessThan(6);
  });

  it('finds none in a picture without, in a flat one, or in a repeated pattern', async () => {
    expect(findClones(drawn(25))).toEqual([]);
    expect(
      findClones({ width: 300, height: 300, data: new Uint8ClampedArray(300 * 300 * 4).fill(90) }),
    ).toEqual([]);
    const tile = await toSharp(drawn(26, 80, 80))
      .png()
      .toBuffer();
    const wall = await decoded(
      sharp({ create: { width: 480, height: 480, channels: 3, background: '#fff' } })
        .composite([{ input: tile, tile: true }])
        .png(),
    );
    expect(findClones(wall)).toEqual([]);
  });
});

describe('examine', () => {
  it('says "not checked: re-encoded" of platform files and small ones, and only then', async () => {
    const bytes = await jpeg(drawn(27), 90);
    const picture = drawn(27);
    const state = (facts: FileFacts): unknown => examine('s', bytes, picture, facts).checks[0]?.result;
    expect(state({ camera: true, fromPlatform: true })).toEqual({
      state: 'not-checked',
      reason: 're-encoded',
    });
    expect(state({ camera: false, fromPlatform: false })).toEqual({
      state: 'not-checked',
      reason: 're-encoded',
    });
    expect(state(camera)).toEqual({ state: 'not-checked', reason: 're-encoded' });
    expect(examine('s', new Uint8Array(3), stained(picture, 50, 50, 5), camera).checks[0]?.result).toEqual({
      state: 'not-checked',
      reason: 'not-a-baseline-jpeg',
    });
  });

  it('reports the painted part of a full-size camera file, at weak strength', async () => {
    const { bytes, picture } = await edited(1760, 1280);
    const { findings, checks } = examine('s', bytes, picture, camera);
    expect(checks[0]?.result).toEqual({ state: 'found' });
    expect(findings.find((f) => f.code === 'compression-mismatch')).toMatchObject({
      strength: 'weak',
      photo: 's',
    });
  }, 60_000);
});
