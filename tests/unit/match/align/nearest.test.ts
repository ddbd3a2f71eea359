import { describe, expect, it } from 'vitest';
import { nearestTwo, plainNearestTwo } from '../../../../lib/match/align/nearest.ts';
import { emptyFeatures, type Features } from '../../../../lib/match/fingerprint/features.ts';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';

const random = seeded(5);
const descriptors = (count: number): Uint32Array =>
  Uint32Array.from({ length: count * 8 }, () => Math.floor(random() * 2 ** 32));

/** Features that crowd a little, so that some are each other's neighbours on another level. */
function features(count: number): Features {
  const all = emptyFeatures(count);
  all.count = count;
  all.descriptor = descriptors(count);
  all.x = all.x.map(() => Math.floor(random() * 60));
  all.y = all.y.map(() => Math.floor(random() * 60));
  all.size = all.size.map(() => 1 + Math.floor(random() * 4));
  return all;
}

describe('the nearest descriptors', () => {
  it.each([
    [0, 5],
    [5, 0],
    [1, 1],
    [40, 300],
    [750, 900],
  ])('of %i among %i are those of the plain version', (n, m) => {
    const own = descriptors(n);
    const source = features(m);
    for (const words of [4, 8] as const)
      expect([...nearestTwo(own, n, source, words)]).toEqual([...plainNearestTwo(own, n, source, words)]);
  });

  it('count the whole range, and no rival at the same place', () => {
    const source = features(3);
    source.descriptor = Uint32Array.from([
      ...Array(8).fill(0),
      ...Array(8).fill(0xff),
      ...Array(8).fill(0xffff_ffff),
    ]);
    source.x.set([10, 11, 50]);
    source.y.set([10, 10, 50]);
    source.size.fill(1);
    expect([...nearestTwo(new Uint32Array(8), 1, source, 8)]).toEqual([0, 0, 256]);
    expect([...nearestTwo(new Uint32Array(8), 1, source, 4)]).toEqual([0, 0, 128]);
  });
});
