/** Videos that are built to break what opens them: each ends at once, with a reason or with a sane description. */
import { describe, expect, it } from 'vitest';
import { readVideo, type Video } from '../../../lib/video/open-video.ts';
import { VideoError } from '../../../lib/video/video-error.ts';
import { smallVideos } from '../../clips/containers.ts';

const videos = await smallVideos();

/** What is read of a video, or the reason why nothing is. */
async function read(bytes: Uint8Array): Promise<Video | string> {
  try {
    const { video, close } = await readVideo(bytes);
    close();
    return video;
  } catch (error) {
    if (error instanceof VideoError) return error.problem;
    throw error;
  }
}

/** A copy with 32-bit numbers put `after` bytes behind the first occurrence of `name`. */
function put(bytes: Uint8Array, name: string, after: number, ...numbers: number[]): Uint8Array {
  const at = Buffer.from(bytes).indexOf(name, 0, 'latin1');
  expect(at, name).toBeGreaterThan(0);
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (const [i, number] of numbers.entries()) view.setUint32(at + after + i * 4, number);
  return out;
}

const MP4 = videos['mp4-head-first']!;
const PIECES = videos['mp4-in-pieces']!;

describe('a video’s container', () => {
  it.each(Object.entries(videos))('is read: %s', async (name, bytes) => {
    const video = await read(bytes);
    const [width, height] = name === 'mov' ? [180, 320] : [320, 180];
    expect(video).toMatchObject({ codec: 'vp9', width, height, from: 0, keys: [0, 1, 2, 3, 4, 5] });
  });

  it.each([
    ['10^9 frames of one length', put(MP4, 'stts', 12, 1e9, 1), 'damaged'],
    ['10^9 rows of lengths', put(MP4, 'stts', 8, 1e9), 'damaged'],
    ['10^9 sizes', put(MP4, 'stsz', 12, 1e9), 'damaged'],
    ['10^9 frames of one size', put(MP4, 'stsz', 8, 1, 1e9), 'damaged'],
    ['10^9 frames in a chunk', put(MP4, 'stsc', 12, 1, 1e9, 1), 'damaged'],
    ['10^9 chunks', put(MP4, 'stco', 8, 1e9), 'damaged'],
    ['10^9 key frames', put(MP4, 'stss', 8, 1e9), 'damaged'],
    ['10^9 frames in a piece', put(PIECES, 'trun', 8, 1e9), 'damaged'],
    ['a box beyond the file', put(MP4, 'moov', -4, 0x7fffffff), null],
    ['a box of no size', put(MP4, 'trak', -4, 1), null],
    [
      'a file of an older kind',
      new TextEncoder().encode('FLV\x01\x05\0\0\0\x09\0\0\0\0'.padEnd(400, '\0')),
      'container',
    ],
    ['nothing but a head', MP4.subarray(0, 32), 'no-picture'],
  ] as [string, Uint8Array, string | null][])('ends with a reason: %s', async (_, bytes, reason) => {
    const video = await read(bytes);
    if (reason) expect(video).toBe(reason);
    else if (typeof video !== 'string') expect(video.keys.length).toBeLessThanOrEqual(5_000);
  });

  it('says that a video is encrypted', async () => {
    const sealed = put(MP4, 'vp09', 0, 0x656e6376);
    expect(await read(Buffer.concat([sealed, Buffer.from('sinf')]))).toBe('protected');
  });

  it('is cut anywhere', async () => {
    for (const bytes of Object.values(videos)) {
      for (let end = 0; end < bytes.length; end += 37) {
        const video = await read(bytes.subarray(0, end));
        if (typeof video !== 'string') expect(video.to).toBeGreaterThan(video.from);
      }
    }
  });
});
