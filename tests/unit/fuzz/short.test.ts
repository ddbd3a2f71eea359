/** The short, fixed-seed part of the fuzzing (`npm run fuzz` goes on for as long as asked), and every crash ever found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOf, runInput } from '../../fuzz/one.ts';
import { TARGETS } from '../../fuzz/targets.ts';

const CRASHES = resolve(import.meta.dirname, '../../fuzz/crashes');
const kept = existsSync(CRASHES) ? readdirSync(CRASHES) : [];
const fileName = (target: string): string => target.replace(/\W+/g, '-');

/** Console pages are built and read in a whole document each. */
const CASES: Record<string, number> = { 'console pages': 12, 'photo metadata': 200 };

describe.each(TARGETS.map((target) => [target.name, target] as const))('%s', (name, target) => {
  it('keeps its contract over mutated inputs', async () => {
    const seeds = await target.seeds();
    expect(seeds.length).toBeGreaterThan(0);
    for (let n = 1; n <= (CASES[name] ?? 400); n++)
      expect(await runInput(target, inputOf(target, seeds, n), n), `case ${n}`).toBeNull();
  });

  it.each(kept.filter((file) => file.startsWith(`${fileName(name)}.`)))(
    'has learned from %s',
    async (file) => {
      const n = Number(file.split('.')[1]);
      expect(await runInput(target, new Uint8Array(readFileSync(resolve(CRASHES, file))), n)).toBeNull();
    },
  );

  it('reads its seeds without complaint', async () => {
    for (const seed of await target.seeds()) expect(await runInput(target, seed, 1)).toBeNull();
  });
});
