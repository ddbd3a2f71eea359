/** JPEG: every segment up to and between the scans, second pictures, and the bytes after the end (ISO 10918-1, MPF). */
import { fourcc, latin1, startsWith, u8, u16be, u32be } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { mpfPreviews } from './mpf.ts';
import { keep, note, type Walked, walked } from './part.ts';

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const XMP_EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';

/** Natural order of the zig-zag positions (ISO 10918-1 figure A.6). */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

interface Pieces {
  /** JUMBF boxes by instance number, in the order of their segments. */
  jumbf: Map<string, { offset: number; total: number; at: number[][] }>;
  /** Extended XMP by digest. */
  extended: Map<string, { at: number[][]; total: number }>;
  photoshop: number[][];
}

export function walkJpeg(bytes: Uint8Array): Walked {
  const w = walked('image/jpeg', 'jpeg');
  w.jpeg = { tables: new Map(), components: [] };
  const pieces: Pieces = { jumbf: new Map(), extended: new Map(), photoshop: [] };
  const end = walkSegments(bytes, w, pieces);
  join(bytes, w, pieces);
  if (end < bytes.length) keep(w, bytes, 'trailer', 'jpeg:after-EOI', end, bytes.length - end);
  return w;
}

/** @returns the position after EOI, or the file's length where there is none. */
function walkSegments(bytes: Uint8Array, w: Walked, pieces: Pieces): number {
  let at = 2;
  for (let n = 0; at + 1 < bytes.length; n++) {
    if (n >= LIMITS.jpegSegments) {
      note(w, 'jpeg', 'too-many-segments');
      return bytes.length;
    }
    if (bytes[at] !== 0xff) {
      note(w, `jpeg@${at}`, 'marker-expected');
      at = nextMarker(bytes, at);
      if (at < 0) break;
    }
    const marker = u8(bytes, at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) return at + 2;
    if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const declared = u16be(bytes, at + 2);
    if (declared < 2 || at + 4 > bytes.length) {
      note(w, `jpeg@${at}`, 'segment-length');
      at = nextMarker(bytes, at + 2);
      if (at < 0) break;
      continue;
    }
    const length = Math.min(declared - 2, bytes.length - at - 4);
    if (length < declared - 2) note(w, `jpeg@${at}`, 'truncated');
    segment(bytes, w, pieces, marker, at + 4, length);
    at += 2 + declared;
    if (marker === 0xda) {
      at = nextMarker(bytes, at);
      if (at < 0) break;
    }
  }
  note(w, 'jpeg', 'no-end-of-image');
  return bytes.length;
}

/**
 * Next 0xFF that is followed by a real marker (not stuffing, not a restart), or -1.
 * `indexOf` is the fast way through ordinary entropy data (a 0xFF every 256 bytes); data dense in 0xFF is stepped
 * through by hand so that it costs no call per byte.
 */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) {
      let near = 0;
      while (near < 24 && at < bytes.length && bytes[at] !== 0xff) {
        at++;
        near++;
      }
      if (bytes[at] !== 0xff) {
        at = bytes.indexOf(0xff, at);
        if (at < 0) return -1;
      }
    }
    const next = u8(bytes, at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7))
      return at + 1 < bytes.length ? at : -1;
    at += next === 0xff ? 1 : 2;
  }
  return -1;
}

function segment(bytes: Uint8Array, w: Walked, pieces: Pieces, marker: number, at: number, length: number) {
  if (marker >= 0xe0 && marker <= 0xef) {
    application(bytes, w, pieces, marker - 0xe0, at, length);
  } else if (marker === 0xfe) {
    w.blocks.add('COM');
    keep(w, bytes, 'text', 'jpeg:COM', at, length);
  } else if (marker === 0xdb) {
    quantisation(bytes, w, at, length);
  } else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
    frame(bytes, w, at);
  }
}

function application(bytes: Uint8Array, w: Walked, pieces: Pieces, n: number, at: number, length: number) {
  const place = `jpeg:APP${n}`;
  w.blocks.add(`APP${n}`);
  if (n === 1 && startsWith(bytes, at, 'Exif\0')) {
    keep(w, bytes, 'exif', 'jpeg:EXIF', at + 6, length - 6);
  } else if (n === 1 && startsWith(bytes, at, XMP)) {
    keep(w, bytes, 'xmp', `${place}-XMP`, at + XMP.length, length - XMP.length);
  } else if (n === 1 && startsWith(bytes, at, XMP_EXTENSION)) {
    extension(bytes, w, pieces, at + XMP_EXTENSION.length, length - XMP_EXTENSION.length);
  } else if (n === 2 && startsWith(bytes, at, 'MPF\0')) {
    w.blocks.add('MPF');
    mpfPreviews(bytes, w, at + 4, length - 4);
  } else if (n === 11 && startsWith(bytes, at, 'JP')) {
    jumbfPiece(bytes, w, pieces, at, length);
  } else if (n === 13 && startsWith(bytes, at, PHOTOSHOP)) {
    pieces.photoshop.push([at + PHOTOSHOP.length, length - PHOTOSHOP.length]);
  } else if (n === 12 && startsWith(bytes, at, 'Ducky')) {
    w.blocks.add('Ducky');
  } else if (n === 14 && startsWith(bytes, at, 'Adobe')) {
    w.blocks.add('Adobe');
  } else if (n === 0 && startsWith(bytes, at, 'JFXX\0') && u8(bytes, at + 5) === 0x10) {
    keep(w, bytes, 'preview', 'jpeg:APP0-JFXX-thumbnail', at + 6, length - 6);
  } else if (!(n === 2 && startsWith(bytes, at, 'ICC_PROFILE'))) {
    keep(w, bytes, 'app', place, at, length);
  }
}

