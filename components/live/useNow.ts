/** The present, for what changes on screen as time passes. */
import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;

let present = Date.now();
const watchers = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** One tick for all clocks on screen: a list shows dozens, and scrolling makes and drops them all the time. */
function watchPresent(onChange: () => void): () => void {
  watchers.add(onChange);
  ticking ??= setInterval(() => {
    present = Date.now();
    for (const watcher of watchers) watcher();
  }, TICK_MS);
  return () => {
    watchers.delete(onChange);
    if (watchers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The present in ms since epoch, refreshed twice a minute. */
export const useNow = (): number =>
  useSyncExternalStore(watchPresent, () => {
    // Nothing has ticked while no clock was on screen.
    if (ticking === undefined && Date.now() - present > TICK_MS) present = Date.now();
    return present;
  });
