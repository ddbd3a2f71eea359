/** The networks with their steps folded against the files' own: the same answers, for less work. */
import { describe, expect, it } from 'vitest';
import { foldGraph } from '../../../../../lib/labels/ocr/network/fold-steps.ts';
import {
  attribute,
  type GraphNode,
  readGraph,
  writeGraph,
} from '../../../../../lib/labels/ocr/network/graph.ts';
import { openSession, runOne } from '../../../../../lib/labels/ocr/runtime.ts';
import {
  DETECTOR_INPUT,
  fillTensor,
  type Normalisation,
  RECOGNISER_INPUT,
} from '../../../../../lib/labels/ocr/tensor.ts';
import { resample } from '../../../../../lib/pixels/kernels/resample.ts';
import { draw, textured } from '../../draw.ts';
import { modelBytes, nodeRuntime } from '../../node-reader.ts';

/** The bytes of the network with its steps folded. */
function foldSteps(bytes: Uint8Array): Uint8Array {
  const graph = readGraph(bytes);
  foldGraph(graph);
  return writeGraph(graph);
}

/** What a network says of a picture with two words in it. */
async function answerOf(
  bytes: Uint8Array,
  width: number,
  height: number,
  input: Normalisation,
): Promise<Float32Array> {
  const svg = `<text x="8" y="${height * 0.7}" font-size="${height * 0.6}" fill="#fff">AI generated</text>`;
  const picture = await draw(textured(width, height, svg), 85);
  const data = new Float32Array(3 * width * height);
  fillTensor(
    resample(picture, { x: 0, y: 0, width, height }, width, height),
    ...([width, height, input, data, width] as const),
  );
  const ort = nodeRuntime();
  const session = await openSession(ort, bytes);
  const answer = await runOne(ort, session, data, [1, 3, height, width]);
  await session.release();
  return answer.data;
}

const furthest = (one: Float32Array, other: Float32Array): number =>
  one.reduce((most, p, i) => Math.max(most, Math.abs(p - other[i]!)), one.length === other.length ? 0 : 1);

const ops = (bytes: Uint8Array, op: string): number =>
  readGraph(bytes).nodes.filter((n) => n.op === op).length;

const node = (op: string, inputs: string[], output: string, pads?: number[]): GraphNode => ({
  op,
  inputs,
  outputs: [output],
  rest: pads ? [attribute('pads', pads)] : [],
});

/** A graph of these nodes, folded; `w` are weights of one number, `c` is 2 and `d` is 5. */
function folded(...nodes: GraphNode[]) {
  const constants = new Map([
    ['w', { dims: [1, 1, 1, 1], values: Float32Array.of(7) }],
    ['c', { dims: [1], values: Float32Array.of(2) }],
    ['d', { dims: [1], values: Float32Array.of(5) }],
  ]);
  const graph = readGraph(foldSteps(writeGraph({ nodes, constants, graphRest: [], modelRest: [] })));
  const conv = graph.nodes.find(({ op }) => op === 'Conv')!;
  const numbers = (i: number) => [...(graph.constants.get(conv.inputs[i] ?? '')?.values ?? [])];
  return { ops: graph.nodes.map(({ op }) => op), weights: numbers(1), bias: numbers(2) };
}

describe('folding steps', () => {
  it('leaves the detector saying the same', async () => {
    const bytes = modelBytes('detector');
    const own = await answerOf(bytes, 320, 96, DETECTOR_INPUT);
    expect(own.filter((p) => p > 0.3).length).toBeGreaterThan(500);
    expect(furthest(own, await answerOf(foldSteps(bytes), 320, 96, DETECTOR_INPUT))).toBeLessThan(1e-3);
  });

  it('leaves the recogniser saying the same', async () => {
    const bytes = modelBytes('recogniser');
    const own = await answerOf(bytes, 320, 48, RECOGNISER_INPUT);
    expect(furthest(own, await answerOf(foldSteps(bytes), 320, 48, RECOGNISER_INPUT))).toBeLessThan(1e-3);
  });

  it.each(['detector', 'recogniser'] as const)('takes steps out of the %s', (which) => {
    const bytes = modelBytes(which);
    const fewer = foldSteps(bytes);
    expect(ops(bytes, 'Clip')).toBeGreaterThan(10);
    expect(ops(fewer, 'Clip')).toBe(0);
    expect(ops(bytes, 'Conv')).toBe(ops(fewer, 'Conv'));
    expect(readGraph(fewer).nodes.length).toBeLessThan(readGraph(bytes).nodes.length - 90);
  });

  it('takes into a convolution what follows it', () => {
    const graph = folded(
      node('Conv', ['x', 'w'], 'y'),
      node('Mul', ['c', 'y'], 'z'),
      node('Add', ['z', 'd'], 'out'),
    );
    expect(graph).toEqual({ ops: ['Conv'], weights: [14], bias: [5] });
  });

  it('leaves a step whose input another node takes too', () => {
    const both = [node('Mul', ['y', 'c'], 'z'), node('Add', ['y', 'z'], 'out')];
    expect(folded(node('Conv', ['x', 'w'], 'y'), ...both).ops).toEqual(['Conv', 'Mul', 'Add']);
  });

  it('leaves four steps that are no HardSwish', () => {
    const six = [
      node('Add', ['x', 'd'], 'a'),
      node('Clip', ['a', 'd', 'c'], 'b'),
      node('Mul', ['x', 'b'], 'm'),
    ];
    const rest = [node('Div', ['m', 'c'], 'q'), node('Conv', ['q', 'w'], 'out')];
    expect(folded(...six, ...rest).ops).toEqual(['Add', 'Clip', 'Mul', 'Div', 'Conv']);
  });
});
