/** Turns scores into shares of right matches, as measured (docs/findings.md has the curve). */
import type { MatchLevel } from './types.ts';

/** [score, share of right matches]: logistic through the bench's score distribution, flattened where negatives run out. */
const CURVE: readonly (readonly [number, number])[] = [
  [0.3, 0.02],
  [0.45, 0.1],
  [0.54, 0.6],
  [0.62, 0.95],
  [0.7, 0.99],
  [0.85, 0.997],
  [1, 0.999],
];
/** What cannot be said with certainty is never reported as near certain. */
const CAPS: Partial<Record<MatchLevel, number>> = {
  likely: 0.9,
  rerendered: 0.9,
  part: 0.7,
  'same-goods': 0.7,
};

/** `score` as in level.ts, 0..1. */
export function confidenceOf(level: MatchLevel, score: number): number {
  let value = CURVE[0]![1];
  for (let i = 1; i < CURVE.length; i++) {
    const [x0, y0] = CURVE[i - 1]!;
    const [x1, y1] = CURVE[i]!;
    if (score >= x0) value = y0 + (y1 - y0) * Math.min(1, (score - x0) / (x1 - x0));
  }
  return Math.min(value, CAPS[level] ?? 1);
}
