/** Turns scores into shares of right matches, as measured (docs/findings.md has the curve). */
import type { MatchLevel } from './types.ts';

/**
 * [score, share of right matches]: piecewise through the bench's counts on samples and hard generated negatives together,
 * rounded down, and flattened where negatives run out (none above 0.75 in 531 photos).
 */
const CURVE: readonly (readonly [number, number])[] = [
  [0.3, 0.02],
  [0.45, 0.05],
  [0.56, 0.3],
  [0.66, 0.7],
  [0.72, 0.9],
  [0.8, 0.985],
  [0.9, 0.995],
  [1, 0.998],
];
/** Neighbouring frames of one scene look redrawn, small pictures lose what would tell: never reported as near certain. */
const CAPS: Partial<Record<MatchLevel, number>> = {
  likely: 0.9,
  rerendered: 0.6,
  part: 0.5,
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
