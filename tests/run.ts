/**
 * `npm test`: types, lint, unit, both builds, store lint, e2e in Chromium and Firefox; stops at nothing, reports everything.
 * `npm test -- NAME`: only the test files whose path contains NAME, and only the builds that they need.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Outcome, runSteps, type Step } from './runner/steps.ts';

/** A slow machine still hears what failed before whoever runs this gives up after 90. */
const MOST_MINUTES = 85;
const CORES = Math.max(2, availableParallelism());
/** Each browser has a project of its own, so that both run at the same time. */
const SIDE_BY_SIDE = { CLAIMLENS_SIDE_BY_SIDE: '1' };

process.chdir(resolve(import.meta.dirname, '..'));
const filters = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'claimlens-tests-'));
const reportOf = (step: string): string => join(reports, `${step}.json`);
const profiles = join(reports, 'profiles');

/** What to start for a program of the project's own dependencies. Finding it through npx takes a second of a processor each time. */
const PROGRAM = {
  vitest: 'node_modules/vitest/vitest.mjs',
  wxt: 'node_modules/wxt/bin/wxt.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
};

const vitest = (name: string, args: string[], step: Partial<Step>): Step => ({
  name,
  command: 'node',
  args: [
    ...[PROGRAM.vitest, 'run', '--reporter=default', '--reporter=json'],
    ...[`--outputFile.json=${reportOf(name)}`, ...args],
  ],
  env: { ...SIDE_BY_SIDE, CLAIMLENS_PROFILES: profiles },
  minutes: MOST_MINUTES,
  ...step,
});
const BROWSERS: Step = {
  name: 'browsers',
  command: 'node',
  args: ['tests/browsers/install.ts'],
  minutes: 20,
};
const build = (target: 'chrome' | 'firefox'): Step => ({
  name: `build ${target}`,
  command: 'node',
  args: [PROGRAM.wxt, 'build', '-b', target],
  minutes: 20,
});

/** The whole suite: what needs no build beside the builds, the browsers when both are there. */
function everything(): Step[] {
  const needs = ['prepare'];
  return [
    { name: 'prepare', command: 'node', args: [PROGRAM.wxt, 'prepare'], minutes: 10 },
    { ...BROWSERS, cores: 0 },
    { ...build('chrome'), needs },
    { ...build('firefox'), needs },
    vitest('unit', ['--project', 'unit*'], { needs, minutes: 40 }),
    { name: 'types', command: 'node', args: [PROGRAM.tsc, '--noEmit', '-p', '.'], needs, minutes: 15 },
    { name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'], needs, minutes: 15 },
    {
      name: 'addons-linter',
      command: 'node',
      args: ['tests/lint/addons.ts'],
      needs: ['build firefox'],
      minutes: 15,
    },
    { name: 'pictures', command: 'node', args: ['tests/demo/pictures/warm.ts'], needs, minutes: 15 },
    { name: 'clips', command: 'node', args: ['tests/clips/warm.ts'], after: ['browsers'], minutes: 15 },
    {
      name: 'profiles',
      command: 'node',
      args: ['tests/browsers/warm.ts', profiles],
      needs: ['browsers', 'build chrome', 'build firefox'],
      minutes: 15,
    },
    vitest('e2e', ['--project', 'e2e-*'], {
      after: ['profiles', 'pictures', 'clips', 'unit', 'types', 'lint', 'addons-linter'],
      needs: ['browsers', 'build chrome', 'build firefox'],
      cores: CORES,
      live: true,
    }),
  ];
}

/** The files that the names match, and the builds and browsers that these files speak of: none for unit tests. */
function matching(): Step[] {
  const listed = execFileSync('node', [PROGRAM.vitest, 'list', ...filters, '--filesOnly', '--json'], {
    encoding: 'utf8',
    env: { ...process.env, ...SIDE_BY_SIDE },
  });
  const files = JSON.parse(listed) as { file: string; projectName: string }[];
  const driven = files.filter(({ projectName }) => projectName.startsWith('e2e'));
  const firefox = driven.some(({ file }) => /\(BROWSERS\)|firefox/i.test(readFileSync(file, 'utf8')));
  const first = [
    ...(driven.length ? [BROWSERS, build('chrome')] : []),
    ...(firefox ? [build('firefox')] : []),
  ];
  const name = `tests matching ${filters.join(' ')}`;
  const args = ['--passWithNoTests=false', ...filters];
  return [
    ...first,
    { ...vitest('matching', args, { live: true, needs: first.map((one) => one.name) }), name },
  ];
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Vitest's own count of tests, from its JSON report; the step itself counts as one where there is none. */
function counts({ name, ok }: Outcome): Counts {
  const report = reportOf(name.startsWith('tests matching') ? 'matching' : name);
  if (!existsSync(report)) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const json = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  const failed = (json.numFailedTests ?? 0) + (json.numFailedTestSuites && !json.numFailedTests ? 1 : 0);
  return {
    passed: json.numPassedTests ?? 0,
    failed: Math.max(failed, ok ? 0 : 1),
    skipped: json.numPendingTests ?? 0,
  };
}

const inWords = ({ name, ok, seconds, why }: Outcome): string =>
  `${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(0)} s)${why ? `: ${why}` : ''}`;

const outcomes = await runSteps(filters.length ? matching() : everything(), {
  cores: CORES,
  minutes: MOST_MINUTES,
  ended: (outcome, output) => console.log(`\n== ${outcome.name}\n${output}${inWords(outcome)}`),
});
console.log(`\n${outcomes.map(inWords).join('\n')}`);
const sums = outcomes.map(counts);
const sum = (pick: (one: Counts) => number): number => sums.reduce((total, one) => total + pick(one), 0);
const failed = sum((one) => one.failed);
console.log(`\n${sum((one) => one.passed)} passed, ${failed} failed, ${sum((one) => one.skipped)} skipped`);
rmSync(reports, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
