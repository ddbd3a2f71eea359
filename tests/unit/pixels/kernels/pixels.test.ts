import { expect, it } from 'vitest';
import { fromColourPlanes } from '../../../../lib/pixels/kernels/pixels.ts';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { plainFromColourPlanes } from '../../../../lib/pixels/raster.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(12);
const noise = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => Math.floor(next() * 256));

it.each([
  [1, 1],
  [3, 1],
  [67, 41],
  [130, 70],
])('makes the plain pixels of %i x %i', (width, height) => {
  const n = width * height;
  const planes = { width, height, y: noise(n), cb: noise(n), cr: noise(n) };
  expect(fromColourPlanes(planes)).toEqual(plainFromColourPlanes(planes));
});

it('makes the plain pixels of every pair of luma and one colour difference', () => {
  const n = 256 * 256;
  const y = Uint8Array.from({ length: n }, (_, i) => i & 255);
  const cb = Uint8Array.from({ length: n }, (_, i) => i >> 8);
  const planes = { width: 256, height: 256, y, cb, cr: cb.toReversed() };
  // Compared as bytes: a quarter of a million numbers take a matcher seconds.
  const bytes = ({ data }: Picture) =>
    Buffer.compare(Buffer.from(data), Buffer.from(plainFromColourPlanes(planes).data));
  expect(bytes(fromColourPlanes(planes))).toBe(0);
});
