/** Small dense systems of linear equations. */

/** Solves a symmetric positive system in place by Gauss elimination with pivoting; null when singular. */
export function solve(matrix: Float64Array, right: Float64Array, n: number): Float64Array | null {
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) {
      if (Math.abs(matrix[r * n + c]!) > Math.abs(matrix[pivot * n + c]!)) pivot = r;
    }
    if (Math.abs(matrix[pivot * n + c]!) < 1e-12) return null;
    if (pivot !== c) {
      for (let k = 0; k < n; k++) {
        const t = matrix[c * n + k]!;
        matrix[c * n + k] = matrix[pivot * n + k]!;
        matrix[pivot * n + k] = t;
      }
      const t = right[c]!;
      right[c] = right[pivot]!;
      right[pivot] = t;
    }
    for (let r = c + 1; r < n; r++) {
      const f = matrix[r * n + c]! / matrix[c * n + c]!;
      if (f === 0) continue;
      for (let k = c; k < n; k++) matrix[r * n + k] = matrix[r * n + k]! - f * matrix[c * n + k]!;
      right[r] = right[r]! - f * right[c]!;
    }
  }
  const x = new Float64Array(n);
  for (let r = n - 1; r >= 0; r--) {
    let v = right[r]!;
    for (let k = r + 1; k < n; k++) v -= matrix[r * n + k]! * x[k]!;
    x[r] = v / matrix[r * n + r]!;
  }
  return x;
}

/** Samples of a fit: `count` terms each, in rows of `stride`, what their weighted sum is to come to, and how much each sample counts. */
export interface Samples {
  n: number;
  count: number;
  stride: number;
  rows: Float64Array;
  weight: Float64Array;
  wanted: Float64Array;
}

/** The symmetric `count` x `count` matrix and the right side of the normal equations. */
export interface NormalEquations {
  normal: Float64Array;
  right: Float64Array;
}

/** `normalEquations` of lib/pixels/kernels in plain code: the reference. */
export function plainNormalEquations({ n, count, stride, rows, weight, wanted }: Samples): NormalEquations {
  const normal = new Float64Array(count * count);
  const right = new Float64Array(count);
  for (let k = 0; k < n; k++) {
    const w = weight[k]!;
    if (w === 0) continue;
    const base = k * stride;
    for (let a = 0; a < count; a++) {
      const v = w * rows[base + a]!;
      if (v === 0) continue;
      right[a] = right[a]! + v * wanted[k]!;
      for (let b = 0; b <= a; b++) normal[a * count + b] = normal[a * count + b]! + v * rows[base + b]!;
    }
  }
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++) normal[a * count + b] = normal[b * count + a]!;
  return { normal, right };
}
