/** GIF: comments and application extensions (GIF89a; XMP specification part 3; C2PA). */
import { latin1, startsWith, u8, u16le } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { keep, note, type Walked, walked } from './part.ts';

export function walkGif(bytes: Uint8Array): Walked {
  const w = walked('image/gif', 'gif');
  w.width = u16le(bytes, 6);
  w.height = u16le(bytes, 8);
  const flags = u8(bytes, 10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  for (let n = 0; at < bytes.length; n++) {
    if (n >= LIMITS.blocks) {
      note(w, 'gif', 'too-many-blocks');
      return w;
    }
    const kind = u8(bytes, at);
    if (kind === 0x3b) {
      if (at + 1 < bytes.length) keep(w, bytes, 'trailer', 'gif:after-end', at + 1, bytes.length - at - 1);
      return w;
    }
    if (kind === 0x2c) {
      const local = u8(bytes, at + 9);
      at = skipBlocks(bytes, at + 11 + (local & 0x80 ? 3 << ((local & 7) + 1) : 0));
    } else if (kind === 0x21) {
      at = extension(bytes, w, at);
    } else {
      note(w, `gif@${at}`, 'block-expected');
      return w;
    }
  }
  note(w, 'gif', 'no-end-of-image');
  return w;
}

/** @returns the position after the terminator of the sub-blocks that start at `at`. */
function skipBlocks(bytes: Uint8Array, at: number): number {
  let p = at;
  while (p < bytes.length && bytes[p] !== 0) p += 1 + bytes[p]!;
  return p + 1;
}

function extension(bytes: Uint8Array, w: Walked, at: number): number {
  const type = u8(bytes, at + 1);
  const next = skipBlocks(bytes, at + 2);
  if (type === 0xfe) {
    joined(bytes, w, 'text', 'gif:comment', at + 2, next);
  } else if (type === 0xff && startsWith(bytes, at + 3, 'XMP DataXMP')) {
    // The packet stands unblocked, followed by a 258 byte ramp that leads any reader to the terminator.
    const from = at + 14;
    const raw = latin1(bytes.subarray(from, Math.min(next, from + LIMITS.xmpBytes)));
    const ramp = raw.lastIndexOf('\x01ÿþýü');
    keep(w, bytes, 'xmp', 'gif:XMP', from, ramp >= 0 ? ramp : Math.max(0, next - 1 - from));
  } else if (type === 0xff && startsWith(bytes, at + 3, 'C2PA_GIF')) {
    joined(bytes, w, 'jumbf', 'gif:C2PA', at + 14, next);
  } else if (type === 0xff && !startsWith(bytes, at + 3, 'NETSCAPE2.0')) {
    joined(bytes, w, 'app', 'gif:application', at + 14, next);
  }
  return next;
}

/** The sub-blocks between `at` and `end` put together. */
function joined(
  bytes: Uint8Array,
  w: Walked,
  kind: 'text' | 'jumbf' | 'app',
  place: string,
  at: number,
  end: number,
) {
  if (w.parts.length >= LIMITS.parts) return note(w, place, 'too-many-blocks');
  const data = new Uint8Array(Math.min(Math.max(0, end - at), LIMITS.jumbfBytes));
  let to = 0;
  for (let p = at; p < Math.min(end, bytes.length) && bytes[p] !== 0; p += 1 + bytes[p]!) {
    const piece = bytes.subarray(p + 1, Math.min(p + 1 + bytes[p]!, bytes.length));
    if (to + piece.length > data.length) break;
    data.set(piece, to);
    to += piece.length;
  }
  w.parts.push({
    kind,
    place,
    offset: at + 1,
    length: end - at,
    data: data.subarray(0, to),
    stored: to < 256,
  });
}
