/** Orientation and descriptor of a place (Lowe, IJCV 2004, sections 5 and 6), in RootSIFT form (Arandjelović & Zisserman, CVPR 2012). */
import type { Keypoint } from './keypoints.ts';

export const LENGTH = 128;
/** Length of a descriptor as a vector of whole numbers: products of two are at most its square. */
export const NORM = 512;

const CELLS = 4;
const BINS = 8;
/** Width of a cell in sigmas, reach of the orientation window in sigmas: Lowe's values. */
const CELL_SIGMAS = 3;
const TURN_BINS = 36;
const TURN_SIGMAS = 1.5;
const SECOND_PEAK = 0.8;
/** What no single entry may exceed before the vector is scaled again: reflections weigh less. */
const CLIP = 0.2;

const TAU = 2 * Math.PI;

/** Angle of (x, y) in 0..2 pi, within 0.0003: a polynomial on one octant (Abramowitz & Stegun 4.4.47 in form). */
function turnOf(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const big = Math.max(ax, ay);
  if (big === 0) return 0;
  const a = Math.min(ax, ay) / big;
  const s = a * a;
  let r = ((-0.0464964749 * s + 0.15931422) * s - 0.327622764) * s * a + a;
  if (ay > ax) r = Math.PI / 2 - r;
  if (x < 0) r = Math.PI - r;
  return y < 0 ? TAU - r : r;
}

/** exp(-v) for v in 0..8 in steps of 1/64. */
const FADE = Float32Array.from({ length: 513 }, (_, i) => Math.exp(-i / 64));
const fade = (v: number): number => (v >= 8 ? 0 : FADE[(v * 64) | 0]!);

/** The directions in which the surface around a place changes most: one, or several of nearly the same weight. Radians. */
export function orientations(plane: Float32Array, width: number, height: number, at: Keypoint): number[] {
  const sigma = TURN_SIGMAS * at.sigma;
  const radius = Math.round(3 * sigma);
  const raw = new Float64Array(TURN_BINS);
  const cx = Math.round(at.x);
  const cy = Math.round(at.y);
  const k = 1 / (2 * sigma * sigma);
  for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++) {
    for (let x = Math.max(1, cx - radius); x <= Math.min(width - 2, cx + radius); x++) {
      const i = y * width + x;
      const dx = plane[i + 1]! - plane[i - 1]!;
      const dy = plane[i + width]! - plane[i - width]!;
      const weight = fade(((x - cx) ** 2 + (y - cy) ** 2) * k);
      const bin = Math.round((turnOf(dy, dx) / TAU) * TURN_BINS) % TURN_BINS;
      raw[bin] = raw[bin]! + weight * Math.sqrt(dx * dx + dy * dy);
    }
  }
  const of = (i: number): number => raw[(i + TURN_BINS) % TURN_BINS]!;
  const hist = raw.map((v, i) => (of(i - 2) + of(i + 2) + 4 * (of(i - 1) + of(i + 1)) + 6 * v) / 16);
  const top = Math.max(...hist);
  const out: number[] = [];
  if (top <= 0) return out;
  for (let i = 0; i < TURN_BINS; i++) {
    const v = hist[i]!;
    const l = hist[(i + TURN_BINS - 1) % TURN_BINS]!;
    const r = hist[(i + 1) % TURN_BINS]!;
    if (v < SECOND_PEAK * top || v <= l || v < r) continue;
    const peak = i + (l - r) / (2 * (l - 2 * v + r));
    out.push(((((peak / TURN_BINS) * TAU) % TAU) + TAU) % TAU);
  }
  return out;
}

const GRID = CELLS + 2;
const hist = new Float32Array(GRID * GRID * (BINS + 1));

