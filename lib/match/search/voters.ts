/** Which postings of a segment vote for the features of a photo, and which of its global hashes are near the photo's. */
import { aligned, kernelRoom } from '../../pixels/kernels/kernels.ts';
import { SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import { bits } from '../fingerprint/hamming.ts';
import { type Segment, tailOf } from './segment.ts';
import { WORDS } from './vocabulary.ts';

/** A feature votes when at most this many of its 128 kept bits differ. */
const NEAR = 26;
/** Of the first 32 of them at most this many: half as many again as a quarter. */
const NEAR_FIRST = 10;
/** Global hashes closer than this (of 256 bits) are a find of their own; of their first quarter at most half as many bits differ. */
export const HASH_NEAR = 48;
/** A piece of fewer postings is looked through in plain code: small pieces come and go, and a memory of its own is dear. */
const LEAST = 200_000;
/** Pairs that the kernel writes down in one go; more where a single word has more postings. */
const PAIRS = 16_384;

/** Features of a photo and the words that each is looked for in. */
export interface Probes {
  signatures: Uint32Array;
  /** `each` words per signature. */
  words: Uint16Array;
  each: number;
}

/** What is known beside their signatures of the postings that vote: those of probe i from `starts[i]` up to `starts[i + 1]`, in their order. */
export interface Voters {
  starts: Uint32Array;
  tails: Uint32Array;
}

/** Pictures with a near global hash. */
export interface NearHashes {
  slots: Uint32Array;
  /** Bits that differ from the nearest form. */
  apart: Uint32Array;
}

/** A segment that can be looked through. */
export interface Searched {
  voters(probes: Probes): Voters;
  /** @param forms hashes of 8 words, one after the other */
  nearHashes(forms: Uint32Array): NearHashes;
}

const held = new WeakMap<Segment, Searched>();

/** How a segment is looked through: by the kernel where it is large; its postings and hashes then lie in the kernel's memory. */
export function searched(segment: Segment): Searched {
  const known = held.get(segment);
  if (known) return known;
  const way = (segment.count >= LEAST && byKernel(segment)) || plainly(segment);
  held.set(segment, way);
  return way;
}

/** Null where there are no kernels, or no memory for them. */
export function byKernel(segment: Segment): Searched | null {
  const room = kernelRoom();
  if (!room) return null;
  const { starts, count, ids } = segment;
  const longest = starts.reduce((most, to, w) => Math.max(most, to - (w > 0 ? starts[w - 1]! : 0)), 0);
  const most = Math.max(PAIRS, longest);
  const startsAt = aligned(segment.postings.byteLength + 16);
  const hashesAt = aligned(startsAt + starts.byteLength);
  const out = aligned(hashesAt + segment.hashes.byteLength);
  const queryAt = aligned(out + 8 * Math.max(most + 1, ids.length));
  try {
    room.reserve(queryAt);
  } catch {
    return null;
  }
  // A view of memory that has moved is empty: how long they are is known beforehand.
  const [postings, hashes] = [segment.postings.length, segment.hashes.length];
  const views = (): void => {
    segment.postings = room.words(0, postings);
    segment.hashes = room.words(hashesAt, hashes);
  };
  room.words(startsAt, starts.length).set(starts);
  room.words(0, segment.postings.length).set(segment.postings);
  room.words(hashesAt, segment.hashes.length).set(segment.hashes);
  // Held once: the segment's own columns are views of the kernel's memory, made anew when it moves.
  views();
  const make = (bytes: number): void => {
    const before = room.words(0, 0).buffer;
    room.reserve(queryAt + bytes);
    if (room.words(0, 0).buffer !== before) views();
  };
  return {
    voters: (probes) => {
      const { signatures, words, each } = probes;
      const n = words.length;
      const wordsAt = aligned(queryAt + signatures.byteLength);
      const orderAt = aligned(wordsAt + words.byteLength);
      make(orderAt + 4 * n - queryAt);
      room.words(queryAt, signatures.length).set(signatures);
      room.shorts(wordsAt, n).set(words);
      room.words(orderAt, n).set(byWord(words));
      const pieces: Uint32Array[] = [];
      for (let from = 0; from < n; ) {
        room.calls.votes(
          0,
          4 * count,
          startsAt,
          orderAt,
          from,
          n,
          wordsAt,
          each,
          queryAt,
          NEAR_FIRST,
          NEAR,
          most,
          out,
        );
        const [pairs, next] = room.words(out, 2) as unknown as [number, number];
        pieces.push(room.words(out + 8, 2 * pairs).slice());
        from = next;
      }
      return inOrder(pieces, n);
    },
    nearHashes: (forms) => {
      make(forms.byteLength);
      room.words(queryAt, forms.length).set(forms);
      const n = room.calls.nearHashes(hashesAt, ids.length, queryAt, forms.length / 8, HASH_NEAR, out);
      const pairs = room.words(out, 2 * n);
      return {
        slots: Uint32Array.from({ length: n }, (_, i) => pairs[2 * i]!),
        apart: Uint32Array.from({ length: n }, (_, i) => pairs[2 * i + 1]!),
      };
    },
  };
}

/** Numbers of the probes in the order of their words: postings that several features look at are read while they are at hand. */
function byWord(words: Uint16Array): Uint32Array {
  const next = new Uint32Array(WORDS + 1);
  for (const w of words) next[w + 1] = next[w + 1]! + 1;
  for (let w = 0; w < WORDS; w++) next[w + 1] = next[w + 1]! + next[w]!;
  const out = new Uint32Array(words.length);
  words.forEach((w, i) => {
    out[next[w]!] = i;
    next[w] = next[w]! + 1;
  });
  return out;
}

/** Pairs of probe and tail, sorted by probe; those of one probe stay as they are. */
function inOrder(pieces: Uint32Array[], probes: number): Voters {
  const starts = new Uint32Array(probes + 1);
  for (const pairs of pieces)
    for (let p = 0; p < pairs.length; p += 2) starts[pairs[p]! + 1] = starts[pairs[p]! + 1]! + 1;
  for (let i = 0; i < probes; i++) starts[i + 1] = starts[i + 1]! + starts[i]!;
  const next = starts.slice();
  const tails = new Uint32Array(starts[probes]!);
  for (const pairs of pieces) {
    for (let p = 0; p < pairs.length; p += 2) {
      const probe = pairs[p]!;
      tails[next[probe]!] = pairs[p + 1]!;
      next[probe] = next[probe]! + 1;
    }
  }
  return { starts, tails };
}

/** The same in plain code: the reference that tests hold the kernel against. */
export function plainly(segment: Segment): Searched {
  return {
    voters: ({ signatures, words, each }) => {
      const { starts, count: n, postings } = segment;
      const found = new Uint32Array(words.length + 1);
      const tails: number[] = [];
      for (let i = 0; i < words.length; i++) {
        const s = Math.floor(i / each) * SIGNATURE_WORDS;
        const [a, b, c, d] = [signatures[s]!, signatures[s + 1]!, signatures[s + 2]!, signatures[s + 3]!];
        const word = words[i]!;
        for (let p = starts[word]!; p < starts[word + 1]!; p++) {
          const first = bits(a ^ postings[p]!);
          if (first > NEAR_FIRST) continue;
          const apart =
            first +
            bits(b ^ postings[n + p]!) +
            bits(c ^ postings[2 * n + p]!) +
            bits(d ^ postings[3 * n + p]!);
          if (apart <= NEAR) tails.push(tailOf(segment, p));
        }
        found[i + 1] = tails.length;
      }
      return { starts: found, tails: Uint32Array.from(tails) };
    },
    nearHashes: (forms) => {
      const { hashes } = segment;
      const slots: number[] = [];
      const apart: number[] = [];
      for (let p = 0; p < hashes.length; p += 8) {
        let least = HASH_NEAR;
        for (let f = 0; f < forms.length; f += 8) {
          let d = bits(forms[f]! ^ hashes[p]!) + bits(forms[f + 1]! ^ hashes[p + 1]!);
          if (d > HASH_NEAR / 2) continue;
          for (let w = 2; w < 8; w++) d += bits(forms[f + w]! ^ hashes[p + w]!);
          least = Math.min(least, d);
        }
        if (least >= HASH_NEAR) continue;
        slots.push(p / 8);
        apart.push(least);
      }
      return { slots: Uint32Array.from(slots), apart: Uint32Array.from(apart) };
    },
  };
}
