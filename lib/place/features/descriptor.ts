/** Orientation and descriptor of a place (Lowe, IJCV 2004, sections 5 and 6), in RootSIFT form (Arandjelović & Zisserman, CVPR 2012). */
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

/** Cells between which a pixel may lie, along a side, and the numbers that are summed up between them: its shares of eight neighbours. */
const GAPS = CELLS + 1;
const SHARES = GAPS * GAPS * BINS * 8;

const { fround } = Math;
const TAU = 2 * Math.PI;
const F_TAU = fround(TAU);
const F_HALF_TURN = fround(Math.PI);
const F_QUARTER_TURN = fround(Math.PI / 2);
/** Keeps a quotient finite where there is no direction. */
const TINY = fround(1e-30);

/** A polynomial in `v` in single precision, the highest power first. */
function power(v: number, terms: readonly number[]): number {
  let r = terms[0]!;
  for (let i = 1; i < terms.length; i++) r = fround(fround(r * v) + terms[i]!);
  return r;
}

const ANGLE = [-0.0464964749, 0.15931422, -0.327622764].map(fround);
/** Least squares at Chebyshev's places of 0..1.6. */
const FADE = [0.0193291947, -0.139785467, 0.485779132, -0.997284057, 0.9999157].map(fround);

/** Angle of (x, y) in 0..2 pi, within 0.0003: a polynomial on one octant (Abramowitz & Stegun 4.4.47 in form). 0 where both are 0. */
function turnOf(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const a = fround(Math.min(ax, ay) / Math.max(ax, ay, TINY));
  const s = fround(a * a);
  let r = fround(fround(fround(power(s, ANGLE) * s) * a) + a);
  if (ay > ax) r = fround(F_QUARTER_TURN - r);
  if (x < 0) r = fround(F_HALF_TURN - r);
  return y < 0 ? fround(F_TAU - r) : r;
}

/** exp(-v) for v in 0..1.6, within 0.04 %. */
const fade = (v: number): number => power(v, FADE);

/**
 * A plane of an octave with what sums up the directions around a place of it, in single precision. Every second pixel of every second row is asked: a
 * plane in which features stand is smoothed by at least two pixels, so that those between say nothing new.
 */
export interface Around {
  width: number;
  height: number;
  /** Weights of the directions within `radius` of a whole pixel, in `TURN_BINS` parts of a turn; `k`: what an eighth of a squared distance is multiplied with before it fades. */
  turns(cx: number, cy: number, radius: number, k: number): Float32Array;
  /** The same by the cells of a grid turned by `turn`, `CELLS` x `CELLS` of `BINS`; `cos` and `sin` over the width of a cell. */
  cells(cx: number, cy: number, radius: number, cos: number, sin: number, turn: number): Float32Array;
}

/** What the loops write in their room, in bytes: sums, and shares before they are dealt out. */
const SUMS_BYTES = 4 * Math.max(4 * TURN_BINS, LENGTH);
export const AROUND_BYTES = SUMS_BYTES + 4 * SHARES;

/** Through the kernels: `plane` is an address in the room, `spare` that of `AROUND_BYTES`. */
export function kernelAround(
  { room, calls }: SurfaceRoom,
  { plane, width, height, spare }: { plane: number; width: number; height: number; spare: number },
): Around {
  const raw = room.floats(spare, 4 * TURN_BINS);
  const hist = room.floats(spare, LENGTH);
  return {
    width,
    height,
    turns(cx, cy, radius, k) {
      raw.fill(0);
      calls.turns(plane, width, height, cx, cy, radius, k, TURN_BINS, spare);
      return inFours(raw);
    },
    cells(cx, cy, radius, cos, sin, turn) {
      calls.cells(plane, width, height, cx, cy, radius, cos, sin, turn, spare + SUMS_BYTES, spare);
      return hist;
    },
  };
}

const fours = new Float32Array(TURN_BINS);

/** Sums of four each, until the next are asked for. */
function inFours(parts: Float32Array): Float32Array {
  for (let i = 0; i < TURN_BINS; i++)
    fours[i] = parts[4 * i]! + parts[4 * i + 1]! + parts[4 * i + 2]! + parts[4 * i + 3]!;
  return fours;
}

