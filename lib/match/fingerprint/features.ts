/** Oriented binary features over a pyramid, spread over the picture by quota. */

import { type Plane, shrinkPlane } from '../../pixels/raster.ts';
import { type Corners, findCorners } from './corners.ts';
import type { Box } from './panel.ts';
import { ANGLES, DESCRIPTOR_WORDS, MIRRORED, PATTERN_REACH, PLAIN } from './pattern.ts';

/** Longest side of the picture in which features are looked for. */
export const FEATURE_SIDE = 512;
const LEVELS = 8;
const LEVEL_FACTOR = 1.2;
/** How fast the budget falls from level to level: 1 would follow their size; less favours coarse levels, which small copies keep. */
const BUDGET_SLOPE = 0.5;
/** Quota grid: the strongest corner of each cell goes first, then the second of each, and so on. */
const CELLS = 8;

/** Columns of one picture's features; positions and sizes in the picture's own pixels, strongest spread first. */
export interface Features {
  count: number;
  x: Float32Array;
  y: Float32Array;
  /** Picture pixels per pixel of the pyramid level the feature was found in. */
  size: Float32Array;
  /** Orientation in steps of 1/64 turn. */
  angle: Uint8Array;
  /** 256 bits each. */
  descriptor: Uint32Array;
  /** The same for the mirror image of the picture. */
  mirrored: Uint32Array;
}

/** Binomial 5x5 smoothing, so that single pixels (noise, ringing) do not decide a test. */
function smooth(plane: Plane): Uint8Array {
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
const DISC = Array.from({ length: PATTERN_REACH + 1 }, (_, dy) =>
  Math.floor(Math.sqrt(PATTERN_REACH * PATTERN_REACH - dy * dy)),
);

/** Direction of the intensity centroid (Rosin 1999), in 1/64 turns. */
function orientation(data: Uint8Array, width: number, x: number, y: number): number {
  let mx = 0;
  let my = 0;
  for (let dy = -PATTERN_REACH; dy <= PATTERN_REACH; dy++) {
    const half = DISC[Math.abs(dy)]!;
    const p = (y + dy) * width + x;
    let sum = 0;
    for (let dx = -half; dx <= half; dx++) {
      const v = data[p + dx]!;
      sum += v;
      mx += dx * v;
    }
    my += dy * sum;
  }
  return (Math.round((Math.atan2(my, mx) / (2 * Math.PI)) * ANGLES) + ANGLES) % ANGLES;
}

function describe(
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

/** Orders corners so that any prefix is spread over the grid: rank inside the cell first, strength second. */
function spread(corners: Corners, width: number, height: number, limit: number): Int32Array {
  const order = Int32Array.from({ length: corners.count }, (_, i) => i).sort(
    (a, b) => corners.score[b]! - corners.score[a]! || a - b,
  );
  const filled = new Uint16Array(CELLS * CELLS);
  const rank = new Uint16Array(corners.count);
  for (const i of order) {
    const cx = Math.floor((corners.x[i]! * CELLS) / width);
    const cy = Math.floor((corners.y[i]! * CELLS) / height);
    const cell = cy * CELLS + cx;
    rank[i] = filled[cell]!;
    filled[cell] = filled[cell]! + 1;
  }
  // A cell's tenth corner costs as much as a sixth of the strength: strong texture still gets more than its even share.
  const merit = Float64Array.from(order, (_, i) => corners.score[i]! / (1 + rank[i]! * 0.6));
  return order.sort((a, b) => merit[b]! - merit[a]! || a - b).slice(0, limit);
}

/**
 * Up to `limit` features of (a box of) a grey plane. `scaleX` and `scaleY` turn plane pixels into picture pixels.
 * The box is shrunk to 512 px on its longest side, never enlarged.
 */
export function extractFeatures(
  grey: Plane,
  scaleX: number,
  scaleY: number,
  limit: number,
  box?: Box,
): Features {
  const area = box ?? { x: 0, y: 0, width: grey.width, height: grey.height };
  const shrink = Math.min(1, FEATURE_SIDE / Math.max(area.width, area.height));
  const margin = PATTERN_REACH + 1;
  const levels: Plane[] = [];
  const width = Math.max(1, Math.round(area.width * shrink));
  const height = Math.max(1, Math.round(area.height * shrink));
  for (let l = 0; l < LEVELS; l++) {
    const w = Math.round(width / LEVEL_FACTOR ** l);
    const h = Math.round(height / LEVEL_FACTOR ** l);
    if (w <= 2 * margin || h <= 2 * margin) break;
    levels.push(l === 0 ? shrinkPlane(grey, w, h, area) : shrinkPlane(levels[l - 1]!, w, h));
  }
  const share = levels.map((_, l) => LEVEL_FACTOR ** (-BUDGET_SLOPE * l));
  const total = share.reduce((n, v) => n + v, 0);
  const out: Features = emptyFeatures(limit);
  let carried = 0;
  // Coarse levels first: what they have no corners for goes to the finer ones, which have plenty.
  for (let l = levels.length - 1; l >= 0; l--) {
    const level = levels[l]!;
    const budget = (limit * share[l]!) / total + carried;
    const corners = findCorners(level, margin);
    const chosen = spread(
      corners,
      level.width,
      level.height,
      Math.min(Math.round(budget), limit - out.count),
    );
    carried = Math.max(0, budget - chosen.length);
    if (chosen.length === 0) continue;
    const soft = smooth(level);
    const sx = area.width / level.width;
    const sy = area.height / level.height;
    for (const c of chosen) {
      const i = out.count++;
      const x = corners.x[c]!;
      const y = corners.y[c]!;
      const angle = orientation(soft, level.width, x, y);
      out.x[i] = (area.x + (x + 0.5) * sx) * scaleX;
      out.y[i] = (area.y + (y + 0.5) * sy) * scaleY;
      out.size[i] = sx * scaleX;
      out.angle[i] = angle;
      const p = y * level.width + x;
      describe(soft, level.width, p, PLAIN, angle, out.descriptor, i * DESCRIPTOR_WORDS);
      describe(soft, level.width, p, MIRRORED, mirrorAngle(angle), out.mirrored, i * DESCRIPTOR_WORDS);
    }
  }
  return out;
}

/** A feature's orientation in the mirror image. */
export const mirrorAngle = (angle: number): number => (ANGLES + ANGLES / 2 - angle) % ANGLES;

export function emptyFeatures(room: number): Features {
  return {
    count: 0,
    x: new Float32Array(room),
    y: new Float32Array(room),
    size: new Float32Array(room),
    angle: new Uint8Array(room),
    descriptor: new Uint32Array(room * DESCRIPTOR_WORDS),
    mirrored: new Uint32Array(room * DESCRIPTOR_WORDS),
  };
}

/** Puts several sets one after the other. */
export function joinFeatures(...sets: Features[]): Features {
  const out = emptyFeatures(sets.reduce((n, s) => n + s.count, 0));
  for (const s of sets) {
    const at = out.count;
    out.x.set(s.x.subarray(0, s.count), at);
    out.y.set(s.y.subarray(0, s.count), at);
    out.size.set(s.size.subarray(0, s.count), at);
    out.angle.set(s.angle.subarray(0, s.count), at);
    out.descriptor.set(s.descriptor.subarray(0, s.count * DESCRIPTOR_WORDS), at * DESCRIPTOR_WORDS);
    out.mirrored.set(s.mirrored.subarray(0, s.count * DESCRIPTOR_WORDS), at * DESCRIPTOR_WORDS);
    out.count += s.count;
  }
  return out;
}
