/** How long work that is counted will still take, from how it went lately; silent where that would be a guess. */

export interface Sample {
  /** Milliseconds. */
  at: number;
  /** Pieces done by then. */
  done: number;
}

/** What lies further back says little: a cache has warmed up since, or a second job has begun. */
const WINDOW_MS = 60_000;
/** An estimate from less than this is worse than none. */
const LEAST_MS = 4_000;
const LEAST_DONE = 3;
/** Shown in steps of this, so that it does not flicker from second to second. */
const STEP_MS = 10_000;
const COARSE_MS = 60_000;

/** Adds a sample to those of the window; a count that fell belongs to other work and starts over. */
export function withSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && next.done < last.done) return [next];
  if (last?.done === next.done && samples.length > 1) return [...samples];
  return [...samples, next].filter(({ at }) => at > next.at - WINDOW_MS);
}

/** Milliseconds left, rounded up to 10 s (to whole minutes from two minutes on); null while nothing sound can be said. */
export function remainingMs(samples: readonly Sample[], total: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.done >= total) return null;
  const took = last.at - first.at;
  const done = last.done - first.done;
  if (took < LEAST_MS || done < LEAST_DONE) return null;
  const left = ((total - last.done) * took) / done;
  const step = left < 2 * COARSE_MS ? STEP_MS : COARSE_MS;
  return Math.ceil(left / step) * step;
}
