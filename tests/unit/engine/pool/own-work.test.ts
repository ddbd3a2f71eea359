import { describe, expect, it } from 'vitest';
import { shareOfProcessor } from '../../../../lib/engine/pool/own-work.ts';

/** A clock that a spin reads: `per` readings a millisecond while it runs, of every `period` ms only `runs`. */
function clock(runs: number, period: number, per = 50): () => number {
  let reads = 0;
  return () => {
    const worked = reads++ / per;
    return Math.floor(worked / runs) * period + (worked % runs);
  };
}

describe('shareOfProcessor', () => {
  it.each([
    [3, 3, 1],
    [3, 6, 0.5],
    [3, 24, 0.125],
  ])('%i ms of every %i', (runs, period, share) => {
    const found = shareOfProcessor(clock(runs, period));
    expect(found).toBeGreaterThan(share * 0.75);
    expect(found).toBeLessThan(Math.min(1.01, share * 1.35));
  });

  it('believes the clock where it ticks too coarsely to tell', () => {
    let reads = 0;
    expect(shareOfProcessor(() => Math.floor(reads++ / 4_000) * 100)).toBe(1);
  });

  it('measures the real clock without failing', () => {
    const found = shareOfProcessor();
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual(1);
  });
});
