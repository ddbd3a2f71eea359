/** Where each container keeps its blocks: stores, split packets, items, movies. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walk } from '../../../lib/provenance/container/walk.ts';
import { judge, readFile } from '../../../lib/provenance/index.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
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
  png,
  riff,
  segment,
  textChunk,
  tiff,
  utf8,
  xmp,
} from './files.ts';

const TC260 = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"';
const ids = (bytes: Uint8Array) => readFile(bytes).traces.map((t) => `${t.id} ${t.place}`);

describe('types', () => {
  it.each([
    ['image/jpeg', jpeg()],
    ['image/png', png()],
    ['image/webp', riff([])],
    ['image/gif', join('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0x3b])],
    ['image/tiff', tiff([ascii(0x0131, 'x')])],
    ['image/heic', box('ftyp', join('heic', be32(0), 'mif1heic'))],
    ['image/heif', box('ftyp', join('mif1', be32(0)))],
    ['image/avif', box('ftyp', join('avif', be32(0), 'mif1'))],
    ['video/mp4', box('ftyp', join('isom', be32(0)))],
    ['video/quicktime', box('ftyp', join('qt  ', be32(0)))],
    ['image/jxl', box('JXL ', utf8('\r\n'))],
    ['application/octet-stream', utf8('hello')],
  ])('%s from the first bytes', (mime, bytes) => expect(walk(bytes).mime).toBe(mime));

  it('gives sizes of JPEG, PNG and WebP', () => {
    expect(walk(jpeg())).toMatchObject({ width: 16, height: 8 });
    expect(walk(png())).toMatchObject({ width: 16, height: 8 });
    const canvas = join([0, 0, 0, 0], [15, 0, 0], [7, 0, 0]);
    expect(walk(riff([['VP8X', canvas]]))).toMatchObject({ width: 16, height: 8 });
  });
});

describe('blocks split or hidden', () => {
  it('joins extended XMP in the order of its offsets', () => {
    const packet = utf8(xmp(TC260, `<TC260:AIGC>${LABEL.replaceAll('"', '&quot;')}</TC260:AIGC>`));
    const half = packet.length >> 1;
    const piece = (from: number, to: number) =>
      segment(
        0xe1,
        join(
          'http://ns.adobe.com/xmp/extension/\0',
          'A'.repeat(32),
          be32(packet.length),
          be32(from),
          packet.subarray(from, to),
        ),
      );
    expect(ids(jpeg([piece(half, packet.length), piece(0, half)]))).toEqual([
      'aigc.label jpeg:APP1-XMP-extended',
    ]);
  });

  it('reads XMP in UTF-16', () => {
    const packet = xmp(TC260, `<TC260:AIGC>${LABEL.replaceAll('"', '&quot;')}</TC260:AIGC>`);
    const wide = Uint8Array.from([...packet].flatMap((c) => [0, c.charCodeAt(0)]));
    expect(ids(riff([['XMP ', wide]]))).toEqual(['aigc.label webp:XMP']);
  });

  it('reads EXIF and XMP from ImageMagick profiles', () => {
    const data = join('Exif\0\0', tiff([ascii(0x0131, 'GIMP 2.10')]));
    const hex = [...data]
      .map((b) => b.toString(16).padStart(2, '0'))
      .join('')
      .replace(/(.{72})/g, '$1\n');
    expect(ids(png([textChunk('Raw profile type exif', `\nexif\n    ${data.length}\n${hex}\n`)]))).toEqual([
      'editor.software png:tEXt-Raw profile type exif-Software',
    ]);
  });

  it('sees segments between scans and after padding', () => {
    const plain = jpeg();
    const note = segment(0xfe, utf8(`{"AIGC":${LABEL}}`));
    const end = plain.length - 2;
    expect(ids(join(plain.subarray(0, end), note, plain.subarray(end)))).toEqual(['aigc.label jpeg:COM']);
    const padded = join(plain.subarray(0, 2), [0xff, 0xff, 0xff], note, plain.subarray(2));
    expect(ids(padded)).toEqual(['aigc.label jpeg:COM']);
  });

  it('takes second pictures after the end for what they are', () => {
    const report = readFile(
      jpeg([exifSegment(tiff([ascii(0x010f, 'Google')]))], jpeg([segment(0xfe, utf8('gain map'))])),
    );
    expect(report).toMatchObject({ ai: 'none', edit: 'none', unreadable: [] });
  });
});

describe('movies', () => {
  const ftyp = box('ftyp', join('qt  ', be32(0)));
  const moov = (keys: [string, string][]) =>
    box(
      'moov',
      join(
        box('mvhd', join(be32(0), be32(3_873_000_000), new Uint8Array(92))),
        box(
          'meta',
          join(
            box('hdlr', new Uint8Array(24)),
            box('keys', join(be32(0), be32(keys.length), ...keys.map(([k]) => box('mdta', utf8(k))))),
            box(
              'ilst',
              join(
                ...keys.map(([, v], i) =>
                  join(be32(24 + v.length), be32(i + 1), box('data', join(be32(1), be32(0), utf8(v)))),
                ),
              ),
            ),
          ),
        ),
      ),
    );

  it('name their phone and their time with its zone', () => {
    const bytes = join(
      ftyp,
      moov([
        ['com.apple.quicktime.make', 'Apple'],
        ['com.apple.quicktime.model', 'iPhone 15'],
        ['com.apple.quicktime.creationdate', '2026-10-01T09:15:00+0800'],
      ]),
    );
    const { traces } = readFile(bytes);
    expect(traces.find((t) => t.id === 'device')!.values).toMatchObject({
      make: 'Apple',
      model: 'iPhone 15',
    });
    expect(traces.find((t) => t.id === 'time.capture')!.values).toMatchObject({
      utc: '2026-10-01T01:15:00Z',
    });
  });

  it('have a header time of unknown zone otherwise', () => {
    const bytes = join(ftyp, moov([['com.android.version', '15']]));
    const t = readFile(bytes).traces.find((x) => x.id === 'time.capture')!;
    expect(t.values).toMatchObject({ sources: ['movie header'] });
    expect(Date.parse(String(t.values.latest)) - Date.parse(String(t.values.earliest))).toBe(28 * 3_600_000);
  });

  /** Codes and strengths of what is said of a video whose header says September 2026, for an order of October. */
  const saidOf = (keys: [string, string][], orderedAt = '2026-10-20T00:00:00Z'): string[] => {
    const report = readFile(join(ftyp, moov(keys)));
    const context = { now: '2026-11-01T00:00:00Z', orderedAt, deliveredAt: orderedAt, appliedAt: orderedAt };
    return judge(report, context, undefined)
      .findings.filter(({ strength }) => strength !== 'context')
      .map(({ code, strength }) => `${code} ${strength}`);
  };
  const IPHONE: [string, string][] = [
    ['com.apple.quicktime.make', 'Apple'],
    ['com.apple.quicktime.model', 'iPhone 15'],
    ['com.apple.quicktime.software', '18.6.1'],
    ['com.apple.quicktime.creationdate', '2026-10-01T09:15:00+0800'],
  ];

  it('are never a contradiction by their times: strong by a phone’s own key, moderate by a header', () => {
    expect(saidOf(IPHONE)).toEqual(['captured-before-order strong']);
    expect(saidOf([['com.android.version', '15']])).toEqual(['captured-before-order moderate']);
  });

  it.each([
    ['no recorder named', []],
    [
      'a converter',
      [
        ['com.android.version', '15'],
        ['encoder', 'Lavf61.7.100'],
      ],
    ],
    ['a conversion of a phone’s video', [...IPHONE, ['encoder', 'HandBrake 1.8.0']]],
    [
      'a cutting program in the place of the system',
      [...IPHONE.slice(0, 2), ['com.apple.quicktime.software', 'CapCut'], IPHONE[3]!],
    ],
  ] as [string, [string, string][]][])(
    'say nothing of the order where the file was rewritten: %s',
    (_, keys) => {
      expect(saidOf(keys).filter((said) => !said.startsWith('editor-trace'))).toEqual([]);
      expect(saidOf(keys, '2026-09-01T00:00:00Z').filter((said) => said.includes('capture'))).toEqual([]);
    },
  );

  it('name an editor as a fact of little weight', () => {
    expect(saidOf([['com.apple.quicktime.software', 'CapCut 12.1']])).toEqual(['editor-trace weak']);
  });
});

