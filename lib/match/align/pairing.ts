/** Pairs up the features of two pictures: nearest neighbour, clearly nearer than the second, one to one. */
import type { Features } from '../fingerprint/features.ts';
import { type Nearest, nearestTwo } from './nearest.ts';

/** Distances above this say nothing (two random descriptors differ in about 128 of 256 bits). */
const FARTHEST = 76;
/** The nearest must be this much nearer than the second nearest at another place (Lowe 2004; value of photo-matching tests). */
const RATIO = 0.86;

export interface Pairs {
  count: number;
  photo: Int32Array;
  source: Int32Array;
  distance: Uint16Array;
}

/** What pairs of whole descriptors must fulfil. */
const WHOLE = { words: 8, farthest: FARTHEST } as const;
/** Of kept features half of the bits are there, and half of the farthest distance counts. */
export const KEPT_HALF = { words: 4, farthest: FARTHEST / 2 } as const;

/** `mirrored` compares the photo's mirror image with the source. */
export const pairFeatures = (photo: Features, source: Features, mirrored: boolean): Pairs =>
  pairNearest(nearestOf(photo, source, mirrored, WHOLE.words), source.count, WHOLE);

/** The nearest of the source's features to each of the photo's, or of its mirror image's; valid until the next call. */
export const nearestOf = (photo: Features, source: Features, mirrored: boolean, words: 4 | 8): Nearest =>
  nearestTwo(mirrored ? photo.mirrored : photo.descriptor, photo.count, source, words);

/** Pairs from the nearest features, of which the source has `sources`. */
export function pairNearest(nearest: Nearest, sources: number, how: typeof WHOLE | typeof KEPT_HALF): Pairs {
  const n = nearest.length / 3;
  const best = new Int32Array(n).fill(-1);
  const bestDistance = new Uint16Array(n);
  const owner = new Int32Array(sources).fill(-1);
  const taken = new Uint16Array(sources).fill(999);
  for (let i = 0; i < n; i++) {
    const j1 = nearest[3 * i]!;
    const d1 = nearest[3 * i + 1]!;
    const d2 = nearest[3 * i + 2]!;
    if (j1 < 0 || d1 > how.farthest || d1 > RATIO * d2) continue;
    best[i] = j1;
    bestDistance[i] = d1;
    if (d1 < taken[j1]!) {
      taken[j1] = d1;
      owner[j1] = i;
    }
  }
  const pairs: Pairs = {
    count: 0,
    photo: new Int32Array(n),
    source: new Int32Array(n),
    distance: new Uint16Array(n),
  };
  for (let i = 0; i < n; i++) {
    const j = best[i]!;
    if (j < 0 || owner[j] !== i) continue;
    pairs.photo[pairs.count] = i;
    pairs.source[pairs.count] = j;
    pairs.distance[pairs.count++] = bestDistance[i]!;
  }
  return pairs;
}
