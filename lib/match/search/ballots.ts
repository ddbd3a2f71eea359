/** How the features of a photo vote for the entries of one segment of the index, and which entries its global hash names. */
import { type LocalFeatures, SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import { bits } from '../fingerprint/hamming.ts';
import { REST, type Segment } from './segment.ts';
import { wordsOfAll } from './vocabulary.ts';
import { votersOf } from './voters.ts';

/** Words looked into per query feature: a third finds fewer sources than its chance votes hide (docs/findings/matching.md). */
const PROBES = 2;
/** Global hashes closer than this (of 256 bits) are a find of their own. */
const HASH_NEAR = 48;
/** Under this structure global hashes collide. */
export const LEAST_QUALITY = 0.3 * 255;
/** A feature that this many pictures share counts half: plain corners are everywhere. */
const COMMON = 1.5;
/** Pictures whose votes are looked at by turn and scale. */
const SHORTLIST = 200;

/** Who voted for whom within one segment. */
export interface Ballot {
  segment: Segment;
  /** The picture of each slot, by number. */
  pictures: Uint32Array;
  /** Query features that voted for each slot. */
  votes: Uint16Array;
  /** Slot, turn-and-scale bin and query feature of each vote, one after the other. */
  hits: Uint32Array;
  count: number;
}

/** One vote per query feature and slot. Adds to `spread` how many pictures each query feature voted for. */
export function vote(
  segment: Segment,
  pictures: Uint32Array,
  query: LocalFeatures,
  spread: Uint32Array,
): Ballot {
  const n = segment.ids.length;
  const votes = new Uint16Array(n);
  const seen = new Uint16Array(n);
  const seenIn = new Uint16Array(n);
  let hits = new Uint32Array(6144);
  let count = 0;
  const { rest, starts, dead } = segment;
  const words = wordsOfAll(query.signature, query.count, PROBES);
  const voters = votersOf(segment);
  for (let i = 0; i < query.count; i++) {
    for (let k = 0; k < PROBES; k++) {
      const word = words[i * PROBES + k]!;
      const near = voters(starts[word]!, starts[word + 1]!, query.signature, i * SIGNATURE_WORDS);
      for (let found = 0; found < near.count; found++) {
        const tail = rest[near.places[found]! * REST + REST - 1]!;
        const slot = tail >>> 12;
        if (seen[slot] === i + 1 || dead[slot]) continue;
        seen[slot] = i + 1;
        votes[slot] = votes[slot]! + 1;
        if (count * 3 === hits.length) {
          const wider = new Uint32Array(hits.length * 2);
          wider.set(hits);
          hits = wider;
        }
        const turn = ((((tail >>> 6) & 63) - query.angle[i]! + 64) & 63) >> 2;
        const scale = Math.max(0, Math.min(15, ((tail & 63) - query.octave[i]! + 32) >> 2));
        hits[count * 3] = slot;
        hits[count * 3 + 1] = scale * 16 + turn;
        hits[count * 3 + 2] = i;
        count++;
        // The frames of a video share most of their features: counted one by one they would make each of them look common.
        const picture = pictures[slot]!;
        if (seenIn[picture] === i + 1) continue;
        seenIn[picture] = i + 1;
        spread[i] = spread[i]! + 1;
      }
    }
  }
  return { segment, pictures, votes, hits, count };
}

/** The shortlist by vote count, then by the best turn-and-scale bin with its neighbours. */
export function count(
  { segment, pictures, votes, hits, count: n }: Ballot,
  spread: Uint32Array,
  raise: (id: string, score: number) => void,
): void {
  const most = new Uint16Array(votes.length);
  votes.forEach((v, slot) => {
    const picture = pictures[slot]!;
    if (v > most[picture]!) most[picture] = v;
  });
  // The vote count that the shortlist starts at.
  const tally = new Uint32Array(spread.length + 2);
  for (const v of most) tally[v] = tally[v]! + 1;
  let least = spread.length + 1;
  for (let kept = 0; least > 2 && kept + tally[least - 1]! <= SHORTLIST; least--) kept += tally[least - 1]!;
  const bins = new Map<number, Float32Array>();
  for (let h = 0; h < n; h++) {
    const slot = hits[h * 3]!;
    if (votes[slot]! < Math.max(2, least)) continue;
    let own = bins.get(slot);
    if (!own) {
      own = new Float32Array(256);
      bins.set(slot, own);
    }
    const bin = hits[h * 3 + 1]!;
    own[bin] = own[bin]! + COMMON / (COMMON + spread[hits[h * 3 + 2]!]!);
  }
  for (const [slot, own] of bins) raise(segment.ids[slot]!, bestBin(own));
}

function bestBin(bins: Float32Array): number {
  let best = 0;
  for (let s = 0; s < 16; s++) {
    for (let t = 0; t < 16; t++) {
      if (bins[s * 16 + t] === 0) continue;
      let n = 0;
      for (let ds = -1; ds <= 1; ds++) {
        if (s + ds < 0 || s + ds > 15) continue;
        for (let dt = -1; dt <= 1; dt++) n += bins[(s + ds) * 16 + ((t + dt + 16) % 16)]!;
      }
      if (n > best) best = n;
    }
  }
  return best;
}

export function byHash(
  segment: Segment,
  forms: Uint32Array[],
  raise: (id: string, score: number) => void,
): void {
  const { hashes, quality, dead } = segment;
  for (let slot = 0, p = 0; slot < quality.length; slot++, p += 8) {
    if (dead[slot] || quality[slot]! < LEAST_QUALITY) continue;
    for (const form of forms) {
      let d = bits(form[0]! ^ hashes[p]!) + bits(form[1]! ^ hashes[p + 1]!);
      if (d > HASH_NEAR / 2) continue;
      for (let w = 2; w < 8; w++) d += bits(form[w]! ^ hashes[p + w]!);
      // A hash this near outweighs stray votes, but not a picture that most features point at.
      if (d < HASH_NEAR) raise(segment.ids[slot]!, 6 + (HASH_NEAR - d) / 4);
    }
  }
}
