/**
 * `npm test`: types, lint, unit, both builds, store lint, e2e in Chromium and Firefox; stops at nothing, reports everything.
 * `npm test -- NAME`: only the test files whose path contains NAME, in every project.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBrowsers } from './browsers/install.ts';

const root = resolve(import.meta.dirname, '..');
const filters = process.argv.slice(2);

interface Step {
  name: string;
  command: string;
  args: string[];
}

interface Outcome {
  name: string;
  ok: boolean;
  seconds: number;
  passed: number;
  failed: number;
  skipped: number;
}

function run(step: Step): Promise<number> {
  return new Promise((done) => {
    const child = spawn(step.command, step.args, { cwd: root, stdio: 'inherit', env: process.env });
    child.on('error', () => done(127));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Vitest's own count of tests, from its JSON report; the step itself counts as one where there is none. */
function counts(report: string, ok: boolean): { passed: number; failed: number; skipped: number } {
  if (!existsSync(report)) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const json = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  rmSync(report);
  return {
    passed: json.numPassedTests ?? 0,
    failed: (json.numFailedTests ?? 0) + (json.numFailedTestSuites && !json.numFailedTests ? 1 : 0),
    skipped: json.numPendingTests ?? 0,
  };
}

const report = join(tmpdir(), `claimlens-tests-${process.pid}.json`);
const vitest = (name: string, args: string[]): Step => ({
  name,
  command: 'npx',
  args: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
});
const build = (target: 'chrome' | 'firefox'): Step => ({
  name: `build ${target}`,
  command: 'npx',
  args: ['wxt', 'build', '-b', target],
});

const steps: Step[] = filters.length
  ? [
      build('chrome'),
      build('firefox'),
      vitest(`tests matching ${filters.join(' ')}`, ['--passWithNoTests=false', ...filters]),
    ]
  : [
      { name: 'prepare', command: 'npx', args: ['wxt', 'prepare'] },
      { name: 'types', command: 'npx', args: ['tsc', '--noEmit', '-p', '.'] },
      { name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'] },
      vitest('unit', ['--project', 'unit']),
      build('chrome'),
      build('firefox'),
      { name: 'addons-linter', command: 'node', args: ['tests/lint/addons.ts'] },
      vitest('e2e', ['--project', 'e2e']),
    ];

ensureBrowsers(['chromium', 'firefox']);
const outcomes: Outcome[] = [];
for (const step of steps) {
  console.log(`\n== ${step.name}`);
  const started = performance.now();
  const ok = (await run(step)) === 0;
  const seconds = (performance.now() - started) / 1_000;
  outcomes.push({ name: step.name, ok, seconds, ...counts(report, ok) });
  // Without a build there is nothing that e2e could drive.
  if (!ok && step.name.startsWith('build')) break;
}

console.log('');
for (const { name, ok, seconds } of outcomes)
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(0)} s)`);
const sum = (pick: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const failed = sum((o) => Math.max(o.failed, o.ok ? 0 : 1));
console.log(`\n${sum((o) => o.passed)} passed, ${failed} failed, ${sum((o) => o.skipped)} skipped`);
process.exitCode = failed ? 1 : 0;
