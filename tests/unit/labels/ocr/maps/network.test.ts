/** Both networks through our kernels against onnxruntime's answers of the files' own. */
import { describe, expect, it } from 'vitest';
import { openDetector } from '../../../../../lib/labels/ocr/detector.ts';
import { MapNetwork } from '../../../../../lib/labels/ocr/maps/network.ts';
import { attribute, type Constant, type GraphNode } from '../../../../../lib/labels/ocr/network/graph.ts';
import { openRecogniser, pooled } from '../../../../../lib/labels/ocr/recogniser.ts';
import { openSession, runOne } from '../../../../../lib/labels/ocr/runtime.ts';
import {
  DETECTOR_INPUT,
  type Normalisation,
  planesOf,
  RECOGNISER_INPUT,
} from '../../../../../lib/labels/ocr/tensor.ts';
import { resampleInto } from '../../../../../lib/pixels/kernels/resample.ts';
import { draw, textured } from '../../draw.ts';
import { modelBytes, nodeRuntime } from '../../node-reader.ts';

/** A picture with words in it as a network sees it. */
async function planes(width: number, height: number, how: Normalisation): Promise<Float32Array> {
  const svg = `<text x="8" y="${height * 0.7}" font-size="${height * 0.6}" fill="#fff">AI generated</text>`;
  const picture = await draw(textured(width, height, svg), 85);
  const data = new Float32Array(3 * width * height);
  const all = { x: 0, y: 0, width, height };
  resampleInto(data, picture, all, { width, height, stride: width }, planesOf(how));
  return data;
}

const furthest = (one: Float32Array, other: Float32Array): number =>
  one.reduce((most, p, i) => Math.max(most, Math.abs(p - other[i]!)), one.length === other.length ? 0 : 1);

const NEAR = 1e-4;

describe('the networks through the kernels', () => {
  it('find text where onnxruntime finds it, at sizes that are no multiple of what is worked on at a time', async () => {
    const bytes = modelBytes('detector');
    const ort = nodeRuntime();
    const session = await openSession(ort, bytes);
    const network = openDetector(bytes);
    // Narrow, low, and a large one between, whose memory the last is laid in.
    for (const [width, height] of [
      [352, 96],
      [32, 96],
      [736, 416],
      [160, 32],
    ] as const) {
      const data = await planes(width, height, DETECTOR_INPUT);
      const own = await runOne(ort, session, data, [1, 3, height, width]);
      const ours = network.run(data, width, height);
      expect([ours.width, ours.height, ours.channels]).toEqual([width, height, 1]);
      expect(
        furthest(
          own.data,
          ours.values.map((v) => 1 / (1 + Math.exp(-v))),
        ),
      ).toBeLessThan(NEAR);
      if (width === 352) expect(own.data.filter((p) => p > 0.3).length).toBeGreaterThan(500);
    }
    await session.release();
  });

  it('read what onnxruntime reads', async () => {
    const bytes = modelBytes('recogniser');
    const ort = nodeRuntime();
    const session = await openSession(ort, bytes);
    const recogniser = await openRecogniser(ort, bytes);
    for (const width of [320, 160, 608]) {
      const data = await planes(width, 48, RECOGNISER_INPUT);
      const own = await runOne(ort, session, data, [1, 3, 48, width]);
      const columns = pooled(recogniser.seen.run(data, width, 48));
      const size = [1, columns.channels, 1, columns.width];
      const ours = await runOne(ort, recogniser.read, columns.values, size);
      expect(ours.dims).toEqual(own.dims);
      expect(furthest(own.data, ours.data)).toBeLessThan(NEAR);
    }
    await Promise.all([session.release(), recogniser.read.release()]);
  });

  it.each<[string, GraphNode]>([
    ['a step it does not know', { op: 'Elu', inputs: ['x'], outputs: ['out'], rest: [] }],
    [
      'taps that lie apart',
      { op: 'Conv', inputs: ['x', 'w'], outputs: ['out'], rest: [attribute('dilations', [2, 2])] },
    ],
    [
      'channels in groups',
      { op: 'Conv', inputs: ['x', 'w'], outputs: ['out'], rest: [attribute('group', 2)] },
    ],
    ['maps side by side that leave a gap', { op: 'Concat', inputs: ['x', 'x'], outputs: ['out'], rest: [] }],
    ['weights from nowhere', { op: 'Conv', inputs: ['x', 'v'], outputs: ['out'], rest: [] }],
  ])('refuse %s', (_, node) => {
    const w: Constant = { dims: [8, 3, 1, 1], values: new Float32Array(24) };
    const graph = { nodes: [node], constants: new Map([['w', w]]), graphRest: [], modelRest: [] };
    expect(() => new MapNetwork(graph, 'out')).toThrow('unknown');
  });

  it('refuse bytes that are no such network', async () => {
    expect(() => openDetector(Uint8Array.of(1, 2, 3))).toThrow();
    expect(() => openDetector(modelBytes('recogniser'))).toThrow('Softmax');
    await expect(openRecogniser(nodeRuntime(), modelBytes('detector'))).rejects.toThrow('pooling');
  });
});
