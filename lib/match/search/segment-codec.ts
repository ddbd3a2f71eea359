/** Segments as bytes, with a check sum: a piece that was cut off or altered is refused, never half read. */
import { FingerprintError } from '../fingerprint/codec.ts';
import { COLUMNS, type Segment, tailOf } from './segment.ts';
import { WORDS } from './vocabulary.ts';

/** 'CLs' and the layout version. */
const MAGIC = 0x01734c43;
/** A segment never has more pictures or postings than this; bytes that claim more are refused before memory is taken. */
const MOST_PICTURES = 1 << 20;

/** FNV-1a over 32-bit words. */
function checksum(words: Uint32Array): number {
  let h = 0x811c9dc5;
  for (const w of words) h = Math.imul(h ^ w, 0x01000193);
  return h >>> 0;
}

export function encodeSegment(s: Segment): Uint8Array {
  const names = new TextEncoder().encode(JSON.stringify(s.ids));
  const nameWords = Math.ceil(names.length / 4);
  const n = s.ids.length;
  const markWords = Math.ceil(n / 4);
  const words = new Uint32Array(6 + nameWords + n * 8 + markWords * 2 + WORDS + 1 + s.count * COLUMNS);
  words.set([MAGIC, 0, n, names.length, s.count, WORDS]);
  const bytes = new Uint8Array(words.buffer);
  let at = 6;
  bytes.set(names, at * 4);
  at += nameWords;
  words.set(s.hashes, at);
  at += n * 8;
  bytes.set(s.dead, at * 4);
  at += markWords;
  bytes.set(s.quality, at * 4);
  at += markWords;
  words.set(s.starts, at);
  at += WORDS + 1;
  // As bytes each posting is in one piece.
  for (let p = 0; p < s.count; p++, at += COLUMNS) {
    for (let c = 0; c < COLUMNS; c++) words[at + c] = s.postings[c * s.count + p]!;
  }
  words[1] = checksum(words.subarray(2));
  return bytes;
}

/** Every word's postings in order, every posting of a picture that there is: kernels look neither up again. */
function isSound({ ids, starts, count, postings }: Segment): boolean {
  if (starts[0] !== 0 || starts[WORDS] !== count) return false;
  for (let w = 0; w < WORDS; w++) if (starts[w]! > starts[w + 1]!) return false;
  for (let p = 0; p < count; p++) if (tailOf({ count, postings }, p) >>> 12 >= ids.length) return false;
  return true;
}

/** The names of `n` pictures. */
function namesOf(bytes: Uint8Array, n: number): string[] {
  let ids: unknown;
  try {
    ids = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    ids = null;
  }
  if (!Array.isArray(ids) || ids.length !== n || ids.some((id) => typeof id !== 'string'))
    throw new FingerprintError('index piece does not name its pictures');
  return ids as string[];
}

/** Throws `FingerprintError` on anything but a whole segment of this version. */
export function decodeSegment(raw: Uint8Array): Segment {
  if (raw.length < 24 || raw.length % 4 !== 0) throw new FingerprintError('index piece is cut short');
  const words = new Uint32Array(raw.slice().buffer);
  const [magic, sum, n, nameLength, count, vocabulary] = words as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (magic !== MAGIC || vocabulary !== WORDS)
    throw new FingerprintError('not an index piece of this version');
  if (n > MOST_PICTURES) throw new FingerprintError(`index piece claims ${n} pictures`);
  const nameWords = Math.ceil(nameLength / 4);
  const markWords = Math.ceil(n / 4);
  const length = 6 + nameWords + n * 8 + markWords * 2 + WORDS + 1 + count * COLUMNS;
  if (words.length !== length || checksum(words.subarray(2)) !== sum) {
    throw new FingerprintError('index piece is damaged');
  }
  const bytes = new Uint8Array(words.buffer);
  let at = 6;
  const ids = namesOf(bytes.subarray(at * 4, at * 4 + nameLength), n);
  at += nameWords;
  const hashes = words.slice(at, at + n * 8);
  at += n * 8;
  const dead = bytes.slice(at * 4, at * 4 + n);
  at += markWords;
  const quality = bytes.slice(at * 4, at * 4 + n);
  at += markWords;
  const starts = words.slice(at, at + WORDS + 1);
  at += WORDS + 1;
  const postings = new Uint32Array(count * COLUMNS);
  for (let p = 0; p < count; p++, at += COLUMNS) {
    for (let c = 0; c < COLUMNS; c++) postings[c * count + p] = words[at + c]!;
  }
  const segment = { ids, hashes, dead, quality, starts, count, postings };
  if (!isSound(segment)) throw new FingerprintError('index piece is damaged');
  return segment;
}
