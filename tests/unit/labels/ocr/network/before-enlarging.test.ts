/** The rewritten detector against the file's own: the same map, for less work. */
import { describe, expect, it } from 'vitest';
import { enlargeLast } from '../../../../../lib/labels/ocr/network/before-enlarging.ts';
import { readGraph, writeGraph } from '../../../../../lib/labels/ocr/network/graph.ts';
import { openSession, runOne } from '../../../../../lib/labels/ocr/runtime.ts';
import { DETECTOR_INPUT, fillTensor } from '../../../../../lib/labels/ocr/tensor.ts';
import { resample } from '../../../../../lib/pixels/kernels/resample.ts';
import { draw, textured } from '../../draw.ts';
import { modelBytes, nodeRuntime } from '../../node-reader.ts';

/** The bytes of the rewritten network. */
function rewritten(bytes: Uint8Array): Uint8Array {
  const graph = readGraph(bytes);
  enlargeLast(graph);
  return writeGraph(graph);
}

const WIDTH = 320;
const HEIGHT = 160;

async function mapOf(bytes: Uint8Array): Promise<Float32Array> {
  const svg = `<text x="20" y="60" font-size="36" fill="#fff">AI generated</text><text x="60" y="130" font-size="20" fill="#fd0">Hello 2026</text>`;
  const picture = await draw(textured(WIDTH, HEIGHT, svg), 85);
  const data = new Float32Array(3 * WIDTH * HEIGHT);
  const all = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  fillTensor(resample(picture, all, WIDTH, HEIGHT), WIDTH, HEIGHT, DETECTOR_INPUT, data, WIDTH);
  const ort = nodeRuntime();
  const session = await openSession(ort, bytes);
  const map = await runOne(ort, session, data, [1, 3, HEIGHT, WIDTH]);
  await session.release();
  return map.data;
}

describe('convolving before enlarging', () => {
  it('leaves the detector saying the same', async () => {
    const own = await mapOf(modelBytes('detector'));
    const cheaper = await mapOf(rewritten(modelBytes('detector')));
    expect(own.filter((p) => p > 0.3).length).toBeGreaterThan(500);
    let most = 0;
    for (const [i, p] of own.entries()) most = Math.max(most, Math.abs(p - cheaper[i]!));
    expect(most).toBeLessThan(1e-3);
  });

  it('takes the two large convolutions out', () => {
    const large = (bytes: Uint8Array): number => {
      const { nodes, constants } = readGraph(bytes);
      const ofLarge = ({ op, inputs }: (typeof nodes)[number]): boolean =>
        op === 'Conv' && constants.get(inputs[1]!)?.dims.join() === '24,96,3,3';
      return nodes.filter(ofLarge).length;
    };
    const own = large(modelBytes('detector'));
    expect(large(rewritten(modelBytes('detector')))).toBe(own - 2);
  });

  it('leaves a network without enlarged maps as it is', () => {
    const own = writeGraph(readGraph(modelBytes('recogniser')));
    // Ten megabytes: compared as bytes, since a list's comparison takes minutes.
    expect(Buffer.compare(rewritten(modelBytes('recogniser')), own)).toBe(0);
  });

  it('refuses bytes that are no model', () => {
    expect(() => rewritten(Uint8Array.of(1, 2, 3))).toThrow();
    expect(() => rewritten(new Uint8Array())).toThrow('no graph');
  });
});
