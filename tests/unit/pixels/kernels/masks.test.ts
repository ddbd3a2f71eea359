import { describe, expect, it } from 'vitest';
import { plainPartsOf } from '../../../../lib/pixels/contours.ts';
import { plainCorrelate } from '../../../../lib/pixels/correlation.ts';
import { correlate } from '../../../../lib/pixels/kernels/correlation.ts';
import {
  closed,
  fillHoles,
  grown,
  partBoxesOf,
  partsOf,
  shrunkBy,
} from '../../../../lib/pixels/kernels/masks.ts';
import { plainClosed, plainFillHoles, plainGrown, plainShrunkBy } from '../../../../lib/pixels/morphology.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(5);
const mask = (n: number, share: number): Uint8Array =>
  Uint8Array.from({ length: n }, () => (next() < share ? 1 : 0));

describe('masks through the kernels', () => {
  const sizes = [
    [64, 48, 3, 0.05],
    [33, 5, 6, 0.3],
    [1, 9, 2, 0.5],
    [7, 1, 3, 0.5],
    [40, 30, 2, 0.9],
    [21, 20, 1, 0],
    [64, 48, 2, 0.1],
    [70, 40, 9, 0.02],
    [48, 3, 5, 0.05],
  ] as const;

  it.each(sizes)(
    'grows, shrinks and closes %i x %i, radius %i, as plain code does',
    (w, h, radius, share) => {
      const one = mask(w * h, share);
      const inside = mask(w * h, 0.9);
      expect(grown(one, w, h, radius)).toEqual(plainGrown(one, w, h, radius));
      expect(shrunkBy(inside, w, h, radius)).toEqual(plainShrunkBy(inside, w, h, radius));
      expect(closed(one, inside, w, h, radius)).toEqual(plainClosed(one, inside, w, h, radius));
    },
  );

  it.each(sizes)('takes %i x %i apart and fills its holes as plain code does', (w, h, _radius, share) => {
    for (const density of [share, 0.4, 0.55]) {
      const one = mask(w * h, density);
      const parts = plainPartsOf(one, w, h);
      expect(partsOf(one, w, h)).toEqual(parts);
      expect(partBoxesOf(one, w, h)).toEqual(parts.map(({ pixels: _, ...box }) => box));
      expect(fillHoles(one.slice(), w, h)).toEqual(plainFillHoles(one.slice(), w, h));
    }
  });

  it('fills a ring and leaves a bay open', () => {
    const one = Uint8Array.from('0111001010011100'.repeat(1).padEnd(36, '0'), Number);
    expect(fillHoles(one.slice(), 6, 6)).toEqual(plainFillHoles(one.slice(), 6, 6));
  });
});

describe('correlation through the kernels', () => {
  it.each([
    [64, 48, 3],
    [61, 47, 3],
    [9, 8, 2],
    [3, 3, 1],
    [2, 5, 3],
  ])('of %i x %i, radius %i, is that of plain code', (w, h, radius) => {
    const a = Float32Array.from({ length: w * h }, (_, i) => (i % w < w / 3 ? 90 : 256 * next()));
    const b = a.map((v, i) => (i % 7 ? v + 9 * next() : 256 * next()));
    const inside = mask(w * h, 0.97);
    const got = correlate(a, b, inside, w, h, radius);
    expect(got).toEqual(plainCorrelate(a, b, inside, w, h, radius));
    expect(got.value.length).toBe((w >> 1) * (h >> 1));
  });
});
