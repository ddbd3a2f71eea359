/** What the displacements of blocks are solved from, summed over small squares: through the kernels, plain code where they are missing. */

import { aligned, sharedRoom } from '../../pixels/kernels/kernels.ts';
import { floatsFrom } from '../../pixels/kernels/scratch.ts';

/** Sums a square: gx gx, gx gy, gy gy, gx t, gy t, photo², source², photo × source, pixels; t is the photo less the source. */
export const FIELDS = 9;

/** A picture on a raster and its slopes. */
export interface Sloped {
  normal: Float32Array;
  gx: Float32Array;
  gy: Float32Array;
}

interface Raster {
  width: number;
  height: number;
}

/** Half the difference of the neighbours on either side, across and down; 0 at the edges. */
export function slopes(normal: Float32Array, { width, height }: Raster): Sloped {
  const room = sharedRoom();
  if (!room) return plainSlopes(normal, { width, height });
  const n = width * height;
  const [gx, gy] = [aligned(4 * n), 2 * aligned(4 * n)];
  room.reserve(gy + 4 * n);
  room.floats(0, n).set(normal.subarray(0, n));
  room.bytes(gx, gy + 4 * n - gx).fill(0);
  room.calls.gradients(0, width, height, gx, gy);
  return { normal, gx: floatsFrom(room.floats(gx, n)), gy: floatsFrom(room.floats(gy, n)) };
}

/** The same in plain code: the reference. */
export function plainSlopes(normal: Float32Array, { width, height }: Raster): Sloped {
  const gx = new Float32Array(width * height);
  const gy = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      gx[i] = (normal[i + 1]! - normal[i - 1]!) / 2;
      gy[i] = (normal[i + width]! - normal[i - width]!) / 2;
    }
  }
  return { normal, gx, gy };
}

/** `FIELDS` sums for each whole square of `cell` pixels, `across` x `down` of them, over the pixels in `inside`. */
export function squareSums(
  photo: Sloped,
  source: Float32Array,
  inside: Uint8Array,
  { width, height }: Raster,
  cell: number,
): Float64Array {
  const room = sharedRoom();
  const across = Math.floor(width / cell);
  const down = Math.floor(height / cell);
  if (!room || across * down === 0) return plainSquareSums(photo, source, inside, { width, height }, cell);
  const n = width * height;
  const plane = aligned(4 * n);
  const insideAt = 4 * plane;
  const sums = insideAt + aligned(n);
  const count = FIELDS * across * down;
  room.reserve(sums + 8 * count);
  [photo.normal, photo.gx, photo.gy, source].forEach((data, k) => {
    room.floats(k * plane, n).set(data.subarray(0, n));
  });
  room.bytes(insideAt, n).set(inside.subarray(0, n));
  room.doubles(sums, count).fill(0);
  room.calls.blockSums(0, plane, 2 * plane, 3 * plane, insideAt, width, cell, across, down, sums);
  return room.doubles(sums, count).slice();
}

/** The same in plain code: the reference; a raster smaller than a square counts as one. */
export function plainSquareSums(
  photo: Sloped,
  source: Float32Array,
  inside: Uint8Array,
  { width, height }: Raster,
  cell: number,
): Float64Array {
  const across = Math.max(1, Math.floor(width / cell));
  const down = Math.max(1, Math.floor(height / cell));
  const sums = new Float64Array(across * down * FIELDS);
  for (let y = 0; y < down * cell && y < height; y++) {
    for (let x = 0, i = y * width; x < across * cell && x < width; x++, i++) {
      if (!inside[i]) continue;
      const s = (((y / cell) | 0) * across + ((x / cell) | 0)) * FIELDS;
      const a = photo.normal[i]!;
      const b = source[i]!;
      const gx = photo.gx[i]!;
      const gy = photo.gy[i]!;
      const t = a - b;
      sums[s] = sums[s]! + gx * gx;
      sums[s + 1] = sums[s + 1]! + gx * gy;
      sums[s + 2] = sums[s + 2]! + gy * gy;
      sums[s + 3] = sums[s + 3]! + gx * t;
      sums[s + 4] = sums[s + 4]! + gy * t;
      sums[s + 5] = sums[s + 5]! + a * a;
      sums[s + 6] = sums[s + 6]! + b * b;
      sums[s + 7] = sums[s + 7]! + a * b;
      sums[s + 8] = sums[s + 8]! + 1;
    }
  }
  return sums;
}
