/** A short run of the fixed-seed fuzz (tests/fuzz/provenance.ts runs 200 000 cases). */
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../fuzz/cpu.ts';
import { mutate, random } from '../../fuzz/mutate.ts';
import { bases, runCase } from '../../fuzz/provenance.ts';
import { hasSamples } from '../../samples.ts';

describe.skipIf(!hasSamples)('fuzz', () => {
  it('survives 5 000 mutated samples', () => {
    const files = bases();
    const next = random(20_261_124);
    let slowest = 0;
    for (let i = 0; i < 5_000; i++) {
      const base = files[Math.floor(next() * files.length)]!;
      const other = files[Math.floor(next() * files.length)]!;
      const bytes = mutate(base.bytes, other.bytes, next);
      let best = Number.POSITIVE_INFINITY;
      for (let again = 0; again < 3 && best > 100; again++) {
        const before = cpuMs();
        runCase(bytes, base.name);
        best = Math.min(best, cpuMs() - before);
      }
      slowest = Math.max(slowest, best);
    }
    expect(slowest).toBeLessThan(250);
  });
});
