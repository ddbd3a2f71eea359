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
