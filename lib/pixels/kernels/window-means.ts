/** Means over windows of several sizes, at a few places or everywhere: through the kernels, plain code where they are missing. */

import { summed } from '../raster.ts';
import { aligned, sharedRoom } from './kernels.ts';

export interface Windowed {
  data: Float32Array;
  /** 1 where a pixel counts. */
  inside: Uint8Array;
  width: number;
  height: number;
}

/**
 * Fills `planes`, one for each radius, with the means of the pixels inside over windows of (2 radius + 1) squared, clipped at the edges; a pixel's
 * own value where none is inside. `at`: the places to fill; null for all.
 */
export function fillMeans(
  one: Windowed,
  radii: readonly number[],
  at: Int32Array | null,
  planes: Float32Array[],
): void {
  const room = sharedRoom();
  if (!room) {
    plainFillMeans(one, radii, at, planes);
    return;
  }
  const { data, inside, width, height } = one;
  const n = width * height;
  const table = 8 * (width + 1) * (height + 1);
  const insideAt = aligned(4 * n);
  const sums = insideAt + aligned(n);
  const counts = aligned(sums + table);
  const out = aligned(counts + table);
  const atAt = out + aligned(4 * n);
  room.reserve(atAt + 4 * (at?.length ?? 0));
  room.floats(0, n).set(data.subarray(0, n));
  room.bytes(insideAt, n).set(inside.subarray(0, n));
  if (at) room.ints(atAt, at.length).set(at);
  room.calls.tables(0, insideAt, width, height, sums, counts);
  for (const [r, radius] of radii.entries()) {
    room.calls.windowMeans(0, sums, counts, width, height, radius, at ? atAt : 0, at?.length ?? n, out);
    const means = room.floats(out, at?.length ?? n);
    if (at) for (let k = 0; k < at.length; k++) planes[r]![at[k]!] = means[k]!;
    else planes[r]!.set(means);
  }
}

/** The same in plain code: the reference. */
export function plainFillMeans(
  { data, inside, width, height }: Windowed,
  radii: readonly number[],
  at: Int32Array | null,
  planes: Float32Array[],
): void {
  const sums = summed(
    data.map((v, i) => (inside[i] ? v : 0)),
    width,
    height,
  );
  const counts = summed(inside, width, height);
  const stride = width + 1;
  const places = at ?? Int32Array.from(data, (_, i) => i);
  radii.forEach((radius, r) => {
    for (const i of places) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const upper = Math.max(0, y - radius) * stride;
      const lower = Math.min(height, y + radius + 1) * stride;
      const over = (table: Float64Array): number =>
        table[lower + right]! - table[lower + left]! - table[upper + right]! + table[upper + left]!;
      const count = over(counts);
      planes[r]![i] = count <= 0 ? data[i]! : over(sums) / count;
    }
  });
}
