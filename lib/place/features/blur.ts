/** Gaussian smoothing and differences of float planes in plain code, in the kernels' order of single-precision steps: the reference. */

const { fround } = Math;

/** `blur` of build/kernels/assembly/surface: `weights` from the middle outward, edges repeated. */
export function plainBlur(
  plane: Float32Array,
  width: number,
  height: number,
  weights: Float32Array,
): Float32Array {
  const radius = weights.length - 1;
  const middle = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      let sum = fround(plane[row + x]! * weights[0]!);
      for (let i = 1; i <= radius; i++) {
        const left = plane[row + Math.max(0, x - i)]!;
        const right = plane[row + Math.min(width - 1, x + i)]!;
        sum = fround(sum + fround(fround(left + right) * weights[i]!));
      }
      middle[row + x] = sum;
    }
  }
  const out = new Float32Array(plane.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      let sum = fround(middle[row + x]! * weights[0]!);
      for (let i = 1; i <= radius; i++) {
        const above = middle[Math.max(0, y - i) * width + x]!;
        const below = middle[Math.min(height - 1, y + i) * width + x]!;
        sum = fround(sum + fround(fround(above + below) * weights[i]!));
      }
      out[row + x] = sum;
    }
  }
  return out;
}

/** a - b, pixel by pixel. */
export const plainLess = (a: Float32Array, b: Float32Array): Float32Array => a.map((v, i) => v - b[i]!);
