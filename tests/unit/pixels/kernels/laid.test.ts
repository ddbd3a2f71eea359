import { describe, expect, it } from 'vitest';
import { leaving, normalise, readThrough } from '../../../../lib/pixels/kernels/laid.ts';
import { type Flow, plainLeaving, plainNormalise, plainReadThrough } from '../../../../lib/pixels/laid.ts';
import type { Plane } from '../../../../lib/pixels/raster.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(11);
const plane = (width: number, height: number): Plane => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, () => Math.floor(256 * next())),
});
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 256 * next());
const flow = (cell: number, across: number, down: number): Flow => ({
  ...{ cell, across, down },
  u: Float32Array.from({ length: across * down }, () => 6 * next() - 3),
  v: Float32Array.from({ length: across * down }, () => 6 * next() - 3),
});

describe('pictures over each other through the kernels', () => {
  it.each([
    ['upright', [0.7, 0, 1.2, 0, 0.8, -3, 0, 0, 1], true, undefined],
    ['turned and partly outside', [0.6, 0.3, -20, -0.3, 0.6, 14, 0, 0, 1], true, undefined],
    ['tilted', [0.9, 0.05, 2, 0.02, 1.1, -4, 0.001, -0.0007, 1.02], false, undefined],
    ['not of unit scale', [1.8, 0, 2.4, 0, 1.6, -6, 0, 0, 2], true, undefined],
    ['shifted by a field', [0.9, 0.05, 2, 0.02, 1.1, -4, 0.001, -0.0007, 1.02], false, flow(8, 7, 5)],
  ])('reads a plane %s as plain code does', (_, map, flat, shift) => {
    const source = plane(61, 47);
    const raster = { width: 67, height: 53 };
    const read = readThrough(source, map, flat, raster, shift);
    expect(read).toEqual(plainReadThrough(source, map, flat, raster, shift));
    const seen = read.inside.reduce((n, v) => n + v, 0);
    expect(seen).toBeGreaterThan(500);
  });

  it.each([
    [64, 48, 6],
    [33, 5, 6],
    [1, 9, 2],
    [7, 1, 3],
  ])(
    'takes local light and contrast out of %i x %i, radius %i, as plain code does',
    (width, height, radius) => {
      const data = floats(width * height);
      data.fill(40, 0, width);
      expect(normalise(data, width, height, radius, 2.5)).toEqual(
        plainNormalise(data, width, height, radius, 2.5),
      );
    },
  );

  it.each([
    [64, 48],
    [31, 17],
    [1, 8],
    [8, 1],
  ])('counts what leaves the range of %i x %i as plain code does', (width, height) => {
    const expected = floats(width * height);
    const photo = expected.map((v, i) => (i % 5 ? v + 3 * next() : 255 * next()));
    const use = Uint8Array.from(expected, () => (next() < 0.8 ? 1 : 0));
    const counting = { bins: 20, step: 8, slots: 257 };
    const got = leaving(photo, expected, use, width, height, counting);
    expect(got).toEqual(plainLeaving(photo, expected, use, width, height, counting));
    expect(got.histogram.reduce((n, v) => n + v, 0)).toBeGreaterThan(0);
  });
});
