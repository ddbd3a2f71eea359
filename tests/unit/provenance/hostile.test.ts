/** Files made to break the reader: a result for what could be read, bounded time, nothing thrown, nothing hidden. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { judge, readFile, thumbnails } from '../../../lib/provenance/index.ts';
import { LIMITS } from '../../../lib/provenance/limits.ts';
import { cpuMs } from '../../fuzz/cpu.ts';
import {
  ascii,
  be16,
  be32,
  box,
  bytesEntry,
  chunk,
  exifSegment,
  join,
  jpeg,
  LABEL,
  le16,
  le32,
  packedChunk,
  png,
  riff,
  sef,
  segment,
  textChunk,
  tiff,
  utf8,
  xmp,
  xmpSegment,
} from './files.ts';

/** Best of three of the thread's own time, so that a busy machine does not fail the test. */
function timed<T>(run: () => T): { value: T; ms: number } {
  let best = Number.POSITIVE_INFINITY;
  let value!: T;
  for (let i = 0; i < 3; i++) {
    const before = cpuMs();
    value = run();
    best = Math.min(best, cpuMs() - before);
  }
  return { value, ms: best };
}

const caught = (bytes: Uint8Array) =>
  readFile(bytes).unreadable.filter((u) => u.place.startsWith('check:') || u.place === 'reader');

const zeros = (n: number) => new Uint8Array(n);
const TC260 = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"';

/** JUMBF superbox by hand. */
const jumbf = (type: string, label: string, ...content: Uint8Array[]) =>
  box('jumb', join(box('jumd', join(type, zeros(12), [3], label, [0])), ...content));

const nested = (depth: number): Uint8Array => {
  let inner = jumbf('cbor', 'x');
  for (let i = 0; i < depth; i++) inner = jumbf('c2ma', 'm', inner);
  return jumbf('c2pa', 'c2pa', inner);
};

const ifdLoop = join('II*\0', le32(8), le16(1), le16(0x8769), le16(4), le32(1), le32(8), le32(8));
const manyIfds = () => {
  const subs = 10_000;
  const offsets = Array.from({ length: subs }, (_, i) => le32(40 + i * 18)).flat();
  const table = 40 + subs * 18;
  const ifds = Array.from({ length: subs }, () => [
    ...le16(1),
    ...le16(0x014a),
    ...le16(4),
    ...le32(subs),
    ...le32(table),
    ...le32(8),
  ]).flat();
  const head = join('II*\0', le32(8), le16(1), le16(0x014a), le16(4), le32(subs), le32(table), le32(0));
  return join(head, zeros(40 - head.length), ifds, offsets);
};

