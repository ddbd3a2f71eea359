/** The AIGC label and the writing program wherever a video can hold them, and videos that are built to break their reader. */
import { describe, expect, it } from 'vitest';
import { walk } from '../../../lib/provenance/container/walk.ts';
import { judge, readFile } from '../../../lib/provenance/index.ts';
import { be32, box, join, utf8 } from './files.ts';
import { amf, ebml, FORMS, flv, ftyp, matroska, mdta, tag, tags } from './movies.ts';

describe('a video’s own label', () => {
  it.each(FORMS)('is read: %s', (_, bytes) => {
    const report = readFile(bytes);
    expect(report.ai).toBe('declared-generated');
    const [trace] = report.traces.filter(({ id }) => id === 'aigc.label');
    expect(trace?.values).toMatchObject({ label: '1', producer: 'kling' });
  });

  it.each([
    ['the bare word as a title', join(ftyp, box('moov', box('udta', mdta('title', 'AIGC'))))],
    [
      'an AIGC note that says no',
      join(ftyp, box('moov', box('udta', mdta('aigc_info', '{"aigc_label_type": 0}')))),
    ],
    ['a tag that talks about it', matroska(tags(tag('COMMENT', 'not AIGC {at all}')))],
    ['script data without one', flv(join(amf('AIGC'), [1, 1]))],
  ] as [string, Uint8Array][])('is not read into %s', (_, bytes) => {
    expect(readFile(bytes).ai).toBe('none');
  });

  it('is said by ByteDance’s note only where the note says so', () => {
    const note = (type: number): Uint8Array =>
      join(
        ftyp,
        box('moov', box('udta', mdta('aigc_info', `{"aigc_label_type": ${type}, "source_info": "x"}`))),
      );
    expect(readFile(note(1)).ai).toBe('declared-generated');
    expect(readFile(note(0)).ai).toBe('none');
  });
});

describe('a video’s writing program', () => {
  it.each([
    ['Matroska', matroska(ebml([0x15, 0x49, 0xa9, 0x66], ebml([0x57, 0x41], 'HandBrake 1.8.0')))],
    ['FLV', flv(join(amf('encoder'), [2], amf('HandBrake 1.8.0')))],
    ['MP4', join(ftyp, box('moov', box('udta', mdta('encoder', 'HandBrake 1.8.0'))))],
  ])('is a fact in %s', (_, bytes) => {
    const report = readFile(bytes);
    expect(report.traces.find(({ id }) => id === 'movie.writer')?.values).toEqual({
      program: 'HandBrake 1.8.0',
    });
    const { findings } = judge(report, { now: '2026-11-30T00:00:00Z' }, undefined);
    expect(findings.filter(({ strength }) => strength !== 'context')).toEqual([]);
  });
});

describe('a screen recording', () => {
  const said = (bytes: Uint8Array, fileName: string): string[] =>
    judge(readFile(bytes, fileName), { now: '2026-11-30T00:00:00Z', fileName }, undefined).findings.map(
      ({ code, strength }) => `${code} ${strength}`,
    );
  const video = join(
    ftyp,
    box('moov', box('udta', mdta('com.apple.quicktime.author', 'ReplayKitRecording'))),
  );
  const plain = join(ftyp, box('moov', box('udta', mdta('title', 'x'))));

  it('is a fact where its recorder says so, or its name', () => {
    expect(said(video, 'clip.mp4')).toContain('screen-recording context');
    for (const name of [
      'RPReplay_Final1712345678.MP4',
      'Screen_Recording_20261101_101112_WeChat.mp4',
      'Screenrecorder-2026-11-01-10-11-12-123.mp4',
      'Screen Recording 2026-11-01 at 10.11.12.mov',
      '录屏2026-11-01.mp4',
    ])
      expect(said(plain, name), name).toContain('screen-recording context');
  });

  it('is not said of others', () => {
    for (const name of ['screen.mp4', 'screen-door.mp4', 'VID_20261101_101112.mp4'])
      expect(
        said(plain, name).filter((code) => code.startsWith('screen')),
        name,
      ).toEqual([]);
  });
});

/** Boxes inside boxes, `depth` deep. */
function nested(type: string, depth: number): Uint8Array {
  let inside: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < depth; i++) inside = box(type, inside);
  return inside;
}
/** Elements inside elements. */
function nestedTags(depth: number): Uint8Array {
  let inside: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < depth; i++) inside = ebml([0x67, 0xc8], inside);
  return inside;
}

const HOSTILE: [string, Uint8Array][] = [
  ['a size beyond the file', join(ftyp, be32(0x7fffffff), 'moov', new Uint8Array(64))],
  ['a size of 2^63', join(ftyp, be32(1), 'moov', be32(0x7fffffff), be32(0xffffffff), new Uint8Array(64))],
  ['a size smaller than its head', join(ftyp, be32(3), 'moov', new Uint8Array(64))],
  ['boxes of no size', join(ftyp, new Uint8Array(200_000))],
  ['boxes 2 000 deep', join(ftyp, box('moov', nested('udta', 2_000)))],
  ['tracks 2 000 deep', join(ftyp, box('moov', nested('trak', 2_000)))],
  [
    '50 000 boxes',
    join(ftyp, box('moov', join(...Array.from({ length: 50_000 }, () => box('trak', utf8('')))))),
  ],
  [
    'a key list that names 10^9 keys',
    join(
      ftyp,
      box(
        'moov',
        box('meta', join(be32(0), box('hdlr', new Uint8Array(24)), box('keys', join(be32(0), be32(1e9))))),
      ),
    ),
  ],
  ['elements 5 000 deep', matroska(tags(ebml([0x73, 0x73], nestedTags(5_000))))],
  [
    'an element of open length inside itself',
    join(
      [0x1a, 0x45, 0xdf, 0xa3, 0x80],
      ...Array.from({ length: 1_000 }, () => [0x18, 0x53, 0x80, 0x67, 0xff]),
    ),
  ],
  ['a null where an element begins', matroska(new Uint8Array(100_000))],
  ['script data of 10^9 members', flv(join(amf('list'), [10], be32(1e9)))],
  ['script data inside itself', flv(join(...Array.from({ length: 3_000 }, () => join(amf('a'), [3]))))],
  ['a text longer than the tag', flv(join(amf('AIGC'), [12], be32(0xffffffff)))],
];

describe('videos that are built to break their reader', () => {
  it.each(HOSTILE)('%s', (_, bytes) => {
    // A loop without end would run into the test's own limit; a deep one would overflow the stack.
    const { parts } = walk(bytes);
    expect(parts.length).toBeLessThan(520);
    expect(readFile(bytes).unreadable.filter(({ place }) => place === 'reader')).toEqual([]);
  });
});
