import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const CORES = availableParallelism();
/** A browser has threads of its own, so two cores carry two files at a time, and more cores one for every two. */
const BROWSER_FILES_AT_A_TIME = Math.max(2, Math.floor(CORES / 2));

/** Browser test files that take longest: started first, so that no long one is left alone at the end. */
const LONG = ['surfaces', 'provenance', 'same-answers', 'survives', 'imports', 'whole-path', 'audit-page'];

/** Files that drive each browser in turn; the others drive one, or compare both (tests/browsers/kinds.ts). */
const perBrowser = readdirSync('tests/e2e', { recursive: true, encoding: 'utf8' })
  .filter(
    (file) => file.endsWith('.test.ts') && /\(BROWSERS\)/.test(readFileSync(`tests/e2e/${file}`, 'utf8')),
  )
  .map((file) => `tests/e2e/${file.replaceAll('\\', '/')}`);

/** Unit tests by vitest's own order; browser tests longest first, the same file in both browsers side by side. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.includes(`/e2e/${name}.`));
      return at < 0 ? LONG.length : at;
    };
    const isE2e = ({ project }: TestSpecification): boolean => project.name.startsWith('e2e');
    const sorted = await super.sort(files);
    const e2e = sorted.filter(isE2e);
    e2e.sort(
      (a, b) => place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : Number(a.moduleId > b.moduleId)),
    );
    return [...sorted.filter((file) => !isE2e(file)), ...e2e];
  }
}

const e2e = (name: string, include: string[], browsers?: string) => ({
  test: {
    name,
    include,
    ...(browsers && { env: { CLAIMLENS_BROWSERS: browsers } }),
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000, interval: 100 } },
    hookTimeout: 600_000,
    // A browser that fails to start once must not fail the whole run; a real fault fails twice.
    retry: 1,
    maxWorkers: browsers ? BROWSER_FILES_AT_A_TIME : 1,
    sequence: { groupOrder: 1 },
  },
});
const ALL_E2E = ['tests/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'tests/unit/**/*.test.{ts,tsx}',
            'tests/consoles/**/*.test.ts',
            'tests/random-pages/**/*.test.ts',
            'tests/lint/**/*.test.ts',
          ],
          testTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 60_000,
          maxWorkers: CORES,
        },
      },
      // `npm test` gives each browser its own project, which run side by side; by hand, `--project e2e` drives both in turn.
      ...(process.env.CLAIMLENS_SIDE_BY_SIDE
        ? [e2e('e2e-chromium', ALL_E2E, 'chromium'), e2e('e2e-firefox', perBrowser, 'firefox')]
        : [e2e('e2e', ALL_E2E)]),
    ],
  },
});
