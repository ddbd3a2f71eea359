import { describe, expect, it } from 'vitest';
import {
  plainShrunk,
  plainTextureLoss,
  shrunk,
  textureLoss,
} from '../../../../lib/match/differences/texture-loss.ts';
import {
  agreeing,
  half,
  largerOf,
  minus,
  nth,
  plainAgreeing,
  plainLargerOf,
  toMeans,
} from '../../../../lib/pixels/kernels/compared.ts';
import { fitOf, plainFit } from '../../../../lib/pixels/kernels/fit.ts';
import { kernelRoom } from '../../../../lib/pixels/kernels/kernels.ts';
import {
  floatsFrom,
  scratchBytes,
  scratchFloats,
  withScratch,
} from '../../../../lib/pixels/kernels/scratch.ts';
import { plainNth } from '../../../../lib/pixels/order.ts';
import { plainHalf } from '../../../../lib/pixels/raster.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(11);
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 255 * next());
const bits = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => (next() < 0.7 ? 1 : 0));

const SIZES = [
  [64, 48],
  [67, 41],
  [2, 2],
  [3, 9],
  [130, 7],
] as const;

describe('loops over two pictures through the kernels', () => {
  it('is what runs here', () => expect(kernelRoom()).not.toBeNull());

  it.each(SIZES)('halves %i x %i as plain code does', (width, height) => {
    const plane = floats(width * height);
    expect(half(plane, width, height)).toEqual(plainHalf(plane, width, height));
  });

  it.each(SIZES)('finds what agrees in %i x %i as plain code does', (width, height) => {
    const inside = bits(width * height);
    for (const shift of [1, 3]) {
      const [w, h] = [Math.max(1, width >> shift), Math.max(1, height >> shift)];
      const value = floats(w * h).map((v) => v / 255);
      const map = { width: w, height: h, value, textured: bits(w * h) };
      expect(agreeing(inside, width, height, map, shift, 0.75)).toEqual(
        plainAgreeing(inside, width, height, map, shift, 0.75),
      );
    }
  });

  it.each(SIZES)('reads lost texture and its least in %i x %i as plain code does', (width, height) => {
    const [a, b] = [floats(width * height), floats(width * height)];
    const lost = textureLoss(a, b, width, height);
    expect(lost).toEqual(plainTextureLoss(a, b, width, height));
    expect(shrunk(lost, width, height)).toEqual(plainShrunk(lost, width, height));
  });

  it.each(SIZES)('takes the larger of %i x %i and its half as plain code does', (width, height) => {
    const [fine, coarse] = [floats(width * height), floats((width >> 1) * (height >> 1))];
    const inside = bits(width * height);
    expect(largerOf(fine, coarse, inside, width, height)).toEqual(
      plainLargerOf(fine, coarse, inside, width, height),
    );
  });

  it('subtracts and takes means as single precision does', () => {
    const [a, b] = [floats(77), floats(77)];
    expect(minus(a, b)).toEqual(a.map((v, i) => v - b[i]!));
    expect(toMeans(minus(a, b))).toEqual(a.map((v, i) => Math.abs(Math.fround(v - b[i]!)) / 9));
  });

  it.each([1, 7, 63, 64, 65, 400, 5_000])('selects from %i values as plain code does', (n) => {
    // Many alike, as medians of whole grey steps meet them.
    const values = floats(n).map((v) => Math.round(v / 8));
    for (const k of [0, n >> 1, Math.floor(0.93 * n), n - 1])
      expect(nth(values.slice(), k)).toBe(plainNth(values.slice(), k));
  });

  it.each([
    [900, 32, 32],
    [77, 23, 24],
  ])('fits %i samples of %i terms in several rounds as plain code does', (n, count, stride) => {
    const rows = Float64Array.from({ length: n * stride }, (_, i) => (i % stride < count ? next() - 0.5 : 0));
    const wanted = Float64Array.from({ length: n }, () => 20 * next() - 10);
    const samples = { n, count, stride, rows, wanted };
    const [fit, plain] = [fitOf(samples), plainFit(samples)];
    for (let round = 0; round < 3; round++) {
      const weight = Float64Array.from({ length: n }, () => next());
      expect(fit.equations(weight)).toEqual(plain.equations(weight));
      const weights = Float64Array.from({ length: count }, () => next() - 0.5);
      expect(fit.misses(weights)).toEqual(plain.misses(weights));
    }
  });
});

describe('scratch memory', () => {
  const LARGE = 100_000;

  it('is used again once it was taken back', () => {
    const first = withScratch(() => scratchFloats(LARGE).buffer);
    expect(withScratch(() => scratchFloats(LARGE).buffer)).toBe(first);
  });

  it('is not lent twice at a time', () =>
    withScratch(() => {
      const outer = scratchFloats(LARGE).fill(1);
      withScratch(() => scratchFloats(LARGE).fill(2));
      const later = scratchFloats(LARGE).fill(3);
      expect(outer.every((v) => v === 1)).toBe(true);
      expect(later.every((v) => v === 3)).toBe(true);
    }));

  it('is fresh, and may be kept, where nothing lends', () => {
    const kept = floatsFrom(floats(LARGE));
    const copy = kept.slice();
    withScratch(() => scratchBytes(4 * LARGE).fill(9));
    expect(kept).toEqual(copy);
    expect(scratchFloats(LARGE).buffer).not.toBe(scratchFloats(LARGE).buffer);
  });

  it('is taken back when work fails', () => {
    let buffer: ArrayBufferLike | undefined;
    const failing = (): void =>
      withScratch(() => {
        buffer = scratchFloats(LARGE).buffer;
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(withScratch(() => scratchFloats(LARGE).buffer)).toBe(buffer);
  });
});
