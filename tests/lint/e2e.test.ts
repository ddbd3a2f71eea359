/** Browser tests stay lean and follow the work: one browser per kind and file, both kinds side by side, no waiting for the clock. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = resolve(import.meta.dirname, '../e2e');

/** What a file of browser tests must not do, each with what it does instead. */
const FAULTS: { what: RegExp; instead: string }[] = [
  {
    what: /\.each\(\s*\[\s*'(chromium|firefox)'/,
    instead: 'describe.each(BROWSERS) of tests/browsers/kinds.ts, so that both browsers run side by side',
  },
  {
    what: /\bsetTimeout\(/,
    instead: 'page.until, page.waitFor or expect.poll: a busy machine keeps no time',
  },
  {
    what: /beforeEach\([^;]*(openSession|launch)\([\s\S]*\bit(\.\w+)?\([\s\S]*\bit(\.\w+)?\(/,
    instead: 'beforeAll: one browser for the whole file, a page for each test',
  },
  {
    what: /toBeLessThan(OrEqual)?\([^;]*\bms\b|(Date|performance)\.now\(\) - /i,
    instead: 'a row of `npm run bench`: speed is no test',
  },
];

const faultsOf = (text: string): string[] =>
  FAULTS.flatMap(({ what, instead }) => (what.test(text) ? [instead] : []));

describe('browser tests', () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );

  it.each(files)('%s', (file) => {
    expect(faultsOf(readFileSync(resolve(FOLDER, file), 'utf8'))).toEqual([]);
  });

  it.each([
    ["describe.each(['chromium', 'firefox'] as const)('x', () => {})", 1],
    ['await new Promise((done) => setTimeout(done, 1_000));', 1],
    ['beforeEach(async () => {\n  session = await openSession(name);\n});\nit(a);\nit.each(b)(c);', 1],
    ['expect(Date.now() - started).toBe(3);', 1],
    ["describe.each(BROWSERS)('x', () => { beforeAll(() => openSession('chromium')) })", 0],
  ] as const)('%s is seen: %i', (text, n) => {
    expect(faultsOf(text)).toHaveLength(n);
  });
});
