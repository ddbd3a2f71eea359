import { describe, expect, it } from 'vitest';
import { COLUMNS, type Segment } from '../../../../lib/match/search/segment.ts';
import { plainWordsOfAll, WORDS, wordsOfAll } from '../../../../lib/match/search/vocabulary.ts';
import { byKernel, plainly } from '../../../../lib/match/search/voters.ts';
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
    postings[4 * count + p] = word();
  }
  const ids = Array.from({ length: 40 }, (_, i) => String(i));
  return {
    ids,
    dead: new Uint8Array(ids.length),
    hashes: Uint32Array.from({ length: 8 * ids.length }, (_, i) => changed(hash[i % 8]!, 12)),
    quality: new Uint8Array(ids.length).fill(255),
    starts: Uint32Array.from({ length: WORDS + 1 }, (_, w) => (w === 0 ? 0 : w === 1 ? 3 : count)),
    count,
    postings,
  };
}

describe('voters', () => {
  it.each([0, 1, 5, 8, 1000, 20_011])('by kernel are those of the plain version among %i postings', (n) => {
    const piece = segment(n);
    const before = [...piece.postings];
    const plain = plainly({ ...piece });
    const fast = byKernel(piece)!;
    // Words out of order, the long one several times: its postings do not fit into one go.
    const features = 8;
    const signatures = Uint32Array.from({ length: 4 * features }, (_, i) => changed(query[i % 4]!, 3));
    const words = Uint16Array.from({ length: 2 * features }, (_, i) =>
      i % 3 === 0 ? 0 : i % 5 === 0 ? 7 : 1,
    );
    const expected = plain.voters({ signatures, words, each: 2 });
    expect(fast.voters({ signatures, words, each: 2 })).toEqual(expected);
    if (n >= 1000) expect(expected.tails.length).toBeGreaterThan(20);
    expect([...piece.postings]).toEqual(before);
  });

  it('leave the postings and hashes whole when the kernel needs more memory than ever before', () => {
    const piece = segment(1000);
    const [postings, hashes] = [piece.postings.slice(), piece.hashes.slice()];
    const fast = byKernel(piece)!;
    // Signatures and words of far more features than any search has: more than what is left of a page of memory.
    const features = 40_000;
    const signatures = Uint32Array.from({ length: 4 * features }, (_, i) => query[i % 4]!);
    fast.voters({ signatures, words: new Uint16Array(features).fill(7), each: 1 });
    expect(piece.postings).toEqual(postings);
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
