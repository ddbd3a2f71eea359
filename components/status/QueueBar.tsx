import { watchQueue } from '../../lib/app/claims/queries.ts';
import { formatDuration, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { useRemaining } from '../live/useRemaining.ts';
import './QueueBar.css';

/** How much work is open; nothing when all is done. */
export function QueueBar() {
  const queue = useLive(watchQueue).value;
  const open = (queue?.queued ?? 0) + (queue?.running ?? 0);
  const done = (queue?.done ?? 0) + (queue?.failed ?? 0);
  const left = useRemaining(done, done + open);
  if (!queue || open === 0) return null;
  return (
    <div className="queue" role="status">
      <span className="queue-bar" aria-hidden="true" />
      <span className="tiny soft">
        {t('surfaces.queue.open', { n: open })}
        {left !== null && ` · ${t('surfaces.queue.left', { time: formatDuration(left) })}`}
      </span>
    </div>
  );
}
