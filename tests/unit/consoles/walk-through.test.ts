/** Follows "Add a console" in docs/consoles.md: the page, the file and the expectation printed there work together. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextFor, readPageNow } from '../../../lib/consoles/read-page.ts';
import { CONSOLES, pageRuleFor } from '../../../lib/consoles/registry.ts';
import type { ConsoleDefinition } from '../../../lib/consoles/types.ts';
import { type CaseSpec, documentOf, summary } from '../../consoles/cases.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const docs = readFileSync(join(ROOT, 'docs/consoles.md'), 'utf8');
const steps = docs.slice(docs.indexOf('## Add a console'));
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(steps)?.[1] ?? '';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimlens-walk-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reads the page of the walk-through with the file of the walk-through', async () => {
  const file = join(folder, 'exampledesk.ts');
  writeFileSync(file, block('ts').replaceAll("'./", `'${ROOT}/lib/consoles/`));
  const { exampledesk } = (await import(pathToFileURL(file).href)) as { exampledesk: ConsoleDefinition };
  const specs = JSON.parse(block('json')) as Record<string, CaseSpec>;
  const { list } = specs;
  expect(list).toBeDefined();
  if (!list) return;
  const url = new URL(list.url);
  const page = pageRuleFor(exampledesk, url)?.kind;
  expect(page).toBe('list');
  const reading = readPageNow({
    root: documentOf(block('html'), list.url),
    definition: exampledesk,
    page: page ?? 'unknown',
    context: contextFor(exampledesk, url, Date.parse(list.now)),
    tapped: [],
  });
  const { url: _url, now: _now, ...expected } = list;
  expect(summary(reading)).toEqual(expected);
});

it('has a line for every console', () => {
  for (const { id } of CONSOLES) expect(docs).toContain(`\`${id}.ts\``);
});
