/** Visible AI labels: reading them, finding the sparkle, and saying what was found. */
export { checkLabels, type SeenText } from './check.ts';
export { judgeLabels, LABELS_CHECK } from './judge/judge.ts';
export { type EarlierLabel, removedSince } from './judge/removed.ts';
export type { CodeReader } from './marks/codes.ts';
export { classifyFrame } from './marks/frame.ts';
export type { ClaimNumbers } from './marks/order-numbers.ts';
export { findSparkle } from './marks/sparkle.ts';
export type { LabelReader } from './reader.ts';
