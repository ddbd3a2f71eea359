/** Small files built by hand for the readers' tests: just enough container around the bytes that matter. */
import { deflateSync } from 'node:zlib';

const text = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0) & 0xff);
export const utf8 = (s: string): Uint8Array => new TextEncoder().encode(s);

export function join(...parts: (Uint8Array | string | number[])[]): Uint8Array {
  const all = parts.map((p) =>
    typeof p === 'string' ? text(p) : p instanceof Uint8Array ? p : Uint8Array.from(p),
  );
  const out = new Uint8Array(all.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of all) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

export const be16 = (n: number): number[] => [(n >> 8) & 255, n & 255];
export const be32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
export const le16 = (n: number): number[] => be16(n).reverse();
export const le32 = (n: number): number[] => be32(n).reverse();

export const segment = (marker: number, body: Uint8Array): Uint8Array =>
  join([0xff, marker], be16(body.length + 2), body);

/** A JPEG of 16 × 8 with the given segments; its scan is a few bytes of nothing. */
export function jpeg(segments: Uint8Array[] = [], after: Uint8Array = new Uint8Array(0)): Uint8Array {
  const frame = segment(0xc0, Uint8Array.from([8, 0, 8, 0, 16, 1, 1, 0x11, 0]));
  const scan = segment(0xda, Uint8Array.from([1, 1, 0, 0, 63, 0]));
  return join([0xff, 0xd8], ...segments, frame, scan, [1, 2, 3, 0xff, 0, 4], [0xff, 0xd9], after);
}

export const chunk = (type: string, body: Uint8Array): Uint8Array =>
  join(be32(body.length), type, body, be32(0));

export function png(chunks: Uint8Array[] = [], after: Uint8Array = new Uint8Array(0)): Uint8Array {
  const head = chunk('IHDR', join(be32(16), be32(8), [8, 2, 0, 0, 0]));
  return join([0x89], 'PNG\r\n\x1a\n', head, ...chunks, chunk('IEND', new Uint8Array(0)), after);
}

export const textChunk = (key: string, value: string): Uint8Array =>
  chunk('tEXt', join(utf8(key), [0], utf8(value)));
export const packedChunk = (key: string, value: Uint8Array): Uint8Array =>
  chunk('zTXt', join(utf8(key), [0, 0], new Uint8Array(deflateSync(value))));

export const riff = (chunks: [string, Uint8Array][]): Uint8Array => {
  const body = join(
    ...chunks.map(([type, data]) => join(type, le32(data.length), data, data.length % 2 ? [0] : [])),
  );
  return join('RIFF', le32(body.length + 4), 'WEBP', body);
};

export const box = (type: string, body: Uint8Array): Uint8Array => join(be32(body.length + 8), type, body);

/** One EXIF entry: tag, type, values as bytes, count. */
export interface Entry {
  tag: number;
  type: number;
  count: number;
  bytes: Uint8Array;
}

export const ascii = (tag: number, value: string): Entry => {
  const bytes = join(utf8(value), [0]);
  return { tag, type: 2, count: bytes.length, bytes };
};
export const bytesEntry = (tag: number, bytes: Uint8Array): Entry => ({
  tag,
  type: 7,
  count: bytes.length,
  bytes,
});

/** A little-endian TIFF with IFD0 and, where given, Exif and GPS directories. */
export function tiff(ifd0: Entry[], exif: Entry[] = [], gps: Entry[] = []): Uint8Array {
  const pointers = [...(exif.length ? [0x8769] : []), ...(gps.length ? [0x8825] : [])];
  const size = (list: Entry[]) =>
    2 +
    list.length * 12 +
    4 +
    list.reduce((n, e) => n + (e.bytes.length > 4 ? e.bytes.length + (e.bytes.length % 2) : 0), 0);
  const long = (tag: number, value: number): Entry => ({
    tag,
    type: 4,
    count: 1,
    bytes: Uint8Array.from(le32(value)),
  });
  const at0 = 8;
  const full = [...ifd0, ...pointers.map((tag) => long(tag, 0))];
  const at1 = at0 + size(full);
  const at2 = at1 + (exif.length ? size(exif) : 0);
  for (const e of full) {
    if (e.tag === 0x8769) e.bytes = Uint8Array.from(le32(at1));
    if (e.tag === 0x8825) e.bytes = Uint8Array.from(le32(at2));
  }
  return join(
    'II*\0',
    le32(at0),
    directory(full, at0),
    exif.length ? directory(exif, at1) : [],
    gps.length ? directory(gps, at2) : [],
  );
}

function directory(list: Entry[], at: number): Uint8Array {
  let value = at + 2 + list.length * 12 + 4;
  const entries: Uint8Array[] = [];
  const values: Uint8Array[] = [];
  for (const e of list) {
    const inline = e.bytes.length <= 4;
    const field = inline ? join(e.bytes, new Uint8Array(4 - e.bytes.length)) : Uint8Array.from(le32(value));
    entries.push(join(le16(e.tag), le16(e.type), le32(e.count), field));
    if (inline) continue;
    const padded = e.bytes.length % 2 ? join(e.bytes, [0]) : e.bytes;
    values.push(padded);
    value += padded.length;
  }
  return join(le16(list.length), ...entries, le32(0), ...values);
}

export const exifSegment = (data: Uint8Array): Uint8Array => segment(0xe1, join('Exif\0\0', data));
export const xmpSegment = (packet: string): Uint8Array =>
  segment(0xe1, join('http://ns.adobe.com/xap/1.0/\0', utf8(packet)));

/** An XMP packet around the given properties (attributes of one rdf:Description, then elements). */
export const xmp = (attributes: string, elements = ''): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>`;

/** A Samsung trailer of named text blocks. */
export function sef(blocks: [number, string, string][]): Uint8Array {
  const bodies = blocks.map(([type, name, value]) =>
    join([0, 0], le16(type), le32(name.length), name, utf8(value)),
  );
  const total = bodies.reduce((n, b) => n + b.length, 0);
  let before = 0;
  const entries = bodies.map((b, i) => {
    const entry = join([0, 0], le16(blocks[i]![0]), le32(total - before), le32(b.length));
    before += b.length;
    return entry;
  });
  const directoryBytes = join('SEFH', le32(107), le32(blocks.length), ...entries);
  return join(...bodies, directoryBytes, le32(directoryBytes.length), 'SEFT');
}

export const LABEL =
  '{"Label":"1","ContentProducer":"001191110102MACQD9K64010000","ProduceID":"p-1","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}';
