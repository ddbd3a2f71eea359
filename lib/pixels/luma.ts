/** Brightness of a colour: the float weights of ITU-R BT.601-7, 2.5.1. `raster.ts` has the integer form that JFIF uses. */

/** Luma of R, G, B; of the range of its arguments. */
export const luma = (r: number, g: number, b: number): number => 0.299 * r + 0.587 * g + 0.114 * b;

/** Luma of the pixel that starts at `i` in interleaved RGBA. */
export const lumaAt = (data: ArrayLike<number>, i: number): number =>
  luma(data[i]!, data[i + 1]!, data[i + 2]!);
