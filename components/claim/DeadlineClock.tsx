import { Hourglass } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { DeadlineEffect } from '../../lib/claims/model.ts';
import { formatDuration, formatInstant, t } from '../../lib/i18n/index.ts';

/** Below this the clock is set in strong type. */
const SOON_MS = 6 * 3_600_000;
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

interface Props {
  at: string;
  effect?: DeadlineEffect;
  /** The page told no time; this one comes from a table. */
  estimated?: boolean;
}

/** How long the seller has left, and what happens then. */
export function DeadlineClock({ at, effect, estimated = false }: Props) {
  const left = Date.parse(at) - useNow();
  const words = t(`surfaces.deadline.effects.${effect ?? 'unknown'}`);
  return (
    <span
      className={left < SOON_MS ? 'clock clock-soon' : 'clock'}
      title={[formatInstant(at), words, estimated && t('cases.ui.view.estimated')]
        .filter(Boolean)
        .join(' · ')}
      data-testid="deadline-clock"
    >
      <Hourglass aria-hidden="true" />
      {left > 0
        ? t(estimated ? 'surfaces.deadline.about' : 'surfaces.deadline.left', { time: formatDuration(left) })
        : t('surfaces.deadline.over')}
    </span>
  );
}
