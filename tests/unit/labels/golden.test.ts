/** Three small pictures with known answers: a wrong channel order or scale still reads "something", so exact numbers are kept. */
import { resolve } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DETECTOR_INPUT, type Normalisation, RECOGNISER_INPUT } from '../../../lib/labels/ocr/tensor.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { nodeReader } from './node-reader.ts';

/** Read text, character score and detector score of the label line, from these very files and models. */
const GOLDEN = [
  { file: 'white-on-texture.png', text: 'AI生成', entry: 'AI生成', score: 0.9694, detected: 0.9963 },
  { file: 'red-on-teal.png', text: '豆包AI生成', entry: '豆包AI生成', score: 0.9706, detected: 0.9928 },
  {
    file: 'yellow-on-violet.png',
    text: 'Made with Al',
    entry: 'Made with AI',
    score: 0.905,
    detected: 0.9972,
  },
] as const;
/** Float order differs between wasm builds in the fourth digit; a wrong input changes the third. */
const TOLERANCE = 0.0008;

async function golden(file: string): Promise<Picture> {
  const path = resolve(import.meta.dirname, 'golden', file);
  const { data, info } = await sharp(path).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

/** Which golden pictures a reader with these inputs answers differently; no more than `most` of them. */
async function misses(
  inputs?: { detector: Normalisation; recogniser: Normalisation },
  most: number = GOLDEN.length,
): Promise<string[]> {
  const reader = await nodeReader(inputs);
  const wrong: string[] = [];
  for (const { file, text, entry, score, detected } of GOLDEN) {
    if (wrong.length >= most) break;
    const answer = await reader.read(await golden(file), { parts: 'all' });
    const hit = answer.labels[0];
    const same =
      hit?.line.text === text &&
      hit.entry.text === entry &&
      Math.abs(hit.line.score - score) <= TOLERANCE &&
      Math.abs(hit.line.detected - detected) <= TOLERANCE;
    if (!same)
      wrong.push(`${file}: ${hit?.line.text} ${hit?.line.score.toFixed(4)} ${hit?.line.detected.toFixed(4)}`);
  }
  await reader.dispose();
  return wrong;
}

const swap = (how: Normalisation): Normalisation => ({ ...how, channels: 'RGB' });

/** Each opens both networks afresh. */
describe('golden crops', () => {
  it('are read exactly', async () => {
    expect(await misses()).toEqual([]);
  });

  it.each([
    ['detector fed RGB', { detector: swap(DETECTOR_INPUT), recogniser: RECOGNISER_INPUT }],
    ['recogniser fed RGB', { detector: DETECTOR_INPUT, recogniser: swap(RECOGNISER_INPUT) }],
    ['detector with the recogniser’s scale', { detector: RECOGNISER_INPUT, recogniser: RECOGNISER_INPUT }],
    ['recogniser with the detector’s scale', { detector: DETECTOR_INPUT, recogniser: DETECTOR_INPUT }],
    [
      'detector with mean and std reversed',
      {
        detector: { ...DETECTOR_INPUT, mean: [0.406, 0.456, 0.485], std: [0.225, 0.224, 0.229] },
        recogniser: RECOGNISER_INPUT,
      },
    ],
  ] as [string, { detector: Normalisation; recogniser: Normalisation }][])(
    'fail with the %s',
    async (_, inputs) => {
      // One picture is enough to see it by.
      expect(await misses(inputs, 1)).toHaveLength(1);
    },
  );
});
