/** How the features of a photo vote for the entries of one segment of the index. */
import { type LocalFeatures, SIGNATURE_WORDS } from '../fingerprint/fingerprint.ts';
import type { Segment } from './segment.ts';
import { wordsOfAll } from './vocabulary.ts';
import { type NearHashes, type Probes, plainVoters, type Voters } from './voters.ts';

/** Words looked into per query feature: a third finds fewer sources than its chance votes hide (docs/findings/matching.md). */
const PROBES = 2;
/** A feature that this many pictures share counts half: plain corners are everywhere. */
export const COMMON = 1.5;
/** Pictures whose votes are looked at by turn and scale. */
export const SHORTLIST = 200;

/** Entries of a segment by slot, and what they reach. */
export interface Scores {
  slots: Uint32Array;
  scores: Float64Array;
}

/** The votes of one set of features within one segment. */
export interface Ballot {
  /**
   * The entries of the pictures with the most votes, by the best turn-and-scale bin with its neighbours. Ask before the segment is looked through
   * again.
   * @param spread how many pictures of all segments each feature voted for
   */
  count(spread: Uint32Array): Scores;
}

/** A segment that can be looked through. */
export interface Searched {
  /**
   * One ballot for each set of features: one vote per feature and slot. Adds to each set's array of `spreads` how many pictures each of its
   * features voted for.
   * @param pictures the picture of each slot, by number
   * @param probes those of the sets
   */
  vote(
    pictures: Uint32Array,
    sets: readonly LocalFeatures[],
    probes: Probes,
    spreads: readonly Uint32Array[],
  ): Ballot[];
  /** @param forms hashes of 8 words, one after the other */
  nearHashes(forms: Uint32Array): NearHashes;
}

/** The features of several sets, one set after the other, and the words that they are looked for in. */
export function probesOf(sets: readonly LocalFeatures[]): Probes {
  const count = sets.reduce((n, set) => n + set.count, 0);
  const signatures = new Uint32Array(count * SIGNATURE_WORDS);
  let at = 0;
  for (const set of sets) {
    signatures.set(set.signature.subarray(0, set.count * SIGNATURE_WORDS), at);
    at += set.count * SIGNATURE_WORDS;
  }
  return { signatures, words: wordsOfAll(signatures, count, PROBES), each: PROBES };
}

/** `Searched.vote` in plain code: the reference that tests hold the kernel against. */
export function plainVote(
  segment: Segment,
  pictures: Uint32Array,
  sets: readonly LocalFeatures[],
  probes: Probes,
  spreads: readonly Uint32Array[],
): Ballot[] {
  const voters = plainVoters(segment, probes);
  let first = 0;
  return sets.map((set, s) => {
    const cast = castBy(segment, pictures, set, voters, first, spreads[s]!);
    first += set.count;
    return { count: (spread) => countOf(pictures, cast, spread) };
  });
}

/** Who voted for whom. */
interface Cast {
  /** Query features that voted for each slot. */
  votes: Uint16Array;
  /** Slot, turn-and-scale bin and query feature of each vote, one after the other. */
  hits: Uint32Array;
  count: number;
}

function castBy(
  segment: Segment,
  pictures: Uint32Array,
  query: LocalFeatures,
  { starts, tails }: Voters,
  first: number,
  spread: Uint32Array,
): Cast {
  const { dead } = segment;
  const n = segment.ids.length;
  const votes = new Uint16Array(n);
  const seen = new Uint16Array(n);
  const seenIn = new Uint16Array(n);
  const end = PROBES * (first + query.count);
  const hits = new Uint32Array(3 * (starts[end]! - starts[PROBES * first]!));
  let count = 0;
  for (let i = 0; i < query.count; i++) {
    const angle = query.angle[i]!;
    const octave = query.octave[i]!;
    const last = starts[PROBES * (first + i + 1)]!;
    for (let t = starts[PROBES * (first + i)]!; t < last; t++) {
      const tail = tails[t]!;
      const slot = tail >>> 12;
      if (seen[slot] === i + 1 || dead[slot]) continue;
      seen[slot] = i + 1;
      votes[slot] = votes[slot]! + 1;
      const turn = ((((tail >>> 6) & 63) - angle + 64) & 63) >> 2;
      const scale = Math.max(0, Math.min(15, ((tail & 63) - octave + 32) >> 2));
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
  return { votes, hits, count };
}

function countOf(pictures: Uint32Array, { votes, hits, count: n }: Cast, spread: Uint32Array): Scores {
  const most = new Uint16Array(votes.length);
  for (let slot = 0; slot < votes.length; slot++) {
    const v = votes[slot]!;
    const picture = pictures[slot]!;
    if (v > most[picture]!) most[picture] = v;
  }
  // The vote count that the shortlist starts at.
  const tally = new Uint32Array(spread.length + 2);
  for (let picture = 0; picture < most.length; picture++) tally[most[picture]!]!++;
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
  return { slots: Uint32Array.from(bins.keys()), scores: Float64Array.from(bins.values(), bestBin) };
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
