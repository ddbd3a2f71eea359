/** FLV: the names and texts of its script data, `onMetaData` among them (Adobe Flash Video File Format 10.1, annex E; AMF 0). */
import { latin1, u8, u16be, u32be } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';
import { keep, note, type Walked, walked } from './part.ts';

const SCRIPT = 18;
/** Script tags stand at the head, in some recordings at the end; each is a few kilobytes. */
const SCRIPTS = 16;

const u24 = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 16) | u16be(bytes, at + 1);

/** Reads a file that begins with `FLV`. */
export function walkFlv(bytes: Uint8Array): Walked {
  const w = walked('video/x-flv', 'flv');
  let scripts = 0;
  let left = LIMITS.blocks;
  // Behind the head stands the length of the tag before the first, which is 0.
  for (let at = Math.max(9, u32be(bytes, 5)) + 4; at + 11 <= bytes.length && left-- > 0; ) {
    const size = u24(bytes, at + 1);
    if ((u8(bytes, at) & 0x1f) === SCRIPT && scripts++ < SCRIPTS)
      script(bytes, w, at + 11, Math.min(bytes.length, at + 11 + size));
    at += 11 + size + 4;
  }
  if (left < 0) note(w, 'flv:tags', 'too-many-blocks');
  return w;
}

interface Cursor {
  bytes: Uint8Array;
  w: Walked;
  at: number;
  end: number;
  left: number;
}

function script(bytes: Uint8Array, w: Walked, at: number, end: number): void {
  const cursor: Cursor = { bytes, w, at, end, left: LIMITS.parts };
  while (cursor.at < end && cursor.left > 0) if (!value(cursor, '', 0)) return;
}

/** Goes over one value, keeping texts under the name they stand under. False where the rest cannot be read. */
function value(cursor: Cursor, key: string, depth: number): boolean {
  const { bytes, w, end } = cursor;
  if (depth > 8 || cursor.left-- <= 0 || cursor.at >= end) return false;
  const type = u8(bytes, cursor.at++);
  if (type === 2 || type === 12) {
    const wide = type === 12;
    const length = wide ? u32be(bytes, cursor.at) : u16be(bytes, cursor.at);
    const from = cursor.at + (wide ? 4 : 2);
    if (from + length > end) return false;
    if (key) keep(w, bytes, 'text', `flv:${key.slice(0, 40)}`, from, length, key);
    cursor.at = from + length;
    return true;
  }
  if (type === 3 || type === 8) {
    if (type === 8) cursor.at += 4;
    return members(cursor, depth);
  }
  if (type === 10) {
    const count = u32be(bytes, cursor.at);
    cursor.at += 4;
    for (let i = 0; i < count && cursor.at < end; i++) if (!value(cursor, '', depth + 1)) return false;
    return true;
  }
  const fixed = FIXED[type];
  if (fixed === undefined) return false;
  if (type === 0 && (key === 'width' || key === 'height')) {
    const number = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(
      Math.min(cursor.at, bytes.length - 8),
    );
    if (number > 0 && number < 65_536) w[key] = Math.max(w[key], Math.round(number));
  }
  cursor.at += fixed;
  return true;
}

/** Bytes of the types whose length is always the same: number, boolean, null, undefined, reference, date. */
const FIXED: Readonly<Record<number, number>> = { 0: 8, 1: 1, 5: 0, 6: 0, 7: 2, 11: 10 };

/** Names and values up to the empty name with the end mark. */
function members(cursor: Cursor, depth: number): boolean {
  const { bytes, end } = cursor;
  while (cursor.at + 3 <= end) {
    const length = u16be(bytes, cursor.at);
    if (length === 0 && u8(bytes, cursor.at + 2) === 9) {
      cursor.at += 3;
      return true;
    }
    const from = cursor.at + 2;
    const name = latin1(bytes.subarray(from, Math.min(end, from + Math.min(length, 100))));
    cursor.at = from + length;
    if (!value(cursor, name, depth + 1)) return false;
  }
  return false;
}