/** Extended XMP (XMP specification part 3, 1.1.3.1): digest, full length, offset, piece. */
function extension(bytes: Uint8Array, w: Walked, pieces: Pieces, at: number, length: number) {
  if (length < 40) return note(w, `jpeg@${at}`, 'extended-xmp-length');
  const digest = latin1(bytes.subarray(at, at + 32));
  const entry = pieces.extended.get(digest) ?? { at: [], total: 0 };
  if (entry.total + length > LIMITS.xmpBytes || pieces.extended.size > 8) {
    return note(w, 'jpeg:APP1-XMP-extended', 'too-large');
  }
  entry.at.push([at + 40, length - 40, u32be(bytes, at + 36)]);
  entry.total += length - 40;
  pieces.extended.set(digest, entry);
}

/** JUMBF in APP11 (ISO 19566-5 annex D): `JP`, box instance, packet number, then the box with its header repeated. */
function jumbfPiece(bytes: Uint8Array, w: Walked, pieces: Pieces, at: number, length: number) {
  if (length < 16) return note(w, `jpeg@${at}`, 'jumbf-length');
  const header = u32be(bytes, at + 8) === 1 ? 16 : 8;
  const id = `${u16be(bytes, at + 2)}:${fourcc(bytes, at + 12)}`;
  const known = pieces.jumbf.get(id);
  if (!known) {
    if (pieces.jumbf.size >= LIMITS.manifests) return;
    pieces.jumbf.set(id, { offset: at, total: length - 8, at: [[at + 8, length - 8, u32be(bytes, at + 4)]] });
    return;
  }
  if (known.total + length > LIMITS.jumbfBytes) return note(w, 'jpeg:APP11', 'too-large');
  known.at.push([at + 8 + header, length - 8 - header, u32be(bytes, at + 4)]);
  known.total += length - 8 - header;
}

function quantisation(bytes: Uint8Array, w: Walked, at: number, length: number) {
  const end = at + length;
  let p = at;
  while (p < end) {
    const info = u8(bytes, p++);
    const wide = info >> 4 ? 2 : 1;
    if (p + 64 * wide > end) return;
    const table = new Array<number>(64).fill(0);
    for (let i = 0; i < 64; i++) {
      table[ZIGZAG[i]!] = wide === 2 ? u16be(bytes, p + i * 2) : u8(bytes, p + i);
    }
    w.jpeg!.tables.set(info & 15, table);
    p += 64 * wide;
  }
}

function frame(bytes: Uint8Array, w: Walked, at: number) {
  if (w.width > 0) return;
  w.height = u16be(bytes, at + 1);
  w.width = u16be(bytes, at + 3);
  const components = Math.min(4, u8(bytes, at + 5));
  for (let i = 0; i < components; i++) {
    const sampling = u8(bytes, at + 7 + i * 3);
    w.jpeg!.components.push({ h: sampling >> 4, v: sampling & 15, table: u8(bytes, at + 8 + i * 3) });
  }
}

/** Puts blocks together that were split over several segments. */
function join(bytes: Uint8Array, w: Walked, pieces: Pieces) {
  if (pieces.photoshop.length === 1) {
    const [at, length] = pieces.photoshop[0]!;
    keep(w, bytes, 'photoshop', 'jpeg:APP13', at!, length!);
  } else if (pieces.photoshop.length > 1) {
    w.parts.push(glued(bytes, 'photoshop', 'jpeg:APP13', pieces.photoshop, LIMITS.jumbfBytes));
  }
  for (const entry of pieces.extended.values()) {
    entry.at.sort((a, b) => a[2]! - b[2]!);
    w.parts.push(glued(bytes, 'xmp-extended', 'jpeg:APP1-XMP-extended', entry.at, LIMITS.xmpBytes));
  }
  for (const store of pieces.jumbf.values()) {
    store.at.sort((a, b) => a[2]! - b[2]!);
    if (store.at.length === 1) {
      keep(w, bytes, 'jumbf', 'jpeg:APP11', store.at[0]![0]!, store.at[0]![1]!);
    } else {
      w.parts.push(glued(bytes, 'jumbf', 'jpeg:APP11', store.at, LIMITS.jumbfBytes));
    }
  }
}

function glued(
  bytes: Uint8Array,
  kind: 'photoshop' | 'xmp-extended' | 'jumbf',
  place: string,
  at: number[][],
  max: number,
) {
  const total = Math.min(
    max,
    at.reduce((sum, [, length]) => sum + Math.max(0, length!), 0),
  );
  const data = new Uint8Array(total);
  let to = 0;
  for (const [from, length] of at) {
    const piece = bytes.subarray(from!, from! + Math.max(0, Math.min(length!, total - to)));
    data.set(piece, to);
    to += piece.length;
  }
  return { kind, place, offset: at[0]![0]!, length: total, data, stored: false };
}
