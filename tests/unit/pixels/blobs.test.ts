import { expect, it } from 'vitest';
import { blobs } from '../../../lib/pixels/blobs.ts';

it('joins marks that touch at a corner, and gives box, mean and tilt', () => {
  const map = new Float32Array(6 * 5);
  for (const i of [0, 1, 2, 3]) map[i * 6 + i] = 0.5 + i * 0.1;
  map[5] = 0.9;
  const [slope, dot, ...rest] = blobs(map, 6, 5, 0.3);
  expect(rest).toEqual([]);
  expect(slope).toMatchObject({ x0: 0, y0: 0, x1: 4, y1: 4, area: 4 });
  expect(slope?.mean).toBeCloseTo(0.65, 6);
  expect(slope?.tiltDeg).toBeCloseTo(45, 6);
  expect(dot).toMatchObject({ x0: 5, y0: 0, x1: 6, y1: 1, area: 1 });
});
