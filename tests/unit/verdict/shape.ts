/** What a check needs beside its file, and what of it is missing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CheckSpec } from '../../../lib/claims/check.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Everything that stands outside the checks' own files. */
export interface Beside {
  /** `findings.json` by locale. */
  texts: Record<string, { codes: Record<string, Record<string, unknown>>; checks: Record<string, unknown> }>;
  /** The pages of docs/findings/ by name, and the table of docs/findings.md. */
  pages: Record<string, string>;
  table: string;
  /** All unit tests, joined. */
  tests: string;
}

/** Tests that go through every code, and so are no code's own. */
const GENERAL = [
  'verdict/shape.ts',
  'verdict/shape.test.ts',
  'verdict/walk-through.test.ts',
  'support/findings.ts',
];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** As it is in this project. */
export function beside(): Beside {
  const locales = ['en', 'zh-CN', 'zh-TW'];
  const pages = ['labels', 'matching', 'provenance', 'verdict'];
  const tests = readdirSync(join(ROOT, 'tests/unit'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !GENERAL.includes(file),
  );
  return {
    texts: Object.fromEntries(
      locales.map((locale) => [locale, JSON.parse(read(`lib/i18n/locales/${locale}/findings.json`))]),
    ),
    pages: Object.fromEntries(pages.map((page) => [page, read(`docs/findings/${page}.md`)])),
    table: read('docs/findings.md'),
    tests: tests.map((file) => read(`tests/unit/${file}`)).join('\n'),
  };
}

/** What is missing or does not agree, one line each; empty when all is there. */
export function faults(checks: readonly CheckSpec[], { texts, pages, table, tests }: Beside): string[] {
  const out: string[] = [];
  const declared = new Map<string, string>();
  for (const { id, codes, page } of checks) {
    for (const [code, { strengths }] of Object.entries(codes)) {
      const before = declared.get(code);
      if (before) out.push(`${code}: declared by ${before} and ${id}`);
      declared.set(code, id);
      for (const [locale, { codes: words }] of Object.entries(texts))
        for (const part of ['title', 'says', 'ordinary', 'settles'])
          if (!words[code]?.[part]) out.push(`${code}: no text findings.codes.${code}.${part} in ${locale}`);
      if (!new RegExp(`^### .*\`${code}\``, 'm').test(pages[page] ?? ''))
        out.push(`${code}: no section "### \`${code}\`" in docs/findings/${page}.md`);
      if (!table.includes(`| \`${code}\` | ${strengths.join(', ')} |`))
        out.push(`${code}: no row "| \`${code}\` | ${strengths.join(', ')} | …" in docs/findings.md`);
      if (!new RegExp(`(?<![\\w-])${code}(?![\\w-])`).test(tests)) out.push(`${code}: named by no test`);
    }
  }
  for (const { id, codes, gives = [] } of checks) {
    for (const code of gives)
      if (!declared.has(code)) out.push(`${id}: gives ${code}, which no check declares`);
    if (Object.keys(codes).length + gives.length === 0) continue;
    for (const [locale, { checks: words }] of Object.entries(texts))
      if (!words[id]) out.push(`${id}: no text findings.checks.${id} in ${locale}`);
  }
  for (const [locale, { codes: words }] of Object.entries(texts))
    for (const code of Object.keys(words))
      if (!declared.has(code)) out.push(`${code}: texts in ${locale}, and no check declares it`);
  for (const [, code = ''] of table.matchAll(/^\| `([\w-]+)` \|/gm))
    if (!declared.has(code)) out.push(`${code}: a row in docs/findings.md, and no check declares it`);
  return out;
}
