/** A least-squares fit in several rounds, its samples laid down once: through the kernels, plain code where there are none. */
import { type NormalEquations, plainNormalEquations, type Samples } from '../linear.ts';
import { aligned, type KernelRoom, sharedRoom } from './kernels.ts';
import { floatsFrom, scratchFloats } from './scratch.ts';

export interface Fit {
  /** What the weights of the terms are solved from, each sample counting by `weight`. */
  equations(weight: Float64Array): NormalEquations;
  /** How far the sums with these weights stay from what is wanted. */
  misses(weights: Float64Array): Float32Array;
}

/** Valid until another kernel is called. Rows of an odd `count` must hold one unused term more. */
export function fitOf(samples: Omit<Samples, 'weight'>): Fit {
  const room = sharedRoom();
  return room && samples.stride % 2 === 0 ? kernelFit(room, samples) : plainFit(samples);
}

function kernelFit(room: KernelRoom, { n, count, stride, rows, wanted }: Omit<Samples, 'weight'>): Fit {
  const wantedAt = aligned(8 * n * stride);
  const weightAt = aligned(wantedAt + 8 * n);
  const normalAt = aligned(weightAt + 8 * n);
  const rightAt = aligned(normalAt + 8 * stride * stride);
  const out = aligned(rightAt + 8 * stride);
  room.reserve(out + 4 * n);
  room.doubles(0, n * stride).set(rows.subarray(0, n * stride));
  room.doubles(wantedAt, n).set(wanted.subarray(0, n));
  return {
    equations(weight) {
      room.doubles(weightAt, n).set(weight.subarray(0, n));
      const sums = room.doubles(normalAt, stride * stride).fill(0);
      const right = room.doubles(rightAt, count).fill(0);
      room.calls.normalEquations(0, weightAt, wantedAt, n, count, stride, normalAt, rightAt);
      const normal = new Float64Array(count * count);
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          normal[a * count + b] = sums[a * stride + b]!;
          normal[b * count + a] = sums[a * stride + b]!;
        }
      }
      return { normal, right: right.slice() };
    },
    misses(weights) {
      room.doubles(rightAt, count).set(weights.subarray(0, count));
      room.calls.misses(0, wantedAt, rightAt, n, count, stride, out);
      return floatsFrom(room.floats(out, n));
    },
  };
}

/** The same in plain code: the reference. */
export function plainFit(samples: Omit<Samples, 'weight'>): Fit {
  const { n, count, stride, rows, wanted } = samples;
  return {
    equations: (weight) => plainNormalEquations({ ...samples, weight }),
    misses(weights) {
      const out = scratchFloats(n);
      for (let k = 0; k < n; k++) {
        let v = wanted[k]!;
        for (let a = 0; a < count; a++) v -= weights[a]! * rows[k * stride + a]!;
        out[k] = Math.abs(v);
      }
      return out;
    },
  };
}
