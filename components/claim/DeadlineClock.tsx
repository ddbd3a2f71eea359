import { Hourglass } from 'lucide-react';
import type { DeadlineEffect } from '../../lib/claims/model.ts';
import { formatDuration, formatInstant, t } from '../../lib/i18n/index.ts';
import { useNow } from '../live/useNow.ts';

/** Below this the clock is set in strong type. */
const SOON_MS = 6 * 3_600_000;

interface Props {
  at: string;
  effect?: DeadlineEffect;
  /** The page told no time; this one comes from a table. */
  estimated?: boolean;
  /** Shows the time alone, where room is short; the whole words are for screen readers. */
  brief?: boolean;
}

/** How long the seller has left, and what happens then. */
export function DeadlineClock({ at, effect, estimated = false, brief = false }: Props) {
  const left = Date.parse(at) - useNow();
  const words = t(`surfaces.deadline.effects.${effect ?? 'unknown'}`);
  const whole =
    left > 0
      ? t(estimated ? 'surfaces.deadline.about' : 'surfaces.deadline.left', { time: formatDuration(left) })
      : t('surfaces.deadline.over');
  return (
    <span
      className={left < SOON_MS ? 'clock clock-soon' : 'clock'}
      title={[formatInstant(at), words, estimated && t('cases.ui.view.estimated')]
        .filter(Boolean)
        .join(' · ')}
      data-testid="deadline-clock"
    >
      <Hourglass aria-hidden="true" />
      {brief && left > 0 ? (
        <>
          <span aria-hidden="true">{formatDuration(left)}</span>
          <span className="visually-hidden">{whole}</span>
        </>
      ) : (
        whole
      )}
    </span>
  );
}
