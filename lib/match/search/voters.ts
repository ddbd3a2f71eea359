/** Which postings of a word vote for a query feature. */
import { aligned, type KernelRoom, kernelRoom } from '../../pixels/kernels/kernels.ts';
import { bits } from '../fingerprint/hamming.ts';
import { REST, type Segment } from './segment.ts';

/** A feature votes when at most this many of its 128 kept bits differ. */
const NEAR = 26;
/** Of the first 32 of them at most this many: half as many again as a quarter. */
const NEAR_FIRST = 10;
/** A piece of fewer postings is looked through in plain code: small pieces come and go, and a memory of its own is dear. */
const LEAST = 200_000;

/** Places of postings; overwritten by the next call. */
export interface Voters {
  places: Uint32Array;
  count: number;
}

/** The postings between two places that are near four words of `signature` from `at` on. */
export type FindVoters = (from: number, to: number, signature: Uint32Array, at: number) => Voters;

const held = new WeakMap<Segment, FindVoters>();

/** How a segment is looked through: by the kernel where it is large; its postings then lie in the kernel's memory. */
export function votersOf(segment: Segment): FindVoters {
  const known = held.get(segment);
  if (known) return known;
  const find = (segment.head.length >= LEAST && byKernel(segment)) || plainVoters(segment);
  held.set(segment, find);
  return find;
}

/** Null where there are no kernels, or no memory for them. */
export function byKernel(segment: Segment): FindVoters | null {
  const room = kernelRoom();
  if (!room) return null;
  const { starts } = segment;
  let longest = 0;
  for (let w = 1; w < starts.length; w++) longest = Math.max(longest, starts[w]! - starts[w - 1]!);
  const rest = aligned(segment.head.byteLength + 16);
  const out = aligned(rest + segment.rest.byteLength);
  try {
    room.reserve(out + 4 * longest);
  } catch {
    return null;
  }
  moveInto(room, segment, rest);
  const places = room.words(out, longest);
  return (from, to, s, at) => ({
    places,
    count: room.calls.votes(
      0,
      rest,
      from,
      to,
      s[at]!,
      s[at + 1]!,
      s[at + 2]!,
      s[at + 3]!,
      NEAR_FIRST,
      NEAR,
      out,
    ),
  });
}

/** Postings are held once: the segment's own columns become views of the kernel's memory, which does not move again. */
function moveInto(room: KernelRoom, segment: Segment, restAt: number): void {
  const head = room.words(0, segment.head.length);
  const rest = room.words(restAt, segment.rest.length);
  head.set(segment.head);
  rest.set(segment.rest);
  segment.head = head;
  segment.rest = rest;
}

/** The same in plain code: the reference that tests hold the kernel against. */
export function plainVoters({ head, rest }: Segment): FindVoters {
  const answer: Voters = { places: new Uint32Array(1024), count: 0 };
  return (from, to, s, at) => {
    if (answer.places.length < to - from) answer.places = new Uint32Array(2 * (to - from));
    const [a, b, c, d] = [s[at]!, s[at + 1]!, s[at + 2]!, s[at + 3]!];
    answer.count = 0;
    for (let p = from; p < to; p++) {
      const first = bits(a ^ head[p]!);
      if (first > NEAR_FIRST) continue;
      const r = p * REST;
      if (first + bits(b ^ rest[r]!) + bits(c ^ rest[r + 1]!) + bits(d ^ rest[r + 2]!) <= NEAR)
        answer.places[answer.count++] = p;
    }
    return answer;
  };
}
