/** Windowed correlation of two pictures that lie over each other: the evidence that keeps honest photos safe. */
import { boxSum } from './raster.ts';

/** Variance (grey steps squared) from which a window counts as textured. */
const TEXTURE = 3.2 * 3.2;
/** Variance that re-encoding alone leaves: damps correlation where both are nearly flat. */
const NOISE = 1.2 * 1.2;

export interface Correlation {
  /** -1..1 per raster pixel. */
  value: Float32Array;
  /** 1 where either picture has texture and both exist. */
  textured: Uint8Array;
  /** Shares of the textured area over 0.90 and 0.75. */
  f90: number;
  f75: number;
  /** Textured share of the compared area. */
  texture: number;
}

/** `a`, `b`: grey steps; `inside`: 1 where both pictures exist; windows are 2 `radius` + 1 wide. */
export function correlate(
  a: Float32Array,
  b: Float32Array,
  inside: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Correlation {
  const n = width * height;
  const ca = new Float32Array(n);
  const cb = new Float32Array(n);
  const aa = new Float32Array(n);
  const bb = new Float32Array(n);
  const ab = new Float32Array(n);
  const mask = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    if (!inside[i]) continue;
    const x = a[i]! - 128;
    const y = b[i]! - 128;
    mask[i] = 1;
    ca[i] = x;
    cb[i] = y;
    aa[i] = x * x;
    bb[i] = y * y;
    ab[i] = x * y;
  }
  const sn = boxSum(mask, width, height, radius);
  const sa = boxSum(ca, width, height, radius);
  const sb = boxSum(cb, width, height, radius);
  const saa = boxSum(aa, width, height, radius);
  const sbb = boxSum(bb, width, height, radius);
  const sab = boxSum(ab, width, height, radius);
  const value = new Float32Array(n);
  const textured = new Uint8Array(n);
  let compared = 0;
  let counted = 0;
  let over90 = 0;
  let over75 = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!inside[i]) continue;
      compared++;
      const k = sn[i]!;
      const ma = sa[i]! / k;
      const mb = sb[i]! / k;
      const va = Math.max(0, saa[i]! / k - ma * ma);
      const vb = Math.max(0, sbb[i]! / k - mb * mb);
      const c = (sab[i]! / k - ma * mb) / Math.sqrt((va + NOISE) * (vb + NOISE));
      value[i] = c;
      if (va < TEXTURE && vb < TEXTURE) continue;
      textured[i] = 1;
      counted++;
      if (c > 0.9) over90++;
      if (c > 0.75) over75++;
    }
  }
  return {
    value,
    textured,
    f90: counted ? over90 / counted : 0,
    f75: counted ? over75 / counted : 0,
    texture: compared ? counted / compared : 0,
  };
}
