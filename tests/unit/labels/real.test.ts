/** Real downloads with the labels that their makers draw, and camera files without. */

import { resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factOf } from '../../../lib/claims/finding.ts';
import { checkLabels, type LabelReader } from '../../../lib/labels/index.ts';
import { decodePicture } from '../../bench/labels-set.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { nodeReader } from './node-reader.ts';

describe.skipIf(!hasSamples)('real files', () => {
  let reader: LabelReader;
  beforeAll(async () => {
    reader = await nodeReader();
  });
  afterAll(() => reader.dispose());

  it.each([
    ['doubao-chat.png', '豆包AI生成'],
    ['jimeng.png', '即梦AI'],
    ['galaxy-s25-photo-assist.png', "Contenuti generati dall'AI"],
    ['iphone13-original.jpeg', null],
    ['firefly-text-to-image.png', null],
  ])('%s: %s', async (file, label) => {
    const jpeg = await sharp(resolve(SAMPLES, 'provenance/real', file))
      .rotate()
      .resize(1440, 1440, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer();
    const question = { photo: '', picture: await decodePicture(jpeg), parts: 'edges', numbers: {} } as const;
    const { findings } = await checkLabels({ reader, codes: null }, question);
    expect(findings.map((f) => [factOf(f, 'entry'), f.strength])).toEqual(label ? [[label, 'strong']] : []);
  });
});
