/** Samsung's trailer (SEF): named blocks before a directory at the very end of JPEG, PNG and HEIC files. */
import { latin1, startsWith, u16le, u32le, utf8OrLatin1 } from '../../formats/bytes.ts';
import { note, type Walked } from '../container/part.ts';
import { LIMITS } from '../limits.ts';

export interface SefBlock {
  type: number;
  name: string;
  /** Value as text; binary blocks (motion photos) are cut short. */
  text: string;
  place: string;
  /** Position and length of the value in the file. */
  offset: number;
  length: number;
}

/**
 * The file ends `SEFT`; before it the directory's length; the directory starts `SEFH`, version, count, then per entry
 * 0, type, distance back from the directory, length. A block is 0, type, name length, name, value.
 */
export function readSef(bytes: Uint8Array, w: Walked): SefBlock[] {
  const end = bytes.length;
  if (end < 24 || !startsWith(bytes, end - 4, 'SEFT')) return [];
  const place = `${w.prefix}:trailer-SEF`;
  const directory = end - 8 - u32le(bytes, end - 8);
  if (!startsWith(bytes, directory, 'SEFH')) {
    note(w, place, 'directory');
    return [];
  }
  const count = Math.min(u32le(bytes, directory + 8), LIMITS.sefEntries);
  const out: SefBlock[] = [];
  for (let i = 0; i < count; i++) {
    const entry = directory + 12 + i * 12;
    if (entry + 12 > end) break;
    const from = directory - u32le(bytes, entry + 4);
    const size = u32le(bytes, entry + 8);
    const nameLength = u32le(bytes, from + 4);
    if (from < 0 || from + size > directory || size < 8 || nameLength > Math.min(200, size - 8)) {
      note(w, place, 'entry');
      continue;
    }
    const offset = from + 8 + nameLength;
    const length = size - 8 - nameLength;
    out.push({
      type: u16le(bytes, entry + 2),
      name: latin1(bytes.subarray(from + 8, offset)),
      text: utf8OrLatin1(bytes.subarray(offset, offset + Math.min(length, LIMITS.jsonChars))),
      place,
      offset,
      length,
    });
  }
  return out;
}
