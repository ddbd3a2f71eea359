/** Names in ZIP archives: old packers wrote them in the code page of their computer and did not say which. */
import { crc32 } from './crc32.ts';
import { guessLegacy, looksUtf8, type TextEncoding } from './text-encoding.ts';

/** Code pages in which packers write names; ibm437 is what the ZIP standard itself names (APPNOTE, appendix D). */
const OF_PACKERS: readonly TextEncoding[] = [
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
  'windows-1251',
  'ibm437',
];

/** The name in the Unicode path extra field 0x7075 (APPNOTE 4.6.9); null without one, or where it belongs to another name. */
export function unicodeName(extra: DataView, raw: Uint8Array): string | null {
  let at = 0;
  while (at + 4 <= extra.byteLength) {
    const end = at + 4 + extra.getUint16(at + 2, true);
    if (end > extra.byteLength) return null;
    if (extra.getUint16(at, true) === 0x7075 && end >= at + 9 && extra.getUint8(at + 4) === 1) {
      if (extra.getUint32(at + 5, true) !== crc32(raw)) return null;
      const bytes = new Uint8Array(extra.buffer, extra.byteOffset + at + 9, end - at - 9);
      return new TextDecoder().decode(bytes);
    }
    at = end;
  }
  return null;
}

/**
 * One encoding for all unmarked names of an archive: one computer wrote them, and together they tell more than each alone.
 * Null where all are ASCII.
 */
export function encodingOfNames(names: Uint8Array[]): TextEncoding | null {
  const telling = names.filter((name) => name.some((byte) => byte >= 0x80));
  if (telling.length === 0) return null;
  const utf8 = telling.map(looksUtf8);
  const joined = new Uint8Array(telling.reduce((sum, name) => sum + name.length + 1, 0)).fill(0x0a);
  let at = 0;
  for (const name of telling) {
    joined.set(name, at);
    at += name.length + 1;
  }
  if (utf8.every((one) => one.utf8 && !one.doubtful)) return 'utf-8';
  const legacy = guessLegacy(joined, OF_PACKERS);
  if (utf8.every((one) => one.utf8) && legacy.score < 2) return 'utf-8';
  // One damaged name in an archive of good ones.
  const good = utf8.filter((one) => one.utf8 && !one.doubtful).length;
  return good > 0.9 * telling.length ? 'utf-8' : legacy.encoding;
}
