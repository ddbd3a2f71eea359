import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { MOST_FRAMES, MOST_SIDE, writeGif } from '../../../lib/formats/gif-write.ts';

const drawn = (width: number, height: number, colour: (x: number, y: number) => [number, number, number]) => {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i += 1) data.set(colour(i % width, (i / width) | 0), i * 4);
  return data;
};
const read = async (gif: Uint8Array) => {
  const { data, info } = await sharp(gif, { animated: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, ...info };
};

describe('a GIF', () => {
  it('is read back by another reader: size, frames, delays, repetition', async () => {
    const frames = [20, 220].map((level, i) => ({
      data: drawn(70, 50, () => [level, level, level]),
      delayMs: 900 - i * 100,
    }));
    const gif = writeGif(70, 50, frames);
    const meta = await sharp(gif, { animated: true }).metadata();
    expect([meta.width, meta.pageHeight, meta.pages, meta.delay, meta.loop]).toEqual([
      70,
      50,
      2,
      [900, 800],
      0,
    ]);
  });

  it('keeps colours within what 5 bits and dither allow, whatever the picture', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 7 }),
        async (width, height, seed) => {
          const data = drawn(width, height, (x, y) => [
            (x * seed * 3) & 255,
            (y * 5) & 255,
            ((x + y) * seed) & 255,
          ]);
          const back = await read(writeGif(width, height, [{ data, delayMs: 100 }]));
          expect([back.width, back.height]).toEqual([width, height]);
          let off = 0;
          for (let i = 0; i < width * height; i += 1)
            for (let c = 0; c < 3; c += 1)
              off += Math.abs((data[i * 4 + c] ?? 0) - (back.data[i * 3 + c] ?? 0));
          expect(off / (width * height * 3)).toBeLessThan(14);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('draws what two frames have in common alike in both', async () => {
    const ground = (x: number, y: number): [number, number, number] => [x * 2, y * 3, (x * y) & 255];
    const a = drawn(100, 80, ground);
    const b = drawn(100, 80, (x, y) => (x > 60 ? [255, 0, 0] : ground(x, y)));
    const back = await read(
      writeGif(100, 80, [
        { data: a, delayMs: 900 },
        { data: b, delayMs: 900 },
      ]),
    );
    const second = 100 * 80 * 3;
    for (let i = 0; i < 100 * 80; i += 1) {
      if (i % 100 > 60) continue;
      for (let c = 0; c < 3; c += 1) expect(back.data[i * 3 + c]).toBe(back.data[second + i * 3 + c]);
    }
  });

  it('refuses what is no short story', () => {
    const data = drawn(2, 2, () => [0, 0, 0]);
    expect(() => writeGif(MOST_SIDE + 1, 2, [{ data, delayMs: 1 }])).toThrow(RangeError);
    expect(() => writeGif(2, 2, [])).toThrow(RangeError);
    expect(() => writeGif(2, 2, Array(MOST_FRAMES + 1).fill({ data, delayMs: 1 }))).toThrow(RangeError);
    expect(() => writeGif(3, 2, [{ data, delayMs: 1 }])).toThrow(RangeError);
  });
});
