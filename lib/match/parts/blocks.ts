/** The measured blocks of an alignment as point pairs, and the one similarity that most of them follow. */

import { applyTo, type Correspondences, chain, type Homography } from '../../pixels/homography.ts';
import { gridToPhoto } from '../align/grid.ts';
import type { Refined } from '../align/refine.ts';
import { fitSimilarity } from './similarity.ts';

/** Blocks that agree this well, and lie this near (raster pixels), show where the part is. */
const AGREES = 0.6;
const REACH = 2.5;
/** No block counts for more than this hold: strong corners would outvote a whole surface. */
const MOST_HOLD = 0.2;
const ROUNDS = 6;
/** Proportions that differ by less are one. */
const SAME_PROPORTIONS = 0.004;

/** Photo places (`from`) and source places (`to`), each in its picture's own pixels. */
export type Points = Correspondences;

export function agreeingBlocks({ blocks, grid, transform }: Refined): Points {
  const toPhoto = gridToPhoto(grid);
  const map = chain(transform, toPhoto);
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i < blocks.count; i++) {
    if (blocks.agreement[i]! < AGREES || Math.hypot(blocks.u[i]!, blocks.v[i]!) > REACH) continue;
    from.push(...applyTo(toPhoto, blocks.x[i]!, blocks.y[i]!));
    to.push(...applyTo(map, blocks.x[i]! + blocks.u[i]!, blocks.y[i]! + blocks.v[i]!));
    weight.push(Math.min(MOST_HOLD, blocks.hold[i]!) * blocks.agreement[i]!);
  }
  return { from: Float64Array.from(from), to: Float64Array.from(to), weight: Float64Array.from(weight) };
}

/** Distance, in source pixels, of each point from where the map puts it. */
export const missesUnder = (p: Points, map: Homography): Float64Array =>
  p.weight.map((_, i) => {
    const [x, y] = applyTo(map, p.from[2 * i]!, p.from[2 * i + 1]!);
    return Math.hypot(x - p.to[2 * i]!, y - p.to[2 * i + 1]!);
  });

/** Least squares reweighted by Tukey's biweight; points within `near` source pixels always count. Null when degenerate. */
function robustSimilarity(points: Points, mirrored: boolean, near: number): Homography | null {
  const weight = points.weight.slice();
  let map: Homography | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    map = fitSimilarity({ ...points, weight }, mirrored);
    if (!map) return null;
    const miss = missesUnder(points, map);
    const cut = Math.max(near, 3 * miss.slice().sort()[miss.length >> 1]!);
    for (let i = 0; i < weight.length; i++) {
      const r = miss[i]! / cut;
      weight[i] = r < 1 ? points.weight[i]! * (1 - r * r) ** 2 : 0;
    }
  }
  return map;
}

/**
 * The same, or with the source stretched to the photo's proportions first, where that fits better: some editors save in a
 * fixed size. `stretch`: the photo's height to width over the source's.
 */
export function similarityOrStretched(
  points: Points,
  mirrored: boolean,
  near: number,
  stretch: number,
): Homography | null {
  const plain = robustSimilarity(points, mirrored, near);
  if (Math.abs(stretch - 1) < SAME_PROPORTIONS) return plain;
  const to = points.to.map((v, i) => (i % 2 ? v * stretch : v));
  const fitted = robustSimilarity({ ...points, to }, mirrored, near);
  if (!plain || !fitted) return plain;
  const stretched = chain([1, 0, 0, 0, 1 / stretch, 0, 0, 0, 1], fitted);
  const typical = (map: Homography): number => missesUnder(points, map).sort()[points.weight.length >> 1]!;
  return typical(stretched) < typical(plain) ? stretched : plain;
}

/** Box in the photo around the points that `use` names, without their outermost 2 % on each side. */
export function boxAround(
  points: Points,
  use: ArrayLike<number>,
): { x: number; y: number; width: number; height: number } {
  const side = (offset: 0 | 1): [number, number] => {
    const values = Array.from(points.weight, (_, i) => points.from[2 * i + offset]!)
      .filter((_, i) => use[i])
      .sort((a, b) => a - b);
    const at = (q: number): number => values[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;
    return [at(0.02), at(0.98)];
  };
  const [left, right] = side(0);
  const [top, bottom] = side(1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
