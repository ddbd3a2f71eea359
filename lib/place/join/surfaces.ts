/** Surfaces that two pictures share: groups of pairs that follow one map each, the largest first. */
import { applyTo, fitMap, type Homography } from '../../pixels/homography.ts';
import type { SurfaceFeatures } from '../features/features.ts';
import { agrees } from './local-change.ts';
import type { Pairs } from './nearest.ts';

/** One shared surface. */
export interface Surface {
  /** Pixels of the first picture → pixels of the second. */
  map: Homography;
  /** Numbers of its pairs. */
  pairs: number[];
}

/** How far a pair may miss its map, as a share of the second picture's longest side: 3 px at 768. */
export const REACH = 3 / 768;
/** Wider for the first guess from one pair, whose own size and turn are rough. */
const GUESS = 6;
/** Further surfaces need fewer pairs than the first; more than this many are not looked for. */
const LEAST = 6;
const MOST_SURFACES = 8;
/** Pairs that are tried as a first guess and asked about those of others, spread evenly over all that are free: of a surface that matters there are many. */
const MOST_ASKED = 400;
/** Rounds in which a map is refitted to the pairs that follow it. */
const ROUNDS = 6;

interface Points {
  n: number;
  ax: Float64Array;
  ay: Float64Array;
  bx: Float64Array;
  by: Float64Array;
  /** Change of size (log2) and of turn that each pair's own frames show. */
  size: Float64Array;
  turn: Float64Array;
}

function pointsOf(a: SurfaceFeatures, b: SurfaceFeatures, pairs: Pairs): Points {
  const column = (values: Float32Array, at: Int32Array): Float64Array =>
    Float64Array.from(at, (i) => values[i]!);
  return {
    n: pairs.count,
    ax: column(a.x, pairs.a),
    ay: column(a.y, pairs.a),
    bx: column(b.x, pairs.b),
    by: column(b.y, pairs.b),
    size: Float64Array.from(pairs.a, (i, k) => Math.log2(b.size[pairs.b[k]!]! / a.size[i]!)),
    turn: Float64Array.from(pairs.a, (i, k) => b.turn[pairs.b[k]!]! - a.turn[i]!),
  };
}

/** The map that a pair's own frames stand for: a turn, a size, a shift. */
function ofOne(p: Points, i: number): Homography {
  const s = 2 ** p.size[i]!;
  const c = s * Math.cos(p.turn[i]!);
  const d = s * Math.sin(p.turn[i]!);
  return [
    c,
    -d,
    p.bx[i]! - c * p.ax[i]! + d * p.ay[i]!,
    d,
    c,
    p.by[i]! - d * p.ax[i]! - c * p.ay[i]!,
    0,
    0,
    1,
  ];
}

const missOf = (h: Homography, p: Points, i: number): number => {
  const x = p.ax[i]!;
  const y = p.ay[i]!;
  const w = h[6]! * x + h[7]! * y + h[8]!;
  const dx = (h[0]! * x + h[1]! * y + h[2]!) / w - p.bx[i]!;
  const dy = (h[3]! * x + h[4]! * y + h[5]!) / w - p.by[i]!;
  return dx * dx + dy * dy;
};

/** Sum over the pairs `asked` of 1 - (miss / reach)² (MSAC). */
function worth(h: Homography, p: Points, asked: Int32Array, reach: number): number {
  const limit = reach * reach;
  let sum = 0;
  for (const i of asked) {
    const e = missOf(h, p, i);
    if (e < limit) sum += 1 - e / limit;
  }
  return sum;
}

/** The same where size and turn must agree too; `weights` gets each pair's. */
function strictWorth(
  h: Homography,
  p: Points,
  free: Uint8Array,
  reach: number,
  weights: Float64Array,
): number {
  const limit = reach * reach;
  let sum = 0;
  for (let i = 0; i < p.n; i++) {
    weights[i] = 0;
    if (!free[i]) continue;
    const e = missOf(h, p, i);
    if (!(e < limit)) continue;
    if (!agrees(h, p.ax[i]!, p.ay[i]!, p.size[i]!, p.turn[i]!)) continue;
    // Weights fall smoothly to the edge, as marginalising over the unknown noise does (MAGSAC++, Barath et al., CVPR 2020).
    weights[i] = (1 - e / limit) ** 2;
    sum += 1 - e / limit;
  }
  return sum;
}

