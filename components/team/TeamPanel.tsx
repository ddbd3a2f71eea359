import { LogIn, Users } from 'lucide-react';
import { useId, useState } from 'react';
import { watchTeam } from '../../lib/app/team/watch.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { JoinTeam } from './JoinTeam.tsx';
import { NewTeam } from './NewTeam.tsx';
import { TeamSeats } from './TeamSeats.tsx';
import { TeamStatus } from './TeamStatus.tsx';
import './team.css';

/** The shop's team: nothing until somebody sets one up or joins one. */
export function TeamPanel() {
  const team = useLive(watchTeam).value;
  const [form, setForm] = useState<'new' | 'join' | null>(null);
  const id = useId();
  if (team === undefined) return null;
  const close = () => setForm(null);
  return (
    <section className="card pad stack" aria-labelledby={`${id}-title`} data-testid="team">
      <h2 id={`${id}-title`}>{t('team.title')}</h2>
      {team ? (
        <>
          <TeamStatus team={team} />
          <TeamSeats team={team} />
        </>
      ) : (
        <>
          <p className="small soft">{t('team.text')}</p>
          {form === null && (
            <div className="row-wrap">
              <button type="button" className="btn" data-testid="team-new" onClick={() => setForm('new')}>
                <Users aria-hidden="true" />
                {t('team.make')}
              </button>
              <button type="button" className="btn" data-testid="team-join" onClick={() => setForm('join')}>
                <LogIn aria-hidden="true" />
                {t('team.join')}
              </button>
            </div>
          )}
          {form === 'new' && <NewTeam onClose={close} />}
          {form === 'join' && <JoinTeam onClose={close} />}
        </>
      )}
    </section>
  );
}
