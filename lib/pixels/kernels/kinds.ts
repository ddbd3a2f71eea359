/** Places of a picture by what it shows there, through the kernels; plain code where there are none. */
import { aligned, sharedRoom } from './kernels.ts';
import { scratchInts } from './scratch.ts';

/** Bits of a value 0..255 that do not count: places within 16 steps of brightness and colour, and 64 of what is around, are alike. */
const LUMA_SHIFT = 4;
const COLOUR_SHIFT = 4;
const LIGHT_SHIFT = 6;
/** Local range, grey steps, from which a place counts as textured, and as strongly so: slips leave more there. */
const TEXTURED = 10;
const BUSY = 32;

/** Kinds of the coarsest description: four bits each of brightness and the two colour differences. */
export const COLOURS = 1 << 12;

/** What places are told apart by: luma and colour differences 0..255, and luma and pixels summed over a window around each. */
export interface Shown {
  width: number;
  height: number;
  luma: Float32Array;
  cb: Float32Array;
  cr: Float32Array;
  around: Float32Array;
  ones: Float32Array;
  /** 1 where the picture is there, on a raster of `stride` columns that is twice as fine. */
  inside: Uint8Array;
  stride: number;
}

/** The kind of each place, -1 where there is none: by colour, texture and what is around (`COLOURS << 4`), without that (`<< 2`), by colour alone. */
export function kindsAt(shown: Shown): [fine: Int32Array, middle: Int32Array, coarse: Int32Array] {
  const room = sharedRoom();
  if (!room) return plainKindsAt(shown);
  const { width, height, luma, cb, cr, around, ones, inside, stride } = shown;
  const n = width * height;
  const plane = aligned(4 * n);
  const fine = 2 * height * stride;
  const insideAt = 5 * plane;
  const kinds = insideAt + aligned(fine);
  room.reserve(kinds + 3 * plane);
  [luma, cb, cr, around, ones].forEach((data, k) => {
    room.floats(k * plane, n).set(data.subarray(0, n));
  });
  room.bytes(insideAt, fine).set(inside.subarray(0, fine));
  room.bytes(kinds, 3 * plane).fill(255);
  const [second, third] = [kinds + plane, kinds + 2 * plane];
  const planes = [0, plane, 2 * plane, 3 * plane, 4 * plane, insideAt] as const;
  room.calls.kinds(...planes, stride, width, height, BUSY, TEXTURED, kinds, second, third);
  const take = (at: number): Int32Array => {
    const out = scratchInts(n);
    out.set(room.ints(at, n));
    return out;
  };
  return [take(kinds), take(second), take(third)];
}

/** The same in plain code: the reference. */
export function plainKindsAt(shown: Shown): [fine: Int32Array, middle: Int32Array, coarse: Int32Array] {
  const { width, height, luma, cb, cr, around, ones, inside, stride } = shown;
  const n = width * height;
  const fine = scratchInts(n).fill(-1);
  const middle = scratchInts(n).fill(-1);
  const coarse = scratchInts(n).fill(-1);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!inside[2 * y * stride + 2 * x]) continue;
      let low = 255;
      let high = 0;
      const last = Math.min(width - 1, x + 1);
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let p = v * width + Math.max(0, x - 1); p <= v * width + last; p++) {
          const s = luma[p]!;
          if (s < low) low = s;
          if (s > high) high = s;
        }
      }
      const texture = high - low > BUSY ? 2 : high - low > TEXTURED ? 1 : 0;
      const colour =
        ((luma[i]! >> LUMA_SHIFT) << 8) | ((cb[i]! >> COLOUR_SHIFT) << 4) | (cr[i]! >> COLOUR_SHIFT);
      coarse[i] = colour;
      middle[i] = (colour << 2) | texture;
      fine[i] = (colour << 4) | (texture << 2) | ((around[i]! / ones[i]!) >> LIGHT_SHIFT);
    }
  }
  return [fine, middle, coarse];
}

/** Places in the order of their kinds, those of no kind left out; kind `k` has those from `starts[k]` up to `starts[k + 1]`. */
export interface ByKind {
  starts: Int32Array;
  order: Int32Array;
}

/** @param keys the kind of each place, below `kinds`; -1 where there is none */
export function byKind(keys: Int32Array, kinds: number): ByKind {
  const room = sharedRoom();
  if (!room) return plainByKind(keys, kinds);
  const n = keys.length;
  const starts = aligned(4 * n);
  const next = starts + aligned(4 * (kinds + 1));
  const order = next + aligned(4 * kinds);
  room.reserve(order + 4 * n);
  room.ints(0, n).set(keys);
  room.calls.byKind(0, n, kinds, starts, next, order);
  const begin = scratchInts(kinds + 1);
  begin.set(room.ints(starts, kinds + 1));
  const sorted = scratchInts(begin[kinds]!);
  sorted.set(room.ints(order, sorted.length));
  return { starts: begin, order: sorted };
}

/** The same in plain code: the reference. */
export function plainByKind(keys: Int32Array, kinds: number): ByKind {
  const starts = scratchInts(kinds + 1).fill(0);
  for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) starts[keys[i]! + 1]!++;
  for (let k = 0; k < kinds; k++) starts[k + 1] = starts[k + 1]! + starts[k]!;
  const next = starts.slice();
  const order = scratchInts(starts[kinds]!);
  for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) order[next[keys[i]!]!++] = i;
  return { starts, order };
}
