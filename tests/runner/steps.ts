/** Runs steps as a graph: side by side where nothing forbids it, each with a time limit, none stopping the others. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Step {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Steps that must have ended before this one starts, whatever came of them. */
  after?: string[];
  /** Steps without whose success this one makes no sense. */
  needs?: string[];
  /** How many cores it keeps busy; default 1. */
  cores?: number;
  /** After so many minutes it is stopped and has failed. */
  minutes: number;
  /** Its output is shown as it comes; that of the others in one piece when they end. */
  live?: boolean;
}

export interface Outcome {
  name: string;
  ok: boolean;
  seconds: number;
  /** Why it failed where its own output does not say so: it was stopped, or never began. */
  why?: string;
}

export interface Limits {
  /** Cores to share out; a step that wants more runs alone. */
  cores: number;
  /** All steps together end within so many minutes. */
  minutes: number;
  /** Told of each step that ends, with what it printed unless it was live. */
  ended(outcome: Outcome, output: string): void;
}

const MINUTE_MS = 60_000;
/** How long a step that is told to end has to tidy up, in ms: browsers close, temporary folders go. */
const GRACE_MS = 10_000;
/** How long the output of a step that has ended may still come, in ms. */
const STRAGGLER_MS = 2_000;

/** Runs all steps and resolves to their outcomes in the order of `steps`. A step that fails or cannot start is an outcome, too. */
export async function runSteps(steps: readonly Step[], limits: Limits): Promise<Outcome[]> {
  const end = Date.now() + limits.minutes * MINUTE_MS;
  const outcomes = new Map<string, Outcome>();
  const running = new Map<string, { cores: number; done: Promise<void> }>();
  const live = new Set<ChildProcess>();
  const stopAll = () => {
    for (const child of live) signal(child, 'SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', stopAll);
  process.once('SIGTERM', stopAll);

  const finish = (outcome: Outcome, output = '') => {
    outcomes.set(outcome.name, outcome);
    limits.ended(outcome, output);
  };
  const coresOf = ({ cores = 1 }: Step) => Math.min(cores, limits.cores);
  const free = () => limits.cores - [...running.values()].reduce((sum, one) => sum + one.cores, 0);
  const waiting = () => steps.filter(({ name }) => !outcomes.has(name) && !running.has(name));

  /** Starts what may start now, and settles what never can. */
  const advance = () => {
    const before = outcomes.size;
    for (const step of waiting()) {
      const failed = step.needs?.find((name) => outcomes.get(name)?.ok === false);
      const left = end - Date.now();
      if (failed !== undefined) finish(neverRun(step, `not run, because ${failed} failed`));
      else if (left <= 0) finish(neverRun(step, `not run, because ${limits.minutes} minutes were over`));
      else if (![...(step.after ?? []), ...(step.needs ?? [])].every((name) => outcomes.has(name))) continue;
      else if (free() >= coresOf(step)) {
        const done = runOne(step, Math.min(left, step.minutes * MINUTE_MS), live).then(
          ([outcome, output]) => {
            running.delete(step.name);
            finish(outcome, output);
          },
        );
        running.set(step.name, { cores: coresOf(step), done });
      }
    }
    // What never runs may settle what stands before it in the list.
    if (outcomes.size > before) advance();
  };

  for (advance(); running.size > 0; advance())
    await Promise.race([...running.values()].map(({ done }) => done));
  process.off('SIGINT', stopAll);
  process.off('SIGTERM', stopAll);
  return steps.map(
    (step) => outcomes.get(step.name) ?? neverRun(step, 'not run: what it waits for is no step'),
  );
}

const neverRun = ({ name }: Step, why: string): Outcome => ({ name, ok: false, seconds: 0, why });

function runOne(step: Step, limitMs: number, live: Set<ChildProcess>): Promise<[Outcome, string]> {
  const started = performance.now();
  return new Promise((done) => {
    const pieces: Buffer[] = [];
    const child = spawn(step.command, step.args, {
      stdio: step.live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...step.env },
      // A group of its own, so that stopping it stops what it started.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    live.add(child);
    child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
    let why: string | undefined;
    let last: NodeJS.Timeout | undefined;
    let straggler: NodeJS.Timeout | undefined;
    const limit = setTimeout(() => {
      why = `stopped after ${Math.round(limitMs / MINUTE_MS)} minutes`;
      signal(child, 'SIGTERM');
      last = setTimeout(() => signal(child, 'SIGKILL'), GRACE_MS);
    }, limitMs);
    const settle = (ok: boolean) => {
      clearTimeout(limit);
      clearTimeout(last);
      clearTimeout(straggler);
      live.delete(child);
      const seconds = (performance.now() - started) / 1_000;
      done([
        { name: step.name, ok: ok && !why, seconds, ...(why && { why }) },
        Buffer.concat(pieces).toString(),
      ]);
    };
    child.on('error', (error) => {
      why = `did not start: ${error.message}`;
      settle(false);
    });
    child.on('close', (code) => settle(code === 0));
    // A grandchild that outlives the step would hold its pipe open for ever.
    child.on('exit', (code) => {
      straggler = setTimeout(() => settle(code === 0), STRAGGLER_MS);
    });
  });
}

/** To the whole group; one that is gone already needs none. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(name);
    else process.kill(-child.pid, name);
  } catch {}
}
