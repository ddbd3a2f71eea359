/** Pairs up the features of two pictures: nearest neighbour, clearly nearer than the second, one to one. */
import type { Features } from './features.ts';
import { bits } from './hamming.ts';

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
export function pairFeatures(photo: Features, source: Features, mirrored: boolean): Pairs {
  const a = mirrored ? photo.mirrored : photo.descriptor;
  const b = source.descriptor;
  const n = photo.count;
  const m = source.count;
  const best = new Int32Array(n).fill(-1);
  const bestDistance = new Uint16Array(n);
  const owner = new Int32Array(m).fill(-1);
  const taken = new Uint16Array(m).fill(999);
  for (let i = 0; i < n; i++) {
    const p = i * 8;
    const a0 = a[p]!;
    const a1 = a[p + 1]!;
    const a2 = a[p + 2]!;
    const a3 = a[p + 3]!;
    const a4 = a[p + 4]!;
    const a5 = a[p + 5]!;
    const a6 = a[p + 6]!;
    const a7 = a[p + 7]!;
    let d1 = 999;
    let d2 = 999;
    let j1 = -1;
    for (let j = 0, q = 0; j < m; j++, q += 8) {
      let d = bits(a0 ^ b[q]!) + bits(a1 ^ b[q + 1]!) + bits(a2 ^ b[q + 2]!);
      if (d >= d2 || d > 52) continue;
      d += bits(a3 ^ b[q + 3]!) + bits(a4 ^ b[q + 4]!);
      if (d >= d2) continue;
      d += bits(a5 ^ b[q + 5]!) + bits(a6 ^ b[q + 6]!) + bits(a7 ^ b[q + 7]!);
      if (d >= d2) continue;
      if (d < d1) {
        // The same corner on a neighbouring level is not a rival.
        if (j1 < 0 || apart(source, j, j1)) d2 = d1;
        d1 = d;
        j1 = j;
      } else if (apart(source, j, j1)) d2 = d;
    }
    if (j1 < 0 || d1 > FARTHEST || d1 > RATIO * d2) continue;
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
