import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compiledKernels, NETWORK_DATA } from '../../../../../build/kernels/compile.ts';

it('ships what build/kernels/assembly/network compiles to', async () => {
  expect(readFileSync(NETWORK_DATA, 'utf8')).toBe(await compiledKernels('assembly/network'));
});
