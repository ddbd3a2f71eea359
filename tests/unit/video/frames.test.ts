/** What is said of a video as a whole from its frames alone. */
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { lookThrough } from '../../../lib/video/frames.ts';
import type { OpenVideo } from '../../../lib/video/open-video.ts';

/** A grey picture of two halves, with one pixel of noise of the given height. */
function picture(noise = 0, dark = 60): Picture {
  const data = new Uint8ClampedArray(64 * 64 * 4).fill(255);
  for (let i = 0; i < 64 * 64; i++) data.fill(i < 2_048 ? dark : 180, i * 4, i * 4 + 3);
  data[4_000 * 4] = 180 + noise;
  return { width: 64, height: 64, data } as Picture;
}

/** A video of eight seconds with a key frame at each of `keys`, whose frames `draw` makes. */
function video(draw: (at: number) => Picture, keys = [0, 1, 2, 3, 4, 5, 6, 7]): OpenVideo {
  const own = { codec: 'avc', width: 64, height: 64, from: 0, to: 8, keys, spans: [{ from: 0, to: 8 }] };
  return {
    ...own,
    async *frames(times) {
      for (const at of times) yield { at, picture: draw(at) };
    },
    close: () => {},
  };
}

describe('a video of one held picture', () => {
  it('is told by key frames that repeat in every pixel', async () => {
    expect((await lookThrough(video(() => picture()))).still).toBe(true);
  });

  it.each([
    ['sensor noise of one grey level in one pixel', video((at) => picture(Math.round(at) % 2))],
    ['a movement at the end', video((at) => picture(0, at > 6 ? 20 : 60))],
    ['a covered lens', video(() => picture(0, 180))],
    ['too few key frames', video(() => picture(), [0, 4])],
    [
      'frames between the key frames that only repeat by prediction',
      video((at) => picture(Math.floor(at / 2)), [0, 2, 4, 6]),
    ],
  ])('is not: %s', async (_, one) => {
    expect((await lookThrough(one)).still).toBe(false);
  });
});
