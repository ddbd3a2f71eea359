import { CircleAlert, CircleCheck, RefreshCw } from 'lucide-react';
import type { TeamView } from '../../lib/app/team/watch.ts';
import { formatList, has, t } from '../../lib/i18n/index.ts';

const ICONS = {
  connecting: RefreshCw,
  online: CircleCheck,
  waiting: CircleAlert,
  refused: CircleAlert,
  revoked: CircleAlert,
} as const;

/** How the line stands, what is still to come and to go, and what was not accepted. */
export function TeamStatus({ team }: { team: TeamView }) {
  const { status, waiting, url, seats, library } = team;
  const state = status?.state ?? 'connecting';
  const Icon = ICONS[state];
  const host = new URL(url).host;
  const { newer = 0, ...other } = status?.refused ?? {};
  const dropped = Object.values(other).reduce((sum, n) => sum + n, 0);
  const broken = (status?.broken ?? []).flatMap((id) => seats.find(({ seat }) => seat === id)?.name ?? []);
  const why = status?.why ? `team.fault.${status.why}` : '';
  return (
    <div className="stack" data-testid="team-status" data-state={state} data-why={status?.why ?? ''}>
      <p className="row-wrap" role="status">
        <Icon aria-hidden="true" size={16} />
        <span>{t(`team.status.${state}`, { host })}</span>
      </p>
      {state !== 'online' && has(why) && <p className="small">{t(why)}</p>}
      {state === 'online' && (status?.pending ?? 0) > 0 && (
        <p className="small soft">{t('team.status.pending', { n: status?.pending })}</p>
      )}
      {waiting > 0 && <p className="small soft">{t('team.status.outbox', { n: waiting })}</p>}
      {library.own + library.theirs > 0 && (
        <p className="small soft" data-testid="team-library">
          {t('team.status.library', { shared: library.shared, n: library.own, theirs: library.theirs })}
        </p>
      )}
      {newer > 0 && <p className="small">{t('team.status.newer')}</p>}
      {broken.length > 0 && <p className="small">{t('team.status.broken', { seats: formatList(broken) })}</p>}
      {dropped > 0 && (
        <p className="small soft" data-testid="team-dropped">
          {t('team.status.dropped', { n: dropped })}
        </p>
      )}
    </div>
  );
}
