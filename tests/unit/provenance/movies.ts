/** Heads of videos, built box by box, and every place in which a video can hold the AIGC label. */
import { be16, be32, box, join, utf8 } from './files.ts';

const LABEL = '{"Label":"1","ContentProducer":"kling","ProduceID":"p-1"}';

export const ftyp = box('ftyp', join('isom', be32(0), 'isommp42'));
const meta = (keys: Uint8Array, items: Uint8Array): Uint8Array =>
  box('meta', join(be32(0), box('hdlr', new Uint8Array(24)), keys, items));
export const mdta = (name: string, text: string): Uint8Array =>
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
export const ebml = (id: number[], ...content: (Uint8Array | string)[]): Uint8Array => {
  const inside = join(...content);
  return join(id, [0x01, 0, 0, 0], be32(inside.length), inside);
};
export const tag = (name: string, text: string): Uint8Array =>
  ebml([0x73, 0x73], ebml([0x67, 0xc8], ebml([0x45, 0xa3], name), ebml([0x44, 0x87], utf8(text))));
export const matroska = (...parts: Uint8Array[]): Uint8Array =>
  join(ebml([0x1a, 0x45, 0xdf, 0xa3], 'webm'), ebml([0x18, 0x53, 0x80, 0x67], ...parts));
export const tags = (...list: Uint8Array[]): Uint8Array => ebml([0x12, 0x54, 0xc3, 0x67], ...list);

export const amf = (text: string): Uint8Array => join(be16(utf8(text).length), utf8(text));
export const flv = (members: Uint8Array): Uint8Array => {
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

export const FORMS: [string, Uint8Array][] = [
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
