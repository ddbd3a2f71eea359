/** What is counted, thinned out and marked on a raster, through the kernels; plain code where there are none. */
import type { ColourPlanes } from '../raster.ts';
import { aligned, sharedRoom } from './kernels.ts';
import { bytesFrom, floatsFrom, scratchBytes, scratchFloats, scratchInts } from './scratch.ts';

/** The sum of bytes. */
export function sumOf(values: Uint8Array): number {
  const room = sharedRoom();
  if (!room) return values.reduce((sum, value) => sum + value, 0);
  room.reserve(values.length);
  room.bytes(0, values.length).set(values);
  return room.calls.sumOf(0, values.length);
}

/** The sum of bytes where `mask` is set. */
export function sumWhere(values: Uint8Array, mask: Uint8Array): number {
  const room = sharedRoom();
  const n = values.length;
  if (!room) return plainSumWhere(values, mask);
  const at = aligned(n);
  room.reserve(at + n);
  room.bytes(0, n).set(values);
  room.bytes(at, n).set(mask.subarray(0, n));
  return room.calls.sumWhere(0, at, n);
}

/** The same in plain code: the reference. */
export function plainSumWhere(values: Uint8Array, mask: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (mask[i]) sum += values[i]!;
  return sum;
}

/** Every second byte of every second row. */
export function thinned(mask: Uint8Array, width: number, height: number): Uint8Array {
  const room = sharedRoom();
  if (!room) return plainThinned(mask, width, height);
  const n = width * height;
  const small = (width >> 1) * (height >> 1);
  const out = aligned(n);
  room.reserve(out + small);
  room.bytes(0, n).set(mask.subarray(0, n));
  room.calls.thinned(0, width, height, out);
  return bytesFrom(room.bytes(out, small));
}

