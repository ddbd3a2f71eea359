/** Videos of which only parts are kept: what is read of them is true of the whole, and frames count only where all of them is there. */
import { describe, expect, it } from 'vitest';
import { readParts } from '../../../lib/engine/pool/video/read-parts.ts';
import { joined } from '../../../lib/formats/zip-write.ts';
import { partsOf } from '../../../lib/images/parts.ts';
import { readFile } from '../../../lib/provenance/index.ts';
import { readVideo } from '../../../lib/video/open-video.ts';
import { smallVideos } from '../../clips/containers.ts';

const videos = await smallVideos();

/** What is kept of a file: its bytes up to `first`, and those from `last` on. */
function kept(file: Uint8Array, first: number, last?: number) {
  const pieces = [{ from: 0, bytes: file.subarray(0, first) }];
  if (last !== undefined) pieces.push({ from: last, bytes: file.subarray(last) });
  return { bytes: joined(pieces.map(({ bytes }) => bytes)), parts: partsOf(file.length, 'size', pieces) };
}

async function read(file: Uint8Array, first: number, last?: number) {
  const { bytes, parts } = kept(file, first, last);
  const { video, close } = await readVideo(bytes, parts);
  close();
  return video;
}

const tablesAt = (file: Uint8Array): number => Buffer.from(file).indexOf('moov', 0, 'latin1') - 4;
/** Where the 24 frames of 40 bytes begin: they end at the tables, or with the file. */
const mediaAt = (file: Uint8Array): number =>
  (tablesAt(file) > 24 * 40 ? tablesAt(file) : file.length) - 24 * 40;

const MP4 = videos.mp4!;
const WHOLE = { codec: 'vp9', width: 320, height: 180, from: 0, to: 6, keys: [0, 1, 2, 3, 4, 5] };

describe('a video that is kept in part', () => {
  it.each([
    [
      'whole groups of frames',
      8,
      40 * 16,
      [
        [0, 2],
        [4, 6],
      ],
    ],
    ['a group that breaks off', 7, 40 * 24, [[0, 1.75]]],
    [
      'a group without its key frame',
      4,
      40 * 17,
      [
        [0, 1],
        [5, 6],
      ],
    ],
  ])('can be drawn where its frames are there: %s', async (_, frames, from, spans) => {
    const at = mediaAt(MP4);
    expect(await read(MP4, at + frames * 40, at + from)).toEqual({
      ...WHOLE,
      spans: spans.map(([from, to]) => ({ from, to })),
    });
  });

  it('is read with its tables at the beginning, and the server giving no end', async () => {
    const file = videos['mp4-head-first']!;
    expect(await read(file, mediaAt(file) + 4 * 40)).toEqual({ ...WHOLE, spans: [{ from: 0, to: 1 }] });
  });

  it.each([
    ['its tables are in neither part', MP4, mediaAt(MP4) + 80, tablesAt(MP4) + 40],
    ['no frame is whole', MP4, mediaAt(MP4) + 10, tablesAt(MP4)],
    ['not even its head is there', videos.mkv!, 60, undefined],
  ])('says that it cannot be drawn where %s', async (_, file, first, last) => {
    await expect(read(file, first, last)).rejects.toMatchObject({ problem: 'not-kept' });
  });

  it.each(['webm', 'mkv', 'mp4-in-pieces'])(
    'is looked at up to the gap where its index is spread: %s',
    async (name) => {
      const file = videos[name]!;
      const video = await read(file, Math.round(file.length * 0.6), Math.round(file.length * 0.9));
      expect(video.keys.length).toBeLessThan(WHOLE.keys.length);
      expect(video).toMatchObject({ codec: 'vp9', width: 320, height: 180 });
    },
  );

  it('says of itself what the whole says, and nothing of what is missing', async () => {
    const { bytes, parts } = kept(MP4, mediaAt(MP4) + 80, tablesAt(MP4));
    const report = await readParts(bytes, parts);
    const whole = readFile(MP4);
    expect(report).toMatchObject({ mime: whole.mime, bytes: MP4.length, unreadable: [], inPart: true });
    expect(report.traces.map(({ id, raw }) => [id, raw])).toEqual(
      whole.traces.map(({ id, raw }) => [id, raw]),
    );
    expect(report.traces.every(({ offset }) => offset === -1)).toBe(true);
  });
});
