/** Loops over two pictures that lie over each other, through the kernels; plain code where there are none. */
import { plainNth } from '../order.ts';
import { plainHalf } from '../raster.ts';
import { aligned, type KernelRoom, kernelRoom, sharedRoom } from './kernels.ts';
import { bytesFrom, floatsFrom, scratchBytes, scratchFloats } from './scratch.ts';

/** 2 x 2 means; odd last rows and columns are dropped. */
export function half(data: Float32Array, width: number, height: number): Float32Array {
  const room = sharedRoom();
  if (!room) return plainHalf(data, width, height);
  const n = width * height;
  const small = (width >> 1) * (height >> 1);
  const out = aligned(4 * n);
  room.reserve(out + 4 * small);
  room.floats(0, n).set(data.subarray(0, n));
  room.calls.halfFloats(0, width, height, out);
  return floatsFrom(room.floats(out, small));
}

/** A room of its own: selections are asked for while others hold something in the shared one. */
let selecting: KernelRoom | null | undefined;
/** Fewer values are quicker sorted out here than carried over. */
const FEW = 64;

/** Value that would stand at `k` (0-based) were `values` sorted upwards. May reorder `values`. `k` must lie inside the array. */
export function nth(values: Float32Array, k: number): number {
  if (values.length < FEW) return plainNth(values, k);
  if (selecting === undefined) selecting = kernelRoom();
  if (!selecting) return plainNth(values, k);
  selecting.reserve(4 * values.length);
  selecting.floats(0, values.length).set(values);
  return selecting.calls.select(0, values.length, k);
}

/** Agreement of two pictures on a raster `1 << shift` times as coarse. */
export interface Agreement {
  width: number;
  height: number;
  value: Float32Array;
  textured: Uint8Array;
}

/** 1 where a pixel inside is taken for unchanged, since it has no texture or correlates by more than `least`; and how many are inside. */
export function agreeing(
  inside: Uint8Array,
  width: number,
  height: number,
  map: Agreement,
  shift: number,
  least: number,
): { agree: Uint8Array; compared: number } {
  const room = sharedRoom();
  if (!room) return plainAgreeing(inside, width, height, map, shift, least);
  const n = width * height;
  const cells = map.width * map.height;
  const [value, textured] = [aligned(n), aligned(n) + aligned(4 * cells)];
  const out = textured + aligned(cells);
  room.reserve(out + n);
  room.bytes(0, n).set(inside.subarray(0, n));
  room.floats(value, cells).set(map.value);
  room.bytes(textured, cells).set(map.textured);
  room.bytes(out, n).fill(0);
  const { calls } = room;
  const compared = calls.agreeing(
    ...([0, width, height, value, textured, map.width, map.height, shift, least, out] as const),
  );
  return { agree: bytesFrom(room.bytes(out, n)), compared };
}

/** The same in plain code: the reference. */
export function plainAgreeing(
  inside: Uint8Array,
  width: number,
  height: number,
  map: Agreement,
  shift: number,
  least: number,
): { agree: Uint8Array; compared: number } {
  const agree = scratchBytes(width * height).fill(0);
  let compared = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(map.height - 1, y >> shift) * map.width;
    for (let x = 0; x < width; x++, i++) {
      if (!inside[i]) continue;
      compared++;
      const q = row + Math.min(map.width - 1, x >> shift);
      if (!map.textured[q] || map.value[q]! > least) agree[i] = 1;
    }
  }
  return { agree, compared };
}

/** One plane less another. */
export function minus(a: Float32Array, b: Float32Array): Float32Array {
  const room = sharedRoom();
  const n = a.length;
  const out = scratchFloats(n);
  if (!room) {
    for (let i = 0; i < n; i++) out[i] = a[i]! - b[i]!;
    return out;
  }
  const other = aligned(4 * n);
  room.reserve(2 * other);
  room.floats(0, n).set(a);
  room.floats(other, n).set(b.subarray(0, n));
  room.calls.difference(0, other, n, 0);
  out.set(room.floats(0, n));
  return out;
}

/** Changes values to their distance from 0, over nine: of sums over 3 x 3, how far their mean is from 0. */
export function toMeans(values: Float32Array): Float32Array {
  const room = sharedRoom();
  if (!room) {
    for (let i = 0; i < values.length; i++) values[i] = Math.abs(values[i]!) / 9;
    return values;
  }
  room.reserve(4 * values.length);
  room.floats(0, values.length).set(values);
  room.calls.ninths(0, values.length);
  values.set(room.floats(0, values.length));
  return values;
}

/** The larger of a plane and one of half its size where `inside` is set; 0 elsewhere. */
export function largerOf(
  fine: Float32Array,
  coarse: Float32Array,
  inside: Uint8Array,
  width: number,
  height: number,
): Float32Array {
  const room = sharedRoom();
  if (!room) return plainLargerOf(fine, coarse, inside, width, height);
  const n = width * height;
  const small = (width >> 1) * (height >> 1);
  const coarseAt = aligned(4 * n);
  const insideAt = coarseAt + aligned(4 * small);
  const out = insideAt + aligned(n);
  room.reserve(out + 4 * n);
  room.floats(0, n).set(fine);
  room.floats(coarseAt, small).set(coarse.subarray(0, small));
  room.bytes(insideAt, n).set(inside.subarray(0, n));
  room.floats(out, n).fill(0);
  room.calls.larger(0, coarseAt, insideAt, width, height, out);
  return floatsFrom(room.floats(out, n));
}

/** The same in plain code: the reference. */
export function plainLargerOf(
  fine: Float32Array,
  coarse: Float32Array,
  inside: Uint8Array,
  width: number,
  height: number,
): Float32Array {
  const [w, h] = [width >> 1, height >> 1];
  const out = scratchFloats(width * height).fill(0);
  for (let y = 0; y < height; y++) {
    const row = Math.min(h - 1, y >> 1) * w;
    for (let x = 0, i = y * width; x < width; x++, i++)
      if (inside[i]) out[i] = Math.max(fine[i]!, coarse[row + Math.min(w - 1, x >> 1)]!);
  }
  return out;
}
