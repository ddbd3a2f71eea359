import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { breaches } from './import-direction.ts';

let house = '';

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'claimlens-house-'));
  for (const top of ['entrypoints', 'components', 'lib']) mkdirSync(join(house, top));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}

it('lets imports run downward and within a room', () => {
  plant(
    'lib/engine/a.ts',
    "import { b } from '../store/b.ts';\nimport type { c } from './c.ts';\nimport Dexie from 'dexie';",
  );
  plant('components/X.tsx', "import { useState } from 'react';\nimport { x } from '../lib/app/x.ts';");
  expect(breaches(house)).toEqual([]);
});

it.each([
  ['a store that reaches up', 'lib/store/a.ts', "import { b } from '../engine/b.ts';"],
  ['types too', 'lib/claims/a.ts', "import type { b } from '../store/b.ts';"],
  ['re-exports', 'lib/store/a.ts', "export { b } from '../app/b.ts';"],
  ['imports for effect', 'lib/store/a.ts', "import '../app/b.ts';"],
  ['imports at run time', 'lib/match/a.ts', "const b = await import('../engine/b.ts');"],
  ['thinking code with React', 'lib/app/a.ts', "import { useState } from 'react';"],
  ['the browser outside its room', 'lib/engine/a.ts', "import { browser } from 'wxt/browser';"],
  ['a file in no room', 'lib/misc.ts', 'export const a = 1;'],
])('reports %s', (_, file, text) => {
  plant(file, text);
  const found = breaches(house);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(file);
});

it('finds the product itself clean', () =>
  expect(breaches(resolve(import.meta.dirname, '../..'))).toEqual([]));
