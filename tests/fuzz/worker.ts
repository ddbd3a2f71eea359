/** One reader under fuzz in a thread of its own; what it is at work on stands in shared memory in case it never comes back. */
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { inputOf, runInput } from './one.ts';
import { TARGETS } from './targets.ts';

export interface Job {
  target: string;
  seed: number;
  /** Milliseconds to go on. */
  ms: number;
  /** Int32: number of cases so far, number of the case at work, its length. */
  state: SharedArrayBuffer;
  /** The bytes of the case at work. */
  input: SharedArrayBuffer;
}

export interface Result {
  cases: number;
  slowestMs: number;
  failures: { n: number; why: string; bytes: Uint8Array }[];
}

/** A case above this is looked at again: the machine may have been busy. */
const SLOW_MS = 250;
const MOST_FAILURES = 10;
/** Bytes in buffers that one case may take: above the largest member and picture that are accepted. */
const MOST_BUFFERED = 300_000_000;

const buffered = (): number => getHeapStatistics().external_memory;

async function main({ target: name, seed, ms, state, input }: Job): Promise<Result> {
  const target = TARGETS.find((one) => one.name === name);
  if (!target) throw new Error(`no target ${name}`);
  const seeds = await target.seeds();
  const counter = new Int32Array(state);
  const shared = new Uint8Array(input);
  const result: Result = { cases: 0, slowestMs: 0, failures: [] };
  const end = performance.now() + ms;
  for (let n = seed; performance.now() < end && result.failures.length < MOST_FAILURES; n++) {
    const bytes = inputOf(target, seeds, n);
    shared.set(bytes.subarray(0, shared.length));
    Atomics.store(counter, 2, Math.min(bytes.length, shared.length));
    Atomics.store(counter, 1, n);
    let best = Number.POSITIVE_INFINITY;
    let why: string | null = null;
    for (let again = 0; again < 3 && best > SLOW_MS && !why; again++) {
      const held = buffered();
      const before = performance.now();
      why = await runInput(target, bytes.slice(), n);
      best = Math.min(best, performance.now() - before);
      const taken = buffered() - held;
      if (taken > MOST_BUFFERED) why ??= `takes ${Math.round(taken / 1e6)} MB`;
    }
    result.cases += 1;
    // Weakly held objects (jsdom has many) are let go only between tasks, which awaiting alone never reaches.
    if (n % 20 === 0) await new Promise((next) => setImmediate(next));
    result.slowestMs = Math.max(result.slowestMs, best);
    Atomics.store(counter, 0, result.cases);
    if (why) result.failures.push({ n, why, bytes });
  }
  return result;
}

parentPort?.postMessage(await main(workerData as Job));
