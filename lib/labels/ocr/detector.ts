/** Finds where text stands: PP-OCRv4's detector with axis-aligned boxes, enough for overlaid labels. */
import { blobs } from '../../pixels/blobs.ts';
import { resampleInto } from '../../pixels/kernels/resample.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';
import { withBuffer } from './buffers.ts';
import { evenPlanes } from './even.ts';
import { MapNetwork } from './maps/network.ts';
import { enlargeLast } from './network/before-enlarging.ts';
import { foldGraph } from './network/fold-steps.ts';
import { readGraph } from './network/graph.ts';
import { DETECTOR_INPUT, fillTensor, type Normalisation, planesOf } from './tensor.ts';

/** PaddleOCR's DB post-processing defaults (det_db_thresh, det_db_box_thresh, det_db_unclip_ratio), minima in map pixels. */
const MARKED = 0.3;
const BOX_MEAN = 0.5;
const MIN_AREA = 10;
const MIN_HEIGHT = 3;
const UNCLIP = 1.6;
/** The network halves five times. */
export const MULTIPLE = 32;

/** Below this a probability is under a hundred millionth, and taken for none. */
const LEAST = -18.5;

/** Opens the detector; it runs up to its last step, which makes probabilities. Throws a plain Error when the bytes are no such network. */
export function openDetector(bytes: Uint8Array): MapNetwork {
  const graph = readGraph(bytes);
  enlargeLast(graph);
  foldGraph(graph);
  const last = graph.nodes.at(-1);
  if (last?.op !== 'Sigmoid') throw new Error(`the detector ends in ${last?.op}`);
  return new MapNetwork(graph, last.inputs[0]!);
}

export interface TextBox {
  /** In the photo's pixels, grown to hold whole glyphs. */
  box: Rect;
  /** Mean probability inside the mark, 0..1. */
  score: number;
  tiltDeg: number;
}

/** Where to look, in the photo's pixels, and with how many network pixels for each of them. */
export interface Look {
  rect: Rect;
  scale: number;
}

const upTo32 = (length: number): number => Math.max(MULTIPLE, Math.round(length / MULTIPLE) * MULTIPLE);

/**
 * Text boxes inside `rect` of the photo, looked at in `scale` × its own resolution; reading order.
 * @param even evens the light first (even.ts)
 */
export function detectText(
  network: MapNetwork,
  picture: Picture,
  { rect, scale }: Look,
  { input = DETECTOR_INPUT, even = false }: { input?: Normalisation; even?: boolean } = {},
): TextBox[] {
  const width = upTo32(rect.width * scale);
  const height = upTo32(rect.height * scale);
  const size = { width, height, stride: width };
  const length = 3 * width * height;
  const { values } = withBuffer(length, (data) => {
    if (even) {
      withBuffer(length, (planes) => {
        resampleInto(planes, picture, rect, size);
        evenPlanes(planes, width, height, scale * Math.min(picture.width, picture.height));
        fillTensor(planes, width, height, input, data, width);
      });
    } else resampleInto(data, picture, rect, size, planesOf(input));
    return network.run(data, width, height);
  });
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    values[i] = value < LEAST ? 0 : 1 / (1 + Math.exp(-value));
  }
  const toX = rect.width / width;
  const toY = rect.height / height;
  const boxes: TextBox[] = [];
  for (const blob of blobs(values, width, height, MARKED)) {
    const w = blob.x1 - blob.x0;
    const h = blob.y1 - blob.y0;
    if (blob.mean < BOX_MEAN || blob.area < MIN_AREA || h < MIN_HEIGHT) continue;
    const grow = (w * h * UNCLIP) / (2 * (w + h));
    const x0 = Math.max(0, rect.x + (blob.x0 - grow) * toX);
    const y0 = Math.max(0, rect.y + (blob.y0 - grow) * toY);
    const x1 = Math.min(picture.width, rect.x + (blob.x1 + grow) * toX);
    const y1 = Math.min(picture.height, rect.y + (blob.y1 + grow) * toY);
    if (x1 - x0 < 2 || y1 - y0 < 2) continue;
    boxes.push({
      box: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
      score: blob.mean,
      tiltDeg: blob.tiltDeg,
    });
  }
  return boxes;
}
