/** Runs an opened pack on a picture. */
import type { InferenceSession } from 'onnxruntime-web/wasm';
import type { Picture } from '../../images/picture.ts';
import type { Rect } from '../resample.ts';
import { type NumberTensor, type OrtRuntime, runOne } from '../runtime.ts';
import type { PackManifest } from './manifest.ts';
import { packInputs } from './preprocess.ts';

export interface OpenPack {
  manifest: PackManifest;
  session: InferenceSession;
  ort: OrtRuntime;
}

/** The network's own numbers, per input, before any meaning is given to them. */
export interface RawAnswer {
  rect: Rect;
  output: NumberTensor;
}

/** Raw outputs for every crop of the picture. */
export async function runPack(pack: OpenPack, picture: Picture, signal?: AbortSignal): Promise<RawAnswer[]> {
  const { input, output } = pack.manifest;
  const answers: RawAnswer[] = [];
  for (const one of packInputs(picture, input)) {
    signal?.throwIfAborted();
    const names = { input: input.name, output: output.name };
    answers.push({ rect: one.rect, output: await runOne(pack.ort, pack.session, one.data, one.dims, names) });
  }
  return answers;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => {
  const q = Math.min(1 - 1e-7, Math.max(1e-7, p));
  return Math.log(q / (1 - q));
};

function probability({ data }: NumberTensor, { kind, index }: PackManifest['output']): number {
  const at = data[index];
  if (at === undefined)
    throw new RangeError(`output has ${data.length} numbers, the manifest names number ${index}`);
  if (kind === 'sigmoid-logit') return sigmoid(at);
  if (kind === 'probability') return Math.min(1, Math.max(0, at));
  const most = data.reduce((m, x) => Math.max(m, x), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (const x of data) sum += Math.exp(x - most);
  return Math.exp(at - most) / sum;
}

/**
 * The pack's calibrated score, 0..1, towards "AI" or "edited" whatever the network itself calls its output:
 * per crop a probability, combined as the manifest says, then Platt scaling sigmoid(a·logit(p) + b).
 */
export function scoreOf(manifest: PackManifest, answers: readonly RawAnswer[]): number {
  const { output, calibration } = manifest;
  const towards = answers
    .map((answer) => probability(answer.output, output))
    .map((p) => (output.means === 'real' ? 1 - p : p));
  let p: number;
  if (output.combine === 'max') p = Math.max(...towards);
  else if (output.combine === 'mean-logit') p = sigmoid(mean(towards.map(logit)));
  else p = mean(towards);
  return sigmoid(calibration.a * logit(p) + calibration.b);
}

/** The embedding of one picture, mean over crops, of unit length when the manifest says so. */
export function vectorOf(manifest: PackManifest, answers: readonly RawAnswer[]): Float32Array {
  const sum = new Float32Array(answers[0]!.output.data.length);
  for (const { output } of answers)
    for (let i = 0; i < sum.length; i++) sum[i]! += output.data[i]! / answers.length;
  if (!manifest.output.l2) return sum;
  const norm = Math.sqrt(sum.reduce((s, x) => s + x * x, 0)) || 1;
  return sum.map((x) => x / norm);
}

export interface RegionMap {
  width: number;
  height: number;
  /** 0..1 per cell, row-major. */
  values: Float32Array;
  /** The part of the picture it lies over. */
  rect: Rect;
}

/** The map of a `region-map` pack's first input; its last two dimensions are the grid. */
export function mapOf(answers: readonly RawAnswer[]): RegionMap {
  const { output, rect } = answers[0]!;
  const [height, width] = output.dims.slice(-2);
  if (!width || !height || output.data.length < width * height)
    throw new RangeError('the output is not a map');
  return {
    width,
    height,
    values: output.data.slice(0, width * height).map((x) => Math.min(1, Math.max(0, x))),
    rect,
  };
}

const mean = (list: readonly number[]): number => list.reduce((s, x) => s + x, 0) / list.length;
