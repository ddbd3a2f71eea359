import { useEffect, useId } from 'react';
import { assignClaim, lookAt } from '../../lib/app/team/acts.ts';
import { type ClaimTeamView, watchClaimTeam } from '../../lib/app/team/watch.ts';
import { logOf } from '../../lib/base/log.ts';
import { formatList, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { useNow } from '../live/useNow.ts';
import { usePreview } from '../live/usePreview.ts';
import { tryTo } from '../state/notices.ts';
import './team.css';

const log = logOf('surface');

/** A lease of ten minutes is renewed well before it ends. */
const RENEW_MS = 4 * 60_000;

/** What the team says of a claim: who has it open, who is in charge, and decisions that exclude each other. */
export function ClaimTeam({ claimKey }: { claimKey: string }) {
  // Asked again as time passes: a lease that nobody renews ends without a word.
  const view = useLive(() => watchClaimTeam(claimKey), `${claimKey} ${useNow()}`).value;
  const id = useId();
  const inTeam = Boolean(view);
  useEffect(() => {
    if (!inTeam) return;
    const look = (open: boolean) => void lookAt(claimKey, open).catch(log.failed('saying what is open'));
    look(true);
    const timer = setInterval(() => look(true), RENEW_MS);
    return () => {
      clearInterval(timer);
      look(false);
    };
  }, [claimKey, inTeam]);
  if (!view) return null;
  const { looking, from, elsewhere, assignee, conflict, seats } = view;
  return (
    <section className="stack card pad" aria-label={t('team.claim.title')} data-testid="claim-team">
      {looking.map(({ seat, name }) => (
        <p key={seat} className="small" data-testid="claim-looking">
          {t('team.claim.looking', { name })}
        </p>
      ))}
      {from && (
        <p className="small" data-testid="claim-from">
          {t('team.claim.from', { name: from.name })}
        </p>
      )}
      {elsewhere.map((picture) => (
        <Elsewhere key={picture.sha256} {...picture} />
      ))}
      {conflict.length > 0 && (
        <div data-testid="claim-conflict" role="alert">
          <p>{t('team.claim.conflict')}</p>
          <ul className="small">
            {conflict.map((one) => (
              <li key={one.id}>
                {t('team.claim.decided', {
                  name: one.self ? t('team.claim.you') : one.by?.name,
                  what: t(`team.what.${one.what}`),
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="row-wrap">
        <label htmlFor={id}>{t('team.claim.assignee')}</label>
        <select
          id={id}
          className="select"
          value={assignee?.seat ?? ''}
          data-testid="claim-assignee"
          onChange={(event) => {
            const seat = event.target.value || null;
            void tryTo('assign', t('team.claim.failed'), () => assignClaim(claimKey, seat));
          }}
        >
          <option value="">{t('team.claim.nobody')}</option>
          {seats.map((seat) => (
            <option key={seat.seat} value={seat.seat}>
              {seat.name}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}

/** A product picture at another seat that has not come yet: what is told of it, and that nothing is said before it has. */
function Elsewhere({ sha256, title, file, seats }: ClaimTeamView['elsewhere'][number]) {
  const preview = usePreview(sha256);
  return (
    <div className="row-wrap" data-testid="claim-elsewhere">
      {preview && <img className="team-picture" src={preview} alt="" />}
      <p className="small grow">
        {t('team.claim.elsewhere', { title, file, seats: formatList(seats.map(({ name }) => name)) })}
      </p>
    </div>
  );
}
