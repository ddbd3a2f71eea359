import { describe, expect, it } from 'vitest';
import {
  addLight,
  lightCounts,
  plainAddLight,
  plainLightCounts,
  plainThroughCurve,
  plainToneCounts,
  throughCurve,
  toneCounts,
} from '../../../../lib/match/differences/light.ts';
import { fillMeans, plainFillMeans } from '../../../../lib/pixels/kernels/window-means.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(9);
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 255 * next());
const mask = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => (next() < 0.8 ? 1 : 0));

describe('tone and light through the kernels', () => {
  it.each([
    [96, 64, 32],
    [67, 41, 16],
    [5, 3, 16],
    [1, 1, 32],
  ])('of %i x %i in squares of %i are those of plain code', (width, height, cell) => {
    const n = width * height;
    const [photo, source, use] = [floats(n), floats(n), mask(n)];
    expect(toneCounts(photo, source, use)).toEqual(plainToneCounts(photo, source, use));
    const curve = Float32Array.from({ length: 257 }, (_, v) => v + 5 * next());
    const expected = throughCurve(source, curve);
    expect(expected).toEqual(plainThroughCurve(source, curve));
    const squares = { cell, across: Math.ceil(width / cell), down: Math.ceil(height / cell) };
    expect(lightCounts(photo, expected, use, width, height, squares)).toEqual(
      plainLightCounts(photo, expected, use, width, height, squares),
    );
    const light = Float32Array.from({ length: squares.across * squares.down }, () => 20 * next() - 10);
    const [lit, plain] = [expected.slice(), expected.slice()];
    addLight(lit, width, height, light, squares);
    plainAddLight(plain, width, height, light, squares);
    expect(lit).toEqual(plain);
    expect(lit).not.toEqual(expected);
  });

  it.each([
    [40, 30],
    [33, 7],
    [1, 5],
  ])('means over windows of %i x %i are those of plain code', (width, height) => {
    const n = width * height;
    const inside = mask(n);
    inside.fill(0, 0, n >> 1);
    const one = { data: floats(n), inside, width, height };
    const made = (): Float32Array[] => [new Float32Array(n), new Float32Array(n)];
    for (const at of [null, Int32Array.from([0, n - 1, n >> 2])]) {
      const [got, plain] = [made(), made()];
      fillMeans(one, [1, 4], at, got);
      plainFillMeans(one, [1, 4], at, plain);
      expect(got).toEqual(plain);
    }
  });
});
