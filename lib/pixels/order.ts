/** The k-th smallest of many values without sorting them all. */

/**
 * `nth` of lib/pixels/kernels in plain code: value that would stand at `k` (0-based) were `values` sorted upwards (Hoare's selection). Reorders `values`.
 * `k` must lie inside the array.
 */
export function plainNth(values: Float32Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const v = values[i]!;
      values[i++] = values[j]!;
      values[j--] = v;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k]!;
}
