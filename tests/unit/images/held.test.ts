/** What a file holds beside the picture that is shown, read from its own bytes. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { frameDurations, longestShown } from '../../../lib/images/frames/durations.ts';
import { heldPictures } from '../../../lib/images/held.ts';
import { seenPart, surePart } from '../../../lib/images/jpeg/cut-off.ts';
import { jpegOutline, jpegsBehind } from '../../../lib/images/jpeg/outline.ts';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import { decoded, drawn, toSharp } from '../match/pictures.ts';

const CASES = resolve(import.meta.dirname, '../../../../shared/cases/photos');
const jpeg = async (seed: number, width = 320, height = 240): Promise<Uint8Array> =>
  new Uint8Array(
    await toSharp(drawn(seed, width, height))
      .jpeg({ quality: 85 })
      .toBuffer(),
  );
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

let one: Uint8Array;
let two: Uint8Array;
let small: Uint8Array;
beforeAll(async () => {
  [one, two, small] = [await jpeg(1), await jpeg(2), await jpeg(3, 120, 90)];
});

describe('JPEG', () => {
  it('ends where its end marker stands, whatever follows', () => {
    const outline = jpegOutline(joined(one, new Uint8Array(500).fill(7)));
    expect(outline).toMatchObject({
      end: one.length,
      complete: true,
      width: 320,
      height: 240,
      components: 3,
    });
    expect(jpegOutline(one.subarray(0, one.length - 200)).complete).toBe(false);
  });

  it('names full-size pictures behind it, not small ones, maps or chance bytes', async () => {
    const grey = new Uint8Array(
      await toSharp(drawn(4, 320, 240))
        .flatten()
        .toColourspace('b-w')
        .jpeg()
        .toBuffer(),
    );
    const note = new TextEncoder().encode('http://ns.adobe.com/hdr-gain-map/1.0/\0<x/>');
    const map = joined(
      two.subarray(0, 2),
      new Uint8Array([0xff, 0xe1, 0, note.length + 2]),
      note,
      two.subarray(2),
    );
    const noise = new Uint8Array(300).fill(0xff);
    noise.set([0xff, 0xd8, 0xff, 0x11], 40);
    const all = joined(one, noise, small, grey, map, two);
    expect(jpegsBehind(all)).toHaveLength(4);
    const start = all.length - two.length;
    expect(await heldPictures(all)).toEqual({
      main: null,
      others: [`bytes-${start}-${all.length}`],
      frames: 1,
      unseen: 0,
    });
  });

  it('holds nothing else in an ordinary file, whatever its thumbnail', async () =>
    expect((await heldPictures(one)).others).toEqual([]));
});

describe('animations', () => {
  it.each(['gif', 'webp'] as const)(
    '%s: durations of all frames, the longest one first to be looked at',
    async (format) => {
      const stacked = await toSharp(drawn(9, 80, 180))
        .raw()
        .toBuffer();
      const image = sharp(stacked, { raw: { width: 80, height: 180, channels: 4, pageHeight: 60 } } as never);
      const bytes = new Uint8Array(
        await image.toFormat(format, { delay: [100, 900, 200], loop: 0 }).toBuffer(),
      );
      expect(frameDurations(bytes)).toEqual([100, 900, 200]);
      expect(longestShown(frameDurations(bytes))).toBe(1);
      // Without a decoder for frames (Node, old browsers) the file says that only one was looked at.
      expect(await heldPictures(bytes)).toMatchObject({ main: null, others: [], frames: 3, unseen: 2 });
    },
  );

  it('no frames in stills and in broken files', () => {
    expect(frameDurations(one)).toEqual([]);
    for (let n = 0; n < 60; n++) frameDurations(new TextEncoder().encode('GIF89a').slice(0, n));
  });
});

describe.skipIf(!existsSync(CASES))('cut off pictures', () => {
  it('end where the data ends, with and without an end marker the same', async () => {
    const bytes = readFileSync(join(CASES, 'truncated-95.with-eoi.jpg'));
    const picture = await decoded(sharp(bytes, { failOn: 'none' }));
    const part = seenPart(picture);
    expect(part).toMatchObject({ x: 0, y: 0, width: 700 });
    expect(part!.height).toBeGreaterThan(620);
    expect(part!.height).toBeLessThan(690);
    expect(jpegOutline(new Uint8Array(bytes)).complete).toBe(true);
    expect(jpegOutline(new Uint8Array(readFileSync(join(CASES, 'truncated-95.jpg')))).complete).toBe(false);
  });

  it('are whole where grey stands on several sides, as a background does', async () => {
    const framed = await decoded(
      toSharp(drawn(5, 200, 150)).extend({ top: 20, bottom: 20, left: 20, right: 20, background: '#808080' }),
    );
    expect(seenPart(framed)).toBeNull();
  });

  it('are whole where a grey border is no fill, and where nothing is grey', async () => {
    expect(seenPart(drawn(5, 200, 150))).toBeNull();
    const grey = drawn(6, 200, 150);
    grey.data.fill(128);
    expect(seenPart(grey)).toBeNull();
  });
});

describe('a JPEG without its end', () => {
  it('is compared without the row of blocks that may be missing, whichever side it was turned to', () => {
    const whole = drawn(5, 200, 150);
    expect(seenPart(whole)).toBeNull();
    expect(surePart(whole, 1)).toEqual({ x: 17, y: 17, width: 166, height: 116 });
    expect(surePart(whole, 0.5)).toEqual({ x: 9, y: 9, width: 182, height: 132 });
    expect(surePart(drawn(5, 40, 30), 1)).toBeNull();
  });

  it('ends where the fill begins, however thin that is', () => {
    const picture = drawn(5, 200, 150);
    picture.data.fill(128, 149 * 200 * 4);
    expect(seenPart(picture)).toBeNull();
    expect(surePart(picture, 1)).toEqual({ x: 0, y: 0, width: 200, height: 149 });
  });
});

describe('a video behind a photo', () => {
  it('is searched for pictures without finding any by chance', () => {
    const random = seeded(7);
    const video = Uint8Array.from({ length: 400_000 }, () => Math.floor(random() * 256));
    // Starts of pictures as chance would have them, and frame headers behind them.
    for (let at = 0; at + 40 < video.length; at += 997) video.set([0xff, 0xd8, 0xff], at);
    for (let at = 30; at + 40 < video.length; at += 997) video.set([0xff, 0xc0, 0, 17, 8, 4, 0, 4, 0, 3], at);
    for (let at = 500; at + 2 < video.length; at += 997) video.set([0xff, 0xd9], at);
    expect(jpegsBehind(joined(one, video))).toEqual([]);
  });
});
