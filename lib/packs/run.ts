/** Runs an opened pack on a picture. */
import type { InferenceSession } from 'onnxruntime-web/wasm';
import type { Region } from '../claims/finding.ts';
import { type NumberTensor, type OrtRuntime, runOne } from '../labels/ocr/runtime.ts';
import { blobs } from '../pixels/blobs.ts';
import type { Picture } from '../pixels/picture.ts';
import type { Rect } from '../pixels/resample.ts';
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

/** Platt scaling as the manifest gives it, of a value turned towards "AI" or "edited". */
function calibrated({ output, calibration }: PackManifest, p: number): number {
  return sigmoid(calibration.a * logit(output.means === 'real' ? 1 - p : p) + calibration.b);
}

/**
 * The pack's calibrated score, 0..1, towards "AI" or "edited" whatever the network itself calls its output:
 * per crop a probability, combined as the manifest says, then Platt scaling sigmoid(a·logit(p) + b). A map's score is its highest cell.
 */
export function scoreOf(manifest: PackManifest, answers: readonly RawAnswer[]): number {
  const { output, calibration } = manifest;
  if (output.kind === 'map') {
    return mapsOf(manifest, answers).reduce(
      (most, { values }) => values.reduce((m, value) => Math.max(m, value), most),
      0,
    );
  }
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
  /** Calibrated, 0..1 per cell, row-major. */
  values: Float32Array;
  /** The part of the picture it lies over. */
  rect: Rect;
}

/** The maps of a `region-map` pack, one per input; an output's last two dimensions are the grid. Throws RangeError on other shapes. */
export function mapsOf(manifest: PackManifest, answers: readonly RawAnswer[]): RegionMap[] {
  return answers.map(({ output, rect }) => {
    const [height, width] = output.dims.slice(-2);
    if (!width || !height || output.data.length < width * height)
      throw new RangeError('the output is not a map');
    const cells = output.data.slice(0, width * height);
    const values = Float32Array.from(cells, (x) => calibrated(manifest, Math.min(1, Math.max(0, x))));
    return { width, height, values, rect };
  });
}

/** Where the maps reach `threshold`: one region per group of touching cells, in the picture's pixels. */
export function regionsOf(maps: readonly RegionMap[], threshold: number): Region[] {
  return maps.flatMap(({ width, height, values, rect }) => {
    const across = rect.width / width;
    const down = rect.height / height;
    // `blobs` marks what lies above its threshold, a score counts from its threshold on.
    return blobs(values, width, height, threshold - 1e-7).map(({ x0, y0, x1, y1, area }) => ({
      x: Math.round(rect.x + x0 * across),
      y: Math.round(rect.y + y0 * down),
      width: Math.round((x1 - x0) * across),
      height: Math.round((y1 - y0) * down),
      area: Math.round(area * across * down),
    }));
  });
}

const mean = (list: readonly number[]): number => list.reduce((s, x) => s + x, 0) / list.length;