const HOSTILE: [string, () => Uint8Array][] = [
  ['an empty file', () => zeros(0)],
  ['one byte', () => Uint8Array.from([0xff])],
  ['a JPEG of nothing but fill bytes', () => join([0xff, 0xd8], zeros(3_000_000).fill(0xff))],
  [
    'a JPEG scan of nothing but stuffing',
    () =>
      join(
        jpeg().subarray(0, 40),
        zeros(4_000_000).map((_, i) => (i % 2 ? 0 : 0xff)),
      ),
  ],
  [
    'a JPEG of 100 000 empty segments',
    () =>
      join(
        [0xff, 0xd8],
        zeros(400_000).map((_, i) => [0xff, 0xe5, 0, 2][i % 4]!),
      ),
  ],
  ['a segment length of zero', () => join([0xff, 0xd8, 0xff, 0xe1, 0, 0], utf8(LABEL))],
  ['IFDs in a loop', () => jpeg([exifSegment(ifdLoop)])],
  ['10 000 IFDs', () => png([chunk('eXIf', manyIfds())])],
  [
    'an EXIF value of 4 GB',
    () =>
      jpeg([
        exifSegment(
          join('II*\0', le32(8), le16(1), le16(0x9286), le16(7), le32(0xffffffff), le32(8), le32(0)),
        ),
      ]),
  ],
  [
    'a zTXt that inflates to 200 MB',
    () =>
      png([chunk('zTXt', join('AIGC\0\0', new Uint8Array(deflateSync(zeros(200_000_000), { level: 9 }))))]),
  ],
  [
    '300 zTXt of 10 MB each',
    () => {
      const packed = new Uint8Array(deflateSync(zeros(10_000_000), { level: 9 }));
      return png(Array.from({ length: 300 }, () => chunk('zTXt', join('k\0\0', packed))));
    },
  ],
  [
    'a raw profile of 3 MB of hex',
    () => png([textChunk('Raw profile type exif', `\nexif\n 9\n${'ab'.repeat(1_500_000)}`)]),
  ],
  [
    'XMP of 50 MB',
    () => png([textChunk('XML:com.adobe.xmp', xmp(TC260, `<a>${'x'.repeat(50_000_000)}</a>`))]),
  ],
  ['XMP of a million open tags', () => png([textChunk('XML:com.adobe.xmp', '<a:b>'.repeat(1_000_000))])],
  ['XMP of angle brackets', () => png([textChunk('XML:com.adobe.xmp', '<'.repeat(2_000_000))])],
  ['XMP of unclosed quotes', () => png([textChunk('XML:com.adobe.xmp', `<a b='`.repeat(300_000))])],
  [
    'XMP of attributes without end',
    () => png([textChunk('XML:com.adobe.xmp', `<a ${'b="c" '.repeat(300_000)}`)]),
  ],
  [
    'XMP of blanks before an equals sign',
    () => png([textChunk('XML:com.adobe.xmp', `<a ${' '.repeat(1_000_000)}="c">`)]),
  ],
  ['a JSON bomb of brackets', () => png([textChunk('AIGC', `{"AIGC":${'['.repeat(500_000)}`)])],
  ['a JSON of a million braces', () => png([textChunk('AIGC', '{'.repeat(1_000_000))])],
  ['a text of a million keywords', () => png([textChunk('note', 'AIGC{'.repeat(200_000))])],
  ['a million blanks', () => png([textChunk('parameters', `${' '.repeat(1_000_000)}x`)])],
  [
    'a million lines that begin like parameters',
    () => png([textChunk('parameters', 'Steps: 1, \n'.repeat(90_000))]),
  ],
  ['a comment of quotes and braces', () => jpeg([segment(0xfe, utf8('{"product":'.repeat(5_000)))])],
  ['60 000 PNG chunks', () => png(Array.from({ length: 60_000 }, () => chunk('abCd', zeros(0))))],
  [
    '20 000 text chunks',
    () => png(Array.from({ length: 20_000 }, (_, i) => textChunk('AIGC', `${LABEL}${i}`))),
  ],
  [
    'RIFF lists within lists',
    () => riff(Array.from({ length: 30_000 }, () => ['LIST', zeros(0)] as [string, Uint8Array])),
  ],
  [
    'a box of size one with a huge long size',
    () => join(box('ftyp', utf8('heic')), be32(1), 'meta', be32(0xffffffff), be32(0xffffffff)),
  ],
  [
    'a million tiny boxes',
    () => join(box('ftyp', utf8('heic')), ...Array.from({ length: 100_000 }, () => box('free', zeros(0)))),
  ],
  [
    'an iloc of a million extents',
    () =>
      join(
        box('ftyp', utf8('heic')),
        box(
          'meta',
          join(
            be32(0),
            box('iinf', join(be32(0), be16(1), box('infe', join([2, 0, 0, 0], be16(1), be16(0), 'Exif')))),
            box('iloc', join(be32(0), [0x44, 0x00], be16(0xffff), zeros(900_000))),
          ),
        ),
      ),
  ],
  ['JUMBF 400 deep', () => png([chunk('caBX', nested(400))])],
  [
    'JUMBF of empty boxes',
    () =>
      png([
        chunk('caBX', jumbf('c2pa', 'c2pa', ...Array.from({ length: 50_000 }, () => box('cbor', zeros(0))))),
      ]),
  ],
  [
    'CBOR arrays 100 000 deep',
    () => {
      const claim = jumbf('c2cl', 'c2pa.claim', box('cbor', zeros(100_000).fill(0x81)));
      return png([chunk('caBX', jumbf('c2pa', 'c2pa', jumbf('c2ma', 'urn:x', claim)))]);
    },
  ],
  [
    'CBOR that promises 2^53 items',
    () => {
      const claim = jumbf(
        'c2cl',
        'c2pa.claim',
        box('cbor', join([0x9b, 0, 0x1f, 255, 255, 255, 255, 255, 255])),
      );
      return png([chunk('caBX', jumbf('c2pa', 'c2pa', jumbf('c2ma', 'urn:x', claim)))]);
    },
  ],
  [
    'a Samsung directory that points before the file',
    () => jpeg([], join('SEFH', le32(107), le32(60_000), zeros(24).fill(0xff), le32(36), 'SEFT')),
  ],
  [
    'a Samsung trailer of broken JSON',
    () => jpeg([], sef([[0x0d91, 'PEg_Info', `{"genAIType":${'{'.repeat(30_000)}`]])),
  ],
  [
    'a GIF without end',
    () => join('GIF89a', zeros(7), [0x21, 0xff, 11], 'XMP DataXMP', utf8('x'.repeat(300_000))),
  ],
  [
    'APP11 pieces of one box in a thousand segments',
    () =>
      jpeg(
        Array.from({ length: 1_000 }, (_, i) =>
          segment(0xeb, join('JP', be16(1), be32(i), be32(60_000_000), 'jumb', zeros(2_000))),
        ),
      ),
  ],
];

