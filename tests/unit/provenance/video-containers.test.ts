/** The AIGC label and the writing program wherever a video can hold them, and videos that are built to break their reader. */
import { describe, expect, it } from 'vitest';
import { walk } from '../../../lib/provenance/container/walk.ts';
import { judge, readFile } from '../../../lib/provenance/index.ts';
import { be16, be32, box, join, utf8 } from './files.ts';

const LABEL = '{"Label":"1","ContentProducer":"kling","ProduceID":"p-1"}';

const ftyp = box('ftyp', join('isom', be32(0), 'isommp42'));
const meta = (keys: Uint8Array, items: Uint8Array): Uint8Array =>
  box('meta', join(be32(0), box('hdlr', new Uint8Array(24)), keys, items));
const mdta = (name: string, text: string): Uint8Array =>
  meta(
    box('keys', join(be32(0), be32(1), box('mdta', utf8(name)))),
    box('ilst', join(be32(24 + utf8(text).length), be32(1), box('data', join(be32(1), be32(0), utf8(text))))),
  );
const freeform = (name: string, text: string): Uint8Array =>
  meta(
    new Uint8Array(0),
    box(
      'ilst',
      box(
        '----',
        join(
          box('mean', join(be32(0), 'com.apple.iTunes')),
          box('name', join(be32(0), name)),
          box('data', join(be32(1), be32(0), utf8(text))),
        ),
      ),
    ),
  );
const xmp = utf8(
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC="${LABEL.replaceAll('"', '&quot;')}"/></rdf:RDF></x:xmpmeta>`,
);
const XMP_UUID = [
  0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac,
];

/** An EBML element; the length in eight bytes. */
const ebml = (id: number[], ...content: (Uint8Array | string)[]): Uint8Array => {
  const inside = join(...content);
  return join(id, [0x01, 0, 0, 0], be32(inside.length), inside);
};
const tag = (name: string, text: string): Uint8Array =>
  ebml([0x73, 0x73], ebml([0x67, 0xc8], ebml([0x45, 0xa3], name), ebml([0x44, 0x87], utf8(text))));
const matroska = (...parts: Uint8Array[]): Uint8Array =>
  join(ebml([0x1a, 0x45, 0xdf, 0xa3], 'webm'), ebml([0x18, 0x53, 0x80, 0x67], ...parts));
const tags = (...list: Uint8Array[]): Uint8Array => ebml([0x12, 0x54, 0xc3, 0x67], ...list);

const amf = (text: string): Uint8Array => join(be16(utf8(text).length), utf8(text));
const flv = (members: Uint8Array): Uint8Array => {
  const data = join([2], amf('onMetaData'), [8], be32(1), members, [0, 0, 9]);
  return join(
    'FLV',
    [1, 5],
    be32(9),
    be32(0),
    [18, data.length >> 16, (data.length >> 8) & 255, data.length & 255],
    new Uint8Array(7),
    data,
    be32(0),
  );
};

const FORMS: [string, Uint8Array][] = [
  ['moov/udta/meta, key and value', join(ftyp, box('moov', box('udta', mdta('AIGC', LABEL))))],
  ['moov/meta, key and value', join(ftyp, box('moov', mdta('AIGC', LABEL)))],
  ['moov/trak/udta/meta', join(ftyp, box('moov', box('trak', box('udta', mdta('AIGC', LABEL)))))],
  [
    'a key with a company’s name before it',
    join(ftyp, box('moov', box('udta', mdta('com.example.aigc', LABEL)))),
  ],
  ['freeform item', join(ftyp, box('moov', box('udta', freeform('AIGC', LABEL))))],
  [
    'comment that holds the wrapped form',
    join(ftyp, box('moov', box('udta', mdta('comment', `{"AIGC":${LABEL}}`)))),
  ],
  [
    'description of 3GPP',
    join(ftyp, box('moov', box('udta', box('dscp', join(be32(0), be16(0), `AIGC${LABEL}`))))),
  ],
  ['a box of its own in udta', join(ftyp, box('moov', box('udta', box('AIGC', utf8(LABEL)))))],
  ['a box of its own', join(ftyp, box('AIGC', utf8(LABEL)))],
  ['room left free', join(ftyp, box('free', utf8(`AIGC${LABEL}`)))],
  ['behind the last box', join(ftyp, box('moov', utf8('')), [0], `AIGC${LABEL}`)],
  ['XMP in a uuid box', join(ftyp, box('uuid', join(XMP_UUID, xmp)))],
  ['XMP in a uuid box in moov', join(ftyp, box('moov', box('uuid', join(XMP_UUID, xmp))))],
  ['XMP in udta', join(ftyp, box('moov', box('udta', box('XMP_', xmp))))],
  ['Matroska tag', matroska(tags(tag('TITLE', 'x'), tag('AIGC', LABEL)))],
  [
    'Matroska tag behind clusters',
    matroska(ebml([0x1f, 0x43, 0xb6, 0x75], new Uint8Array(500)), tags(tag('AIGC', LABEL))),
  ],
  [
    'Matroska tag behind a cluster of open length',
    join(
      ebml([0x1a, 0x45, 0xdf, 0xa3], 'webm'),
      [0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255],
      [0x1f, 0x43, 0xb6, 0x75, 0x01, 255, 255, 255, 255, 255, 255, 255],
      new Uint8Array(500).fill(0x7f),
      tags(tag('AIGC', LABEL)),
    ),
  ],
  ['FLV script data', flv(join(amf('duration'), [0], new Uint8Array(8), amf('AIGC'), [2], amf(LABEL)))],
  ['FLV, in an object inside', flv(join(amf('info'), [3], amf('AIGC'), [2], amf(LABEL), [0, 0, 9]))],
];

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
