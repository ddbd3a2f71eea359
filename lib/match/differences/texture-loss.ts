/** Where texture that one picture has is missing, or another, in the other one: through the kernels, plain code where they are missing. */
import { aligned, sharedRoom } from '../../pixels/kernels/kernels.ts';
import { floatsFrom, scratchFloats } from '../../pixels/kernels/scratch.ts';
import { boxSum } from '../../pixels/kernels/sums.ts';

/** Radius, on the half raster, of the window in which lost texture is seen. */
const TEXTURE_RADIUS = 3;
/** Variance (grey steps squared) from which texture is there to be lost. */
const TEXTURE = 20;

/** Noise units by which texture that one picture has is missing or another in the other one (half raster). */
export function textureLoss(a: Float32Array, b: Float32Array, width: number, height: number): Float32Array {
  const room = sharedRoom();
  if (!room || a.length === 0) return plainTextureLoss(a, b, width, height);
  const n = width * height;
  const plane = aligned(4 * n);
  // Two planes, their three products, and ones; then the sums of each of the six; then what boxSum works in.
  const rows = 12 * plane;
  const sums = rows + plane;
  room.reserve(sums + 8 * width);
  const { calls } = room;
  room.floats(0, n).set(a.subarray(0, n));
  room.floats(plane, n).set(b.subarray(0, n));
  room.floats(5 * plane, n).fill(1);
  calls.products(0, plane, n, 2 * plane, 3 * plane, 4 * plane);
  for (let k = 0; k < 6; k++)
    calls.boxSum(k * plane, width, height, TEXTURE_RADIUS, rows, sums, (6 + k) * plane);
  room.floats(0, n).fill(0);
  const [sa, sb, saa, sbb, sab, ones] = [6, 7, 8, 9, 10, 11].map((k) => k * plane) as Six;
  calls.textureLost(ones, sa, sb, saa, sbb, sab, n, TEXTURE, 0);
  return floatsFrom(room.floats(0, n));
}

type Six = [number, number, number, number, number, number];

/** The same in plain code: the reference. */
export function plainTextureLoss(
  a: Float32Array,
  b: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const n = width * height;
  const sums = [a, b, scratchFloats(n), scratchFloats(n), scratchFloats(n)] as const;
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
  const ones = boxSum(scratchFloats(n).fill(1), width, height, TEXTURE_RADIUS);
  const out = scratchFloats(n).fill(0);
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
  const room = sharedRoom();
  if (!room) return plainShrunk(values, width, height);
  const n = width * height;
  const plane = aligned(4 * n);
  room.reserve(3 * plane);
  room.floats(0, n).set(values.subarray(0, n));
  room.calls.lowest(0, width, height, plane, 2 * plane);
  return floatsFrom(room.floats(2 * plane, n));
}

/** The same in plain code: the reference. */
export function plainShrunk(values: Float32Array, width: number, height: number): Float32Array {
  const rows = scratchFloats(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let v = values[i]!;
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
        v = Math.min(v, values[y * width + u]!);
      rows[i] = v;
    }
  }
  const out = scratchFloats(values.length);
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
