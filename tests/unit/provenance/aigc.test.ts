/** The implicit label in every place and form of the guides, and the texts that only look like one. */

import { describe, expect, it } from 'vitest';
import { factOf } from '../../../lib/claims/finding.ts';
import { judge, readFile } from '../../../lib/provenance/index.ts';
import {
  ascii,
  be32,
  box,
  bytesEntry,
  chunk,
  exifSegment,
  join,
  jpeg,
  LABEL,
  packedChunk,
  png,
  riff,
  segment,
  textChunk,
  tiff,
  utf8,
  xmp,
  xmpSegment,
} from './files.ts';

const WRAPPED = `{"AIGC":${LABEL}}`;
const TC260 = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"';
const escaped = LABEL.replaceAll('"', '&quot;');
const packet = xmp(TC260, `<TC260:AIGC>${escaped}</TC260:AIGC>`);
const utf16 = (s: string, little: boolean) =>
  Uint8Array.from([...s].flatMap((c) => (little ? [c.charCodeAt(0), 0] : [0, c.charCodeAt(0)])));
const comment = (code: string, body: Uint8Array) => bytesEntry(0x9286, join(code.padEnd(8, '\0'), body));
const withComment = (entry: ReturnType<typeof comment>) => jpeg([exifSegment(tiff([], [entry]))]);

const keyed = (value: string) =>
  box(
    'moov',
    box(
      'udta',
      box(
        'meta',
        join(
          be32(0),
          box('hdlr', new Uint8Array(24)),
          box('keys', join(be32(0), be32(1), box('mdta', utf8('AIGC')))),
          box(
            'ilst',
            join(be32(8 + 16 + value.length), be32(1), box('data', join(be32(1), be32(0), utf8(value)))),
          ),
        ),
      ),
    ),
  );

const gifXmp = () => {
  const ramp = [1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0];
  return join('GIF89a', [16, 0, 8, 0, 0, 0, 0], [0x21, 0xff, 11], 'XMP DataXMP', packet, ramp, [0x3b]);
};

const PLACES: [string, string, Uint8Array][] = [
  ['XMP element', 'jpeg:APP1-XMP', jpeg([xmpSegment(packet)])],
  ['XMP attribute', 'jpeg:APP1-XMP', jpeg([xmpSegment(xmp(`${TC260} TC260:AIGC="${escaped}"`))])],
  [
    'another prefix bound to the namespace',
    'jpeg:APP1-XMP',
    jpeg([xmpSegment(xmp('xmlns:q="http://www.tc260.org.cn/ns/AIGC/1.0/"', `<q:AIGC>${escaped}</q:AIGC>`))]),
  ],
  [
    'XMP in CDATA',
    'jpeg:APP1-XMP',
    jpeg([xmpSegment(xmp(TC260, `<TC260:AIGC><![CDATA[${LABEL}]]></TC260:AIGC>`))]),
  ],
  [
    'XMP escaped twice',
    'jpeg:APP1-XMP',
    jpeg([xmpSegment(xmp(TC260, `<TC260:AIGC>${escaped.replaceAll('&', '&amp;')}</TC260:AIGC>`))]),
  ],
  [
    'XMP closed at once, RDF outside',
    'jpeg:APP1-XMP',
    jpeg([
      xmpSegment(
        `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"??><x:xmpmeta xmlns:x="adobe:ns:meta/"/><rdf:RDF><rdf:Description ${TC260}><TC260:AIGC>${escaped}</TC260:AIGC></rdf:Description></rdf:RDF>`,
      ),
    ]),
  ],
  ['UserComment ASCII', 'jpeg:EXIF-UserComment', withComment(comment('ASCII', utf8(WRAPPED)))],
  ['UserComment without code', 'jpeg:EXIF-UserComment', withComment(comment('', utf8(WRAPPED)))],
  ['UserComment raw', 'jpeg:EXIF-UserComment', withComment(bytesEntry(0x9286, utf8(WRAPPED)))],
  [
    'UserComment NUL-padded',
    'jpeg:EXIF-UserComment',
    withComment(comment('ASCII', join(WRAPPED, new Uint8Array(300)))),
  ],
  [
    'UserComment UTF-16 big-endian',
    'jpeg:EXIF-UserComment',
    withComment(comment('UNICODE', utf16(WRAPPED, false))),
  ],
  [
    'UserComment UTF-16 little-endian',
    'jpeg:EXIF-UserComment',
    withComment(comment('UNICODE', utf16(WRAPPED, true))),
  ],
  [
    'UserComment UNICODE over 8 bit text',
    'jpeg:EXIF-UserComment',
    withComment(comment('UNICODE', utf8(WRAPPED))),
  ],
  ['ImageDescription', 'jpeg:EXIF-ImageDescription', jpeg([exifSegment(tiff([ascii(0x010e, WRAPPED)]))])],
  ['XPComment', 'jpeg:EXIF-XPComment', jpeg([exifSegment(tiff([bytesEntry(0x9c9c, utf16(WRAPPED, true))]))])],
  ['JPEG comment', 'jpeg:COM', jpeg([segment(0xfe, utf8(WRAPPED))])],
  ['bare in APP9', 'jpeg:APP9', jpeg([segment(0xe9, utf8(`AIGC${LABEL}`))])],
  ['after EOI', 'jpeg:after-EOI', jpeg([], utf8(`\0\0AIGC${LABEL}`))],
  ['PNG tEXt bare', 'png:tEXt-AIGC', png([textChunk('AIGC', LABEL)])],
  ['PNG zTXt wrapped', 'png:zTXt-AIGC', png([packedChunk('AIGC', utf8(WRAPPED))])],
  ['PNG tEXt XMP', 'png:tEXt-XMP', png([textChunk('XML:com.adobe.xmp', packet)])],
  ['PNG iTXt', 'png:iTXt-AIGC', png([chunk('iTXt', join('AIGC\0\0\0\0\0', utf8(LABEL)))])],
  [
    'PNG after the pixels',
    'png:tEXt-AIGC',
    png([chunk('IDAT', new Uint8Array(20)), textChunk('AIGC', LABEL)]),
  ],
  ['PNG after IEND', 'png:after-IEND', png([], utf8(WRAPPED))],
  ['PNG eXIf', 'png:eXIf-UserComment', png([chunk('eXIf', tiff([], [comment('ASCII', utf8(WRAPPED))]))])],
  [
    'WebP XMP before the picture',
    'webp:XMP',
    riff([
      ['XMP ', utf8(packet)],
      ['VP8 ', new Uint8Array(10)],
    ]),
  ],
  ['WebP EXIF', 'webp:EXIF-UserComment', riff([['EXIF', tiff([], [comment('ASCII', utf8(WRAPPED))])]])],
  ['GIF XMP', 'gif:XMP', gifXmp()],
  ['TIFF XMP', 'tiff:IFD0-XMP', tiff([bytesEntry(0x02bc, utf8(packet))])],
  ['MP4 keys', 'mp4:moov-meta-AIGC', join(box('ftyp', join('isom', be32(0))), keyed(LABEL))],
  ['QuickTime keys', 'mov:moov-meta-AIGC', join(box('ftyp', join('qt  ', be32(0))), keyed(WRAPPED))],
];

