/** Oriented binary descriptors (BRIEF, steered) in plain code: the reference of the kernels. */
import type { Plane } from '../../pixels/raster.ts';
import { ANGLES, DESCRIPTOR_WORDS, PATTERN_REACH } from './pattern.ts';

/** Binomial 5x5 smoothing, so that single pixels (noise, ringing) do not decide a test. */
export function smooth(plane: Plane): Uint8Array {
  const { width, height, data } = plane;
  const rows = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const base = y * width;
    for (let x = 0; x < width; x++) {
      const p = base + x;
      const l2 = x > 1 ? p - 2 : base;
      const l1 = x > 0 ? p - 1 : base;
      const r1 = x < width - 1 ? p + 1 : base + width - 1;
      const r2 = x < width - 2 ? p + 2 : base + width - 1;
      rows[p] = data[l2]! + 4 * data[l1]! + 6 * data[p]! + 4 * data[r1]! + data[r2]!;
    }
  }
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const u2 = Math.max(0, y - 2) * width;
    const u1 = Math.max(0, y - 1) * width;
    const c = y * width;
    const d1 = Math.min(height - 1, y + 1) * width;
    const d2 = Math.min(height - 1, y + 2) * width;
    for (let x = 0; x < width; x++) {
      out[c + x] =
        (rows[u2 + x]! + 4 * rows[u1 + x]! + 6 * rows[c + x]! + 4 * rows[d1 + x]! + rows[d2 + x]! + 128) >> 8;
    }
  }
  return out;
}

/** Half widths of the disc of radius 15 over which the intensity centroid is taken. */
export const DISC = Array.from({ length: PATTERN_REACH + 1 }, (_, dy) =>
  Math.floor(Math.sqrt(PATTERN_REACH * PATTERN_REACH - dy * dy)),
);

/** Direction of a moment in 1/64 turns. */
export const turnOf = (mx: number, my: number): number =>
  (Math.round((Math.atan2(my, mx) / (2 * Math.PI)) * ANGLES) + ANGLES) % ANGLES;

/** Direction of the intensity centroid (Rosin 1999) around pixel `at`, in 1/64 turns. */
export function orientation(data: Uint8Array, width: number, at: number): number {
  let mx = 0;
  let my = 0;
  for (let dy = -PATTERN_REACH; dy <= PATTERN_REACH; dy++) {
    const half = DISC[Math.abs(dy)]!;
    const p = at + dy * width;
    let sum = 0;
    for (let dx = -half; dx <= half; dx++) {
      const v = data[p + dx]!;
      sum += v;
      mx += dx * v;
    }
    my += dy * sum;
  }
  return turnOf(mx, my);
}

/** The 256 tests of `table` at this angle around pixel `p`, as eight words of `out` from `at` on. */
export function describe(
  data: Uint8Array,
  width: number,
  p: number,
  table: Int8Array,
  angle: number,
  out: Uint32Array,
  at: number,
): void {
  let t = angle * 1024;
  for (let w = 0; w < DESCRIPTOR_WORDS; w++) {
    let bits = 0;
    for (let b = 0; b < 32; b++, t += 4) {
      const first = data[p + table[t + 1]! * width + table[t]!]!;
      const second = data[p + table[t + 3]! * width + table[t + 2]!]!;
      bits = (bits << 1) | (first < second ? 1 : 0);
    }
    out[at + w] = bits >>> 0;
  }
}
