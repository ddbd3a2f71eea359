import { describe, expect, it } from 'vitest';
import { extractFeatures } from '../../../../lib/match/fingerprint/features.ts';
import { plainPyramid, pyramidOf } from '../../../../lib/match/fingerprint/pyramid.ts';
import { toColourPlanes } from '../../../../lib/pixels/raster.ts';
import { drawn } from '../pictures.ts';

const planes = toColourPlanes(drawn(3));
const grey = { width: planes.width, height: planes.height, data: planes.y };
const whole = { x: 0, y: 0, width: grey.width, height: grey.height };
const sizes = [
  { width: 401, height: 300 },
  { width: 334, height: 250 },
  { width: 90, height: 67 },
];

describe('the pyramid by kernels', () => {
  it('has the corners and descriptors of the plain one, on every level', () => {
    const fast = pyramidOf(grey, whole, sizes);
    const plain = plainPyramid(grey, whole, sizes);
    sizes.forEach(({ width }, l) => {
      const corners = fast.corners(l, 16);
      expect(corners).toEqual(plain.corners(l, 16));
      expect(corners.count).toBeGreaterThan(20);
      const places = corners.x.map((x, i) => corners.y[i]! * width + x);
      expect(fast.describe(l, places)).toEqual(plain.describe(l, places));
    });
  });

  it.each([undefined, { x: 31, y: 17, width: 300, height: 260 }])('leads to the same features', (box) => {
    const fast = extractFeatures(grey, 1.5, 1.5, 400, box);
    expect(fast.count).toBeGreaterThan(100);
    expect(fast).toEqual(extractFeatures(grey, 1.5, 1.5, 400, box, plainPyramid));
  });

  it('gives up nothing of one picture to the next', () => {
    const first = extractFeatures(grey, 1, 1, 200);
    const other = toColourPlanes(drawn(4));
    extractFeatures({ width: other.width, height: other.height, data: other.y }, 1, 1, 500);
    expect(extractFeatures(grey, 1, 1, 200)).toEqual(first);
  });
});
