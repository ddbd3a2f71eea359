/** The seller's own photos decide what a pack's score is worth here: threshold and false-alarm rate, with honest bounds. */

/** Fewer trusted photos than this say too little for any score to be shown. */
export const LEAST_PHOTOS = 100;
/** Wanted: at most this share of trusted photos above the threshold, as an upper bound. */
export const TARGET_RATE = 0.01;
export const CONFIDENCE = 0.95;

/** log of n! by Stirling's series with a correction good to 1e-10 for n ≥ 7, exact products below. */
function logFactorial(n: number): number {
  if (n < 7) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const x = n + 1;
  const inverse = 1 / (x * x);
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - inverse * (1 / 360 - inverse / 1260)) / x
  );
}

/** P(at most k of n) at rate p. */
function binomialAtMost(k: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    const log =
      logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * Math.log(p) + (n - i) * Math.log1p(-p);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/**
 * One-sided Clopper–Pearson upper bound of a rate when `k` of `n` were seen: the rate at which seeing so few has
 * probability 1 − confidence. With k = 0 that is 1 − (1 − confidence)^(1/n): 3 % for 100 photos, 1 % for 300.
 */
export function upperBound(k: number, n: number, confidence = CONFIDENCE): number {
  if (n === 0 || k >= n) return 1;
  let low = k / n;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (binomialAtMost(k, n, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Scores of one trusted photo, as it is and through JPEG of quality 75; 0..1. */
export interface TrustedScore {
  score: number;
  recompressed: number;
}

export interface Calibration {
  v: 1;
  pack: string;
  version: string;
  /** SHA-256 of the model the scores came from: another model voids the calibration. */
  model: string;
  photos: number;
  /** Ten equal bins of the score over 0..1: the distribution that is shown. */
  histogram: number[];
  threshold: number;
  /** Trusted photos at or above the threshold. */
  above: number;
  /** Upper bound (95 %) of the share of genuine photos like these at or above the threshold. */
  falseAlarms: number;
  /** The bound reaches the wanted 1 %; with fewer than 300 photos it can't. */
  reachesTarget: boolean;
  /** How far recompressing moved the scores, and how many photos fell on another side of the threshold by it. */
  stability: { medianShift: number; largestShift: number; changedSides: number };
  at: string;
}

export type CalibrationAnswer =
  | { calibration: Calibration }
  | { why: 'too-few-photos'; photos: number; needed: number };

/**
 * Threshold and false-alarm bound from the scores of trusted photos. The threshold is the stricter of the pack's own and the lowest
 * one whose bound keeps the target; where too few photos can support the target, it lies above all of them.
 */
export function calibrate(
  pack: { id: string; version: string; model: string; threshold: number },
  scores: readonly TrustedScore[],
  at: string,
): CalibrationAnswer {
  const pairs = scores
    .filter((s) => Number.isFinite(s.score) && Number.isFinite(s.recompressed))
    .map((s) => ({ score: within(s.score), recompressed: within(s.recompressed) }));
  const usable = pairs.map(({ score }) => score);
  const n = usable.length;
  if (n < LEAST_PHOTOS) return { why: 'too-few-photos', photos: n, needed: LEAST_PHOTOS };
  const sorted = [...usable].sort((a, b) => b - a);
  let allowed = 0;
  while (allowed + 1 < n && upperBound(allowed + 1, n) <= TARGET_RATE) allowed++;
  /** Just above the highest score that may not be counted. */
  const local = justAbove(sorted[allowed]!);
  const threshold = Math.max(local, pack.threshold);
  const above = usable.filter((s) => s >= threshold).length;
  const histogram = new Array<number>(10).fill(0);
  for (const s of usable) histogram[Math.min(9, Math.floor(s * 10))]!++;
  const falseAlarms = upperBound(above, n);
  const shifts = pairs.map((p) => Math.abs(p.score - p.recompressed)).sort((a, b) => a - b);
  const changedSides = pairs.filter((p) => p.score >= threshold !== p.recompressed >= threshold).length;
  return {
    calibration: {
      v: 1,
      pack: pack.id,
      version: pack.version,
      model: pack.model,
      photos: n,
      histogram,
      threshold,
      above,
      falseAlarms,
      reachesTarget: falseAlarms <= TARGET_RATE,
      stability: { medianShift: shifts[n >> 1]!, largestShift: shifts[n - 1]!, changedSides },
      at,
    },
  };
}

const within = (score: number): number => Math.min(1, Math.max(0, score));

/** The next threshold that leaves `score` below it; above 1 when the pack already gives trusted photos the full score. */
const justAbove = (score: number): number => score + Math.max(1e-9, score * 1e-9);
