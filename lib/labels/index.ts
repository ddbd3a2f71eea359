/** Visible AI labels: reading them, finding the sparkle, and saying what was found. */
export { classifyFrame, type FrameAnswer } from './frame.ts';
export { judgeLabels, LABELS_CHECK, type LabelJudgement, labelsNotChecked } from './judge.ts';
export { type LabelEntry, LEXICON, SOURCES } from './lexicon.ts';
export { createReader, type LabelAnswer, type LabelHit, type LabelReader, type TextLine } from './reader.ts';
export { findSparkle, type SparkleHit } from './sparkle.ts';
