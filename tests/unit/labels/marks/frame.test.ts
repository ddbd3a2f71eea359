import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyFrame } from '../../../../lib/labels/marks/frame.ts';
import { decodePicture, samplePhotos } from '../../../bench/labels-set.ts';
import { hasSamples, SAMPLES } from '../../../samples.ts';
import { draw, textured } from '../draw.ts';

describe('classifyFrame', () => {
  it('takes textured pictures for camera photos', async () => {
    expect(classifyFrame(await draw(textured(900, 700, ''), 85)).kind).toBe('camera');
  });

  it('takes few flat colours for a graphic', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><rect width="600" height="600" fill="#0a4"/><circle cx="300" cy="300" r="120" fill="#fd0"/></svg>';
    expect(classifyFrame(await draw(svg)).kind).toBe('graphic');
  });

  it('takes a thing on plain ground that flickers by a row or two for no screenshot', () => {
    const picture = { width: 400, height: 300, data: new Uint8ClampedArray(400 * 300 * 4).fill(255) };
    const put = (x: number, y: number, v: number) =>
      picture.data.fill(v, (y * 400 + x) * 4, (y * 400 + x) * 4 + 3);
    for (let y = 0; y < 300; y++) for (let x = 0; x < 400; x++) put(x, y, 20);
    for (const y of [30, 50, 51, 70, 230, 250, 270]) put(390, y, 31);
    for (let y = 100; y < 200; y++) for (let x = 150; x < 250; x++) put(x, y, 40 + x - 150);
    expect(classifyFrame(picture).kind).not.toBe('screenshot');
    // The same with lines of text in between is one.
    for (let line = 0; line < 5; line++)
      for (let y = 0; y < 8; y++) for (let x = 20; x < 380; x += 7) put(x, 210 + line * 16 + y, 200);
    expect(classifyFrame(picture).kind).toBe('screenshot');
  });

  it('says unsure for tiny pictures', () => {
    expect(classifyFrame({ width: 3, height: 900, data: new Uint8ClampedArray(3 * 900 * 4) }).kind).toBe(
      'unsure',
    );
  });
});

describe.skipIf(!hasSamples)('classifyFrame on the samples', () => {
  it('knows screenshots', async () => {
    const folder = resolve(SAMPLES, 'photos/claims');
    for (const file of readdirSync(folder)
      .filter((f) => f.endsWith('_screenshot.jpg'))
      .slice(0, 8)) {
      expect(classifyFrame(await decodePicture(resolve(folder, file))).kind, file).toBe('screenshot');
    }
  });

  it('calls no genuine photo a screenshot', async () => {
    for (const file of samplePhotos('genuine').filter((_, i) => i % 3 === 0)) {
      const { kind } = classifyFrame(await decodePicture(resolve(SAMPLES, 'photos', file)));
      expect(kind, file).not.toBe('screenshot');
    }
  });
});
