/** Windowed correlation of two pictures that lie over each other, through the kernels: the evidence that keeps honest photos safe. */

import { type Correlation, NOISE, plainCorrelate, TEXTURE } from '../correlation.ts';
import { aligned, sharedRoom } from './kernels.ts';
import { bytesFrom, floatsFrom } from './scratch.ts';

/**
 * `a`, `b`: grey steps on `rasterWidth` x `rasterHeight`; `inside`: 1 where both pictures exist.
 * Windows are about 4 `radius` + 2 raster pixels wide and stand at every second pixel: sums are taken over 2 x 2 cells first.
 */
export function correlate(
  a: Float32Array,
  b: Float32Array,
  inside: Uint8Array,
  rasterWidth: number,
  rasterHeight: number,
  radius: number,
): Correlation {
  const room = sharedRoom();
  const width = rasterWidth >> 1;
  const height = rasterHeight >> 1;
  const n = width * height;
  if (!room || n === 0) return plainCorrelate(a, b, inside, rasterWidth, rasterHeight, radius);
  const pixels = rasterWidth * rasterHeight;
  const bAt = aligned(4 * pixels);
  const insideAt = aligned(bAt + 4 * pixels);
  const cells = aligned(insideAt + pixels);
  const rows = aligned(cells + 48 * n);
  const sums = aligned(rows + 4 * n);
  const value = aligned(sums + 8 * width);
  const textured = aligned(value + 4 * n);
  const counts = aligned(textured + n);
  room.reserve(counts + 16);
  room.floats(0, pixels).set(a.subarray(0, pixels));
  room.floats(bAt, pixels).set(b.subarray(0, pixels));
  room.bytes(insideAt, pixels).set(inside.subarray(0, pixels));
  room.bytes(value, textured + n - value).fill(0);
  room.calls.correlated(
    0,
    bAt,
    insideAt,
    rasterWidth,
    width,
    height,
    radius,
    TEXTURE,
    NOISE,
    cells,
    rows,
    sums,
    value,
    textured,
    counts,
  );
  const [compared, counted, over90, over75] = room.ints(counts, 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  return {
    width,
    height,
    value: floatsFrom(room.floats(value, n)),
    textured: bytesFrom(room.bytes(textured, n)),
    f90: counted ? over90 / counted : 0,
    f75: counted ? over75 / counted : 0,
    texture: compared ? counted / compared : 0,
  };
}
