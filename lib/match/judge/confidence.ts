/** Turns scores into shares of right matches, as measured (docs/findings/matching.md has the curve). */
import type { MatchLevel } from '../types.ts';

/** [score, share of right matches], straight in between. */
type Curve = readonly (readonly [number, number])[];

/**
 * From the bench's counts on the samples and on hard generated negatives together, rounded down, and flattened where negatives
 * run out. A copy has no wrong one in 372; small pictures (`likely` with a high score) none in 32; what follows a picture is,
 * by these counts, mostly a second view from nearly the same place, of which the generator makes a fifth of its negatives.
 */
const CURVES: Record<MatchLevel, Curve> = {
  copy: [
    [0.62, 0.97],
    [0.8, 0.985],
    [0.9, 0.995],
    [1, 0.998],
  ],
  likely: [
    [0.56, 0.3],
    [0.75, 0.6],
    [0.8, 0.9],
  ],
  rerendered: [
    [0.5, 0.03],
    [0.62, 0.1],
    [0.7, 0.2],
    [0.8, 0.3],
    [0.9, 0.5],
  ],
  // Decided by geometry, not by the score; no wrong one among the honest pairs of the bench, kept well under a copy.
  part: [[0, 0.8]],
  flat: [[0, 0.9]],
  'same-goods': [[0, 0.9]],
};

/** `score` as in level.ts, 0..1; the result is 0..1. */
export function confidenceOf(level: MatchLevel, score: number): number {
  const curve = CURVES[level];
  let value = curve[0]![1];
  for (let i = 1; i < curve.length; i++) {
    const [x0, y0] = curve[i - 1]!;
    const [x1, y1] = curve[i]!;
    if (score >= x0) value = y0 + (y1 - y0) * Math.min(1, (score - x0) / (x1 - x0));
  }
  return value;
}
