/** How far the photo's colours are from the source's, once light, white balance and filters are allowed for. */
import { aligned, sharedRoom } from '../../pixels/kernels/kernels.ts';
import { scratchInts } from '../../pixels/kernels/scratch.ts';
import { solve } from '../../pixels/linear.ts';
import type { Overlay } from './overlay.ts';

/** Below this many unmarked pixels a fit says nothing. */
const LEAST_PIXELS = 200;
/** A pixel counts as at most this many steps apart: painted damage is as far from every variant. */
const MOST = 24;
/** Luma, Cb, Cr of the source and a constant. */
const TERMS = 4;
/** Ten sums of products of two terms, then for each plane of the photo four of a term with it; and which of the ten stand where. */
const SUMS = 10 + 3 * TERMS;
const SYMMETRIC = [0, 1, 2, 3, 1, 4, 5, 6, 2, 5, 7, 8, 3, 6, 8, 9];

/** Planes of both pictures on the raster of half the size: luma and both colour differences. */
type Three = readonly [Float32Array, Float32Array, Float32Array];

interface Colours {
  photo: Three;
  source: Three;
  /** 1 where both exist, and where something was marked; of `stride` columns, twice as fine. */
  inside: Uint8Array;
  mask: Uint8Array;
  stride: number;
  width: number;
  height: number;
}

/** The sums that a map is fitted by, over unmarked pixels, and how far maps then lie from all: each pixel and plane `MOST` at most, added up. */
interface Fitting {
  sums: Float64Array;
  counted: number;
  apart(maps: readonly Float64Array[]): number;
}

/** `colourFitting` in plain code: the reference. */
export function plainColourFitting({ photo, source, inside, mask, stride, width, height }: Colours): Fitting {
  const all = scratchInts(width * height);
  const sums = new Float64Array(SUMS);
  let counted = 0;
  for (let y = 0, q = 0; y < height; y++) {
    for (let x = 0, i = 2 * y * stride; x < width; x++, q++, i += 2) {
      if (!inside[i] || !inside[i + stride + 1]) continue;
      all[counted++] = q;
      if (mask[i]) continue;
      const a = source[0][q]! - 128;
      const b = source[1][q]! - 128;
      const c = source[2][q]! - 128;
      for (let k = 0; k < 3; k++) {
        const v = photo[k]![q]!;
        const to = 10 + 4 * k;
        sums[to] = sums[to]! + a * v;
        sums[to + 1] = sums[to + 1]! + b * v;
        sums[to + 2] = sums[to + 2]! + c * v;
        sums[to + 3] = sums[to + 3]! + v;
      }
      sums[0] = sums[0]! + a * a;
      sums[1] = sums[1]! + a * b;
      sums[2] = sums[2]! + a * c;
      sums[3] = sums[3]! + a;
      sums[4] = sums[4]! + b * b;
      sums[5] = sums[5]! + b * c;
      sums[6] = sums[6]! + b;
      sums[7] = sums[7]! + c * c;
      sums[8] = sums[8]! + c;
      sums[9] = sums[9]! + 1;
    }
  }
  const apart = (maps: readonly Float64Array[]): number => {
    let sum = 0;
    for (const [k, m] of maps.entries()) {
      const [m0, m1, m2, m3] = [m[0]!, m[1]!, m[2]!, m[3]!];
      for (let j = 0; j < counted; j++) {
        const q = all[j]!;
        const value =
          m0 * (source[0][q]! - 128) + m1 * (source[1][q]! - 128) + m2 * (source[2][q]! - 128) + m3;
        sum += Math.min(MOST, Math.abs(photo[k]![q]! - value));
      }
    }
    return sum;
  };
  return { sums, counted, apart };
}

/** Through the kernels; `apart` is to be asked before the next call of any. */
export function colourFitting(colours: Colours): Fitting {
  const room = sharedRoom();
  if (!room) return plainColourFitting(colours);
  const { photo, source, inside, mask, stride, width, height } = colours;
  const n = width * height;
  const plane = aligned(4 * n);
  const fine = 2 * height * stride;
  const sourceAt = 3 * plane;
  const insideAt = 6 * plane;
  const maskAt = insideAt + aligned(fine);
  const places = maskAt + aligned(fine);
  const sumsAt = places + plane;
  const mapAt = sumsAt + aligned(8 * SUMS);
  room.reserve(mapAt + 8 * TERMS);
  [...photo, ...source].forEach((data, k) => {
    room.floats(k * plane, n).set(data.subarray(0, n));
  });
  room.bytes(insideAt, fine).set(inside.subarray(0, fine));
  room.bytes(maskAt, fine).set(mask.subarray(0, fine));
  room.doubles(sumsAt, SUMS).fill(0);
  const { calls } = room;
  const counted = calls.colourSums(
    ...([0, sourceAt, plane, insideAt, maskAt, stride, width, height, places, sumsAt] as const),
  );
  const apart = (maps: readonly Float64Array[]): number =>
    maps.reduce((sum, map, k) => {
      room.doubles(mapAt, TERMS).set(map);
      return calls.colourMisses(k * plane, sourceAt, plane, places, counted, mapAt, MOST, sum);
    }, 0);
  return { sums: room.doubles(sumsAt, SUMS).slice(), counted, apart };
}

/**
 * Mean difference, in steps of 0..255 over luma and both colour differences, that is left after the best affine map from the
 * source's colours to the photo's; the map is fitted outside the marked regions. A re-saved or filtered copy leaves its coding noise; a
 * recoloured variant of the same exposure leaves more, since one map cannot recolour the goods and spare everything else.
 * 0 where there is too little to compare.
 */
export function colourApart(o: Overlay, mask: Uint8Array): number {
  const { sums, counted, apart } = colourFitting({
    photo: [o.halves.photo, o.photo.cb, o.photo.cr],
    source: [o.halves.source, o.source.cb, o.source.cr],
    ...{ inside: o.inside, mask, stride: o.grid.width },
    ...{ width: o.grid.width >> 1, height: o.grid.height >> 1 },
  });
  const used = sums[9]!;
  if (used < LEAST_PIXELS) return 0;
  const normal = Float64Array.from(SYMMETRIC, (k) => sums[k]!);
  // A grey source has no colour to fit by: a little weight on the diagonal keeps the system solvable.
  for (let t = 0; t < 3; t++) normal[t * (TERMS + 1)] = normal[t * (TERMS + 1)]! + used;
  const maps: Float64Array[] = [];
  for (let k = 0; k < 3; k++) {
    const map = solve(normal.slice(), sums.slice(10 + 4 * k, 14 + 4 * k), TERMS);
    if (!map) return 0;
    maps.push(map);
  }
  return apart(maps) / (3 * counted);
}
