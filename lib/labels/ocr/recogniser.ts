/** Reads one line of text: PP-OCRv4's recogniser, height 48, CTC. */
import type { InferenceSession } from 'onnxruntime-web/wasm';
import { resampleInto } from '../../pixels/kernels/resample.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';
import { withBuffer } from './buffers.ts';
import { type Decoded, decode, type Frames, toFrames } from './ctc.ts';
import { type MapAnswer, MapNetwork } from './maps/network.ts';
import { foldGraph } from './network/fold-steps.ts';
import { numbersOf, readGraph } from './network/graph.ts';
import { startingAt } from './network/parts.ts';
import { type OrtRuntime, openSession, runOne } from './runtime.ts';
import { type Normalisation, planesOf, RECOGNISER_INPUT } from './tensor.ts';

const HEIGHT = 48;
const MIN_WIDTH = 160;
/** Longer lines are squeezed: labels are short, and the bound keeps the output under 4 MB. */
const MAX_WIDTH = 960;
const MULTIPLE = 32;

/** Rows and columns of the map that one column of what is read is the mean of. */
const POOL = [3, 2] as const;

/** The recogniser in two: what sees strokes, and what reads them. */
export interface Recogniser {
  seen: MapNetwork;
  read: InferenceSession;
}

/** Opens the recogniser. Rejects when the bytes are no such network. */
export async function openRecogniser(ort: OrtRuntime, bytes: Uint8Array): Promise<Recogniser> {
  const graph = readGraph(bytes);
  foldGraph(graph);
  const pool = graph.nodes.find(({ op }) => op === 'AveragePool');
  if (!pool || numbersOf(pool, 'kernel_shape').join() !== POOL.join())
    throw new Error('no pooling as expected');
  const read = await openSession(ort, startingAt(graph, pool.outputs[0]!));
  return { seen: new MapNetwork(graph, pool.inputs[0]!), read };
}

/** Means over as many rows and columns as are pooled: each channel's columns one after the other. */
export function pooled({ width, height, channels, values }: MapAnswer): {
  width: number;
  channels: number;
  values: Float32Array;
} {
  const [rows, columns] = POOL;
  if (height !== rows) throw new Error(`the recogniser's map has ${height} rows`);
  const across = Math.floor(width / columns);
  const out = new Float32Array(channels * across);
  for (let x = 0; x < across; x++)
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let y = 0; y < rows; y++)
        for (let k = 0; k < columns; k++) sum += values[(y * width + x * columns + k) * channels + c]!;
      out[c * across + x] = sum / (rows * columns);
    }
  return { width: across, channels, values: out };
}

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
  recogniser: Recogniser,
  chars: readonly string[],
  picture: Picture,
  box: Rect,
  input: Normalisation = RECOGNISER_INPUT,
): Promise<Reading> {
  const width = Math.max(8, Math.min(MAX_WIDTH, Math.round((box.width / box.height) * HEIGHT)));
  const padded = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.ceil(width / MULTIPLE) * MULTIPLE));
  const columns = withBuffer(3 * HEIGHT * padded, (data) => {
    data.fill(0);
    resampleInto(data, picture, box, { width, height: HEIGHT, stride: padded }, planesOf(input));
    return pooled(recogniser.seen.run(data, padded, HEIGHT));
  });
  const answer = await runOne(ort, recogniser.read, columns.values, [1, columns.channels, 1, columns.width]);
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
