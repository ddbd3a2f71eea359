/** Oriented binary features over a pyramid, spread over the picture by quota. */

import type { Plane } from '../../pixels/raster.ts';
import type { Corners } from './corners.ts';
import type { Box } from './panel.ts';
import { DESCRIPTOR_WORDS, PATTERN_REACH } from './pattern.ts';
import { pyramidOf, type Size } from './pyramid.ts';

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

/** Scores are sums of 16 differences of grey steps. */
const SCORES = 4096;

/** Indices by falling score, the first of equals first: scores are small whole numbers, so they are counted, not compared. */
function byScore({ count, score }: Corners): Int32Array {
  const starts = new Uint32Array(SCORES + 1);
  for (let i = 0; i < count; i++) starts[SCORES - score[i]!]!++;
  for (let s = 1; s <= SCORES; s++) starts[s]! += starts[s - 1]!;
  const order = new Int32Array(count);
  for (let i = count - 1; i >= 0; i--) order[--starts[SCORES - score[i]!]!] = i;
  return order;
}

/** Orders corners so that any prefix is spread over the grid: rank inside the cell first, strength second. */
function spread(corners: Corners, width: number, height: number, limit: number): Int32Array {
  if (limit <= 0) return new Int32Array(0);
  const { count, x, y, score } = corners;
  const filled = new Uint16Array(CELLS * CELLS);
  const merit = new Float64Array(count);
  const tally = new Uint32Array(SCORES);
  for (const i of byScore(corners)) {
    const cell = Math.floor((y[i]! * CELLS) / height) * CELLS + Math.floor((x[i]! * CELLS) / width);
    // A cell's tenth corner costs as much as a sixth of the strength: strong texture still gets more than its even share.
    merit[i] = score[i]! / (1 + filled[cell]! * 0.6);
    filled[cell]!++;
    tally[Math.floor(merit[i]!)]!++;
  }
  // Only those that may be among the first are sorted.
  let least = SCORES - 1;
  for (let n = tally[least]!; n < limit && least > 0; ) n += tally[--least]!;
  const best: number[] = [];
  for (let i = 0; i < count; i++) if (merit[i]! >= least) best.push(i);
  best.sort((a, b) => merit[b]! - merit[a]! || a - b);
  return Int32Array.from(best.slice(0, limit));
}

/**
 * Up to `limit` features of (a box of) a grey plane. `scaleX` and `scaleY` turn plane pixels into picture pixels.
 * The box (whole pixels) is shrunk to 512 px on its longest side, never enlarged. `make`: for tests, what does the pixel work.
 */
export function extractFeatures(
  grey: Plane,
  scaleX: number,
  scaleY: number,
  limit: number,
  box?: Box,
  make = pyramidOf,
): Features {
  const area = box ?? { x: 0, y: 0, width: grey.width, height: grey.height };
  const shrink = Math.min(1, FEATURE_SIDE / Math.max(area.width, area.height));
  const margin = PATTERN_REACH + 1;
  const sizes: Size[] = [];
  const width = Math.max(1, Math.round(area.width * shrink));
  const height = Math.max(1, Math.round(area.height * shrink));
  for (let l = 0; l < LEVELS; l++) {
    const w = Math.round(width / LEVEL_FACTOR ** l);
    const h = Math.round(height / LEVEL_FACTOR ** l);
    if (w <= 2 * margin || h <= 2 * margin) break;
    sizes.push({ width: w, height: h });
  }
  const pyramid = make(grey, area, sizes);
  const share = sizes.map((_, l) => LEVEL_FACTOR ** (-BUDGET_SLOPE * l));
  const total = share.reduce((n, v) => n + v, 0);
  const out: Features = emptyFeatures(limit);
  let carried = 0;
  // Coarse levels first: what they have no corners for goes to the finer ones, which have plenty.
  for (let l = sizes.length - 1; l >= 0; l--) {
    const level = sizes[l]!;
    const budget = (limit * share[l]!) / total + carried;
    const corners = pyramid.corners(l, margin);
    const chosen = spread(
      corners,
      level.width,
      level.height,
      Math.min(Math.round(budget), limit - out.count),
    );
    carried = Math.max(0, budget - chosen.length);
    if (chosen.length === 0) continue;
    const sx = area.width / level.width;
    const sy = area.height / level.height;
    const first = out.count;
    const places = chosen.map((c) => corners.y[c]! * level.width + corners.x[c]!);
    const { angle, descriptor, mirrored } = pyramid.describe(l, places);
    for (const c of chosen) {
      const i = out.count++;
      out.x[i] = (area.x + (corners.x[c]! + 0.5) * sx) * scaleX;
      out.y[i] = (area.y + (corners.y[c]! + 0.5) * sy) * scaleY;
      out.size[i] = sx * scaleX;
    }
    out.angle.set(angle, first);
    out.descriptor.set(descriptor, first * DESCRIPTOR_WORDS);
    out.mirrored.set(mirrored, first * DESCRIPTOR_WORDS);
  }
  return out;
}

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
