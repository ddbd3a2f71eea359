import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiledKernels, KERNEL_DATA } from '../../../../build/kernels/compile.ts';
import { distancesTo, plainDistances } from '../../../../lib/match/fingerprint/distances.ts';
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';

const random = seeded(5);
const descriptors = (count: number): Uint32Array =>
  Uint32Array.from({ length: count * 8 }, () => Math.floor(random() * 2 ** 32));

describe('descriptor distances', () => {
  it.each([0, 1, 3, 500, 1024, 1500])(
    'are those of the plain typed-array version for %i descriptors',
    (count) => {
      const many = descriptors(count);
      const one = descriptors(3);
      const fast = distancesTo(many, count);
      const plain = plainDistances(many, count);
      for (let i = 0; i < 3; i++) expect([...fast(one, i)]).toEqual([...plain(one, i)]);
    },
  );

  it('span the whole range', () => {
    const none = new Uint32Array(8);
    const all = new Uint32Array(8).fill(0xffff_ffff);
    expect([...distancesTo(all, 1)(none, 0)]).toEqual([256]);
    expect([...distancesTo(all, 1)(all, 0)]).toEqual([0]);
  });

  it('come from the kernel that its source compiles to', async () => {
    expect(readFileSync(KERNEL_DATA, 'utf8')).toBe(await compiledKernels());
  });
});
