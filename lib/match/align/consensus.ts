/** Finds the map that most feature pairs agree on: Hough vote for turn and scale, two-point samples, local optimisation. */

import { applyTo, fitMap, type Homography } from '../../pixels/homography.ts';
import type { Features } from '../fingerprint/features.ts';
import { ANGLES, mirrorAngle, seeded } from '../fingerprint/pattern.ts';
import type { Pairs } from './pairing.ts';

export interface Consensus {
  /** Photo pixels → source pixels. */
  transform: Homography;
  inliers: number;
}

/** Inlier distance as a share of the source's longest side: 3 px at 512. */
const REACH = 3 / 512;
const TURN_BINS = 16;
const SCALE_BINS = 12;
const SAMPLES = 220;

interface Points {
  n: number;
  px: Float64Array;
  py: Float64Array;
  sx: Float64Array;
  sy: Float64Array;
}

/** Truncated quadratic score (MSAC, Torr & Zisserman 2000) and the inliers' flags. */
function score(
  h: Homography,
  points: Points,
  reach: number,
  flags?: Uint8Array,
): { value: number; inliers: number } {
  const limit = reach * reach;
  let value = 0;
  let inliers = 0;
  for (let i = 0; i < points.n; i++) {
    const x = points.px[i]!;
    const y = points.py[i]!;
    const w = h[6]! * x + h[7]! * y + h[8]!;
    const dx = (h[0]! * x + h[1]! * y + h[2]!) / w - points.sx[i]!;
    const dy = (h[3]! * x + h[4]! * y + h[5]!) / w - points.sy[i]!;
    const e = dx * dx + dy * dy;
    const inside = e < limit;
    if (inside) {
      value += 1 - e / limit;
      inliers++;
    }
    if (flags) flags[i] = inside ? 1 : 0;
  }
  return { value, inliers };
}

/** Pairs scored between two looks at whether the rest can still make a sample the best one. */
const LOOK_EVERY = 16;
/** More than what rounding can add to a sum of a thousand scores. */
const ROUNDING = 1e-6;

/**
 * `score` of an affine map where it is over `floor`; anything up to `floor` where it is not: each pair adds at most one, so
 * most samples are given up after a few.
 */
function affineScore(h: Homography, points: Points, reach: number, floor: number): number {
  const limit = reach * reach;
  const [a, b, c, d, e, f] = h as [number, number, number, number, number, number];
  const { n, px, py, sx, sy } = points;
  const needed = floor - n - ROUNDING;
  let value = 0;
  for (let i = 0; i < n; ) {
    for (const end = Math.min(n, i + LOOK_EVERY); i < end; i++) {
      const x = px[i]!;
      const y = py[i]!;
      const dx = a * x + b * y + c - sx[i]!;
      const dy = d * x + e * y + f - sy[i]!;
      const apart = dx * dx + dy * dy;
      if (apart < limit) value += 1 - apart / limit;
    }
    if (value - i < needed) return Math.min(value, floor);
  }
  return value;
}

/** The similarity (mirrored or not) through two point pairs. */
function throughTwo(p: Points, i: number, j: number, mirrored: boolean): Homography | null {
  const flip = mirrored ? -1 : 1;
  const ax = flip * (p.px[j]! - p.px[i]!);
  const ay = p.py[j]! - p.py[i]!;
  const bx = p.sx[j]! - p.sx[i]!;
  const by = p.sy[j]! - p.sy[i]!;
  const n = ax * ax + ay * ay;
  if (n < 1) return null;
  const c = (bx * ax + by * ay) / n;
  const s = (by * ax - bx * ay) / n;
  const h = [flip * c, -s, 0, flip * s, c, 0, 0, 0, 1];
  h[2] = p.sx[i]! - (h[0]! * p.px[i]! + h[1]! * p.py[i]!);
  h[5] = p.sy[i]! - (h[3]! * p.px[i]! + h[4]! * p.py[i]!);
  return h;
}

function polish(
  start: Homography,
  points: Points,
  reach: number,
): { h: Homography; value: number; inliers: number } {
  const flags = new Uint8Array(points.n);
  const weightless = new Float64Array(points.n);
  const from = new Float64Array(points.n * 2);
  const to = new Float64Array(points.n * 2);
  for (let i = 0; i < points.n; i++) {
    from[i * 2] = points.px[i]!;
    from[i * 2 + 1] = points.py[i]!;
    to[i * 2] = points.sx[i]!;
    to[i * 2 + 1] = points.sy[i]!;
  }
  let best = { h: start, ...score(start, points, reach) };
  for (const [kind, widen] of [
    ['affine', 2.5],
    ['affine', 1.5],
    ['homography', 2],
    ['homography', 1],
  ] as const) {
    const got = score(best.h, points, reach * widen, flags).inliers;
    if (got < (kind === 'affine' ? 4 : 8)) continue;
    for (let i = 0; i < points.n; i++) weightless[i] = flags[i]!;
    const h = fitMap({ from, to, weight: weightless }, kind);
    if (!h) continue;
    const next = score(h, points, reach);
    // A homography has two more unknowns: it must earn them.
    if (next.value > best.value * (kind === 'homography' ? 1.03 : 1)) best = { h, ...next };
  }
  return best;
}

