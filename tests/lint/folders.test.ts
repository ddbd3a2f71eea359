import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderCircles, folderFaults } from './folders.ts';

let base = '';

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'claimlens-folders-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function plant(file: string, text = ''): void {
  mkdirSync(dirname(join(base, file)), { recursive: true });
  writeFileSync(join(base, file), text);
}

it('lets one folder import another, and loose files import folders beside them', () => {
  plant('lib/a/one.ts', "import { two } from '../b/two.ts';\nimport { x } from './deep/x.ts';");
  plant('lib/b/two.ts', 'export const two = 2;');
  plant('lib/a/deep/x.ts', "import type { T } from '../types.ts';");
  expect(folderCircles(base)).toEqual([]);
});

it('reports two folders that import each other, types too', () => {
  plant('lib/a/one.ts', "import { two } from '../b/two.ts';");
  plant('lib/b/two.ts', "import type { One } from '../a/three.ts';");
  expect(folderCircles(base)).toEqual([
    'import circle of folders: lib/a → lib/b (lib/a/one.ts imports lib/b/two.ts)',
    'import circle of folders: lib/b → lib/a (lib/b/two.ts imports lib/a/three.ts)',
  ]);
});

it('reports a circle of three', () => {
  plant('components/a/1.tsx', "export { x } from '../b/2.tsx';");
  plant('components/b/2.tsx', "await import('../c/3.tsx');");
  plant('components/c/3.tsx', "import '../a/4.tsx';");
  expect(folderCircles(base)).toHaveLength(3);
});

it('reports a crowded folder and one without its sentence', () => {
  for (let i = 0; i < 17; i++) plant(`lib/a/file-${i}.ts`);
  expect(folderFaults(base)).toEqual([
    'lib/a: 17 loose files, at most 16',
    'lib/a: no README.md that says what belongs there',
  ]);
});

it('finds the product itself clean', () => {
  const root = resolve(import.meta.dirname, '../..');
  expect([...folderCircles(root), ...folderFaults(root)]).toEqual([]);
});
