/** Which postings of a segment vote for the features of a photo, and which of its global hashes are near the photo's. */
import { SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import { bits } from '../fingerprint/hamming.ts';
import { type Segment, tailOf } from './segment.ts';

/** A feature votes when at most this many of its 128 kept bits differ. */
export const NEAR = 26;
/** Of the first 32 of them at most this many: half as many again as a quarter. */
export const NEAR_FIRST = 10;
/** Global hashes closer than this (of 256 bits) are a find of their own; of their first quarter at most half as many bits differ. */
export const HASH_NEAR = 48;
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

/** Looks through a segment in plain code: the reference that tests hold the kernel against, and quick enough where there is little. */
export function plainVoters(segment: Segment, { signatures, words, each }: Probes): Voters {
  const { starts, count: n, postings } = segment;
  const found = new Uint32Array(words.length + 1);
  let tails = new Uint32Array(256);
  let filled = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const end = starts[word + 1]!;
    const s = Math.floor(i / each) * SIGNATURE_WORDS;
    for (let p = starts[word]!; p < end; p++) {
      const first = bits(signatures[s]! ^ postings[p]!);
      if (first > NEAR_FIRST) continue;
      const apart =
        first +
        bits(signatures[s + 1]! ^ postings[n + p]!) +
        bits(signatures[s + 2]! ^ postings[2 * n + p]!) +
        bits(signatures[s + 3]! ^ postings[3 * n + p]!);
      if (apart > NEAR) continue;
      if (filled === tails.length) {
        const more = new Uint32Array(2 * filled);
        more.set(tails);
        tails = more;
      }
      tails[filled++] = tailOf(segment, p);
    }
    found[i + 1] = filled;
  }
  return { starts: found, tails: tails.subarray(0, filled) };
}

/** Pictures whose hash is near one of `forms`, hashes of 8 words one after the other: the reference for the kernel. */
export function plainNearHashes({ hashes }: Segment, forms: Uint32Array): NearHashes {
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
}
