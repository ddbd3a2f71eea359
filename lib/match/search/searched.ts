/** How a segment is looked through, and what is found in it. */
import { type Ballot, plainVote, type Searched } from './ballots.ts';
import { byKernel } from './by-kernel.ts';
import type { Segment } from './segment.ts';
import { HASH_NEAR, plainNearHashes } from './voters.ts';

/** Under this structure global hashes collide. */
export const LEAST_QUALITY = 0.3 * 255;

const held = new WeakMap<Segment, Searched>();

/** By the kernel, where there is one. */
export function searched(segment: Segment): Searched {
  const known = held.get(segment);
  if (known) return known;
  const way = byKernel(segment) ?? plainly(segment);
  held.set(segment, way);
  return way;
}

/** In plain code. */
export const plainly = (segment: Segment): Searched => ({
  vote: (pictures, sets, probes, spreads) => plainVote(segment, pictures, sets, probes, spreads),
  nearHashes: (forms) => plainNearHashes(segment, forms),
});

/** Counts a ballot: the entries on its shortlist. */
export function byVotes(
  { ids }: Segment,
  ballot: Ballot,
  spread: Uint32Array,
  raise: (id: string, score: number) => void,
): void {
  const { slots, scores } = ballot.count(spread);
  for (let k = 0; k < slots.length; k++) raise(ids[slots[k]!]!, scores[k]!);
}

/** The pictures whose global hash is near one of `forms` (8 words each, one after the other). */
export function byHash(
  segment: Segment,
  forms: Uint32Array,
  raise: (id: string, score: number) => void,
): void {
  const { ids, quality, dead } = segment;
  const { slots, apart } = searched(segment).nearHashes(forms);
  slots.forEach((slot, k) => {
    if (dead[slot] || quality[slot]! < LEAST_QUALITY) return;
    // A hash this near outweighs stray votes, but not a picture that most features point at.
    raise(ids[slot]!, 6 + (HASH_NEAR - apart[k]!) / 4);
  });
}
