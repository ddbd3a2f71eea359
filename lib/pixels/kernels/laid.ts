/** Reading and comparing pictures that lie over each other through the kernels; plain code where there are none. */

import type { Homography } from '../homography.ts';
import {
  type Counting,
  EDGE_REACH,
  type Flow,
  type Leaving,
  plainLeaving,
  plainNormalise,
  plainReadThrough,
  type Sampled,
} from '../laid.ts';
import { boxCount, type Plane } from '../raster.ts';
import { aligned, sharedRoom } from './kernels.ts';
import { bytesFrom, floatsFrom } from './scratch.ts';

/**
 * Reads a plane at the raster's cell centres through `map` (raster → plane pixels), bilinearly. `flat`: the map does not tilt.
 * `flow` shifts the raster position first.
 */
export function readThrough(
  plane: Plane,
  map: Homography,
  flat: boolean,
  grid: { width: number; height: number },
  flow?: Flow,
): Sampled {
  const room = sharedRoom();
  if (!room || Math.min(plane.width, plane.height, flow?.across ?? 2, flow?.down ?? 2) < 2)
    return plainReadThrough(plane, map, flat, grid, flow);
  const n = grid.width * grid.height;
  const size = plane.width * plane.height;
  const mapAt = aligned(size);
  const dataAt = mapAt + 80;
  const insideAt = aligned(dataAt + 4 * n);
  const uAt = aligned(insideAt + n);
  const cells = flow ? flow.across * flow.down : 0;
  const vAt = uAt + 4 * cells;
  room.reserve(vAt + 4 * cells);
  room.bytes(0, size).set(plane.data);
  room.doubles(mapAt, 9).set(map);
  room.floats(dataAt, n).fill(0);
  room.bytes(insideAt, n).fill(0);
  if (flow) {
    room.floats(uAt, cells).set(flow.u);
    room.floats(vAt, cells).set(flow.v);
  }
  const { width, height } = grid;
  room.calls.readThrough(
    0,
    plane.width,
    plane.height,
    mapAt,
    flat,
    EDGE_REACH,
    width,
    height,
    dataAt,
    insideAt,
    uAt,
    vAt,
    flow?.across ?? 0,
    flow?.down ?? 0,
    flow?.cell ?? 1,
  );
  return { data: floatsFrom(room.floats(dataAt, n)), inside: bytesFrom(room.bytes(insideAt, n)) };
}

/** Takes out local mean and contrast over windows of `radius`, so that light and tone do not count; `noise`: grey steps taken for noise. */
export function normalise(
  data: Float32Array,
  width: number,
  height: number,
  radius: number,
  noise: number,
): Float32Array {
  const room = sharedRoom();
  const n = width * height;
  if (!room || n === 0) return plainNormalise(data, width, height, radius, noise);
  const plane = aligned(4 * n);
  const squares = plane;
  const rows = squares + plane;
  const sum = rows + plane;
  const sum2 = sum + plane;
  const sums = sum2 + plane;
  const across = aligned(sums + 8 * width);
  const down = aligned(across + 4 * width);
  room.reserve(aligned(down + 4 * height));
  const count = boxCount(width, height, radius);
  room.floats(0, n).set(data.subarray(0, n));
  room.floats(across, width).set(count.across);
  room.floats(down, height).set(count.down);
  const { calls } = room;
  calls.squared(0, n, squares);
  calls.boxSum(0, width, height, radius, rows, sums, sum);
  calls.boxSum(squares, width, height, radius, rows, sums, sum2);
  calls.normalised(0, sum, sum2, across, down, width, height, noise * noise, rows);
  return floatsFrom(room.floats(rows, n));
}

/** How far each photo pixel leaves the 3 x 3 range of the expected picture, and how large differences are for each such range. */
export function leaving(
  photo: Float32Array,
  expected: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
  counting: Counting,
): Leaving {
  const room = sharedRoom();
  const n = width * height;
  if (!room) return plainLeaving(photo, expected, use, width, height, counting);
  const plane = aligned(4 * n);
  const [expectedAt, low, high, gone, useAt] = [plane, 2 * plane, 3 * plane, 4 * plane, 5 * plane];
  const bin = aligned(useAt + n);
  const histogram = aligned(bin + n);
  const { bins, step, slots } = counting;
  room.reserve(histogram + 4 * bins * slots);
  room.floats(0, n).set(photo.subarray(0, n));
  room.floats(expectedAt, n).set(expected.subarray(0, n));
  room.bytes(useAt, n).set(use.subarray(0, n));
  room.words(histogram, bins * slots).fill(0);
  room.calls.leaves(0, expectedAt, useAt, width, height, step, bins, slots, low, high, gone, bin, histogram);
  return {
    gone: floatsFrom(room.floats(gone, n)),
    bin: bytesFrom(room.bytes(bin, n)),
    histogram: room.words(histogram, bins * slots).slice(),
  };
}
