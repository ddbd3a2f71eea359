/** Telling frames of one video apart, small and cheaply, so that a still scene is looked at once. */
import { lumaAt } from '../pixels/luma.ts';
import type { Picture } from '../pixels/picture.ts';

/** Side of the grey copies that are compared. */
const SIDE = 32;
/** Grey levels of mean difference under which two frames show the same: coding noise of phone videos stays under 2. */
const SAME = 3;
/** One cell that differs by more than this many grey levels is something that moved or was added. */
const SAME_CELL = 24;

/** Means over a grid of 32 x 32 cells, 0..255. */
export function smallGrey({ width, height, data }: Picture): Float32Array {
  const sums = new Float32Array(SIDE * SIDE);
  const counts = new Uint32Array(SIDE * SIDE);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * SIDE) / height) * SIDE;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * SIDE) / width);
      sums[cell]! += lumaAt(data, (y * width + x) * 4);
      counts[cell]! += 1;
    }
  }
  return sums.map((sum, i) => sum / Math.max(1, counts[i]!));
}

/** Whether two frames, as `smallGrey` gives them, show the same but for coding noise. */
export function sameScene(a: Float32Array, b: Float32Array): boolean {
  let sum = 0;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i]! - b[i]!);
    sum += apart;
    if (apart > most) most = apart;
  }
  return sum / a.length < SAME && most < SAME_CELL;
}

/** Grey levels between the darkest and the brightest cell of what `smallGrey` gives. */
export const contrastOf = (grey: Float32Array): number => Math.max(...grey) - Math.min(...grey);

/** `most` of the items, evenly spread, in their order. */
export function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / most)]!);
}
