/** Visible AI labels: reading them, finding the sparkle, and saying what was found. */
export { checkLabels, type SeenText } from './check.ts';
export type { CodeReader } from './codes.ts';
export { classifyFrame } from './frame.ts';
export { judgeLabels, LABELS_CHECK } from './judge.ts';
export type { ClaimNumbers } from './order-numbers.ts';
export type { LabelReader } from './reader.ts';
export { type EarlierLabel, removedSince } from './removed.ts';
export { findSparkle } from './sparkle.ts';
