/** The whole label step for one photo: text, sparkle, frame, codes and numbers. */
import type { Check, Finding } from '../claims/finding.ts';
import type { Picture } from '../images/picture.ts';
import type { CodeHit, CodeReader } from './codes.ts';
import { classifyFrame, type FrameAnswer } from './frame.ts';
import { judgeLabels } from './judge.ts';
import { type ClaimNumbers, judgeNumbers, numbersSeen, type SeenNumber } from './order-numbers.ts';
import type { LabelAnswer, LabelReader } from './reader.ts';
import { findSparkle } from './sparkle.ts';

export interface LabelQuestion {
  /** SHA-256 of the photo. */
  photo: string;
  picture: Picture;
  /** Also look beyond the strips along top and bottom; costs about as much again. */
  wholePicture: boolean;
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

/** Rejects when aborted or when the runtime fails; the caller then says `labelsNotChecked` with the reason. */
export async function checkLabels(
  tools: { reader: LabelReader; codes: CodeReader | null },
  question: LabelQuestion,
): Promise<LabelStep> {
  const { photo, picture, wholePicture, numbers, signal } = question;
  const frame = classifyFrame(picture);
  const sparkle = findSparkle(picture);
  const answer = await tools.reader.read(picture, { wholePicture, signal });
  signal?.throwIfAborted();
  const codes = tools.codes ? await tools.codes.read(picture) : [];
  const labels = judgeLabels({ photo, picture, answer, sparkle, frame });
  const seen = judgeNumbers(photo, numbersSeen(answer.lines, codes), numbers);
  return {
    findings: [...labels.findings, ...seen.findings],
    checks: [labels.check, seen.check],
    answer,
    frame,
    codes,
    agree: seen.agree,
  };
}
