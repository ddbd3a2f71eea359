/** The whole label step for one photo: text, sparkle, frame, codes and numbers. */
import type { Check, Finding } from '../claims/finding.ts';
import type { Picture } from '../pixels/picture.ts';
import { judgeLabels } from './judge/judge.ts';
import type { CodeHit, CodeReader } from './marks/codes.ts';
import { classifyFrame, type FrameAnswer } from './marks/frame.ts';
import { type ClaimNumbers, judgeNumbers, numbersSeen, type SeenNumber } from './marks/order-numbers.ts';
import { findSparkle } from './marks/sparkle.ts';
import type { LabelAnswer, LabelReader, ReadParts, TextLine } from './reader.ts';

/** What the first pass read: the second goes on from it. Plain JSON; boxes in the picture's pixels. */
export interface SeenText {
  lines: TextLine[];
  codes: CodeHit[];
}

export interface LabelQuestion {
  /** SHA-256 of the photo. */
  photo: string;
  picture: Picture;
  /** The photo's own size in pixels, where `picture` is a smaller copy: a screen is known by it. */
  own?: { width: number; height: number };
  parts: ReadParts;
  /** With parts `inside`: what the pass over the edges of this very picture read. */
  seen?: SeenText | null;
  numbers: ClaimNumbers;
  signal?: AbortSignal;
}

export interface LabelStep {
  findings: Finding[];
  checks: Check[];
  answer: LabelAnswer;
  frame: FrameAnswer;
  codes: CodeHit[];
  /** Numbers in the photo that agree with the claim's: worth showing, since they speak for the photo. */
  agree: SeenNumber[];
}

/** Bar codes answer for nothing but the claim's waybill number: without one they are not looked for. */
async function codesOf(
  open: (() => Promise<CodeReader>) | null,
  picture: Picture,
  { trackingNo }: ClaimNumbers,
): Promise<CodeHit[]> {
  return open && trackingNo ? (await open()).read(picture) : [];
}

/**
 * Rejects when aborted or when the runtime fails; the caller then says `labelsNotChecked` with the reason.
 * @param tools `codes` opens the reader of bar codes, for a claim that needs it
 */
export async function checkLabels(
  tools: { reader: LabelReader; codes: (() => Promise<CodeReader>) | null },
  question: LabelQuestion,
): Promise<LabelStep> {
  const { photo, picture, own, parts, seen, numbers, signal } = question;
  const frame = classifyFrame(picture, own);
  // A photo on which the first look saw one is not looked at a second time.
  const sparkle = seen ? null : findSparkle(picture);
  const answer = await tools.reader.read(picture, { parts, known: seen?.lines, signal });
  signal?.throwIfAborted();
  const codes = seen?.codes ?? (await codesOf(tools.codes, picture, numbers));
  const labels = judgeLabels({ photo, picture, answer, sparkle, frame });
  const read = judgeNumbers(photo, numbersSeen(answer.lines, codes), numbers);
  return {
    findings: [...labels.findings, ...read.findings],
    checks: [labels.check, read.check],
    answer,
    frame,
    codes,
    agree: read.agree,
  };
}
