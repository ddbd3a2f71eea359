/** RIFF in any chunk order: WebP (container specification) and AVI (LIST/INFO texts). */
import { fourcc, startsWith, u8, u16le, u32le } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { keep, note, type Walked, walked } from './part.ts';

export function walkRiff(bytes: Uint8Array): Walked {
  const webp = startsWith(bytes, 8, 'WEBP');
  const w = webp ? walked('image/webp', 'webp') : walked('video/x-msvideo', 'avi');
  const end = Math.min(bytes.length, 8 + u32le(bytes, 4) + (u32le(bytes, 4) % 2));
  if (8 + u32le(bytes, 4) > bytes.length) note(w, w.prefix, 'truncated');
  chunks(bytes, w, 12, end, { left: LIMITS.blocks }, 0);
  if (end < bytes.length) keep(w, bytes, 'trailer', `${w.prefix}:after-RIFF`, end, bytes.length - end);
  return w;
}

function chunks(
  bytes: Uint8Array,
  w: Walked,
  from: number,
  end: number,
  budget: { left: number },
  depth: number,
) {
  let at = from;
  while (at + 8 <= end) {
    if (budget.left-- <= 0) return note(w, w.prefix, 'too-many-chunks');
    const type = fourcc(bytes, at);
    const declared = u32le(bytes, at + 4);
    const length = Math.min(declared, end - at - 8);
    if (length < declared) note(w, `${w.prefix}@${at}`, 'truncated');
    chunk(bytes, w, type, at + 8, length);
    if (type === 'LIST' && depth < 4 && startsWith(bytes, at + 8, 'INFO')) {
      chunks(bytes, w, at + 12, at + 8 + length, budget, depth + 1);
    } else if (w.prefix === 'avi' && depth > 0) {
      keep(w, bytes, 'text', `avi:INFO-${/^\w{4}$/.test(type) ? type : '????'}`, at + 8, length, type);
    }
    at += 8 + declared + (declared % 2);
  }
}

function chunk(bytes: Uint8Array, w: Walked, type: string, at: number, length: number) {
  if (type === 'EXIF') {
    const skip = startsWith(bytes, at, 'Exif\0\0') ? 6 : 0;
    keep(w, bytes, 'exif', 'webp:EXIF', at + skip, length - skip);
  } else if (type === 'XMP ' || type === '_PMX') {
    keep(w, bytes, 'xmp', `${w.prefix}:XMP`, at, length);
  } else if (type === 'C2PA') {
    keep(w, bytes, 'jumbf', `${w.prefix}:C2PA`, at, length);
  } else if (w.width === 0) {
    size(bytes, w, type, at);
  }
}

/** Size of the canvas (VP8X), or of the lossy or lossless picture. */
function size(bytes: Uint8Array, w: Walked, type: string, at: number) {
  if (type === 'VP8X') {
    w.width = 1 + (u16le(bytes, at + 4) | (u8(bytes, at + 6) << 16));
    w.height = 1 + (u16le(bytes, at + 7) | (u8(bytes, at + 9) << 16));
  } else if (type === 'VP8 ') {
    w.width = u16le(bytes, at + 6) & 0x3fff;
    w.height = u16le(bytes, at + 8) & 0x3fff;
  } else if (type === 'VP8L' && u8(bytes, at) === 0x2f) {
    const bits = u32le(bytes, at + 1);
    w.width = 1 + (bits & 0x3fff);
    w.height = 1 + ((bits >>> 14) & 0x3fff);
  }
}
