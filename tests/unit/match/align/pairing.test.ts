import { expect, it } from 'vitest';
import { KEPT_HALF, nearestOf, pairNearest } from '../../../../lib/match/align/pairing.ts';
import { emptyFeatures, type Features, joinFeatures } from '../../../../lib/match/fingerprint/features.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(8);
const word = (): number => Math.floor(next() * 2 ** 32) >>> 0;

function features(count: number): Features {
  const out = emptyFeatures(count);
  out.count = count;
  for (let i = 0; i < count; i++) {
    out.x[i] = 900 * next();
    out.y[i] = 600 * next();
    out.size[i] = 1 + 2 * next();
  }
  for (const words of [out.descriptor, out.mirrored])
    for (let w = 0; w < words.length; w++) words[w] = word();
  return out;
}

it('finds the nearest of joined features as of each set by itself', () => {
  const [a, b, source] = [features(80), features(30), features(120)];
  // Half of them are really there.
  for (let i = 0; i < 40; i++) a.descriptor.set(source.descriptor.subarray(8 * i, 8 * i + 8), 16 * i);
  const apart = [a, b].map((one) => nearestOf(one, source, false, 4).slice());
  const together = nearestOf(joinFeatures(a, b), source, false, 4).slice();
  expect([...together]).toEqual([...apart[0]!, ...apart[1]!]);
  expect(pairNearest(together, source.count, KEPT_HALF).count).toBeGreaterThanOrEqual(40);
});
