/** Lays one patch over another to a part of a pixel: Gauss-Newton on luma whose local light is taken out (Lucas-Kanade, affine). */

import { boxSum } from '../../pixels/kernels/sums.ts';
import { solve } from '../../pixels/linear.ts';
import { boxCount } from '../../pixels/raster.ts';

/** Radius of the window whose mean and contrast are taken out, and grey steps that are noise. */
const RADIUS = 7;
const NOISE = 3;
const ROUNDS = 12;
/** A residual beyond this (in deviations of the local light) weighs less (Huber): what changed must not pull. */
const HUBER = 0.7;

export interface Registered {
  /** Shift and affine part: patch (x, y) of the first lies at (x + p0 + p1 X + p2 Y, y + p3 + p4 X + p5 Y) of the second, X and Y from the middle, of the half width. */
  p: Float64Array;
  /** Correlation of the locally normalised lumas after it, where both exist. */
  agreement: number;
  /** Whether it settled within the reach. */
  settled: boolean;
}

/** Local mean and contrast taken out; outside `inside` 0. */
export function evened(grey: Float32Array, inside: Uint8Array, width: number, height: number): Float32Array {
  const n = width * height;
  const mask = Float32Array.from(inside);
  const value = grey.map((v, i) => v * mask[i]!);
  const squares = grey.map((v, i) => v * v * mask[i]!);
  const count = boxSum(mask, width, height, RADIUS);
  const sum = boxSum(value, width, height, RADIUS);
  const sum2 = boxSum(squares, width, height, RADIUS);
  const { across, down } = boxCount(width, height, RADIUS);
  const out = new Float32Array(n);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!inside[i] || count[i]! < 0.3 * across[x]! * down[y]!) continue;
      const mean = sum[i]! / count[i]!;
      const variance = Math.max(0, sum2[i]! / count[i]! - mean * mean);
      out[i] = (grey[i]! - mean) / Math.sqrt(variance + NOISE * NOISE);
    }
  }
  return out;
}

/** Value between the four pixels from `o` on, `fx` and `fy` of a pixel into them. */
const mixed = (plane: Float32Array, width: number, o: number, fx: number, fy: number): number =>
  (plane[o]! * (1 - fx) + plane[o + 1]! * fx) * (1 - fy) +
  (plane[o + width]! * (1 - fx) + plane[o + width + 1]! * fx) * fy;

/** Value between pixels; null beyond the edge. */
function at(plane: Float32Array, width: number, height: number, x: number, y: number): number | null {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) return null;
  return mixed(plane, width, y0 * width + x0, x - x0, y - y0);
}

/** Half the differences of each pixel's neighbours, across and down; along the edge 0. */
function slopes(plane: Float32Array, width: number, height: number): Record<'across' | 'down', Float32Array> {
  const across = new Float32Array(plane.length);
  const down = new Float32Array(plane.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      across[i] = (plane[i + 1]! - plane[i - 1]!) / 2;
      down[i] = (plane[i + width]! - plane[i - width]!) / 2;
    }
  }
  return { across, down };
}

/**
 * Registers `b` under `a` (both evened, of one size). `mask`: pixels of `a` that are asked. `start`: as in `Registered`.
 * @param reach pixels that a shift may go
 */
export function register(
  a: Float32Array,
  b: Float32Array,
  mask: Uint8Array,
  width: number,
  height: number,
  reach: number,
  start: ArrayLike<number> = [0, 0, 0, 0, 0, 0],
): Registered {
  const p = Float64Array.from(start);
  const half = width / 2;
  const m = new Float64Array(36);
  const r = new Float64Array(6);
  const j = new Float64Array(6);
  const { across, down } = slopes(b, width, height);
  let settled = false;
  for (let round = 0; round < ROUNDS; round++) {
    m.fill(0);
    r.fill(0);
    for (let y = 1; y < height - 1; y++) {
      const Y = (y - height / 2) / half;
      for (let x = 1; x < width - 1; x++) {
        const i = y * width + x;
        if (!mask[i]) continue;
        const X = (x - width / 2) / half;
        const u = x + p[0]! + p[1]! * X + p[2]! * Y;
        const v = y + p[3]! + p[4]! * X + p[5]! * Y;
        const x0 = Math.floor(u);
        const y0 = Math.floor(v);
        if (!(x0 >= 1 && y0 >= 1 && x0 + 2 < width && y0 + 2 < height)) continue;
        const o = y0 * width + x0;
        const fx = u - x0;
        const fy = v - y0;
        const gx = mixed(across, width, o, fx, fy);
        const gy = mixed(down, width, o, fx, fy);
        const e = a[i]! - mixed(b, width, o, fx, fy);
        const w = Math.abs(e) < HUBER ? 1 : HUBER / Math.abs(e);
        j[0] = gx;
        j[1] = gx * X;
        j[2] = gx * Y;
        j[3] = gy;
        j[4] = gy * X;
        j[5] = gy * Y;
        for (let k = 0; k < 6; k++) {
          const wk = w * j[k]!;
          for (let l = k; l < 6; l++) m[k * 6 + l] = m[k * 6 + l]! + wk * j[l]!;
          r[k] = r[k]! + wk * e;
        }
      }
    }
    for (let k = 1; k < 6; k++) for (let l = 0; l < k; l++) m[k * 6 + l] = m[l * 6 + k]!;
    // The affine part must be earned by texture: a little of every parameter is held back.
    const trace = m[0]! + m[21]!;
    for (let k = 0; k < 6; k++) m[k * 7] = m[k * 7]! + (k === 0 || k === 3 ? 1e-4 : 3e-3) * trace + 1e-6;
    const move = solve(m, r, 6);
    if (!move) break;
    for (let k = 0; k < 6; k++) p[k] = p[k]! + move[k]!;
    if (Math.max(...Array.from(p, Math.abs)) > reach) return { p, agreement: -1, settled: false };
    if (Math.max(...Array.from(move, Math.abs)) < 0.02) {
      settled = true;
      break;
    }
  }
  return { p, agreement: agreementOf(a, b, mask, width, height, p), settled };
}

/** Correlation of `a` and of `b` as it lies under `p`, over `mask`. */
export function agreementOf(
  a: Float32Array,
  b: Float32Array,
  mask: Uint8Array,
  width: number,
  height: number,
  p: ArrayLike<number>,
): number {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let y = 0; y < height; y++) {
    const Y = (y - height / 2) / (width / 2);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!mask[i]) continue;
      const X = (x - width / 2) / (width / 2);
      const v = at(b, width, height, x + p[0]! + p[1]! * X + p[2]! * Y, y + p[3]! + p[4]! * X + p[5]! * Y);
      if (v === null) continue;
      aa += a[i]! * a[i]!;
      bb += v * v;
      ab += a[i]! * v;
    }
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
