/** Windowed correlation of two pictures that lie over each other, in plain code: the reference of lib/pixels/kernels/correlation.ts. */
import { plainBoxSum } from './raster.ts';

/** Variance (grey steps squared) from which a window counts as textured. */
export const TEXTURE = 3.2 * 3.2;
/** Variance that re-encoding alone leaves: damps correlation where both are nearly flat. */
export const NOISE = 1.2 * 1.2;

export interface Correlation {
  /** Size of the maps: half of the compared rasters. */
  width: number;
  height: number;
  /** -1..1. */
  value: Float32Array;
  /** Not 0 where either picture has texture and both exist: 1 the first, 2 the second, 3 both. */
  textured: Uint8Array;
  /** Shares of the textured area over 0.90 and 0.75. */
  f90: number;
  f75: number;
  /** Textured share of the compared area. */
  texture: number;
}

/**
 * `a`, `b`: grey steps on `rasterWidth` x `rasterHeight`; `inside`: 1 where both pictures exist.
 * Windows are about 4 `radius` + 2 raster pixels wide and stand at every second pixel: sums are taken over 2 x 2 cells first.
 */
export function plainCorrelate(
  a: Float32Array,
  b: Float32Array,
  inside: Uint8Array,
  rasterWidth: number,
  rasterHeight: number,
  radius: number,
): Correlation {
  const width = rasterWidth >> 1;
  const height = rasterHeight >> 1;
  const n = width * height;
  const ca = new Float32Array(n);
  const cb = new Float32Array(n);
  const aa = new Float32Array(n);
  const bb = new Float32Array(n);
  const ab = new Float32Array(n);
  const mask = new Float32Array(n);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0, p = 2 * y * rasterWidth; x < width; x++, o++, p += 2) {
      const q = p + rasterWidth;
      // A cell counts when all of it exists: the seam of the overlap is left out.
      if (!(inside[p]! & inside[p + 1]! & inside[q]! & inside[q + 1]!)) continue;
      const a0 = a[p]! - 128;
      const a1 = a[p + 1]! - 128;
      const a2 = a[q]! - 128;
      const a3 = a[q + 1]! - 128;
      const b0 = b[p]! - 128;
      const b1 = b[p + 1]! - 128;
      const b2 = b[q]! - 128;
      const b3 = b[q + 1]! - 128;
      mask[o] = 4;
      ca[o] = a0 + a1 + a2 + a3;
      cb[o] = b0 + b1 + b2 + b3;
      aa[o] = a0 * a0 + a1 * a1 + a2 * a2 + a3 * a3;
      bb[o] = b0 * b0 + b1 * b1 + b2 * b2 + b3 * b3;
      ab[o] = a0 * b0 + a1 * b1 + a2 * b2 + a3 * b3;
    }
  }
  const sn = plainBoxSum(mask, width, height, radius);
  const sa = plainBoxSum(ca, width, height, radius);
  const sb = plainBoxSum(cb, width, height, radius);
  const saa = plainBoxSum(aa, width, height, radius);
  const sbb = plainBoxSum(bb, width, height, radius);
  const sab = plainBoxSum(ab, width, height, radius);
  const value = new Float32Array(n);
  const textured = new Uint8Array(n);
  let compared = 0;
  let counted = 0;
  let over90 = 0;
  let over75 = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (mask[i] === 0) continue;
      compared++;
      const k = sn[i]!;
      const ma = sa[i]! / k;
      const mb = sb[i]! / k;
      const va = Math.max(0, saa[i]! / k - ma * ma);
      const vb = Math.max(0, sbb[i]! / k - mb * mb);
      const c = (sab[i]! / k - ma * mb) / Math.sqrt((va + NOISE) * (vb + NOISE));
      value[i] = c;
      if (va < TEXTURE && vb < TEXTURE) continue;
      textured[i] = (va < TEXTURE ? 0 : 1) | (vb < TEXTURE ? 0 : 2);
      counted++;
      if (c > 0.9) over90++;
      if (c > 0.75) over75++;
    }
  }
  return {
    width,
    height,
    value,
    textured,
    f90: counted ? over90 / counted : 0,
    f75: counted ? over75 / counted : 0,
    texture: compared ? counted / compared : 0,
  };
}
