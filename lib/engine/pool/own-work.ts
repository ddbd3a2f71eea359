/**
 * How much of a processor a busy thread gets at the moment. A browser tells no thread's processor time, so a short spin measures it:
 * on a free machine every slice of it turns equally often; on a busy one whole slices pass in which it was not let run.
 */

/** Long enough to meet several turns of the scheduler (Linux 3 to 4 ms each, Windows up to 30 ms), short enough to block nothing. */
const SPIN_MS = 100;

/** Least share that is believed: below it a limit would never be reached. */
const LEAST = 0.01;

/**
 * Share of a processor, 0.01..1. Blocks its thread for about 100 ms.
 * @param now a clock in milliseconds; clocks that tick in coarse steps (privacy settings) give 1
 */
export function shareOfProcessor(now: () => number = () => performance.now()): number {
  const start = now();
  const turns = new Map<number, number>();
  let total = 0;
  let at = start;
  while (at - start < SPIN_MS) {
    const slice = Math.floor(at - start);
    turns.set(slice, (turns.get(slice) ?? 0) + 1);
    total += 1;
    at = now();
  }
  if (turns.size < 8) return 1;
  // The full speed, without the few slices that ran ahead: what three quarters of the slices that ran at all reach.
  const sorted = [...turns.values()].sort((a, b) => a - b);
  const full = sorted[Math.floor(sorted.length * 0.75)] ?? 1;
  return Math.min(1, Math.max(LEAST, total / (full * (at - start))));
}
