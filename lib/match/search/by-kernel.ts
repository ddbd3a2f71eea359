/** Looking through a segment in WebAssembly: its columns lie in the kernel's memory, and all of a search is worked out there. */
import { aligned, type KernelRoom, kernelRoom } from '../../pixels/kernels/kernels.ts';
import type { LocalFeatures } from '../fingerprint/fingerprint.ts';
import { type Ballot, COMMON, type Scores, type Searched, SHORTLIST } from './ballots.ts';
import { COLUMNS, type Segment } from './segment.ts';
import { WORDS } from './vocabulary.ts';
import { HASH_NEAR, NEAR, NEAR_FIRST, type NearHashes, type Probes } from './voters.ts';

/** Pairs that there is room for at first; more where a single word has more postings. */
const PAIRS = 16_384;
/** Bytes of an entry's turn-and-scale bins. */
const BINS = 4 * 256;

/** A segment of fewer postings shares one memory with others: they come and go, and a memory of its own is dear. */
const LEAST = 200_000;

/** A memory, the segment whose columns lie in it, and the vote that was held there last. */
interface Desk {
  room: KernelRoom;
  holds: KernelSegment | null;
  vote: object | null;
}

const deskIn = (room: KernelRoom | null): Desk | null => room && { room, holds: null, vote: null };

let common: Desk | null | undefined;

/** Null where there are no kernels, or no memory for them. */
export function byKernel(segment: Segment): Searched | null {
  const isLarge = segment.count >= LEAST;
  if (!isLarge && common === undefined) common = deskIn(kernelRoom());
  const desk = isLarge ? deskIn(kernelRoom()) : common;
  if (!desk) return null;
  try {
    return new KernelSegment(segment, desk, isLarge);
  } catch {
    return null;
  }
}

/** Places in the memory, handed out one after the other. */
class Places {
  private next: number;

  constructor(from: number) {
    this.next = aligned(from);
  }

  take(bytes: number): number {
    const at = this.next;
    this.next = aligned(at + bytes);
    return at;
  }

  get end(): number {
    return this.next;
  }
}

/** Where the votes of one set of features lie. */
interface Cast {
  features: number;
  votes: number;
  spread: number;
  hits: number;
  count: number;
}

class KernelSegment implements Searched {
  private readonly segment: Segment;
  private readonly desk: Desk;
  private readonly room: KernelRoom;
  /** Whether the memory is the segment's alone. */
  private readonly owns: boolean;
  // A view of memory that has moved is empty: how long they are is known beforehand.
  private readonly postings: number;
  private readonly hashes: number;
  private readonly startsAt: number;
  private readonly hashesAt: number;
  private readonly picturesAt: number;
  /** Behind what stays. */
  private readonly free: number;
  /** Postings of the word that has the most, or more. */
  private readonly longest: number;
  /** Those that lie in the memory. */
  private pictures: Uint32Array | undefined;

  /** Throws RangeError where there is no memory. */
  constructor(segment: Segment, desk: Desk, owns: boolean) {
    const { starts, ids, count } = segment;
    this.segment = segment;
    this.desk = desk;
    this.room = desk.room;
    this.owns = owns;
    this.postings = segment.postings.length;
    this.hashes = segment.hashes.length;
    this.longest = owns ? longestOf(starts) : count;
    const places = new Places(0);
    places.take(segment.postings.byteLength + 16);
    this.startsAt = places.take(starts.byteLength);
    this.hashesAt = places.take(segment.hashes.byteLength);
    this.picturesAt = places.take(4 * ids.length);
    this.free = places.end;
    if (owns) this.lay();
  }

  /** Puts the segment's columns into the memory, unless they lie there. */
  private lay(): void {
    const { segment, room, desk } = this;
    if (desk.holds === this) return;
    room.reserve(this.free);
    room.words(this.startsAt, segment.starts.length).set(segment.starts);
    room.words(0, this.postings).set(segment.postings);
    room.words(this.hashesAt, this.hashes).set(segment.hashes);
    desk.holds = this;
    desk.vote = null;
    this.pictures = undefined;
    this.view();
  }

  /** Held once: the columns of a segment that owns its memory are views of it, made anew when it moves. */
  private view(): void {
    if (!this.owns) return;
    this.segment.postings = this.room.words(0, this.postings);
    this.segment.hashes = this.room.words(this.hashesAt, this.hashes);
  }

  private reserve(bytes: number): void {
    const before = this.room.words(0, 0).buffer;
    this.room.reserve(bytes);
    if (this.room.words(0, 0).buffer !== before) this.view();
  }

  vote(
    pictures: Uint32Array,
    sets: readonly LocalFeatures[],
    probes: Probes,
    spreads: readonly Uint32Array[],
  ): Ballot[] {
    const { desk } = this;
    let held = this.hold(pictures, sets, probes);
    sets.forEach(({ count }, s) => {
      const total = spreads[s]!;
      this.room.words(held.casts[s]!.spread, count).forEach((n, i) => {
        total[i] = total[i]! + n;
      });
    });
    return sets.map((_, s) => ({
      count: (spread) => {
        // Another segment's columns may lie in the memory by now: among few postings a vote is soon held again.
        if (desk.vote !== held) held = this.hold(pictures, sets, probes);
        return this.count(held.casts[s]!, spread, held.end);
      },
    }));
  }

