/** Joins two pictures by the surfaces that both show. */
import type { SurfaceFeatures } from '../features/features.ts';
import { type GrownSurface, grow } from './grow.ts';
import { mutualPairs, nearest } from './nearest.ts';
import { findSurfaces } from './surfaces.ts';

/** Pairs that the largest surface must have for two pictures to be joined, and by likeness alone among them. */
const JOINED = 12;
const SEEDS = 8;
/** What a further surface of joined pictures must have. */
const FURTHER = 8;

export interface Joined {
  /** Surfaces that both show, the largest first; empty where the two are not joined. */
  surfaces: GrownSurface[];
  /** Pairs of the largest surface, whether or not it was enough. */
  inliers: number;
}

/** Pairs may be of any two pictures; whether they show the same goods is not asked: a shared carton or floor is a shared surface. */
export function join(a: SurfaceFeatures, b: SurfaceFeatures): Joined {
  const found = nearest(a, b);
  const pairs = mutualPairs(a, b, found);
  const grown = grow(a, b, pairs, found, findSurfaces(a, b, pairs)).sort((x, y) => y.a.length - x.a.length);
  const inliers = Math.max(0, ...grown.filter(({ seeds }) => seeds >= SEEDS).map((s) => s.a.length));
  if (inliers < JOINED) return { surfaces: [], inliers };
  return { surfaces: grown.filter((s) => s.a.length >= FURTHER), inliers };
}
