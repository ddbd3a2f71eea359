/** An immutable piece of the search index: postings by word, the pictures they belong to, and their global hashes. */
import { SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import { WORDS } from './vocabulary.ts';

/** Columns of a posting: the words of its signature, then slot (20 bits), angle (6) and octave (6). */
export const COLUMNS = SIGNATURE_WORDS + 1;
/** The last of them. */
const TAIL = SIGNATURE_WORDS;
/** Pictures that the slot field of a posting can tell apart. */
export const MOST_SLOTS = 1 << 20;

export interface Segment {
  ids: string[];
  /** 1 for a picture that was removed: its postings are skipped, and dropped at the next merge. */
  dead: Uint8Array;
  /** 256-bit DCT hash per picture. */
  hashes: Uint32Array;
  /** 0..255 quality of the global hash per picture. */
  quality: Uint8Array;
  /** Where each word's postings start; WORDS + 1 entries. */
  starts: Uint32Array;
  /** Number of postings. */
  count: number;
  /** `COLUMNS` columns of `count` words, one after the other: four postings are looked at in one step. */
  postings: Uint32Array;
}

/** What a posting holds beside its signature. */
export const tailOf = ({ count, postings }: Pick<Segment, 'count' | 'postings'>, place: number): number =>
  postings[TAIL * count + place]!;

/** Postings before they are sorted into their words. */
export interface Loose {
  word: Uint16Array;
  /** As in a segment. */
  postings: Uint32Array;
}

/** Counting sort of loose postings into words. */
export function sealed(
  pictures: Omit<Segment, 'starts' | 'count' | 'postings' | 'dead'>,
  { word, postings: loose }: Loose,
): Segment {
  const starts = new Uint32Array(WORDS + 1);
  for (const w of word) starts[w + 1] = starts[w + 1]! + 1;
  for (let w = 0; w < WORDS; w++) starts[w + 1] = starts[w + 1]! + starts[w]!;
  const next = starts.slice();
  const count = word.length;
  const postings = new Uint32Array(count * COLUMNS);
  word.forEach((w, i) => {
    const to = next[w]!;
    for (let k = 0; k < COLUMNS; k++) postings[k * count + to] = loose[k * count + i]!;
    next[w] = to + 1;
  });
  return { ...pictures, dead: new Uint8Array(pictures.ids.length), starts, count, postings };
}

/** One segment of several, without the removed pictures. */
export function merged(segments: Segment[]): Segment {
  const ids: string[] = [];
  const renumber = segments.map((s) => {
    const to = new Int32Array(s.ids.length).fill(-1);
    s.ids.forEach((id, slot) => {
      if (!s.dead[slot]) to[slot] = ids.push(id) - 1;
    });
    return to;
  });
  const hashes = new Uint32Array(ids.length * 8);
  const quality = new Uint8Array(ids.length);
  segments.forEach((s, k) => {
    renumber[k]!.forEach((to, slot) => {
      if (to < 0) return;
      hashes.set(s.hashes.subarray(slot * 8, slot * 8 + 8), to * 8);
      quality[to] = s.quality[slot]!;
    });
  });
  const starts = new Uint32Array(WORDS + 1);
  const room = segments.reduce((n, s) => n + s.count, 0);
  const columns = Array.from({ length: COLUMNS }, () => new Uint32Array(room));
  let filled = 0;
  for (let w = 0; w < WORDS; w++) {
    for (let k = 0; k < segments.length; k++) {
      const s = segments[k]!;
      for (let p = s.starts[w]!; p < s.starts[w + 1]!; p++) {
        const tail = tailOf(s, p);
        const to = renumber[k]![tail >>> 12]!;
        if (to < 0) continue;
        for (let c = 0; c < TAIL; c++) columns[c]![filled] = s.postings[c * s.count + p]!;
        columns[TAIL]![filled] = ((to << 12) | (tail & 0xfff)) >>> 0;
        filled++;
      }
    }
    starts[w + 1] = filled;
  }
  const postings = new Uint32Array(filled * COLUMNS);
  columns.forEach((column, c) => {
    postings.set(column.subarray(0, filled), c * filled);
  });
  return { ids, dead: new Uint8Array(ids.length), hashes, quality, starts, count: filled, postings };
}
