/** A ZIP whose bytes depend on its members alone: stored, sorted by name, one fixed time for all. */
import { crc32 } from './crc32.ts';

export interface Member {
  /** Forward slashes, no leading slash, no `..`; UTF-8. */
  path: string;
  bytes: Uint8Array;
}

/** Bit 11: names are UTF-8. */
const UTF8_NAMES = 0x0800;
const STORED = 0;
const VERSION = 20;
/** Without the ZIP64 extension: limits of the 32-bit and 16-bit fields. */
const MOST_BYTES = 0xffffffff;
const MOST_MEMBERS = 0xffff;

/**
 * The archive in pieces, to be put into one Blob without a second copy in memory. `time` is the wall clock that all
 * members carry (taken from the case's data, never from now). Pictures are compressed already, so members are stored.
 * Throws RangeError when a name is unsafe or doubled, or the archive would pass 4 GiB or 65 535 members.
 */
export function zipPieces(
  members: readonly Member[],
  time: { year: number; month: number; day: number; hour: number; minute: number; second: number },
): Uint8Array<ArrayBuffer>[] {
  if (members.length > MOST_MEMBERS) throw new RangeError('more than 65 535 members');
  const year = Math.min(2107, Math.max(1980, time.year));
  const dosDate = ((year - 1980) << 9) | (time.month << 5) | time.day;
  const dosTime = (time.hour << 11) | (time.minute << 5) | (time.second >> 1);

  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  const seen = new Set<string>();
  let offset = 0;
  const sorted = [...members].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { path, bytes } of sorted) {
    if (!isSafePath(path) || seen.has(path)) throw new RangeError(`unsafe or doubled name: ${path}`);
    seen.add(path);
    const name = new TextEncoder().encode(path);
    const common = header(26, [
      [2, VERSION],
      [2, UTF8_NAMES],
      [2, STORED],
      [2, dosTime],
      [2, dosDate],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ]);
    pieces.push(header(4, [[4, 0x04034b50]]), common, name, new Uint8Array(bytes));
    directory.push(
      header(6, [
        [4, 0x02014b50],
        [2, VERSION],
      ]),
      common,
      header(14, [
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      name,
    );
    offset += 4 + common.length + name.length + bytes.length;
    if (offset > MOST_BYTES) throw new RangeError('more than 4 GiB');
  }
  const directorySize = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = header(22, [
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, sorted.length],
    [2, sorted.length],
    [4, directorySize],
    [4, offset],
    [2, 0],
  ]);
  return [...pieces, ...directory, end];
}

const isSafePath = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !/[\\:\p{Cc}]/u.test(path) && !path.split('/').includes('..');

function header(size: number, fields: readonly (readonly [2 | 4, number])[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return out;
}

/** All pieces as one array. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