/** The same in plain code: the reference. */
export function plainThinned(mask: Uint8Array, width: number, height: number): Uint8Array {
  const [w, h] = [width >> 1, height >> 1];
  const out = scratchBytes(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = mask[y * 2 * width + x * 2]!;
  return out;
}

/** A plane of half the size on a raster of `width` x `height`, each value repeated. */
export function enlarged(small: Float32Array, width: number, height: number): Float32Array {
  const room = sharedRoom();
  if (!room || Math.min(width, height) < 2) return plainEnlarged(small, width, height);
  const n = width * height;
  const cells = (width >> 1) * (height >> 1);
  const out = aligned(4 * cells);
  room.reserve(out + 4 * n);
  room.floats(0, cells).set(small.subarray(0, cells));
  room.calls.enlarged(0, width, height, out);
  return floatsFrom(room.floats(out, n));
}

/** The same in plain code: the reference. */
export function plainEnlarged(small: Float32Array, width: number, height: number): Float32Array {
  const [w, h] = [width >> 1, height >> 1];
  const out = scratchFloats(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(h - 1, y >> 1) * w;
    for (let x = 0; x < width; x++, i++) out[i] = small[row + Math.min(w - 1, x >> 1)]!;
  }
  return out;
}

/** Of the places in `use` one in each `apart` (1 or more) of them, in their order. `usable`: how many there are. */
export function spreadOver(use: Uint8Array, usable: number, apart: number): Int32Array {
  const room = sharedRoom();
  if (!room) return plainSpreadOver(use, usable, apart);
  const n = use.length;
  const most = Math.ceil(usable / apart) + 1;
  const out = aligned(n);
  room.reserve(out + 4 * most);
  room.bytes(0, n).set(use);
  const count = room.calls.spreadOver(0, n, apart, out);
  const places = scratchInts(count);
  places.set(room.ints(out, count));
  return places;
}

/** The same in plain code: the reference. */
export function plainSpreadOver(use: Uint8Array, usable: number, apart: number): Int32Array {
  const places = scratchInts(Math.ceil(usable / apart) + 1);
  let n = 0;
  for (let i = 0, k = 0, next = 0; i < use.length; i++) {
    if (!use[i]) continue;
    if (k++ >= next) {
      places[n++] = i;
      next += apart;
    }
  }
  return places.subarray(0, n);
}

/** Changes values to 0 where `keep` is not set; 1 where what is left is over `level`. */
export function marked(values: Float32Array, keep: Uint8Array, level: number): Uint8Array {
  const room = sharedRoom();
  if (!room) return plainMarked(values, keep, level);
  const n = values.length;
  const keepAt = aligned(4 * n);
  const out = keepAt + aligned(n);
  room.reserve(out + n);
  room.floats(0, n).set(values);
  room.bytes(keepAt, n).set(keep.subarray(0, n));
  room.calls.marked(0, keepAt, n, level, out);
  values.set(room.floats(0, n));
  return bytesFrom(room.bytes(out, n));
}

/** The same in plain code: the reference. */
export function plainMarked(values: Float32Array, keep: Uint8Array, level: number): Uint8Array {
  const out = scratchBytes(values.length);
  for (let i = 0; i < out.length; i++) {
    if (!keep[i]) values[i] = 0;
    out[i] = keep[i] && values[i]! > level ? 1 : 0;
  }
  return out;
}

/** Divides values, each by the unit of its bin. */
export function inUnits(values: Float32Array, bins: Uint8Array, units: Float32Array): void {
  const room = sharedRoom();
  const n = values.length;
  if (!room) {
    for (let i = 0; i < n; i++) values[i] = values[i]! / units[bins[i]!]!;
    return;
  }
  const binsAt = aligned(4 * n);
  const unitsAt = binsAt + aligned(n);
  room.reserve(unitsAt + 4 * units.length);
  room.floats(0, n).set(values);
  room.bytes(binsAt, n).set(bins.subarray(0, n));
  room.floats(unitsAt, units.length).set(units);
  room.calls.inUnits(0, binsAt, n, unitsAt);
  values.set(room.floats(0, n));
}

/** Changes values to the larger of both. */
export function raise(values: Float32Array, others: Float32Array): void {
  const room = sharedRoom();
  const n = values.length;
  if (!room) {
    for (let i = 0; i < n; i++) values[i] = Math.max(values[i]!, others[i]!);
    return;
  }
  const at = aligned(4 * n);
  room.reserve(2 * at);
  room.floats(0, n).set(values);
  room.floats(at, n).set(others.subarray(0, n));
  room.calls.raised(0, at, n);
  values.set(room.floats(0, n));
}

/** Sums of products of two planes' Laplacians over the pixels in `use` that are not at an edge: both, own, other, and their number plus one. */
export function laplacians(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
): Float64Array {
  const room = sharedRoom();
  if (!room) return plainLaplacians(photo, source, use, width, height);
  const n = width * height;
  const plane = aligned(4 * n);
  const out = aligned(2 * plane + n);
  room.reserve(out + 32);
  room.floats(0, n).set(photo.subarray(0, n));
  room.floats(plane, n).set(source.subarray(0, n));
  room.bytes(2 * plane, n).set(use.subarray(0, n));
  room.calls.laplacians(0, plane, 2 * plane, width, height, out);
  return room.doubles(out, 4).slice();
}

/** The same in plain code: the reference. */
export function plainLaplacians(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
): Float64Array {
  let both = 0;
  let own = 1e-6;
  let other = 1e-6;
  let n = 1;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      if (!use[i]) continue;
      const p = 4 * photo[i]! - photo[i - 1]! - photo[i + 1]! - photo[i - width]! - photo[i + width]!;
      const s = 4 * source[i]! - source[i - 1]! - source[i + 1]! - source[i - width]! - source[i + width]!;
      n++;
      both += p * s;
      own += p * p;
      other += s * s;
    }
  }
  return Float64Array.of(both, own, other, n);
}

interface Raster {
  width: number;
  height: number;
}

/**
 * Three sums for each whole tile of `tile` x `tile` cells: how many of them lie in `inside` (of `stride` columns, twice as fine), and both
 * planes' values there.
 */