  /** Holds a vote; `end`: behind what of it lies in the memory. */
  private hold(
    pictures: Uint32Array,
    sets: readonly LocalFeatures[],
    probes: Probes,
  ): { casts: Cast[]; end: number } {
    this.lay();
    const { room } = this;
    const { dead } = this.segment;
    const slots = dead.length;
    const places = new Places(this.free);
    const { startsAt, tailsAt } = this.voters(probes, places);
    const most = Math.max(0, ...sets.map(({ count }) => count));
    const anglesAt = places.take(most);
    const octavesAt = places.take(most);
    const deadAt = places.take(slots);
    this.reserve(places.end);
    room.bytes(deadAt, slots).set(dead);
    if (this.pictures !== pictures) room.words(this.picturesAt, slots).set(pictures);
    this.pictures = pictures;
    let own = startsAt;
    const casts = sets.map(({ count: features, angle, octave }): Cast => {
      const after = own + 4 * probes.each * features;
      const votes = places.take(2 * slots);
      const seen = places.take(4 * slots);
      const spread = places.take(4 * features);
      const hits = places.take(12 * (room.words(after, 1)[0]! - room.words(own, 1)[0]!));
      this.reserve(places.end);
      room.bytes(votes, spread + 4 * features - votes).fill(0);
      room.bytes(anglesAt, features).set(angle.subarray(0, features));
      room.bytes(octavesAt, features).set(octave.subarray(0, features));
      const count = room.calls.ballot(
        ...([own, probes.each, features, tailsAt, anglesAt, octavesAt, deadAt, this.picturesAt] as const),
        ...([seen, seen + 2 * slots, votes, spread, hits] as const),
      );
      own = after;
      return { features, votes, spread, hits, count };
    });
    const held = { casts, end: places.end };
    this.desk.vote = held;
    return held;
  }

  /** Has the postings found that vote; answers where they lie, sorted by probe. */
  private voters(probes: Probes, places: Places): { startsAt: number; tailsAt: number } {
    const { room, startsAt: ofWords } = this;
    const { signatures, words, each } = probes;
    const n = words.length;
    const column = (4 * this.postings) / COLUMNS;
    const signaturesAt = places.take(signatures.byteLength);
    const wordsAt = places.take(words.byteLength);
    const orderAt = places.take(4 * n);
    const head = places.take(8);
    const startsAt = places.take(4 * (Math.max(n, WORDS) + 1));
    const nextAt = places.take(4 * n);
    const pairsAt = places.end;
    let most = Math.max(PAIRS, this.longest);
    this.reserve(pairsAt + 8 * most);
    room.words(signaturesAt, signatures.length).set(signatures);
    room.shorts(wordsAt, n).set(words);
    room.calls.byWord(wordsAt, n, WORDS, startsAt, orderAt);
    let found = 0;
    for (let from = 0; from < n; ) {
      room.calls.votes(
        ...([0, column, ofWords, orderAt, from, n, wordsAt, each, signaturesAt, NEAR_FIRST, NEAR] as const),
        ...([most - found, head, pairsAt + 8 * found] as const),
      );
      const [pairs, next] = room.words(head, 2) as unknown as [number, number];
      found += pairs;
      from = next;
      if (from === n) break;
      most = Math.max(2 * most, found + this.longest);
      this.reserve(pairsAt + 8 * most);
    }
    places.take(8 * found);
    const tailsAt = places.take(4 * found);
    this.reserve(places.end);
    room.calls.byProbe(pairsAt, found, n, startsAt, nextAt, tailsAt);
    return { startsAt, tailsAt };
  }

  private count(cast: Cast, spread: Uint32Array, from: number): Scores {
    const { room, picturesAt } = this;
    const { features, votes, hits } = cast;
    const slots = this.segment.ids.length;
    const places = new Places(from);
    const best = places.take(2 * slots);
    const tally = places.take(4 * (features + 2));
    const list = places.take(4 * slots);
    const placeAt = places.take(4 * slots);
    this.reserve(places.end);
    room.shorts(best, slots).fill(0);
    room.words(tally, features + 2).fill(0);
    room.words(cast.spread, features).set(spread);
    const n = room.calls.shortlist(votes, picturesAt, slots, features, SHORTLIST, best, tally, list);
    const bins = places.take(BINS * n);
    const out = places.take(8 * n);
    this.reserve(places.end);
    room.bytes(bins, BINS * n).fill(0);
    room.calls.scores(hits, cast.count, cast.spread, COMMON, votes, list, n, placeAt, bins, out);
    return { slots: room.words(list, n).slice(), scores: room.doubles(out, n).slice() };
  }

  nearHashes(forms: Uint32Array): NearHashes {
    this.lay();
    this.desk.vote = null;
    const { room } = this;
    const { ids } = this.segment;
    const places = new Places(this.free);
    const formsAt = places.take(forms.byteLength);
    const out = places.take(8 * ids.length);
    this.reserve(places.end);
    room.words(formsAt, forms.length).set(forms);
    const n = room.calls.nearHashes(this.hashesAt, ids.length, formsAt, forms.length / 8, HASH_NEAR, out);
    const pairs = room.words(out, 2 * n);
    return {
      slots: Uint32Array.from({ length: n }, (_, i) => pairs[2 * i]!),
      apart: Uint32Array.from({ length: n }, (_, i) => pairs[2 * i + 1]!),
    };
  }
}

const longestOf = (starts: Uint32Array): number => {
  let longest = 0;
  for (let w = 1; w < starts.length; w++) longest = Math.max(longest, starts[w]! - starts[w - 1]!);
  return longest;
};
