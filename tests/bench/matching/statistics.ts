/** Intervals and thresholds for the bench's tables. */

/** Wilson's 95 % interval of k out of n. */
export function wilson(k: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const z = 1.96;
  const p = k / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

export const share = (k: number, n: number): string => {
  const [lo, hi] = wilson(k, n);
  return `${k}/${n} = ${((100 * k) / Math.max(1, n)).toFixed(1)} % [${(100 * lo).toFixed(1)}, ${(100 * hi).toFixed(1)}]`;
};

export const quantile = (values: number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
};

/** FNV-1a: splits sources into halves that stay the same whatever the order. */
export function half(name: string): 0 | 1 {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return ((h >>> 7) & 1) as 0 | 1;
}

/** Recall of `positives` on each half at the lowest threshold that lets no `negatives` of the other half through. */
export function crossed(
  positives: { name: string; score: number }[],
  negatives: { name: string; score: number }[],
): { found: number; of: number; passed: number; passedOf: number } {
  const out = { found: 0, of: 0, passed: 0, passedOf: 0 };
  for (const side of [0, 1] as const) {
    const threshold = Math.max(0, ...negatives.filter((n) => half(n.name) !== side).map((n) => n.score));
    for (const p of positives.filter((x) => half(x.name) === side)) {
      out.of++;
      if (p.score > threshold) out.found++;
    }
    for (const n of negatives.filter((x) => half(x.name) === side)) {
      out.passedOf++;
      if (n.score > threshold) out.passed++;
    }
  }
  return out;
}
