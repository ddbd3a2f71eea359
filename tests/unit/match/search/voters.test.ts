import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../../lib/match/search/segment.ts';
import { plainWordsOfAll, wordsOfAll } from '../../../../lib/match/search/vocabulary.ts';
import { byKernel, plainVoters } from '../../../../lib/match/search/voters.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(3);
const word = (): number => Math.floor(next() * 2 ** 32);
const query = Uint32Array.from({ length: 4 }, word);

/** A word of `n` postings after one of three, most of them a few bits from the query. */
function segment(n: number): Segment {
  const head = new Uint32Array(n + 3);
  const rest = new Uint32Array(4 * (n + 3));
  const changed = (value: number): number => {
    let out = value;
    for (let flips = Math.floor(next() * 12); flips > 0; flips--) out ^= 1 << Math.floor(next() * 32);
    return out >>> 0;
  };
  for (let p = 0; p < n + 3; p++) {
    head[p] = changed(query[0]!);
    rest.set([changed(query[1]!), changed(query[2]!), changed(query[3]!), word()], 4 * p);
  }
  const empty = new Uint32Array(0);
  return {
    ids: [],
    dead: new Uint8Array(0),
    hashes: empty,
    quality: new Uint8Array(0),
    starts: Uint32Array.from([0, 3, n + 3]),
    head,
    rest,
  };
}

describe('voters', () => {
  it.each([0, 1, 5, 1000, 5003])('by kernel are those of the plain version among %i postings', (n) => {
    const piece = segment(n);
    const rest = [...piece.rest];
    const plain = plainVoters({ ...piece });
    const fast = byKernel(piece)!;
    for (const [from, to] of [
      [0, 3],
      [3, n + 3],
      [Math.min(5, n), n],
    ] as const) {
      const expected = plain(from, to, query, 0);
      const places = [...expected.places.subarray(0, expected.count)];
      const found = fast(from, to, query, 0);
      expect([...found.places.subarray(0, found.count)]).toEqual(places);
      if (to - from > 900) expect(places.length).toBeGreaterThan(20);
    }
    expect([...piece.rest]).toEqual(rest);
  });
});

describe('words of many signatures', () => {
  it.each([1, 2, 3, 4])('are those of the plain version, %i each', (probes) => {
    const signatures = Uint32Array.from({ length: 4 * 500 }, word);
    expect(wordsOfAll(signatures, 500, probes)).toEqual(plainWordsOfAll(signatures, 500, probes));
  });
});