describe.skipIf(!hasSamples)('a manifest store in other containers', () => {
  const store = () => {
    const bytes = new Uint8Array(readFileSync(resolve(SAMPLES, 'provenance/real/firefly-text-to-image.png')));
    return walk(bytes).parts.find((p) => p.kind === 'jumbf')!.data;
  };
  const blocks = (data: Uint8Array) => {
    const out: number[] = [];
    for (let at = 0; at < data.length; at += 255)
      out.push(Math.min(255, data.length - at), ...data.subarray(at, at + 255));
    return join(out, [0]);
  };
  const app11 = (data: Uint8Array) => {
    const pieces: Uint8Array[] = [];
    for (let at = 0, n = 1; at < data.length; at += 30_000, n++) {
      const head = at === 0 ? [] : [...data.subarray(0, 8)];
      pieces.push(segment(0xeb, join('JP', be16(529), be32(n), head, data.subarray(at, at + 30_000))));
    }
    return jpeg(pieces);
  };
  it.each<[string, (data: Uint8Array) => Uint8Array]>([
    ['jpeg:APP11', app11],
    ['webp:C2PA', (d) => riff([['C2PA', d]])],
    [
      'gif:C2PA',
      (d) => join('GIF89a', [1, 0, 1, 0, 0, 0, 0], [0x21, 0xff, 11], 'C2PA_GIF\x01\0\0', blocks(d), [0x3b]),
    ],
    ['tiff:IFD0-C2PA', (d) => tiff([bytesEntry(0xcd41, d)])],
    [
      'avif:uuid-C2PA',
      (d) =>
        join(
          box('ftyp', join('avif', be32(0))),
          box(
            'uuid',
            join(
              [
                0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4,
                0x81,
              ],
              be32(0),
              'manifest\0',
              be32(0),
              be32(0),
              d,
            ),
          ),
        ),
    ],
    ['jxl:jumb', (d) => join(box('JXL ', utf8('\r\n')), d)],
  ])('%s', (place, wrap) => {
    const t = readFile(wrap(store())).traces.find((x) => x.id === 'c2pa');
    expect(t?.place).toBe(place);
    // The store is genuine, the file around it is not the one that was signed.
    expect(t?.values).toMatchObject({
      signer: 'Adobe Inc.',
      integrity: 'broken',
      digitalSourceType: ['trainedAlgorithmicMedia'],
    });
  });

  it('says "present, unreadable" for a store that is cut', () => {
    const report = readFile(png([chunk('caBX', store().subarray(0, 300))]));
    expect(report.traces.map((t) => t.id)).toEqual(['c2pa.unreadable']);
    const { checks } = judge(report, { now: '2026-11-24T00:00:00Z' });
    expect(checks.find((c) => c.name === 'content-credential')!.result).toEqual({
      state: 'not-checked',
      reason: 'credential-unreadable',
    });
  });

  it('ignores other JUMBF and four letters by chance', () => {
    const other = box('jumb', join(box('jumd', join('json', new Uint8Array(12), [3], 'x\0'))));
    expect(readFile(png([chunk('caBX', other)])).traces).toEqual([]);
    expect(readFile(png([chunk('IDAT', utf8('..c2pa..jumb..'))])).traces.map((t) => t.id)).toEqual([
      'meta.none',
    ]);
  });
});

describe('TIFF', () => {
  it('keeps offsets of blocks inside tags', () => {
    const bytes = tiff([
      bytesEntry(0x02bc, utf8(xmp(TC260, `<TC260:AIGC>${LABEL.replaceAll('"', '&quot;')}</TC260:AIGC>`))),
    ]);
    const t = readFile(bytes).traces[0]!;
    expect(new TextDecoder().decode(bytes.subarray(t.offset, t.offset + 7))).toBe('{&quot;');
  });
});
