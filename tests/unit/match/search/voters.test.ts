import { describe, expect, it } from 'vitest';
import type { LocalFeatures } from '../../../../lib/match/fingerprint/fingerprint.ts';
import type { Scores, Searched } from '../../../../lib/match/search/ballots.ts';
import { byKernel } from '../../../../lib/match/search/by-kernel.ts';
import { plainly } from '../../../../lib/match/search/searched.ts';
import { COLUMNS, type Segment } from '../../../../lib/match/search/segment.ts';
import { plainWordsOfAll, WORDS, wordsOfAll } from '../../../../lib/match/search/vocabulary.ts';
import type { Probes } from '../../../../lib/match/search/voters.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(3);
const word = (): number => Math.floor(next() * 2 ** 32);
const changed = (value: number, most: number): number => {
  let out = value;
  for (let flips = Math.floor(next() * most); flips > 0; flips--) out ^= 1 << Math.floor(next() * 32);
  return out >>> 0;
};
const query = Uint32Array.from({ length: 4 }, word);
const hash = Uint32Array.from({ length: 8 }, word);

/** A word of `n` postings after one of three, most of them a few bits from the query; pictures whose hashes are likewise near. */
function segment(n: number): Segment {
  const count = n + 3;
  const postings = new Uint32Array(count * COLUMNS);
  for (let p = 0; p < count; p++) {
    for (let c = 0; c < 4; c++) postings[c * count + p] = changed(query[c]!, 12);
    postings[4 * count + p] = ((Math.floor(next() * 40) << 12) | (word() & 0xfff)) >>> 0;
  }
  const ids = Array.from({ length: 40 }, (_, i) => String(i));
  return {
    ids,
    dead: Uint8Array.from(ids, (_, slot) => (slot % 7 === 3 ? 1 : 0)),
    hashes: Uint32Array.from({ length: 8 * ids.length }, (_, i) => changed(hash[i % 8]!, 12)),
    quality: new Uint8Array(ids.length).fill(255),
    starts: Uint32Array.from({ length: WORDS + 1 }, (_, w) => (w === 0 ? 0 : w === 1 ? 3 : count)),
    count,
    postings,
  };
}

/** Features near the query, with their words out of order: the long one several times, so that its postings do not fit into one go. */
function asked(counts: number[]): { sets: LocalFeatures[]; probes: Probes } {
  const sets = counts.map((count): LocalFeatures => {
    const bytes = (): Uint8Array => Uint8Array.from({ length: count }, () => word() & 63);
    const signature = Uint32Array.from({ length: 4 * count }, (_, i) => changed(query[i % 4]!, 3));
    return { count, signature, angle: bytes(), octave: bytes(), x: bytes(), y: bytes() };
  });
  const signatures = Uint32Array.from(sets.flatMap(({ signature }) => [...signature]));
  const words = Uint16Array.from({ length: signatures.length / 2 }, (_, i) =>
    i % 3 === 0 ? 0 : i % 5 === 0 ? 7 : 1,
  );
  return { sets, probes: { signatures, words, each: 2 } };
}

/** What the votes come to, in the order of the slots. */
function outcome(way: Searched, piece: Segment, { sets, probes }: ReturnType<typeof asked>): unknown {
  const spreads = sets.map(({ count }) => new Uint32Array(count));
  const pictures = Uint32Array.from(piece.ids, (_, slot) => slot >> 1);
  const ballots = way.vote(pictures, sets, probes, spreads);
  const counted = ballots.map((ballot, s) => {
    // As if another segment had votes too.
    const { slots, scores } = ballot.count(spreads[s]!.map((n) => n + 1));
    return [...slots].map((slot, k) => [slot, scores[k]!]).sort(([a], [b]) => a! - b!);
  });
  return { spreads, counted };
}

describe('votes', () => {
  it.each([0, 1, 5, 8, 1000, 20_011])('by kernel are those of the plain version among %i postings', (n) => {
    const piece = segment(n);
    const before = [...piece.postings];
    const ask = asked([5, 0, 9]);
    const expected = outcome(plainly(piece), piece, ask);
    expect(outcome(byKernel(piece)!, piece, ask)).toEqual(expected);
    if (n >= 1000) expect(JSON.stringify(expected).length).toBeGreaterThan(200);
    expect([...piece.postings]).toEqual(before);
  });

  it('are counted though other segments were looked through meanwhile', () => {
    const [one, other] = [segment(700), segment(900)];
    const ask = asked([6]);
    const spread = new Uint32Array(6).fill(2);
    const expected = plainly(one).vote(new Uint32Array(one.ids.length), ask.sets, ask.probes, [
      new Uint32Array(6),
    ]);
    const kernel = byKernel(one)!;
    const ballots = kernel.vote(new Uint32Array(one.ids.length), ask.sets, ask.probes, [new Uint32Array(6)]);
    outcome(byKernel(other)!, other, ask);
    const inOrder = ({ slots, scores }: Scores): number[][] =>
      [...slots].map((slot, k) => [slot, scores[k]!]).sort(([a], [b]) => a! - b!);
    expect(inOrder(ballots[0]!.count(spread))).toEqual(inOrder(expected[0]!.count(spread)));
  });

  it('leave the columns of a large segment whole when the kernel needs more memory than ever before', () => {
    const small = segment(5);
    const count = 200_000;
    const piece = {
      ...small,
      count,
      starts: small.starts.map((to) => (to > 3 ? count : to)),
      postings: Uint32Array.from({ length: count * COLUMNS }, (_, i) => i),
    };
    const [postings, hashes] = [piece.postings.slice(), piece.hashes.slice()];
    // Far more features than any search has: more than what is left of a page of memory.
    const features = 40_000;
    const signature = Uint32Array.from({ length: 4 * features }, (_, i) => query[i % 4]!);
    const none = new Uint8Array(features);
    const set = { count: features, signature, angle: none, octave: none, x: none, y: none };
    const probes = { signatures: signature, words: new Uint16Array(features).fill(7), each: 1 };
    byKernel(piece)!.vote(new Uint32Array(40), [set], probes, [new Uint32Array(features)]);
    expect(piece.postings.every((value, i) => value === postings[i])).toBe(true);
    expect(piece.hashes).toEqual(hashes);
  });

  it('by global hash are those of the plain version', () => {
    const piece = segment(5);
    const plain = plainly({ ...piece });
    const forms = Uint32Array.from({ length: 24 }, (_, i) => changed(hash[i % 8]!, 8));
    const expected = plain.nearHashes(forms);
    expect(expected.slots.length).toBeGreaterThan(3);
    expect(expected.slots.length).toBeLessThan(40);
    expect(byKernel(piece)!.nearHashes(forms)).toEqual(expected);
  });
});

describe('words of many signatures', () => {
  it.each([1, 2, 3, 4])('are those of the plain version, %i each', (probes) => {
    const signatures = Uint32Array.from({ length: 4 * 500 }, word);
    expect(wordsOfAll(signatures, 500, probes)).toEqual(plainWordsOfAll(signatures, 500, probes));
  });
});