/** In plain code: the reference. */
export function plainAround(plane: Float32Array, width: number, height: number): Around {
  return {
    width,
    height,
    turns: (cx, cy, radius, k) => plainTurns(plane, width, height, cx, cy, radius, fround(k)),
    cells: (cx, cy, radius, cos, sin, turn) =>
      plainCells(plane, width, height, cx, cy, radius, fround(cos), fround(sin), fround(turn)),
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
): Float32Array {
  const raw = new Float32Array(4 * TURN_BINS);
  const parts = fround(TURN_BINS / F_TAU);
  const reach = radius & ~1;
  const from = Math.max(-reach, (2 - cx) & ~1);
  for (let dy = -reach; dy <= reach; dy += 2) {
    const y = cy + dy;
    if (y < 1 || y > height - 2) continue;
    for (let dx = from; dx <= Math.min(reach, width - 2 - cx); dx += 2) {
      const x = cx + dx;
      const i = y * width + x;
      const gx = fround(plane[i + 1]! - plane[i - 1]!);
      const gy = fround(plane[i + width]! - plane[i - width]!);
      const far = fround((dx * dx + dy * dy) * k);
      if (far >= 1) continue;
      const eighth = fade(far);
      const half = fround(eighth * eighth);
      const quarter = fround(half * half);
      const weight = fround(fround(quarter * quarter) * sizeOf(gx, gy));
      const bin = Math.floor(fround(fround(turnOf(gy, gx) * parts) + 0.5)) % TURN_BINS;
      // Every fourth one of a row goes to one sum, as the kernel takes them.
      const at = 4 * bin + (((dx - from) >> 1) & 3);
      raw[at] = raw[at]! + weight;
    }
  }
  return inFours(raw);
}

const sizeOf = (x: number, y: number): number => fround(Math.sqrt(fround(fround(x * x) + fround(y * y))));

const smoothed = new Float64Array(TURN_BINS);

/** The directions in which the surface around a place changes most: one, or several of nearly the same weight. Radians. */
export function orientations(around: Around, at: Keypoint): number[] {
  const sigma = TURN_SIGMAS * at.sigma;
  const radius = Math.round(3 * sigma);
  const raw = around.turns(Math.round(at.x), Math.round(at.y), radius, 1 / (16 * sigma * sigma));
  const hist = smoothed;
  let top = 0;
  for (let i = 0; i < TURN_BINS; i++) {
    const far = raw[(i + 2) % TURN_BINS]! + raw[(i + TURN_BINS - 2) % TURN_BINS]!;
    const near = raw[(i + 1) % TURN_BINS]! + raw[(i + TURN_BINS - 1) % TURN_BINS]!;
    hist[i] = (far + 4 * near + 6 * raw[i]!) / 16;
    top = Math.max(top, hist[i]!);
  }
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
  const shares = new Float32Array(SHARES);
  const toBins = fround(BINS / F_TAU);
  const middle = CELLS / 2 - 0.5;
  const reach = radius & ~1;
  for (let dy = -reach; dy <= reach; dy += 2) {
    const y = cy + dy;
    if (y < 1 || y > height - 2) continue;
    for (let dx = -reach; dx <= reach; dx += 2) {
      const x = cx + dx;
      if (x < 1 || x > width - 2) continue;
      const u = fround(fround(dx * cos) + fround(dy * sin));
      const v = fround(fround(dy * cos) - fround(dx * sin));
      const across = fround(u + middle);
      const down = fround(v + middle);
      if (across <= -1 || across >= CELLS || down <= -1 || down >= CELLS) continue;
      const i = y * width + x;
      const gx = fround(plane[i + 1]! - plane[i - 1]!);
      const gy = fround(plane[i + width]! - plane[i - width]!);
      const far = fround(fround(fround(u * u) + fround(v * v)) * (2 / (CELLS * CELLS)));
      const weight = fround(sizeOf(gx, gy) * fade(far));
      let bin = fround(fround(turnOf(gy, gx) - turn) * toBins);
      if (bin < 0) bin = fround(bin + BINS);
      if (bin >= BINS) bin = fround(bin - BINS);
      const b0 = Math.floor(bin);
      const a0 = Math.floor(across);
      const d0 = Math.floor(down);
      const fb = fround(bin - b0);
      const under = fround(weight * fround(down - d0));
      const fa = fround(across - a0);
      let at = (((d0 + 1) * GAPS + a0 + 1) * BINS + b0) * 8;
      for (const row of [fround(weight - under), under]) {
        const right = fround(row * fa);
        for (const cell of [fround(row - right), right]) {
          const next = fround(cell * fb);
          shares[at] = shares[at]! + fround(cell - next);
          shares[at + 1] = shares[at + 1]! + next;
          at += 2;
        }
      }
    }
  }
  return dealt(shares);
}

/** What was summed up between cells and bins, dealt out to them. */
function dealt(shares: Float32Array): Float32Array {
  const out = new Float32Array(LENGTH);
  for (let d = 0, o = 0; d < CELLS; d++) {
    for (let a = 0; a < CELLS; a++) {
      for (let b = 0; b < BINS; b++, o++) {
        let sum = 0;
        // Above and left of a cell, its shares are the second ones; so are those of the bin before.
        for (const [dd, aa] of [
          [1, 1],
          [1, 0],
          [0, 1],
          [0, 0],
        ] as const) {
          const gap = ((d + 1 - dd) * GAPS + a + 1 - aa) * BINS;
          const here = shares[(gap + b) * 8 + dd * 4 + aa * 2]!;
          const before = shares[(gap + ((b + BINS - 1) % BINS)) * 8 + dd * 4 + aa * 2 + 1]!;
          sum = fround(sum + fround(here + before));
        }
        out[o] = sum;
      }
    }
  }
  return out;
}

const entries = new Float64Array(LENGTH);

/** Clips, scales, and takes roots, so that the plain product of two descriptors is the Hellinger kernel of their histograms. */
function finish(hist: Float32Array, out: Int16Array, offset: number): void {
  let squares = 0;
  for (let e = 0; e < LENGTH; e++) {
    entries[e] = hist[e]!;
    squares += entries[e]! ** 2;
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
