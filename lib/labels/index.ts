/** Visible AI labels: reading them, finding the sparkle, and saying what was found. */
export { checkLabels, type LabelQuestion, type LabelStep } from './check.ts';
export { type CodeHit, type CodeReader, createCodeReader } from './codes.ts';
export { classifyFrame, type FrameAnswer } from './frame.ts';
export { judgeLabels, LABELS_CHECK, type LabelJudgement, labelsNotChecked } from './judge.ts';
export { type LabelEntry, LEXICON, SOURCES } from './lexicon.ts';
export { type ClaimNumbers, judgeNumbers, maskNumber, numbersSeen } from './order-numbers.ts';
export { createReader, type LabelAnswer, type LabelHit, type LabelReader, type TextLine } from './reader.ts';
export { type EarlierLabel, removedSince } from './removed.ts';
export { findSparkle, type SparkleHit } from './sparkle.ts';
