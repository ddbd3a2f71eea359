import { describe, expect, it } from 'vitest';
import { colourFitting, plainColourFitting } from '../../../../lib/match/differences/colour-fit.ts';
import { mapEquations, plainMapEquations } from '../../../../lib/pixels/homography.ts';
import { kernelRoom } from '../../../../lib/pixels/kernels/kernels.ts';
import { byKind, kindsAt, plainByKind, plainKindsAt } from '../../../../lib/pixels/kernels/kinds.ts';
import {
  crossSums,
  enlarged,
  foreign,
  inUnits,
  laplacians,
  marked,
  plainCrossSums,
  plainEnlarged,
  plainForeign,
  plainLaplacians,
  plainMarked,
  plainSpreadOver,
  plainSumWhere,
  plainThinned,
  plainTileSums,
  raise,
  spreadOver,
  sumOf,
  sumWhere,
  thinned,
  tileSums,
} from '../../../../lib/pixels/kernels/marked.ts';
import { random } from '../../../fuzz/mutate.ts';

type Frame = Parameters<typeof mapEquations>[1];

const next = random(23);
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 255 * next());
const bits = (n: number, share = 0.7): Uint8Array =>
  Uint8Array.from({ length: n }, () => (next() < share ? 1 : 0));

const SIZES = [
  [64, 48],
  [67, 41],
  [2, 2],
  [13, 9],
  [130, 7],
] as const;

describe('what is counted and marked through the kernels', () => {
  it('is what runs here', () => expect(kernelRoom()).not.toBeNull());

  it.each(SIZES)('counts and thins out %i x %i as plain code does', (width, height) => {
    const n = width * height;
    const [values, mask] = [bits(n), bits(n)];
    expect(sumOf(values)).toBe(values.reduce((sum, value) => sum + value, 0));
    expect(sumWhere(values, mask)).toBe(plainSumWhere(values, mask));
    expect(thinned(mask, width, height)).toEqual(plainThinned(mask, width, height));
    const small = floats((width >> 1) * (height >> 1));
    expect(enlarged(small, width, height)).toEqual(plainEnlarged(small, width, height));
  });

  it('enlarges a plane of a single row as plain code does', () => {
    const small = floats(3);
    expect(enlarged(small, 6, 1)).toEqual(plainEnlarged(small, 6, 1));
  });

  it.each([1, 1.37, 4, 33.3])('spreads over one in each %d places as plain code does', (apart) => {
    for (const share of [0, 0.02, 0.6, 1]) {
      const use = bits(1_000, share);
      const usable = sumOf(use);
      expect(spreadOver(use, usable, apart)).toEqual(plainSpreadOver(use, usable, apart));
    }
  });

  it.each(SIZES)('marks, divides and raises %i x %i as plain code does', (width, height) => {
    const n = width * height;
    const [values, keep] = [floats(n), bits(n)];
    // Whole numbers meet the level itself.
    const whole = values.map((v) => Math.round(v / 64));
    for (const plane of [values, whole]) {
      const [one, other] = [plane.slice(), plane.slice()];
      expect(marked(one, keep, 2)).toEqual(plainMarked(other, keep, 2));
      expect(one).toEqual(other);
    }
    const bins = Uint8Array.from({ length: n }, () => Math.floor(20 * next()));
    const units = floats(20).map((v) => 1 + v);
    const divided = values.slice();
    inUnits(divided, bins, units);
    expect(divided).toEqual(values.map((v, i) => v / units[bins[i]!]!));
    const others = floats(n);
    const raised = values.slice();
    raise(raised, others);
    expect(raised).toEqual(values.map((v, i) => Math.max(v, others[i]!)));
  });

  it.each(SIZES)(
    'reads Laplacians and tiles of %i x %i as plain code does, to the last bit',
    (width, height) => {
      const n = width * height;
      const [a, b, use] = [floats(n), floats(n), bits(n)];
      expect(laplacians(a, b, use, width, height)).toEqual(plainLaplacians(a, b, use, width, height));
      const stride = 2 * width + 1;
      const inside = bits(stride * (2 * height + 1));
      for (const tile of [2, 6])
        expect(tileSums(a, b, inside, stride, { width, height }, tile)).toEqual(
          plainTileSums(a, b, inside, stride, { width, height }, tile),
        );
    },
  );

  it.each(SIZES)('finds what is foreign in %i x %i, and sums across, as plain code does', (width, height) => {
    const n = width * height;
    const bytes = (): Uint8Array => Uint8Array.from({ length: n }, () => 256 * next());
    const planes = { width, height, y: bytes(), cb: bytes(), cr: bytes() };
    for (const near of [18, 120, 255])
      expect(foreign(planes, [200, 120, 130], near)).toEqual(plainForeign(planes, [200, 120, 130], near));
    const mask = bits(n);
    for (const box of [
      { left: 0, top: 0, right: width, bottom: height },
      { left: 1, top: 1, right: width, bottom: height - 1 },
    ])
      expect(crossSums(mask, width, box)).toEqual(plainCrossSums(mask, width, box));
  });

  it.each([6, 8] as const)(
    'makes the equations of a map of %i unknowns as plain code does, to the last bit',
    (n) => {
      for (const count of [1, 9, 400]) {
        const doubles = (k: number): Float64Array => Float64Array.from({ length: k }, () => 900 * next());
        // Pairs that count for nothing are left out.
        const weight = doubles(count).map((v) => (v < 300 ? 0 : v));
        const pairs = { from: doubles(2 * count), to: doubles(2 * count), weight };
        const [a, b] = [0, 1].map(() => ({ x: 400 * next(), y: 300 * next(), s: next() / 50 })) as [
          Frame,
          Frame,
        ];
        expect(mapEquations(pairs, a, b, n)).toEqual(plainMapEquations(pairs, a, b, n));
      }
    },
  );

  it.each(SIZES)('tells kinds in %i x %i as plain code does', (width, height) => {
    const n = width * height;
    const stride = 2 * width + 1;
    const [luma, cb, cr] = [floats(n), floats(n), floats(n)];
    const ones = floats(n).map((v) => 1 + Math.round(v / 4));
    const around = luma.map((v, i) => v * ones[i]!);
    const inside = bits(stride * (2 * height + 1));
    const shown = { width, height, luma, cb, cr, around, ones, inside, stride };
    const kinds = kindsAt(shown);
    expect(kinds).toEqual(plainKindsAt(shown));
    // Few kinds, so that many places are of one.
    const keys = kinds[0].map((kind) => kind % 31);
    expect(byKind(keys, 31)).toEqual(plainByKind(keys, 31));
  });

  it.each(SIZES)('fits colours in %i x %i as plain code does, to the last bit', (width, height) => {
    const n = width * height;
    const stride = 2 * width + 1;
    const three = (): [Float32Array, Float32Array, Float32Array] => [floats(n), floats(n), floats(n)];
    const fine = stride * (2 * height + 1);
    const colours = {
      ...{ photo: three(), source: three(), inside: bits(fine), mask: bits(fine, 0.3) },
      ...{ stride, width, height },
    };
    const maps = [0, 1, 2].map(() => Float64Array.from({ length: 4 }, () => 3 * next() - 1));
    const [one, other] = [colourFitting(colours), plainColourFitting(colours)];
    expect(one.apart(maps)).toBe(other.apart(maps));
    expect([one.sums, one.counted]).toEqual([other.sums, other.counted]);
  });
});
