/** Long work in slices, with the page's own work in between. */

/** Longest time in one go; far below the 50 ms from which a page feels slow. */
const SLICE_MS = 8;

interface Scheduler {
  yield?(): Promise<void>;
}

/** Gives the page its thread back once. */
async function letPageWork(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Scheduler };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Runs a generator to its end in slices of `slice` milliseconds and returns its result. */
export async function runSliced<T>(work: Generator<void, T>, slice: number = SLICE_MS): Promise<T> {
  for (;;) {
    const until = performance.now() + slice;
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) return step.value;
      if (performance.now() >= until) break;
    }
    await letPageWork();
  }
}
