import { watchQueue } from '../../lib/app/claims/queries.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import './QueueBar.css';

/** How much work is open; nothing when all is done. */
export function QueueBar() {
  const queue = useLive(watchQueue).value;
  const open = (queue?.queued ?? 0) + (queue?.running ?? 0);
  if (!queue || open === 0) return null;
  return (
    <div className="queue" role="status">
      <span className="queue-bar" aria-hidden="true" />
      <span className="tiny soft">{t('surfaces.queue.open', { n: open })}</span>
    </div>
  );
}
