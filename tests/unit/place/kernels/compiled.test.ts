import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compiledKernels, SURFACE_DATA } from '../../../../build/kernels/compile.ts';

it('ships what build/kernels/assembly/surface compiles to', async () => {
  expect(readFileSync(SURFACE_DATA, 'utf8')).toBe(await compiledKernels('assembly/surface'));
});
