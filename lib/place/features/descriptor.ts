/** Orientation and descriptor of a place (Lowe, IJCV 2004, sections 5 and 6), in RootSIFT form (Arandjelović & Zisserman, CVPR 2012). */
import { aligned } from '../../pixels/kernels/kernels.ts';
import type { SurfaceRoom } from '../kernels/kernels.ts';
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

const GRID = CELLS + 2;
const HIST = GRID * GRID * (BINS + 1);

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

/** A plane of an octave with what sums up the directions around a place of it. */
export interface Around {
  width: number;
  height: number;
  /** Weights of the directions within `radius` of a whole pixel, in `TURN_BINS` parts of a turn; `k`: what squared distances are multiplied with before they fade. */
  turns(cx: number, cy: number, radius: number, k: number): Float64Array;
  /** The same by the cells of a grid turned by `turn`, `GRID` x `GRID` cells of one bin more than `BINS`; `cos` and `sin` over the width of a cell. */
  cells(cx: number, cy: number, radius: number, cos: number, sin: number, turn: number): Float32Array;
}

/** What the loops read and write in their room, in bytes: the table of `fade`, then the sums. */
export const TABLE_BYTES = 4 * FADE.length;
const SUMS_BYTES = 8 * 512;
export const AROUND_BYTES = aligned(TABLE_BYTES) + SUMS_BYTES;

/** Through the kernels: `plane` is an address in the room, `spare` that of `AROUND_BYTES`. */
export function kernelAround(
  { room, calls }: SurfaceRoom,
  { plane, width, height, spare }: { plane: number; width: number; height: number; spare: number },
): Around {
  const sums = spare + aligned(TABLE_BYTES);
  room.floats(spare, FADE.length).set(FADE);
  const raw = room.doubles(sums, TURN_BINS);
  const hist = room.floats(sums, HIST);
  return {
    width,
    height,
    turns(cx, cy, radius, k) {
      raw.fill(0);
      calls.turns(plane, width, height, cx, cy, radius, k, TURN_BINS, spare, sums);
      return raw;
    },
    cells(cx, cy, radius, cos, sin, turn) {
      hist.fill(0);
      calls.cells(plane, width, height, cx, cy, radius, cos, sin, turn, spare, sums);
      return hist;
    },
  };
}

/** In plain code: the reference. */
export function plainAround(plane: Float32Array, width: number, height: number): Around {
  return {
    width,
    height,
    turns: (cx, cy, radius, k) => plainTurns(plane, width, height, cx, cy, radius, k),
    cells: (cx, cy, radius, cos, sin, turn) =>
      plainCells(plane, width, height, cx, cy, radius, cos, sin, turn),
  };
}

function plainTurns(
  plane: Float32Array,
  width: number,
  height: number,
  cx: number,
  cy: number,
  radius: number,
  k: number,
): Float64Array {
  const raw = new Float64Array(TURN_BINS);
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
  return raw;
}

/** The directions in which the surface around a place changes most: one, or several of nearly the same weight. Radians. */
export function orientations(around: Around, at: Keypoint): number[] {
  const sigma = TURN_SIGMAS * at.sigma;
  const radius = Math.round(3 * sigma);
  const raw = around.turns(Math.round(at.x), Math.round(at.y), radius, 1 / (2 * sigma * sigma));
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

/** Writes the descriptor of a place under one orientation to `out` from `offset` on: 128 whole numbers, together of length NORM. */
export function describe(around: Around, at: Keypoint, turn: number, out: Int16Array, offset: number): void {
  const cell = CELL_SIGMAS * at.sigma;
  const radius = Math.min(
    Math.round(cell * Math.SQRT2 * (CELLS + 1) * 0.5),
    Math.round(Math.hypot(around.width, around.height)),
  );
  const cos = Math.cos(turn) / cell;
  const sin = Math.sin(turn) / cell;
  finish(around.cells(Math.round(at.x), Math.round(at.y), radius, cos, sin, turn), out, offset);
}

function plainCells(
  plane: Float32Array,
  width: number,
  height: number,
  cx: number,
  cy: number,
  radius: number,
  cos: number,
  sin: number,
  turn: number,
): Float32Array {
  const hist = new Float32Array(HIST);
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
  return hist;
}

const entries = new Float64Array(LENGTH);

/** Clips, scales, and takes roots, so that the plain product of two descriptors is the Hellinger kernel of their histograms. */
function finish(hist: Float32Array, out: Int16Array, offset: number): void {
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
