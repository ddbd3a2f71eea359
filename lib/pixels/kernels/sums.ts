/** Sums over windows and over samples through the kernels; plain code where there are none. */
import { type NormalEquations, plainNormalEquations, type Samples } from '../linear.ts';
import { plainBoxSum } from '../raster.ts';
import { aligned, sharedRoom } from './kernels.ts';

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
  return room.floats(out, n).slice();
}

/** What a least-squares fit of `samples` is solved from. Rows of an odd `count` must hold one unused term more. */
export function normalEquations(samples: Samples): NormalEquations {
  const room = sharedRoom();
  const { n, count, stride, rows, weight, wanted } = samples;
  if (!room || stride % 2 !== 0) return plainNormalEquations(samples);
  const weightAt = aligned(8 * n * stride);
  const wantedAt = aligned(weightAt + 8 * n);
  const normalAt = aligned(wantedAt + 8 * n);
  const rightAt = aligned(normalAt + 8 * stride * stride);
  room.reserve(rightAt + 8 * stride);
  const at = (from: number, length: number): Float64Array => room.doubles(from, length);
  at(0, n * stride).set(rows.subarray(0, n * stride));
  at(weightAt, n).set(weight.subarray(0, n));
  at(wantedAt, n).set(wanted.subarray(0, n));
  const sums = at(normalAt, stride * stride).fill(0);
  const right = at(rightAt, count).fill(0);
  room.calls.normalEquations(0, weightAt, wantedAt, n, count, stride, normalAt, rightAt);
  const normal = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      normal[a * count + b] = sums[a * stride + b]!;
      normal[b * count + a] = sums[a * stride + b]!;
    }
  }
  return { normal, right: right.slice() };
}
