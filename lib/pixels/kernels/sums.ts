/** Sums over windows and over samples through the kernels; plain code where there are none. */

import type { NormalEquations, Samples } from '../linear.ts';
import { plainBoxSum } from '../raster.ts';
import { fitOf } from './fit.ts';
import { aligned, sharedRoom } from './kernels.ts';
import { floatsFrom } from './scratch.ts';

/** Sums over (2 radius + 1)-squared windows, edges repeated inward (windows are clipped, not padded). */
export function boxSum(source: Float32Array, width: number, height: number, radius: number): Float32Array {
  const room = sharedRoom();
  const n = width * height;
  if (!room || n === 0) return plainBoxSum(source, width, height, radius);
  const rows = aligned(4 * n);
  const out = aligned(rows + 4 * n);
  const sums = aligned(out + 4 * n);
  room.reserve(sums + 8 * width);
  room.floats(0, n).set(source.subarray(0, n));
  room.calls.boxSum(0, width, height, radius, rows, sums, out);
  return floatsFrom(room.floats(out, n));
}

/** What a least-squares fit of `samples` is solved from. Rows of an odd `count` must hold one unused term more. */
export const normalEquations = (samples: Samples): NormalEquations =>
  fitOf(samples).equations(samples.weight);
