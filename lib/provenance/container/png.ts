/** PNG: all chunks, also those after the pixel data, and the bytes after IEND (PNG specification, third edition). */
import { fourcc, latin1, startsWith, u8, u32be, utf8OrLatin1 } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { inflate } from './inflate.ts';
import { keep, note, type PartKind, type Walked, walked } from './part.ts';

/** What may still be inflated and turned from hex in this file. */
interface Budget {
  inflated: number;
  hex: number;
}

const TEXT_CHUNKS = new Set(['tEXt', 'zTXt', 'iTXt']);

export function walkPng(bytes: Uint8Array): Walked {
  const w = walked('image/png', 'png');
  const budget: Budget = { inflated: LIMITS.inflatedTotal, hex: LIMITS.hexChars };
  let at = 8;
  for (let n = 0; at + 8 <= bytes.length; n++) {
    if (n >= LIMITS.pngChunks) {
      note(w, 'png', 'too-many-chunks');
      return w;
    }
    const declared = u32be(bytes, at);
    const type = fourcc(bytes, at + 4);
    const from = at + 8;
    const length = Math.min(declared, bytes.length - from);
    if (length < declared) note(w, `png:${label(type)}`, 'truncated');
    if (type === 'IHDR' && w.width === 0) {
      w.width = u32be(bytes, from);
      w.height = u32be(bytes, from + 4);
    } else if (type !== 'IDAT') {
      w.blocks.add(label(type));
      chunk(bytes, w, type, from, length, budget);
    }
    at = from + declared + 4;
    if (type === 'IEND') {
      if (at < bytes.length) keep(w, bytes, 'trailer', 'png:after-IEND', at, bytes.length - at);
      return w;
    }
  }
  note(w, 'png', 'no-end-of-image');
  return w;
}

/** A chunk type that is not four letters is shown as hex-like dots, never raw. */
const label = (type: string) => (/^[A-Za-z]{4}$/.test(type) ? type : '????');

function chunk(bytes: Uint8Array, w: Walked, type: string, from: number, length: number, budget: Budget) {
  if (type === 'eXIf') {
    const skip = startsWith(bytes, from, 'Exif\0\0') ? 6 : 0;
    keep(w, bytes, 'exif', 'png:eXIf', from + skip, length - skip);
  } else if (type === 'caBX') {
    keep(w, bytes, 'jumbf', 'png:caBX', from, length);
  } else if (TEXT_CHUNKS.has(type)) {
    text(bytes, w, type, from, length, budget);
  }
}

/** Keyword, NUL, then by type: plain text, a deflated one, or the international form with flag, language and translation. */
function text(bytes: Uint8Array, w: Walked, type: string, from: number, length: number, budget: Budget) {
  const end = from + length;
  const nul = bytes.indexOf(0, from);
  // The keyword has at most 79 bytes by the specification; twice that is accepted.
  if (nul < 0 || nul >= end || nul - from > 160) return note(w, `png:${type}`, 'keyword');
  const key = utf8OrLatin1(bytes.subarray(from, nul));
  let body = nul + 1;
  let packed = type === 'zTXt';
  if (type === 'zTXt') body++;
  if (type === 'iTXt') {
    packed = u8(bytes, body) === 1;
    const language = bytes.indexOf(0, body + 2);
    const translated = language < 0 ? -1 : bytes.indexOf(0, language + 1);
    if (translated < 0 || translated >= end) return note(w, `png:${type}-${key}`, 'international-header');
    body = translated + 1;
  }
  const xmp = key === 'XML:com.adobe.xmp';
  const place = `png:${type}-${xmp ? 'XMP' : key.slice(0, 40)}`;
  let data = bytes.subarray(body, end);
  if (packed) {
    const out = inflate(data, budget.inflated);
    budget.inflated = Math.max(0, budget.inflated - out.data.length);
    if (out.why) note(w, place, out.why);
    data = out.data;
  }
  const raw = rawProfile(key, data, budget);
  if (raw) {
    w.parts.push({ ...raw, place, offset: body, length: end - body, stored: false });
    return;
  }
  if (w.parts.length >= LIMITS.parts) return note(w, place, 'too-many-blocks');
  const kind: PartKind = xmp ? 'xmp' : 'text';
  w.parts.push({ kind, place, offset: body, length: end - body, data, stored: !packed, key });
}

/** ImageMagick's hex-coded "Raw profile type exif / APP1 / xmp / iptc / 8bim" text chunks. */
function rawProfile(
  key: string,
  data: Uint8Array,
  budget: Budget,
): { kind: PartKind; data: Uint8Array } | null {
  const named = /^Raw profile type (exif|APP1|xmp|iptc|8bim)$/i.exec(key);
  if (!named) return null;
  const lines = latin1(data.subarray(0, budget.hex)).trimStart().split('\n');
  const hex = lines
    .slice(2)
    .join('')
    .replace(/[^0-9a-fA-F]/g, '');
  budget.hex = Math.max(0, budget.hex - data.length);
  let out = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  const xap = 'http://ns.adobe.com/xap/1.0/\0';
  if (startsWith(out, 0, xap)) return { kind: 'xmp', data: out.subarray(xap.length) };
  if (startsWith(out, 0, 'Exif\0\0')) out = out.subarray(6);
  const type = named[1]!.toLowerCase();
  if (type === 'xmp') return { kind: 'xmp', data: out };
  if (type === 'iptc' || type === '8bim') {
    return startsWith(out, 0, '8BIM') ? { kind: 'photoshop', data: out } : { kind: 'iim', data: out };
  }
  return { kind: 'exif', data: out };
}
