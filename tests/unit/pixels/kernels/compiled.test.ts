import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compiledKernels, KERNEL_DATA } from '../../../../build/kernels/compile.ts';

it('ships the kernels that their sources compile to', async () => {
  expect(readFileSync(KERNEL_DATA, 'utf8')).toBe(await compiledKernels());
});
