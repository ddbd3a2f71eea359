/** Long pictures: parts of them are found and compared as if they stood alone, wherever they stand. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../../lib/engine/pool/ready.ts';
import {
  fingerprint,
  MatchIndex,
  prepare,
  type Viewed,
  verifyViews,
  windowsOf,
} from '../../../../lib/match/index.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { decoded, drawn, saved, toSharp } from '../pictures.ts';

const CASES = resolve(import.meta.dirname, '../../../../../shared/cases/photos');

/** A picture that is looked at in parts, as the worker does it. */
function viewed(picture: Picture): Viewed {
  const whole = { prepared: prepare(picture), scale: 1, x: 0, y: 0 };
  return {
    width: picture.width,
    height: picture.height,
    view: (frame) => (frame ? viewOf(picture, 1, frame) : whole),
  };
}

async function stacked(width: number, heights: number[], seed: number): Promise<Picture> {
  const parts = heights.map((height, i) => drawn(seed + i, width, height));
  let top = 0;
  const layers: { input: Buffer; left: number; top: number }[] = [];
  // One after the other: which part stands where must not depend on which was encoded first.
  for (const part of parts) {
    layers.push({ input: await toSharp(part).png().toBuffer(), left: 0, top });
    top += part.height;
  }
  return decoded(
    sharp({ create: { width, height: top, channels: 3, background: '#fff' } })
      .composite(layers)
      .png(),
  );
}

describe('windowsOf', () => {
  it.each([
    [300, 900],
    [1_000, 800],
    [20, 4_000],
  ])('none for %i x %i', (width, height) => expect(windowsOf({ width, height })).toEqual([]));

  it('covers a strip so that most of every square stands in one', () => {
    for (const [width, height] of [
      [380, 3_800],
      [400, 1_201],
      [200, 13_000],
    ] as const) {
      const windows = windowsOf({ width, height });
      expect(windows[0]?.y).toBe(0);
      expect(windows.at(-1)!.y + windows.at(-1)!.height).toBe(height);
      for (let y = 0; y + width <= height; y += 7)
        expect(
          windows.some((w) => Math.min(y + width, w.y + w.height) - Math.max(y, w.y) >= 0.83 * width),
        ).toBe(true);
      // The same lying down.
      const lying = windowsOf({ width: height, height: width });
      expect(lying.map((w) => [w.x, w.width])).toEqual(windows.map((w) => [w.y, w.height]));
    }
  });
});

describe('verifyViews', () => {
  it('finds an edited part of a strip where no window ends, and says where the edit is', async () => {
    const strip = await stacked(300, [500, 500, 500, 500, 500, 500], 11);
    // Over the seam of two windows.
    const part = await decoded(
      await toSharp(strip)
        .extract({ left: 0, top: 1_330, width: 300, height: 400 })
        .composite([
          {
            input: { create: { width: 46, height: 46, channels: 3, background: '#301008' } },
            left: 90,
            top: 240,
          },
        ])
        .jpeg({ quality: 88 })
        .toBuffer(),
    );
    const match = verifyViews(viewed(part), viewed(strip));
    expect(match?.level).toBe('copy');
    expect(match?.changed).toHaveLength(1);
    expect(match!.changed[0]!.x).toBeGreaterThan(70);
    expect(match!.changed[0]!.y).toBeGreaterThan(220);
    const [a, , c, , e, f] = match!.transform as [number, number, number, number, number, number];
    expect(Math.abs(a - 1) + Math.abs(e - 1)).toBeLessThan(0.02);
    expect(Math.abs(c)).toBeLessThan(3);
    expect(Math.abs(f - 1_330)).toBeLessThan(3);
  });

  it('compares a strip with a copy of it along its whole length', async () => {
    const strip = await stacked(240, [400, 400, 400], 31);
    const copy = await decoded(
      await toSharp(strip)
        .composite([
          {
            input: { create: { width: 44, height: 44, channels: 3, background: '#f0e020' } },
            left: 150,
            top: 1_080,
          },
        ])
        .jpeg({ quality: 85 })
        .toBuffer(),
    );
    const match = verifyViews(viewed(copy), viewed(strip));
    expect(match?.level).toBe('copy');
    expect(match!.overlap).toBeGreaterThan(0.98);
    expect(match!.changed).toHaveLength(1);
    expect(match!.changed[0]!.y).toBeGreaterThan(1_050);
    expect(verifyViews(viewed(await saved(toSharp(strip), 80)), viewed(strip))?.changed).toEqual([]);
  });

  it('says nothing of strips that share nothing', async () => {
    const [one, other] = [await stacked(240, [400, 400, 400], 51), await stacked(240, [400, 400, 400], 71)];
    expect(verifyViews(viewed(one), viewed(other))).toBeNull();
  });
});

describe.skipIf(!existsSync(CASES))('given cases', () => {
  it.each([
    ['strip-photo.jpg', 'strip-library-380x3800.jpg'],
    ['screenshot-540x4600.jpg', 'screenshot-library.jpg'],
  ])('%s is a copy of a part with one changed region', async (photoFile, sourceFile) => {
    const photo = await decoded(join(CASES, photoFile));
    const source = await decoded(join(CASES, sourceFile));
    const match = verifyViews(viewed(photo), viewed(source));
    // Under 400 real pixels nothing is called a copy for certain (level.ts); the strip is 380 wide.
    expect(match?.level).toBe(Math.min(photo.width, source.width) < 400 ? 'likely' : 'copy');
    expect(match?.changed).toHaveLength(1);
    // The search names the same source among others.
    const index = new MatchIndex();
    const framesOf = (picture: Picture) => [null, ...windowsOf(picture)];
    const part = (picture: Picture, frame: ReturnType<typeof framesOf>[number]) =>
      fingerprint(
        picture === photo || picture === source ? (frame ? cutOut(picture, frame) : picture) : picture,
      );
    framesOf(source).forEach((frame, i) => {
      index.add(`source~${i}`, part(source, frame));
    });
    for (let i = 0; i < 20; i++) index.add(`other${i}`, fingerprint(drawn(i + 200, 320, 240)));
    const best = framesOf(photo)
      .flatMap((frame) => index.search(part(photo, frame), 2))
      .sort((a, b) => b.score - a.score)[0];
    expect(best?.id).toMatch(/^source/);
  });
});

function cutOut(picture: Picture, frame: { x: number; y: number; width: number; height: number }): Picture {
  const data = new Uint8ClampedArray(frame.width * frame.height * 4);
  for (let y = 0; y < frame.height; y++) {
    const from = ((frame.y + y) * picture.width + frame.x) * 4;
    data.set(picture.data.subarray(from, from + frame.width * 4), y * frame.width * 4);
  }
  return { width: frame.width, height: frame.height, data };
}
