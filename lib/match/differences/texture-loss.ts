/** Where texture that one picture has is missing, or another, in the other one. */
import { boxSum } from '../../pixels/kernels/sums.ts';

/** Radius, on the half raster, of the window in which lost texture is seen. */
const TEXTURE_RADIUS = 3;
/** Variance (grey steps squared) from which texture is there to be lost. */
const TEXTURE = 20;

/** Noise units by which texture that one picture has is missing or another in the other one (half raster). */
export function textureLoss(a: Float32Array, b: Float32Array, width: number, height: number): Float32Array {
  const n = width * height;
  const sums = [a, b, new Float32Array(n), new Float32Array(n), new Float32Array(n)] as const;
  for (let i = 0; i < n; i++) {
    const x = a[i]! - 128;
    const y = b[i]! - 128;
    sums[2][i] = x * x;
    sums[3][i] = y * y;
    sums[4][i] = x * y;
  }
  const [sa, sb, saa, sbb, sab] = sums.map((s) => boxSum(s, width, height, TEXTURE_RADIUS)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const ones = boxSum(new Float32Array(n).fill(1), width, height, TEXTURE_RADIUS);
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const k = ones[i]!;
    const ma = sa[i]! / k - 128;
    const mb = sb[i]! / k - 128;
    const va = Math.max(0, saa[i]! / k - ma * ma);
    const vb = Math.max(0, sbb[i]! / k - mb * mb);
    if (va < TEXTURE && vb < TEXTURE) continue;
    const c = (sab[i]! / k - ma * mb) / Math.sqrt((va + 4) * (vb + 4));
    // 0.7 still happens by blur and re-encoding; below 0.2 nothing is left of the texture.
    if (c < 0.7) out[i] = (0.7 - c) * 8;
  }
  return out;
}

/** Minimum over 3 x 3: takes back what the texture window reached beyond the change; thin changes show in the luma itself. */
export function shrunk(values: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let v = values[i]!;
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
        v = Math.min(v, values[y * width + u]!);
      rows[i] = v;
    }
  }
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let v = rows[i]!;
      for (let k = Math.max(0, y - 1); k <= Math.min(height - 1, y + 1); k++)
        v = Math.min(v, rows[k * width + x]!);
      out[i] = v;
    }
  }
  return out;
}
