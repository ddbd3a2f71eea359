/** Counting and taking out differences of tone and of light: through the kernels, plain code where they are missing. */

import { aligned, sharedRoom } from '../../pixels/kernels/kernels.ts';
import { floatsFrom } from '../../pixels/kernels/scratch.ts';

/** Half width of a histogram of differences, grey steps. */
export const REACH = 128;
export const SLOTS = 2 * REACH + 1;
export const TONE_BINS = 32;

/** Slot of a difference, rounded to the nearest grey step. */
function clampSlot(d: number): number {
  const v = d + REACH + 0.5;
  return v < 0 ? 0 : v >= SLOTS ? SLOTS - 1 : v | 0;
}

/** Differences of the photo from the source, of every third pixel in `use`, by the source's brightness: `SLOTS` counts a bin. */
export function toneCounts(photo: Float32Array, source: Float32Array, use: Uint8Array): Uint32Array {
  const room = sharedRoom();
  if (!room) return plainToneCounts(photo, source, use);
  const n = use.length;
  const [sourceAt, useAt] = [aligned(4 * n), 2 * aligned(4 * n)];
  const out = useAt + aligned(n);
  room.reserve(out + 4 * TONE_BINS * SLOTS);
  room.floats(0, n).set(photo.subarray(0, n));
  room.floats(sourceAt, n).set(source.subarray(0, n));
  room.bytes(useAt, n).set(use);
  room.words(out, TONE_BINS * SLOTS).fill(0);
  room.calls.toneCounts(0, sourceAt, useAt, n, TONE_BINS, SLOTS, out);
  return room.words(out, TONE_BINS * SLOTS).slice();
}

/** The same in plain code: the reference. */
export function plainToneCounts(photo: Float32Array, source: Float32Array, use: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(TONE_BINS * SLOTS);
  for (let i = 0; i < use.length; i += 3) {
    if (!use[i]) continue;
    const row = Math.max(0, Math.min(TONE_BINS - 1, (source[i]! / (256 / TONE_BINS)) | 0));
    const slot = row * SLOTS + clampSlot(photo[i]! - source[i]!);
    histogram[slot] = histogram[slot]! + 1;
  }
  return histogram;
}

/** Grey steps through a curve of 257 points, straight between them. */
export function throughCurve(source: Float32Array, curve: Float32Array): Float32Array {
  const room = sharedRoom();
  if (!room) return plainThroughCurve(source, curve);
  const n = source.length;
  const [curveAt, out] = [aligned(4 * n), aligned(4 * n) + aligned(4 * curve.length)];
  room.reserve(out + 4 * n);
  room.floats(0, n).set(source);
  room.floats(curveAt, curve.length).set(curve);
  room.calls.throughCurve(0, n, curveAt, out);
  return floatsFrom(room.floats(out, n));
}

/** The same in plain code: the reference. */
export function plainThroughCurve(source: Float32Array, curve: Float32Array): Float32Array {
  const out = new Float32Array(source.length);
  for (let i = 0; i < out.length; i++) {
    const v = Math.max(0, Math.min(255, source[i]!));
    const k = v | 0;
    out[i] = curve[k]! + (v - k) * (curve[k + 1]! - curve[k]!);
  }
  return out;
}

/** Squares over a raster: `cell` pixels each, `across` x `down` of them. */
export interface Squares {
  cell: number;
  across: number;
  down: number;
}

/** Differences of the photo from what is expected, of every fourth pixel in `use`: `SLOTS` counts a square. */
export function lightCounts(
  photo: Float32Array,
  expected: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
  { cell, across, down }: Squares,
): Uint32Array {
  const room = sharedRoom();
  if (!room) return plainLightCounts(photo, expected, use, width, height, { cell, across, down });
  const n = width * height;
  const count = across * down * SLOTS;
  const [expectedAt, useAt] = [aligned(4 * n), 2 * aligned(4 * n)];
  const out = useAt + aligned(n);
  room.reserve(out + 4 * count);
  room.floats(0, n).set(photo.subarray(0, n));
  room.floats(expectedAt, n).set(expected.subarray(0, n));
  room.bytes(useAt, n).set(use.subarray(0, n));
  room.words(out, count).fill(0);
  room.calls.lightCounts(0, expectedAt, useAt, width, height, cell, across, SLOTS, out);
  return room.words(out, count).slice();
}

/** The same in plain code: the reference. */
export function plainLightCounts(
  photo: Float32Array,
  expected: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
  { cell, across, down }: Squares,
): Uint32Array {
  const histogram = new Uint32Array(across * down * SLOTS);
  for (let y = 0; y < height; y += 2) {
    const row = ((y / cell) | 0) * across;
    for (let x = (y >> 1) & 1, i = y * width + x; x < width; x += 2, i += 2) {
      if (!use[i]) continue;
      const slot = (row + ((x / cell) | 0)) * SLOTS + clampSlot(photo[i]! - expected[i]!);
      histogram[slot] = histogram[slot]! + 1;
    }
  }
  return histogram;
}

/** Adds light that is known for each square, straight between their middles. Changes `expected`. */
export function addLight(
  expected: Float32Array,
  width: number,
  height: number,
  light: Float32Array,
  squares: Squares,
): void {
  const room = sharedRoom();
  if (!room) {
    plainAddLight(expected, width, height, light, squares);
    return;
  }
  const { cell, across, down } = squares;
  const n = width * height;
  const [lightAt, work] = [aligned(4 * n), aligned(4 * n) + aligned(4 * light.length)];
  room.reserve(work + 16 * width);
  room.floats(0, n).set(expected.subarray(0, n));
  room.floats(lightAt, light.length).set(light);
  room.calls.addLight(0, width, height, lightAt, across, down, cell, work);
  expected.set(room.floats(0, n));
}

/** The same in plain code: the reference. */
export function plainAddLight(
  expected: Float32Array,
  width: number,
  height: number,
  light: Float32Array,
  { cell, across, down }: Squares,
): void {
  const between = (at: number, most: number): [number, number, number] => {
    const f = Math.max(0, Math.min(most - 1, (at + 0.5) / cell - 0.5));
    return [f | 0, Math.min(most - 1, (f | 0) + 1), f - (f | 0)];
  };
  for (let y = 0, i = 0; y < height; y++) {
    const [upper, lower, ay] = between(y, down);
    for (let x = 0; x < width; x++, i++) {
      const [left, right, ax] = between(x, across);
      const top = light[upper * across + left]! * (1 - ax) + light[upper * across + right]! * ax;
      const bottom = light[lower * across + left]! * (1 - ax) + light[lower * across + right]! * ax;
      expected[i] = expected[i]! + top + ay * (bottom - top);
    }
  }
}
