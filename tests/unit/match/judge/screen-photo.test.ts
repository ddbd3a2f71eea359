import { describe, expect, it } from 'vitest';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { isScreenPhoto } from '../../../../lib/match/judge/screen-photo.ts';
import { measurePair, verify } from '../../../../lib/match/verify.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { drawn, saved, toSharp } from '../pictures.ts';

const goods = drawn(61, 900, 700);
const inOval = (x: number, y: number): boolean => ((x - 450) / 300) ** 2 + ((y - 350) / 260) ** 2 < 1;

/** Goods on a white page. */
const listing: Picture = {
  ...goods,
  data: goods.data.map((v, p) => (inOval((p >> 2) % 900, Math.floor((p >> 2) / 900)) ? v : 240)),
};

/** What a camera held a little to the side sees: `pixel` gives the colour at a place of the flat picture, or of what stands around it. */
function seen(pixel: (u: number, v: number, x: number, y: number) => number[]): Picture {
  const data = new Uint8ClampedArray(900 * 700 * 4).fill(255);
  for (let y = 0, p = 0; y < 700; y++) {
    for (let x = 0; x < 900; x++, p += 4) {
      const w = 1 + 0.00012 * (x - 450);
      data.set(pixel(450 + (1.15 * (x - 450)) / w, 350 + (1.15 * (y - 350)) / w, x, y), p);
    }
  }
  return { width: 900, height: 700, data };
}

const colour = ({ data, width, height }: Picture, u: number, v: number): number[] | null => {
  const [x, y] = [Math.round(u), Math.round(v)];
  if (x < 0 || y < 0 || x >= width || y >= height) return null;
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
};

const random = seeded(3);
/** On a screen: stripes of its pixels, a lamp's glare, noise. */
const onScreen = seen((u, v, x, y) => {
  const stripes = 0.1 * Math.sin(x / 1.1 + y / 6) + 0.08 * Math.sin(y / 1.3 - x / 9);
  const glare = 90 * Math.exp(-(((x - 500) / 120) ** 2) - ((y - 260) / 100) ** 2);
  return (colour(listing, u, v) ?? [20, 20, 22]).map(
    (c) => c * (0.9 + stripes) + glare + 24 * (random() - 0.5),
  );
});

const scene = drawn(62, 900, 700);
/** The same print before another scene. */
const onTable = seen((u, v, x, y) => (inOval(u, v) ? colour(listing, u, v) : colour(scene, x, y))!);

const pair = async (photo: Picture) => {
  const [own, source] = [
    prepare(await saved(toSharp(photo), 72)),
    prepare(await saved(toSharp(listing), 90)),
  ];
  return { own, source, measured: measurePair(own, source)! };
};

describe('a photographed screen', () => {
  it('is told through stripes and glare, and no edit is read into them', async () => {
    const { own, source, measured } = await pair(onScreen);
    expect(isScreenPhoto(measured, true)).toBe(true);
    expect(isScreenPhoto(measured, false)).toBe(false);
    const match = verify(own, source);
    // An honest photo of a print looks the same, so no copy is named.
    expect(match?.level).toBe('flat');
    expect(match?.changed).toEqual([]);
  });

  it('is not seen in the same print before another scene', async () => {
    const { measured } = await pair(onTable);
    expect(measured.start.inliers).toBeGreaterThan(30);
    expect(isScreenPhoto(measured, true)).toBe(false);
  });
});
