/** Reads one line of text: PP-OCRv4's recogniser, height 48, CTC. */
import type { InferenceSession } from 'onnxruntime-web/wasm';
import { resampleInto } from '../../pixels/kernels/resample.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';
import { lent } from './buffers.ts';
import { type Decoded, decode, type Frames, toFrames } from './ctc.ts';
import { type OrtRuntime, runOne } from './runtime.ts';
import { type Normalisation, planesOf, RECOGNISER_INPUT } from './tensor.ts';

const HEIGHT = 48;
const MIN_WIDTH = 160;
/** Longer lines are squeezed: labels are short, and the bound keeps the output under 4 MB. */
const MAX_WIDTH = 960;
const MULTIPLE = 32;

export interface Reading {
  chars: Decoded[];
  text: string;
  /** Mean probability of the characters, 0..1; 0 for no text. */
  score: number;
  frames: Frames;
  /** Photo pixels per frame, to turn frames into places on the line. */
  pixelsPerFrame: number;
}

/** Reads the line that stands in `box` of the photo. */
export async function readLine(
  ort: OrtRuntime,
  session: InferenceSession,
  chars: readonly string[],
  picture: Picture,
  box: Rect,
  input: Normalisation = RECOGNISER_INPUT,
): Promise<Reading> {
  const width = Math.max(8, Math.min(MAX_WIDTH, Math.round((box.width / box.height) * HEIGHT)));
  const padded = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.ceil(width / MULTIPLE) * MULTIPLE));
  const answer = await lent(3 * HEIGHT * padded, (data) => {
    data.fill(0);
    resampleInto(data, picture, box, { width, height: HEIGHT, stride: padded }, planesOf(input));
    return runOne(ort, session, data, [1, 3, HEIGHT, padded]);
  });
  const [, steps, classes] = answer.dims;
  if (!steps || !classes || classes !== chars.length) {
    throw new Error(`recogniser answers ${answer.dims.join('×')}, dictionary has ${chars.length} classes`);
  }
  const frames = toFrames(answer.data, steps, classes);
  const read = decode(frames, chars);
  const score = read.length ? read.reduce((sum, c) => sum + c.score, 0) / read.length : 0;
  return {
    chars: read,
    text: read.map((c) => c.char).join(''),
    score,
    frames,
    pixelsPerFrame: (padded / steps) * (box.width / width),
  };
}
