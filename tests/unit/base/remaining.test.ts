import { describe, expect, it } from 'vitest';
import { remainingMs, type Sample, withSample } from '../../../lib/base/remaining.ts';

const steady = (n: number, everyMs: number): Sample[] =>
  Array.from({ length: n }, (_, i) => ({ at: i * everyMs, done: i })).reduce(withSample, [] as Sample[]);

describe('the remaining time', () => {
  it('is that of the pace of late, rounded up', () => {
    expect(remainingMs(steady(11, 1_000), 45)).toBe(40_000);
    expect(remainingMs(steady(11, 1_000), 1_000)).toBe(17 * 60_000);
  });

  it('is not said from a few pieces or moments, nor at the end', () => {
    expect(remainingMs([], 10)).toBeNull();
    expect(remainingMs(steady(3, 5_000), 10)).toBeNull();
    expect(remainingMs(steady(10, 100), 100)).toBeNull();
    expect(remainingMs(steady(11, 1_000), 10)).toBeNull();
  });

  it('forgets the pace of more than a minute ago', () => {
    let samples = steady(61, 100);
    for (let i = 1; i <= 60; i += 1) samples = withSample(samples, { at: 6_000 + i * 2_000, done: 60 + i });
    expect(remainingMs(samples, 130)).toBe(20_000);
  });

  it('starts over with other work', () => {
    expect(withSample(steady(20, 1_000), { at: 30_000, done: 1 })).toEqual([{ at: 30_000, done: 1 }]);
  });
});