const labels = (bytes: Uint8Array) => readFile(bytes).traces.filter((t) => t.id === 'aigc.label');

describe('aigc label', () => {
  it.each(PLACES)('is read from %s', (_, place, bytes) => {
    const found = labels(bytes);
    expect(found).toHaveLength(1);
    expect(found[0]!.place).toBe(place);
    expect(found[0]!.values).toMatchObject({
      label: '1',
      producer: '001191110102MACQD9K64010000',
      producerSubject: '91110102MACQD9K640',
      producerCheckDigit: true,
      producerService: 'generation',
      vendor: 'ByteDance (Doubao)',
      vendorConfidence: 'seen',
    });
    expect(readFile(bytes).ai).toBe('declared-generated');
  });

  it('quotes the bytes where they stand', () => {
    const bytes = jpeg([segment(0xfe, utf8(`photo. ${WRAPPED}`))]);
    const [t] = labels(bytes);
    const end = t!.offset + t!.length;
    expect(new TextDecoder().decode(bytes.subarray(t!.offset, end))).toBe(LABEL);
  });

  it.each([
    ['ASCII', withComment(comment('ASCII', utf8(WRAPPED))), 1],
    ['raw', withComment(bytesEntry(0x9286, utf8(WRAPPED))), 1],
    ['UTF-16', withComment(comment('UNICODE', utf16(WRAPPED, true))), 2],
  ])('quotes a comment from its own first byte: %s', (_, bytes, step) => {
    const [t] = labels(bytes);
    expect(bytes.subarray(t!.offset, t!.offset + 1)).toEqual(utf8('{'));
    expect(t!.length).toBe(LABEL.length * step);
  });

  const label = (json: string) => labels(png([textChunk('AIGC', json)]))[0];

  it('reads numbers, lower camel keys and the service-provider schema', () => {
    expect(label('{"label":2,"contentPropagator":"p"}')!.values).toMatchObject({
      label: '2',
      propagator: 'p',
    });
    expect(label('{"AIGC":{"Label":1,"ServiceProvider":"c","ContentId":"x"}}')!.values).toMatchObject({
      label: '1',
      serviceProvider: 'c',
      contentId: 'x',
    });
    expect(label('{"AIGC":"{\\"Label\\":\\"3\\",\\"ContentPropagator\\":\\"p\\"}"}')!.values.label).toBe('3');
  });

  it('reads single quotes, and fields that are XMP properties of their own', () => {
    expect(label("{'AIGC': {'Label': '1', 'ContentProducer': 'doubao'}}")!.values).toMatchObject({
      label: '1',
      vendor: 'ByteDance (Doubao)',
    });
    const own = '<TC260:Label>2</TC260:Label><TC260:ContentPropagator>p</TC260:ContentPropagator>';
    const inner = `<TC260:AIGC rdf:parseType="Resource">${own}</TC260:AIGC>`;
    expect(labels(jpeg([xmpSegment(xmp(TC260, inner))]))[0]!.values).toMatchObject({
      label: '2',
      propagator: 'p',
    });
    expect(labels(jpeg([segment(0xe0, utf8(`JFIF\0AIGC${LABEL}`))]))).toHaveLength(1);
  });

  it('keeps nested protection data and names what is odd', () => {
    const t = label(
      '{"Label":"1","ContentProducer":"001191110102MACQD9K64120001","ReservedCode1":"{\\"SecurityData\\":{}}"}',
    );
    expect(t!.values.producerReserved).toBe('{"SecurityData":{}}');
    expect(t!.values.odd).toEqual(['producer-check-digit-wrong', 'producer-is-a-distribution-service']);
    expect(label('{"Label":"9","ContentProducer":"x"}')!.values.odd).toContain('label-not-1-2-3');
    expect(label('{"Label":"1"}')!.values.odd).toContain('generated-without-producer');
  });

  it('masks the number of a person bound by something else than a credit code', () => {
    const bytes = png([textChunk('AIGC', '{"Label":"1","ContentProducer":"002111010519491231002X00000"}')]);
    const [t] = labels(bytes);
    expect(t!.values.producer).toBe('002111**************2X00000');
    expect(JSON.stringify(t)).not.toContain('010519491231');
    expect(JSON.stringify(judge(readFile(bytes), { now: '2026-11-24T00:00:00Z' }))).not.toContain(
      '010519491231',
    );
  });

  it.each([
    ['the word in a comment', jpeg([segment(0xfe, utf8('shot for the AIGC workshop, "AIGC" booth'))])],
    ['the word with other JSON', jpeg([segment(0xfe, utf8('AIGC {"booth":12}'))])],
    ['other JSON with a Label', jpeg([segment(0xfe, utf8('{"Label":"1","name":"box"}'))])],
    ['an AIGC keyword with a remark', png([textChunk('AIGC', 'none')])],
  ])('is not read into %s', (_, bytes) => {
    const report = readFile(bytes);
    expect(report.ai).toBe('none');
    expect(report.traces.filter((t) => t.id.startsWith('aigc.label'))).toEqual([]);
  });

  it('says "unreadable" for a cut label and invents no value', () => {
    const cut = xmp(TC260, '<TC260:AIGC>{&quot;Label&quot;:&quot;1&quot;,&quot;ContentPro</TC260:AIGC>');
    const report = readFile(jpeg([xmpSegment(cut)]));
    expect(report.ai).toBe('possible');
    expect(report.traces.map((t) => t.id)).toEqual(['aigc.label-unreadable']);
    const { findings } = judge(report, { now: '2026-11-24T00:00:00Z' });
    expect(findings[0]).toMatchObject({
      code: 'ai-label-implicit',
      strength: 'moderate',
      facts: { label: null },
    });
  });

  it('takes an emptied label as a hint that it was removed', () => {
    const empty = readFile(jpeg([xmpSegment(xmp(TC260, '<TC260:AIGC>{}</TC260:AIGC>'))]));
    expect(empty.ai).toBe('none');
    const { findings } = judge(empty, { now: '2026-11-24T00:00:00Z' });
    expect(findings.map((f) => [f.code, factOf(f, 'sign')])).toEqual([['label-removed', 'label-emptied']]);
  });

  it('tells one label in two places once, two labels that disagree twice', () => {
    const now = { now: '2026-11-24T00:00:00Z' };
    const same = judge(readFile(jpeg([xmpSegment(packet), segment(0xfe, utf8(LABEL))])), now);
    expect(same.findings).toHaveLength(1);
    expect(factOf(same.findings[0]!, 'alsoAt')).toEqual(['jpeg:COM']);
    const other = LABEL.replace('"Label":"1"', '"Label":"2"');
    const differ = judge(readFile(jpeg([xmpSegment(packet), segment(0xfe, utf8(other))])), now);
    expect(differ.findings.map((f) => f.strength)).toEqual(['contradiction', 'strong']);
    expect(differ.findings.every((f) => factOf(f, 'labelsDisagree'))).toBe(true);
  });
});
