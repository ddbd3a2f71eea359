/** No test fails because the machine is busy: waits follow the work, and their patience stands in tests/browsers/patience.ts alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const TESTS = resolve(import.meta.dirname, '..');
const FOLDERS = ['browsers', 'consoles', 'demo', 'e2e', 'random-pages', 'screens', 'team', 'unit'];

/** What a test must not do, each with what it does instead. */
const FAULTS: { what: RegExp; instead: string }[] = [
  {
    what: /\bvi\.wait(For|Until)\(/,
    instead:
      'until of tests/unit/support/until.ts, or expect.poll: they wait as long as a busy machine needs',
  },
  {
    what: /\btimeout: [\d_]+(?! \*)\b/,
    instead: 'no timeout at all, or one of tests/browsers/patience.ts',
  },
  {
    what: /^\s*\}, \d+_000\);$/m,
    instead: 'no time limit of its own: vitest.config.ts has one for all',
  },
];
/** Where `vi.waitFor` gets its patience. */
const OWN = 'unit/support/until.ts';

const faultsOf = (text: string): string[] =>
  FAULTS.flatMap(({ what, instead }) => (what.test(text) ? [instead] : []));

describe('waits', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(TESTS, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file}`),
  ).filter((file) => file !== OWN);

  it('have the patience of a busy machine', () => {
    const found = files.flatMap((file) =>
      faultsOf(readFileSync(join(TESTS, file), 'utf8')).map((instead) => `${file}: ${instead}`),
    );
    expect(files.length).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });

  it.each([
    ['await vi.waitFor(() => expect(told).toBe(1), { timeout: TIMEOUT });', 1],
    ['await page.waitFor(card, { timeout: 5_000 });', 1],
    ['  it(name, async () => {\n  }, 60_000);\n', 1],
    ['await page.waitFor(card, { timeout: LONG_TIMEOUT });\nawait until(() => expect(told).toBe(1));', 0],
  ] as const)('%s is seen: %i', (text, n) => {
    expect(faultsOf(text)).toHaveLength(n);
  });
});
