import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LONG_TIMEOUT, TIMEOUT } from './tests/browsers/patience.ts';

const CORES = availableParallelism();
/**
 * A file keeps somewhat less than a core busy: it waits for starts, for axe, for a page to be drawn. Three fill two cores; more cores
 * carry one for every two, since a browser has threads of its own.
 */
const BROWSER_FILES_AT_A_TIME = Math.max(3, Math.floor(CORES / 2));

/** Browser test files that take longest: started first, so that no long one is left alone at the end. */
const LONG = [
  ...['surfaces', 'provenance', 'video', 'same-answers', 'survives', 'imports', 'whole-path', 'same-place'],
  ...['surfaces-walk', 'false-accusations', 'audit-page', 'team', 'video-orders'],
];

/** Files that drive each browser in turn; the others drive one, or compare both (tests/browsers/kinds.ts). */
const perBrowser = readdirSync('tests/e2e', { recursive: true, encoding: 'utf8' })
  .filter(
    (file) => file.endsWith('.test.ts') && /\(BROWSERS\)/.test(readFileSync(`tests/e2e/${file}`, 'utf8')),
  )
  .map((file) => `tests/e2e/${file.replaceAll('\\', '/')}`);

const UNIT = [
  'tests/unit/**/*.test.{ts,tsx}',
  'tests/consoles/**/*.test.ts',
  'tests/random-pages/**/*.test.ts',
  'tests/lint/**/*.test.ts',
];
/**
 * What a unit test says that changes more than its own values: modules, globals, clocks, the fake database, the environment. Such a
 * file gets a process state of its own; the others share loaded modules, which saves a third of their processor time.
 */
const CHANGES_STATE =
  /vi\.(mock|doMock|stub|spyOn|useFakeTimers|resetModules|setSystemTime)|fake-indexeddb|indexedDB|process\.env|(extension|db|fake-worker|seats|forge)\.ts'/;
const changesState = ['tests/unit', 'tests/consoles', 'tests/random-pages', 'tests/lint']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (file) => `${folder}/${file.replaceAll('\\', '/')}`,
    ),
  )
  .filter((file) => /\.test\.tsx?$/.test(file) && CHANGES_STATE.test(readFileSync(file, 'utf8')));

const unit = (name: string, isolate: boolean, files: { include: string[]; exclude?: string[] }) => ({
  test: {
    name,
    isolate,
    ...files,
    testTimeout: 2 * TIMEOUT,
    expect: { poll: { timeout: TIMEOUT } },
    hookTimeout: 2 * TIMEOUT,
    // One more than cores: a few files wait for servers or child processes.
    maxWorkers: CORES + 1,
  },
});

/** Waits for minutes while servers come and go: started first, so that it is not what everything waits for. */
const WAITING = '/unit/team/three-nodes.';

/**
 * Unit tests by vitest's own order, but for the one that waits. Browser tests longest first, those of one browser in a row: a process
 * goes on with the next file, and with the modules that it has loaded, only where that file is of the same project.
 */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.includes(`/e2e/${name}.`));
      return at < 0 ? LONG.length : at;
    };
    const isShort = (file: TestSpecification): number => Number(place(file) === LONG.length);
    const isE2e = ({ project }: TestSpecification): boolean => project.name.startsWith('e2e');
    const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
    const sorted = await super.sort(files);
    const e2e = sorted.filter(isE2e);
    e2e.sort(
      (a, b) =>
        isShort(a) - isShort(b) ||
        byName(a.project.name, b.project.name) ||
        place(a) - place(b) ||
        byName(a.moduleId, b.moduleId),
    );
    const unit = sorted.filter((file) => !isE2e(file));
    unit.sort((a, b) => Number(b.moduleId.includes(WAITING)) - Number(a.moduleId.includes(WAITING)));
    return [...unit, ...e2e];
  }
}

const e2e = (name: string, include: string[], browsers?: string) => ({
  test: {
    name,
    include,
    ...(browsers && { env: { CLAIMLENS_BROWSERS: browsers } }),
    testTimeout: LONG_TIMEOUT,
    expect: { poll: { timeout: TIMEOUT, interval: 100 } },
    hookTimeout: LONG_TIMEOUT,
    // A browser that fails to start once must not fail the whole run; a real fault fails twice.
    retry: 1,
    // No file changes what its modules hold. Loading the drivers and the demo again takes a file almost two seconds of a processor.
    isolate: false,
    maxWorkers: browsers ? BROWSER_FILES_AT_A_TIME : 1,
    sequence: { groupOrder: 1 },
  },
});
const ALL_E2E = ['tests/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      unit('unit', false, { include: UNIT, exclude: changesState }),
      unit('unit-own-state', true, { include: changesState }),
      // `npm test` gives each browser its own project, which run side by side; by hand, `--project e2e` drives both in turn.
      ...(process.env.CLAIMLENS_SIDE_BY_SIDE
        ? [e2e('e2e-chromium', ALL_E2E, 'chromium'), e2e('e2e-firefox', perBrowser, 'firefox')]
        : [e2e('e2e', ALL_E2E)]),
    ],
  },
});
