/** An immutable piece of the search index: postings by word, the pictures they belong to, and their global hashes. */
import { SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import { WORDS } from './vocabulary.ts';

/** Words of a posting beside its first: the rest of the signature, then slot (20 bits), angle (6) and octave (6). */
export const REST = SIGNATURE_WORDS;
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
  /** First signature word of each posting, by itself: most postings are left after one look at it. */
  head: Uint32Array;
  /** `REST` words of each posting. */
  rest: Uint32Array;
}

/** Postings before they are sorted into their words. */
export interface Loose {
  word: Uint16Array;
  head: Uint32Array;
  rest: Uint32Array;
}

/** Counting sort of loose postings into words. */
export function sealed(pictures: Omit<Segment, 'starts' | 'head' | 'rest' | 'dead'>, loose: Loose): Segment {
  const starts = new Uint32Array(WORDS + 1);
  for (const w of loose.word) starts[w + 1] = starts[w + 1]! + 1;
  for (let w = 0; w < WORDS; w++) starts[w + 1] = starts[w + 1]! + starts[w]!;
  const next = starts.slice();
  const head = new Uint32Array(loose.head.length);
  const rest = new Uint32Array(loose.rest.length);
  loose.word.forEach((w, i) => {
    const to = next[w]!;
    head[to] = loose.head[i]!;
    for (let k = 0; k < REST; k++) rest[to * REST + k] = loose.rest[i * REST + k]!;
    next[w] = to + 1;
  });
  return { ...pictures, dead: new Uint8Array(pictures.ids.length), starts, head, rest };
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
  const room = segments.reduce((n, s) => n + s.head.length, 0);
  const head = new Uint32Array(room);
  const rest = new Uint32Array(room * REST);
  let filled = 0;
  for (let w = 0; w < WORDS; w++) {
    for (let k = 0; k < segments.length; k++) {
      const s = segments[k]!;
      for (let p = s.starts[w]!; p < s.starts[w + 1]!; p++) {
        const tail = s.rest[p * REST + REST - 1]!;
        const to = renumber[k]![tail >>> 12]!;
        if (to < 0) continue;
        head[filled] = s.head[p]!;
        for (let f = 0; f < REST - 1; f++) rest[filled * REST + f] = s.rest[p * REST + f]!;
        rest[filled * REST + REST - 1] = ((to << 12) | (tail & 0xfff)) >>> 0;
        filled++;
      }
    }
    starts[w + 1] = filled;
  }
  return {
    ids,
    dead: new Uint8Array(ids.length),
    hashes,
    quality,
    starts,
    head: head.slice(0, filled),
    rest: rest.slice(0, filled * REST),
  };
}