export function tileSums(
  own: Float32Array,
  other: Float32Array,
  inside: Uint8Array,
  stride: number,
  { width, height }: Raster,
  tile: number,
): Float64Array {
  const room = sharedRoom();
  const tiles = Math.floor(width / tile) * Math.floor(height / tile);
  if (!room || tiles === 0) return plainTileSums(own, other, inside, stride, { width, height }, tile);
  const n = width * height;
  const plane = aligned(4 * n);
  const fine = 2 * height * stride;
  const sums = aligned(2 * plane + fine);
  room.reserve(sums + 24 * tiles);
  room.floats(0, n).set(own.subarray(0, n));
  room.floats(plane, n).set(other.subarray(0, n));
  room.bytes(2 * plane, fine).set(inside.subarray(0, fine));
  room.doubles(sums, 3 * tiles).fill(0);
  room.calls.tileSums(0, plane, 2 * plane, stride, width, height, tile, sums);
  return room.doubles(sums, 3 * tiles).slice();
}

/** The same in plain code: the reference. */
export function plainTileSums(
  own: Float32Array,
  other: Float32Array,
  inside: Uint8Array,
  stride: number,
  { width, height }: Raster,
  tile: number,
): Float64Array {
  const [across, down] = [Math.floor(width / tile), Math.floor(height / tile)];
  const sums = new Float64Array(3 * across * down);
  for (let y = 0; y < down * tile; y++) {
    for (let x = 0; x < across * tile; x++) {
      if (!inside[2 * y * stride + 2 * x]) continue;
      const p = y * width + x;
      const t = 3 * (Math.floor(y / tile) * across + Math.floor(x / tile));
      sums[t] = sums[t]! + 1;
      sums[t + 1] = sums[t + 1]! + own[p]!;
      sums[t + 2] = sums[t + 2]! + other[p]!;
    }
  }
  return sums;
}

/** 1 where a pixel lies further than `near` from a colour, over all three planes together. */
export function foreign(
  { width, height, y, cb, cr }: ColourPlanes,
  colour: readonly [number, number, number],
  near: number,
): Uint8Array {
  const room = sharedRoom();
  const n = width * height;
  if (!room) return plainForeign({ width, height, y, cb, cr }, colour, near);
  const plane = aligned(n);
  room.reserve(4 * plane);
  [y, cb, cr].forEach((data, k) => {
    room.bytes(k * plane, n).set(data.subarray(0, n));
  });
  room.calls.foreign(0, plane, 2 * plane, n, ...colour, near, 3 * plane);
  return room.bytes(3 * plane, n).slice();
}

/** The same in plain code: the reference. */
export function plainForeign(
  { width, height, y, cb, cr }: ColourPlanes,
  [a, b, c]: readonly [number, number, number],
  near: number,
): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let i = 0; i < out.length; i++)
    out[i] = Math.abs(y[i]! - a) + Math.abs(cb[i]! - b) + Math.abs(cr[i]! - c) > near ? 1 : 0;
  return out;
}

interface Span {
  left: number;
  top: number;
  /** Both outside. */
  right: number;
  bottom: number;
}

/** Sums of a box of bytes by row and by column of the whole picture; 0 outside. */
export function crossSums(
  mask: Uint8Array,
  width: number,
  box: Span,
): { rows: Int32Array; columns: Int32Array } {
  const room = sharedRoom();
  if (!room) return plainCrossSums(mask, width, box);
  const n = mask.length;
  const height = n / width;
  const rows = aligned(n);
  const columns = rows + aligned(4 * height);
  room.reserve(columns + 4 * width);
  room.bytes(0, n).set(mask);
  room.ints(rows, height).fill(0);
  room.ints(columns, width).fill(0);
  room.calls.crossSums(0, width, box.left, box.top, box.right, box.bottom, rows, columns);
  return { rows: room.ints(rows, height).slice(), columns: room.ints(columns, width).slice() };
}

/** The same in plain code: the reference. */
export function plainCrossSums(
  mask: Uint8Array,
  width: number,
  { left, top, right, bottom }: Span,
): { rows: Int32Array; columns: Int32Array } {
  const rows = new Int32Array(mask.length / width);
  const columns = new Int32Array(width);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      rows[y] = rows[y]! + mask[y * width + x]!;
      columns[x] = columns[x]! + mask[y * width + x]!;
    }
  }
  return { rows, columns };
}
