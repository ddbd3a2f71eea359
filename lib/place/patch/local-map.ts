/** Where a place of one picture lies in another: an affine map from the pairs around it, since goods are not flat. */

import type { Box } from '../../pixels/box.ts';
import { applyTo, type Correspondences, chain, fitMap, type Homography } from '../../pixels/homography.ts';
import type { SurfaceFeatures } from '../features/features.ts';
import type { GrownSurface } from '../join/grow.ts';

export interface LocalMap {
  /** Pixels of the first picture → pixels of the second, good around the place. */
  map: Homography;
  /** Pairs that carry it. */
  support: number;
  /** Of the four quarters around the place, how many hold a pair; 1 to 4. */
  sides: number;
  /** Root mean square of what the pairs miss it by, in pixels of the second picture. */
  spread: number;
}

/** Pairs asked for at least; the reach widens until there are as many, or ends. */
const WANTED = 12;
const LEAST = 5;
/** Reach around the place: its own half diagonal and this share of the picture, widened up to four times. */
const MARGIN = 0.05;
const WIDEST = 4;
/** A pair farther from its map than this many spreads weighs nothing (Tukey's biweight). */
const TUKEY = 4.7;
const ROUNDS = 4;

interface Near {
  ax: number;
  ay: number;
  bx: number;
  by: number;
  d: number;
}

function nearby(a: SurfaceFeatures, b: SurfaceFeatures, s: GrownSurface, x: number, y: number): Near[] {
  return s.a
    .map((i, k) => {
      const j = s.b[k]!;
      const [ax, ay] = [a.x[i]!, a.y[i]!];
      return { ax, ay, bx: b.x[j]!, by: b.y[j]!, d: Math.hypot(ax - x, ay - y) };
    })
    .sort((p, q) => p.d - q.d);
}

/** The map of one surface at the place; null where too few of its pairs stand near. */
function ofSurface(
  a: SurfaceFeatures,
  b: SurfaceFeatures,
  s: GrownSurface,
  box: Box,
): (LocalMap & { reach: number }) | null {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const all = nearby(a, b, s, x, y);
  const first = Math.hypot(box.width, box.height) / 2 + MARGIN * Math.max(a.width, a.height);
  const reach = Math.min(WIDEST * first, Math.max(first, all[WANTED - 1]?.d ?? Infinity));
  const near = all.filter(({ d }) => d <= reach);
  if (near.length < LEAST) return null;
  // What the surface's own map leaves over is fitted, held by four corners of no slip: few pairs then bend it little.
  const corners = [-1, 1].flatMap((u) => [-1, 1].map((v) => applyTo(s.map, x + u * reach, y + v * reach)));
  const n = near.length + corners.length;
  const pairs: Correspondences = {
    from: new Float64Array(2 * n),
    to: new Float64Array(2 * n),
    weight: new Float64Array(n),
  };
  for (const [k, p] of near.entries()) {
    const [u, v] = applyTo(s.map, p.ax, p.ay);
    pairs.from.set([u, v], 2 * k);
    pairs.to.set([p.bx, p.by], 2 * k);
  }
  for (const [k, c] of corners.entries()) {
    pairs.from.set(c, 2 * (near.length + k));
    pairs.to.set(c, 2 * (near.length + k));
  }
  let fit: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  let spread = 0;
  const close = (d: number): number => Math.exp(-2 * (d / reach) ** 2);
  for (let round = 0; round < ROUNDS; round++) {
    const misses = near.map((_, k) => {
      const [u, v] = applyTo(fit, pairs.from[2 * k]!, pairs.from[2 * k + 1]!);
      return Math.hypot(u - pairs.to[2 * k]!, v - pairs.to[2 * k + 1]!);
    });
    spread = Math.max(0.3, [...misses].sort((p, q) => p - q)[misses.length >> 1]! * 1.4826);
    for (const [k, p] of near.entries()) {
      const t = misses[k]! / (TUKEY * spread);
      pairs.weight[k] = t < 1 ? close(p.d) * (1 - t * t) ** 2 : 0;
    }
    pairs.weight.fill(0.15, near.length);
    const next = fitMap(pairs, 'affine');
    if (!next) break;
    fit = next;
  }
  const kept = near.filter((_, k) => pairs.weight[k]! > 0);
  const quarters = new Set(kept.map((p) => `${p.ax > x} ${p.ay > y}`));
  return { map: chain(fit, s.map), support: kept.length, sides: quarters.size, spread, reach };
}

/** The best carried map at a place (pixels of the first picture) over all surfaces; null where none comes near. */
export function localMap(
  a: SurfaceFeatures,
  b: SurfaceFeatures,
  surfaces: readonly GrownSurface[],
  box: Box,
): LocalMap | null {
  let best: (LocalMap & { reach: number }) | null = null;
  const density = (m: LocalMap & { reach: number }): number => (m.support * m.sides) / (m.reach * m.reach);
  for (const surface of surfaces) {
    const one = ofSurface(a, b, surface, box);
    if (one && (!best || density(one) > density(best))) best = one;
  }
  return best && { map: best.map, support: best.support, sides: best.sides, spread: best.spread };
}