/** Writes the descriptor of a place under one orientation to `out` from `offset` on: 128 whole numbers, together of length NORM. */
export function describe(
  plane: Float32Array,
  width: number,
  height: number,
  at: Keypoint,
  turn: number,
  out: Int16Array,
  offset: number,
): void {
  const cell = CELL_SIGMAS * at.sigma;
  const radius = Math.min(
    Math.round(cell * Math.SQRT2 * (CELLS + 1) * 0.5),
    Math.round(Math.hypot(width, height)),
  );
  const cos = Math.cos(turn) / cell;
  const sin = Math.sin(turn) / cell;
  const cx = Math.round(at.x);
  const cy = Math.round(at.y);
  hist.fill(0);
  const toBins = BINS / TAU;
  const middle = CELLS / 2 - 0.5;
  for (let dy = -radius; dy <= radius; dy++) {
    const y = cy + dy;
    if (y < 1 || y > height - 2) continue;
    for (let dx = -radius; dx <= radius; dx++) {
      const x = cx + dx;
      if (x < 1 || x > width - 2) continue;
      const u = dx * cos + dy * sin;
      const v = dy * cos - dx * sin;
      const across = u + middle;
      const down = v + middle;
      if (across <= -1 || across >= CELLS || down <= -1 || down >= CELLS) continue;
      const i = y * width + x;
      const gx = plane[i + 1]! - plane[i - 1]!;
      const gy = plane[i + width]! - plane[i - width]!;
      const weight = Math.sqrt(gx * gx + gy * gy) * fade((u * u + v * v) / (CELLS * CELLS * 0.5));
      if (weight === 0) continue;
      let bin = (turnOf(gy, gx) - turn) * toBins;
      if (bin < 0) bin += BINS;
      if (bin >= BINS) bin -= BINS;
      const b0 = bin | 0;
      const a0 = Math.floor(across);
      const d0 = Math.floor(down);
      const fa = across - a0;
      const fd = down - d0;
      const fb = bin - b0;
      const h = ((d0 + 1) * GRID + a0 + 1) * (BINS + 1) + b0;
      const w1 = weight * fd;
      const w0 = weight - w1;
      const w01 = w0 * fa;
      const w00 = w0 - w01;
      const w11 = w1 * fa;
      const w10 = w1 - w11;
      const right = h + BINS + 1;
      const under = h + GRID * (BINS + 1);
      const both = under + BINS + 1;
      hist[h] = hist[h]! + w00 * (1 - fb);
      hist[h + 1] = hist[h + 1]! + w00 * fb;
      hist[right] = hist[right]! + w01 * (1 - fb);
      hist[right + 1] = hist[right + 1]! + w01 * fb;
      hist[under] = hist[under]! + w10 * (1 - fb);
      hist[under + 1] = hist[under + 1]! + w10 * fb;
      hist[both] = hist[both]! + w11 * (1 - fb);
      hist[both + 1] = hist[both + 1]! + w11 * fb;
    }
  }
  finish(out, offset);
}

const entries = new Float64Array(LENGTH);

/** Clips, scales, and takes roots, so that the plain product of two descriptors is the Hellinger kernel of their histograms. */
function finish(out: Int16Array, offset: number): void {
  let squares = 0;
  for (let d = 0, e = 0; d < CELLS; d++) {
    for (let a = 0; a < CELLS; a++) {
      const h = ((d + 1) * GRID + a + 1) * (BINS + 1);
      // The last bin is the first one, a whole turn on.
      hist[h] = hist[h]! + hist[h + BINS]!;
      for (let b = 0; b < BINS; b++, e++) {
        entries[e] = hist[h + b]!;
        squares += entries[e]! ** 2;
      }
    }
  }
  const limit = CLIP * Math.sqrt(squares);
  let sum = 0;
  for (let e = 0; e < LENGTH; e++) {
    entries[e] = Math.min(limit, entries[e]!);
    sum += entries[e]!;
  }
  const scale = sum > 0 ? 1 / sum : 0;
  for (let e = 0; e < LENGTH; e++) out[offset + e] = Math.round(NORM * Math.sqrt(entries[e]! * scale));
}