/** Fits affine maps, then projective ones, to what follows, from a wide reach to the narrow one. */
function polished(
  start: Homography,
  p: Points,
  free: Uint8Array,
  reach: number,
): { map: Homography; worth: number } {
  const weight = new Float64Array(p.n);
  const from = new Float64Array(p.n * 2);
  const to = new Float64Array(p.n * 2);
  for (let i = 0; i < p.n; i++) {
    from[i * 2] = p.ax[i]!;
    from[i * 2 + 1] = p.ay[i]!;
    to[i * 2] = p.bx[i]!;
    to[i * 2 + 1] = p.by[i]!;
  }
  let map = start;
  let best = { map, worth: strictWorth(map, p, free, reach, weight) };
  for (let round = 0; round < ROUNDS; round++) {
    const wide = 1 + ((GUESS - 1) * (ROUNDS - 1 - round)) / (ROUNDS - 1);
    strictWorth(map, p, free, reach * wide, weight);
    const followers = weight.reduce((n, w) => n + (w > 0 ? 1 : 0), 0);
    if (followers < 4) break;
    const next = fitMap({ from, to, weight }, round >= 2 && followers >= 10 ? 'homography' : 'affine');
    if (!next) break;
    map = next;
    const got = strictWorth(map, p, free, reach, weight);
    if (got > best.worth) best = { map, worth: got };
  }
  return best;
}

/** Whether a map keeps a surface's shape as a camera does, over the places of its own pairs. */
function sane(h: Homography, p: Points, pairs: readonly number[]): boolean {
  return pairs.every((i) => {
    const x = p.ax[i]!;
    const y = p.ay[i]!;
    const w = h[6]! * x + h[7]! * y + h[8]!;
    const [u, v] = applyTo(h, x, y);
    const ux = (h[0]! - h[6]! * u) / w;
    const uy = (h[1]! - h[7]! * u) / w;
    const vx = (h[3]! - h[6]! * v) / w;
    const vy = (h[4]! - h[7]! * v) / w;
    const det = ux * vy - uy * vx;
    // Ratio of the two axes of a circle's picture: a surface turned by 75 degrees shows 4.
    const norm = ux * ux + uy * uy + vx * vx + vy * vy;
    return w > 0 && det > 0 && norm / (2 * det) < 2.2;
  });
}

/** Places, of a picture's grid, that pairs stand at: several at one place count once. */
function spots(p: Points, pairs: readonly number[], side: number): number {
  const seen = new Set<string>();
  for (const i of pairs) seen.add(`${Math.round(p.ax[i]! / side)},${Math.round(p.ay[i]! / side)}`);
  return seen.size;
}

/** Numbers of at most `most` of those that are `free`, spread evenly over them. */
function spread(free: Uint8Array, most: number): Int32Array {
  const open = [...free.keys()].filter((i) => free[i]);
  const count = Math.min(most, open.length);
  return Int32Array.from({ length: count }, (_, k) => open[Math.floor((k * open.length) / count)]!);
}

/** All surfaces of at least `LEAST` pairs, the largest first. Deterministic: what is tried as the first guess is not drawn at random. */
export function findSurfaces(a: SurfaceFeatures, b: SurfaceFeatures, pairs: Pairs): Surface[] {
  const p = pointsOf(a, b, pairs);
  const free = new Uint8Array(p.n).fill(1);
  const reach = REACH * Math.max(b.width, b.height);
  const out: Surface[] = [];
  const weight = new Float64Array(p.n);
  while (out.length < MOST_SURFACES) {
    const asked = spread(free, MOST_ASKED);
    const guesses = [...asked].map((i) => ({ i, worth: worth(ofOne(p, i), p, asked, reach * GUESS) }));
    guesses.sort((x, y) => y.worth - x.worth);
    let best: { map: Homography; worth: number } | null = null;
    for (const { i } of guesses.slice(0, 12)) {
      // A pair that follows the best map so far would lead there again.
      if (best && missOf(best.map, p, i) < reach * reach) continue;
      const got = polished(ofOne(p, i), p, free, reach);
      if (!best || got.worth > best.worth) best = got;
    }
    if (!best) break;
    strictWorth(best.map, p, free, reach, weight);
    const members: number[] = [];
    for (let i = 0; i < p.n; i++) if (weight[i]! > 0) members.push(i);
    if (members.length < LEAST) break;
    for (const i of members) free[i] = 0;
    if (!sane(best.map, p, members) || spots(p, members, 2 * reach) < LEAST) continue;
    out.push({ map: best.map, pairs: members });
  }
  return out.sort((x, y) => y.pairs.length - x.pairs.length);
}