describe('hostile files', () => {
  it.each(HOSTILE)('%s', (_, make) => {
    const bytes = make();
    const { value: report, ms } = timed(() => readFile(bytes));
    expect(caught(bytes)).toEqual([]);
    expect(ms).toBeLessThan(250);
    expect(JSON.stringify(report).length).toBeLessThan(3_000_000);
    expect(report.traces.length).toBeLessThanOrEqual(LIMITS.traces);
    expect(() => thumbnails(bytes)).not.toThrow();
    expect(() => judge(report, { now: '2026-11-24T00:00:00Z' }, [])).not.toThrow();
  });

  it('still finds the label beside what it cannot read', () => {
    const bytes = png([
      packedChunk('junk', zeros(30_000_000)),
      chunk('eXIf', utf8('not a TIFF')),
      chunk('caBX', utf8('....jumb....c2pa')),
      textChunk('AIGC', LABEL),
    ]);
    const report = readFile(bytes);
    expect(report.ai).toBe('declared-generated');
    expect(report.unreadable.map((u) => `${u.place} ${u.why}`)).toEqual(
      expect.arrayContaining(['png:zTXt-junk too-large', 'png:eXIf byte-order']),
    );
    const { findings } = judge(report, { now: '2026-11-24T00:00:00Z' });
    expect(findings.map((f) => f.code)).toEqual(['ai-label-implicit', 'photo-unreadable']);
  });

  it('gives a result for a file cut at any byte', () => {
    const whole = jpeg(
      [
        exifSegment(tiff([ascii(0x010f, 'Xiaomi')], [bytesEntry(0x9286, utf8(`{"AIGC":${LABEL}}`))])),
        xmpSegment(xmp(TC260, `<TC260:AIGC>${LABEL.replaceAll('"', '&quot;')}</TC260:AIGC>`)),
      ],
      sef([[0x0d91, 'PEg_Info', '{"genAIType":8}']]),
    );
    for (let n = 0; n <= whole.length; n++) expect(caught(whole.subarray(0, n))).toEqual([]);
    const pngFile = png([packedChunk('AIGC', utf8(LABEL)), textChunk('XML:com.adobe.xmp', xmp(TC260))]);
    for (let n = 0; n <= pngFile.length; n++) expect(caught(pngFile.subarray(0, n))).toEqual([]);
  });

  it('shows hostile texts as plain text without control characters', () => {
    const evil = '\u0000\u001b[31m\u202e<img src=x onerror=alert(1)>\u2066';
    const [t] = readFile(
      jpeg([exifSegment(tiff([ascii(0x010f, 'x'), ascii(0x0131, `Photoshop ${evil}`)]))]),
    ).traces.filter((x) => x.id === 'editor.software');
    expect(t!.raw).toBe('Photoshop ··[31m·<img src=x onerror=alert(1)>·');
    expect(String(t!.values.value)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
