import { describe, expect, it } from 'vitest';
import { plainSlopes, plainSquareSums, slopes, squareSums } from '../../../../lib/match/align/block-sums.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(7);
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 3 * next() - 1.5);

describe('sums over blocks through the kernels', () => {
  it.each([
    [64, 48],
    [61, 47],
    [9, 17],
    [5, 6],
  ])('of %i x %i are those of plain code', (width, height) => {
    const raster = { width, height };
    const normal = floats(width * height);
    const photo = slopes(normal, raster);
    expect(photo).toEqual(plainSlopes(normal, raster));
    const source = floats(width * height);
    const inside = Uint8Array.from(source, () => (next() < 0.9 ? 1 : 0));
    const sums = squareSums(photo, source, inside, raster, 8);
    expect(sums).toEqual(plainSquareSums(photo, source, inside, raster, 8));
    expect(sums.some((v) => v > 0)).toBe(true);
  });
});
