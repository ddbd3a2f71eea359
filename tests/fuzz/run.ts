/**
 * `npm run fuzz -- [--minutes 10] [--seed 1] [--target NAME]`: every reader in turn, each in a thread with a memory limit.
 * A case that throws what its contract does not promise, takes longer than HANG_MS or runs out of memory is a failure; its
 * input is written to tests/fuzz/crashes/ and from then on run by every `npm test`. Exit 1 when there is any.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { TARGETS } from './targets.ts';
import type { Job, Result } from './worker.ts';

const HANG_MS = 10_000;
const HEAP_MB = 768;
const INPUT_BYTES = 500_000;
const CRASHES = resolve(import.meta.dirname, 'crashes');

interface Line {
  target: string;
  cases: number;
  'cases/s': number;
  'slowest ms': number;
  'peak MB': number;
  failures: number;
}

function keep(target: string, n: number, bytes: Uint8Array, why: string): void {
  mkdirSync(CRASHES, { recursive: true });
  const name = `${target.replace(/\W+/g, '-')}.${n}.${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}`;
  writeFileSync(resolve(CRASHES, name), bytes);
  console.error(`FAILURE ${target}, case ${n}: ${why}\n        kept as tests/fuzz/crashes/${name}`);
}

function fuzz(target: string, seed: number, ms: number): Promise<Line> {
  const state = new SharedArrayBuffer(12);
  const input = new SharedArrayBuffer(INPUT_BYTES);
  const counter = new Int32Array(state);
  const job: Job = { target, seed, ms, state, input };
  const started = performance.now();
  const base = process.memoryUsage().rss;
  let peak = base;
  return new Promise((done) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      stdout: true,
      stderr: true,
    });
    let last = { n: -1, at: performance.now() };
    let settled = false;
    const line = (cases: number, slowest: number, failures: number): Line => ({
      target,
      cases,
      'cases/s': Math.round(cases / ((performance.now() - started) / 1_000)),
      'slowest ms': Math.round(slowest),
      'peak MB': Math.round((peak - base) / 1e6),
      failures,
    });
    const end = (result: Line) => {
      if (settled) return;
      settled = true;
      clearInterval(watch);
      void worker.terminate();
      done(result);
    };
    const died = (why: string) => {
      keep(target, Atomics.load(counter, 1), new Uint8Array(input).slice(0, Atomics.load(counter, 2)), why);
      end(line(Atomics.load(counter, 0), HANG_MS, 1));
    };
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
      const n = Atomics.load(counter, 1);
      if (n !== last.n) last = { n, at: performance.now() };
      else if (last.n !== 0 && performance.now() - last.at > HANG_MS) died('hangs');
    }, 100);
    worker.on('message', (result: Result) => {
      for (const { bytes, why, n } of result.failures) keep(target, n, bytes, why);
      end(line(result.cases, result.slowestMs, result.failures.length));
    });
    worker.on('error', (error) => died(`${error.name}: ${error.message}`));
  });
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
  },
});
const chosen = TARGETS.filter(({ name }) => !values.target || name === values.target);
const ms = (Number(values.minutes) * 60_000) / Math.max(1, chosen.length);
const lines: Line[] = [];
for (const { name } of chosen) lines.push(await fuzz(name, Number(values.seed), ms));
console.table(lines);
const failures = lines.reduce((sum, line) => sum + line.failures, 0);
const cases = lines.reduce((sum, line) => sum + line.cases, 0);
console.log(`${cases} cases over ${lines.length} readers, ${failures} failures`);
process.exitCode = failures || !chosen.length ? 1 : 0;
