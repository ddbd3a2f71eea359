/** Follows docs/adding-a-check.md: the file, texts, docs and test printed there work together, and each is missed when left out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../../lib/claims/check.ts';
import { plainFacts } from '../../../lib/claims/finding.ts';
import type { FileCheck } from '../../../lib/provenance/file-check.ts';
import { open } from '../../../lib/provenance/reading.ts';
import { CHECKS } from '../../../lib/verdict/registry.ts';
import { chunk, png, utf8 } from '../provenance/files.ts';
import { type Beside, beside, faults } from './shape.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const docs = readFileSync(join(ROOT, 'docs/adding-a-check.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text ?? '');

let folder = '';
let kiosk: FileCheck;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'claimlens-check-'));
  const file = join(folder, 'kiosk.ts');
  const source = (blocks('ts')[0] ?? '')
    .replaceAll("'../../", `'${ROOT}/lib/`)
    .replaceAll("'../", `'${ROOT}/lib/provenance/`)
    .replaceAll("'valibot'", `'${ROOT}/node_modules/valibot/dist/index.mjs'`);
  writeFileSync(file, source);
  ({ kiosk } = (await import(pathToFileURL(file).href)) as { kiosk: FileCheck });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file read and judged by the check alone. */
function answer(key: string, text: string) {
  const r = open(png([chunk('tEXt', utf8(`${key}\0${text}`))]), '');
  kiosk.read?.(r);
  const report = {
    mime: r.w.mime,
    bytes: 0,
    ai: 'none',
    edit: 'none',
    traces: r.traces,
    unreadable: [],
  } as const;
  return (
    kiosk.judge?.({
      report: { ...report, unreadable: [] },
      context: { now: '2026-11-24T00:00:00Z' },
      compared: null,
      aiOf: () => 'none',
      declaresEdit: () => false,
    }) ?? []
  );
}

describe('the check of the walk-through', () => {
  it('reads and judges, and its facts fit its schema', () => {
    const [found, ...others] = answer('Kiosk', 'Corner Shop 7');
    expect([found?.code, others]).toEqual(['kiosk-print', []]);
    if (!found) return;
    expect(plainFacts(found)).toMatchObject({ kiosk: 'Corner Shop 7', trace: 'kiosk.name' });
    expect(v.is(kiosk.codes!['kiosk-print']!.facts, found.facts)).toBe(true);
    expect(answer('Title', 'Kiosk')).toEqual([]);
  });

  /** What is missing of the page's own check; the others have shape.test.ts. */
  const faultsOf = (checks: readonly CheckSpec[], all: Beside) =>
    faults(checks, all).filter((line) => line.startsWith('kiosk'));

  /** The project with everything that the page adds. */
  function whole(): { checks: CheckSpec[]; all: Beside } {
    const all = beside();
    const texts = JSON.parse(blocks('json')[0] ?? '') as Beside['texts'][string];
    for (const locale of Object.values(all.texts)) {
      Object.assign(locale.codes, structuredClone(texts.codes));
      Object.assign(locale.checks, texts.checks);
    }
    const [section = '', row = ''] = blocks('md');
    all.pages.provenance += `\n${section}`;
    all.table += `\n${row}`;
    all.tests += `\n${blocks('ts')[1]}`;
    return { checks: [...CHECKS, { id: kiosk.id, codes: kiosk.codes ?? {}, page: 'provenance' }], all };
  }

  it('has all that it needs once the page was followed', () => {
    const { checks, all } = whole();
    expect(faultsOf(checks, all)).toEqual([]);
  });

  it.each<[string, (all: Beside) => void, string]>([
    [
      'a text',
      (all) => delete all.texts['zh-TW']!.codes['kiosk-print']!.ordinary,
      'kiosk-print.ordinary in zh-TW',
    ],
    ['the check’s name', (all) => delete all.texts.en!.checks.kiosk, 'findings.checks.kiosk in en'],
    ['the section', (all) => (all.pages.provenance = beside().pages.provenance!), '### `kiosk-print`'],
    ['the row', (all) => (all.table = beside().table), 'docs/findings.md'],
    [
      'a strength that the row has',
      (all) => (all.table = all.table.replace('`kiosk-print` | context', '`kiosk-print` | weak')),
      'docs/findings.md',
    ],
    ['the test', (all) => (all.tests = beside().tests), 'named by no test'],
  ])('misses %s', (_, leaveOut, said) => {
    const { checks, all } = whole();
    leaveOut(all);
    const found = faultsOf(checks, all);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(said);
  });

  it('misses the registry: its texts are then nobody’s', () => {
    const { all } = whole();
    expect(faults(CHECKS, all).join('\n')).toContain('no check declares it');
  });
});
