import { describe, expect, it } from 'vitest';
import { kernelRoom } from '../../../../lib/pixels/kernels/kernels.ts';
import { boxSum, normalEquations } from '../../../../lib/pixels/kernels/sums.ts';
import { plainNormalEquations } from '../../../../lib/pixels/linear.ts';
import { plainBoxSum } from '../../../../lib/pixels/raster.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(5);
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 512 * next() - 128);

describe('sums through the kernels', () => {
  it('is what runs here', () => expect(kernelRoom()).not.toBeNull());

  it.each([
    [64, 48, 3],
    [67, 41, 6],
    [1, 1, 2],
    [1, 9, 1],
    [9, 1, 1],
    [5, 6, 14],
    [130, 7, 40],
    [33, 35, 0],
  ])('sums the windows of %i x %i with radius %i as plain code does', (width, height, radius) => {
    const plane = floats(width * height);
    expect(boxSum(plane, width, height, radius)).toEqual(plainBoxSum(plane, width, height, radius));
  });

  it('keeps what an earlier call gave', () => {
    const plane = floats(40 * 30);
    const first = boxSum(plane, 40, 30, 2);
    const kept = first.slice();
    boxSum(floats(40 * 30), 40, 30, 2);
    expect(first).toEqual(kept);
  });

  it.each([
    [500, 32, 32],
    [77, 23, 24],
    [3, 1, 2],
    [40, 5, 5],
  ])('gives the normal equations of %i samples with %i terms as plain code does', (n, count, stride) => {
    const rows = new Float64Array(n * stride);
    // Some terms are often 0, and some samples do not count.
    for (let k = 0; k < n; k++)
      for (let a = 0; a < count; a++) rows[k * stride + a] = next() < 0.2 ? 0 : 4 * next() - 2;
    const weight = Float64Array.from({ length: n }, () => (next() < 0.2 ? 0 : next()));
    const wanted = Float64Array.from({ length: n }, () => 100 * next() - 50);
    const samples = { n, count, stride, rows, weight, wanted };
    expect(normalEquations(samples)).toEqual(plainNormalEquations(samples));
  });
});