/** Null when fewer than `least` pairs agree on any map that keeps the picture's shape sane. */
export function findConsensus(
  pairs: Pairs,
  photo: Features,
  source: Features,
  sourceSide: number,
  mirrored: boolean,
  least: number,
  share = REACH,
): Consensus | null {
  const n = pairs.count;
  if (n < least) return null;
  const points: Points = {
    n,
    px: new Float64Array(n),
    py: new Float64Array(n),
    sx: new Float64Array(n),
    sy: new Float64Array(n),
  };
  const bins: number[][] = Array.from({ length: TURN_BINS * SCALE_BINS }, () => []);
  for (let k = 0; k < n; k++) {
    const i = pairs.photo[k]!;
    const j = pairs.source[k]!;
    points.px[k] = photo.x[i]!;
    points.py[k] = photo.y[i]!;
    points.sx[k] = source.x[j]!;
    points.sy[k] = source.y[j]!;
    const angle = mirrored ? mirrorAngle(photo.angle[i]!) : photo.angle[i]!;
    const turn = ((source.angle[j]! - angle + ANGLES) % ANGLES) / (ANGLES / TURN_BINS);
    const scale = Math.log2(source.size[j]! / photo.size[i]!) * 1.5 + SCALE_BINS / 2;
    for (const t of [Math.floor(turn - 0.5), Math.floor(turn + 0.5)]) {
      for (const s of [Math.floor(scale - 0.5), Math.floor(scale + 0.5)]) {
        if (s < 0 || s >= SCALE_BINS) continue;
        bins[((t + TURN_BINS) % TURN_BINS) * SCALE_BINS + s]!.push(k);
      }
    }
  }
  const reach = share * sourceSide;
  const ranked = bins
    .filter((b) => b.length >= 3)
    .sort((a, b) => b.length - a.length)
    .slice(0, 4);
  const random = seeded(n * 7919 + 1);
  let best: { h: Homography; value: number; inliers: number } | null = null;
  for (const bin of ranked) {
    let local: { h: Homography; value: number } | null = null;
    const tries = Math.min(SAMPLES, (bin.length * (bin.length - 1)) / 2);
    for (let t = 0; t < tries; t++) {
      const i = bin[Math.floor(random() * bin.length)]!;
      const j = bin[Math.floor(random() * bin.length)]!;
      if (i === j) continue;
      const h = throughTwo(points, i, j, mirrored);
      if (!h) continue;
      const value = affineScore(h, points, reach * 1.5, local?.value ?? Number.NEGATIVE_INFINITY);
      if (!local || value > local.value) local = { h, value };
    }
    if (!local) continue;
    const polished = polish(local.h, points, reach);
    if (!best || polished.value > best.value) best = polished;
  }
  if (!best || best.inliers < least || !sane(best.h, photo, mirrored)) return null;
  return { transform: best.h, inliers: best.inliers };
}

/** Keeps its handedness and does not stretch or fold the photo beyond what a tilted camera does. */
function sane(h: Homography, photo: Features, mirrored: boolean): boolean {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < photo.count; i++) {
    left = Math.min(left, photo.x[i]!);
    right = Math.max(right, photo.x[i]!);
    top = Math.min(top, photo.y[i]!);
    bottom = Math.max(bottom, photo.y[i]!);
  }
  const scales = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x, y]) => {
    const w = h[6]! * x! + h[7]! * y! + h[8]!;
    const g = (h[0]! - h[6]! * applyTo(h, x!, y!)[0]) / w;
    const a = (h[1]! - h[7]! * applyTo(h, x!, y!)[0]) / w;
    const b = (h[3]! - h[6]! * applyTo(h, x!, y!)[1]) / w;
    const d = (h[4]! - h[7]! * applyTo(h, x!, y!)[1]) / w;
    const det = g * d - a * b;
    const norm = g * g + a * a + b * b + d * d;
    return { det, stretch: norm / Math.max(1e-12, 2 * Math.abs(det)), w };
  });
  const dets = scales.map((s) => s.det);
  const sign = mirrored ? -1 : 1;
  if (scales.some((s) => s.w <= 0 || s.det * sign <= 0 || s.stretch > 2)) return false;
  const sizes = dets.map(Math.abs);
  return (
    Math.max(...sizes) < 6 * Math.min(...sizes) && Math.max(...sizes) < 400 && Math.min(...sizes) > 1 / 400
  );
}
