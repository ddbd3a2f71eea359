import { Hourglass } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DeadlineEffect } from '../../lib/claims/model.ts';
import { formatDuration, formatInstant, t } from '../../lib/i18n/index.ts';

/** Below this the clock is set in strong type. */
const SOON_MS = 6 * 3_600_000;
const TICK_MS = 30_000;

/** The present, refreshed twice a minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(tick);
  }, []);
  return now;
}

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
