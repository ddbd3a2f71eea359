/** Pairs up the features of two pictures: nearest neighbour, clearly nearer than the second, one to one. */
import { distancesTo } from '../fingerprint/distances.ts';
import type { Features } from '../fingerprint/features.ts';

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

/** `mirrored` compares the photo's mirror image with the source. */
export function pairFeatures(
  photo: Features,
  source: Features,
  mirrored: boolean,
  farthest = FARTHEST,
  ratio = RATIO,
): Pairs {
  const a = mirrored ? photo.mirrored : photo.descriptor;
  const n = photo.count;
  const m = source.count;
  const best = new Int32Array(n).fill(-1);
  const bestDistance = new Uint16Array(n);
  const owner = new Int32Array(m).fill(-1);
  const taken = new Uint16Array(m).fill(999);
  const distances = distancesTo(source.descriptor, m);
  for (let i = 0; i < n; i++) {
    const row = distances(a, i);
    let d1 = 999;
    let d2 = 999;
    let j1 = -1;
    for (let j = 0; j < m; j++) {
      const d = row[j]!;
      if (d >= d2) continue;
      if (d < d1) {
        // The same corner on a neighbouring level is not a rival.
        if (j1 < 0 || apart(source, j, j1)) d2 = d1;
        d1 = d;
        j1 = j;
      } else if (apart(source, j, j1)) d2 = d;
    }
    if (j1 < 0 || d1 > farthest || d1 > ratio * d2) continue;
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

function apart(f: Features, i: number, j: number): boolean {
  const reach = 4 * Math.max(f.size[i]!, f.size[j]!);
  return Math.abs(f.x[i]! - f.x[j]!) > reach || Math.abs(f.y[i]! - f.y[j]!) > reach;
}
