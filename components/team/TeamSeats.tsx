import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { inviteSeat, leaveTeam, renameSeat, revokeSeat } from '../../lib/app/team/acts.ts';
import type { SeatLine, TeamView } from '../../lib/app/team/watch.ts';
import { t } from '../../lib/i18n/index.ts';
import { InvitationCode } from './InvitationCode.tsx';
import { TeamFault } from './TeamFault.tsx';
import { TeamField } from './TeamField.tsx';
import { type Act, useAct } from './useAct.ts';

/** The seats: invite, rename, remove, leave. Only the seat that set up the team can invite and remove. */
export function TeamSeats({ team }: { team: TeamView }) {
  const act = useAct();
  const [leaving, setLeaving] = useState(false);
  return (
    <div className="stack">
      <h3>{t('team.seats.title')}</h3>
      <ul className="team-seats" data-testid="team-seats">
        {team.seats.map((seat) => (
          <Seat key={seat.seat} seat={seat} team={team} act={act} />
        ))}
      </ul>
      {team.founder && <Invite act={act} />}
      <TeamFault fault={act.fault} />
      {leaving ? (
        <div className="stack">
          <p>
            {t('team.seats.leaveAsk')} {team.founder && t('team.seats.leaveFounder')}
          </p>
          <div className="row-wrap">
            <button
              type="button"
              className="btn"
              data-testid="team-leave-yes"
              onClick={() => void act.run(leaveTeam)}
            >
              {t('team.seats.leaveYes')}
            </button>
            <button type="button" className="btn btn-quiet" onClick={() => setLeaving(false)}>
              {t('team.cancel')}
            </button>
          </div>
        </div>
      ) : (
        <div>
          <button
            type="button"
            className="btn btn-quiet"
            data-testid="team-leave"
            onClick={() => setLeaving(true)}
          >
            {t('team.seats.leave')}
          </button>
        </div>
      )}
    </div>
  );
}

function Seat({ seat, team, act }: { seat: SeatLine; team: TeamView; act: Act }) {
  const [name, setName] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const words = [
    seat.self && t('team.seats.self'),
    seat.founder && t('team.seats.founder'),
    t(`team.seats.state.${seat.state}`),
  ].filter(Boolean);
  const gone = seat.state === 'left' || seat.state === 'revoked';
  const save = async () => {
    if (name?.trim()) await act.run(() => renameSeat(seat.seat, name));
    setName(null);
  };
  return (
    <li data-testid="team-seat" data-state={seat.state} className="stack">
      <div className="row-wrap">
        <span className="grow">
          <strong>{seat.name}</strong> <span className="small soft">{words.join(' · ')}</span>
        </span>
        {!gone && (seat.self || team.founder) && seat.state === 'active' && (
          <button
            type="button"
            className="btn btn-quiet"
            disabled={act.busy}
            onClick={() => setName(name === null ? seat.name : null)}
          >
            {t('team.seats.rename')}
          </button>
        )}
        {!gone && team.founder && !seat.self && (
          <button
            type="button"
            className="btn btn-quiet"
            data-testid="team-remove"
            disabled={act.busy}
            onClick={() => setAsking(true)}
          >
            {t('team.seats.remove')}
          </button>
        )}
      </div>
      {name !== null && (
        <div className="row-wrap">
          <input
            className="input grow"
            aria-label={t('team.seats.newName', { name: seat.name })}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="button" className="btn" disabled={act.busy} onClick={() => void save()}>
            {t('team.seats.save')}
          </button>
        </div>
      )}
      {asking && (
        <div className="stack">
          <p>{t('team.seats.removeAsk', { name: seat.name })}</p>
          <div className="row-wrap">
            <button
              type="button"
              className="btn"
              data-testid="team-remove-yes"
              onClick={() => {
                setAsking(false);
                void act.run(() => revokeSeat(seat.seat));
              }}
            >
              {t('team.seats.removeYes', { name: seat.name })}
            </button>
            <button type="button" className="btn btn-quiet" onClick={() => setAsking(false)}>
              {t('team.seats.keep')}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}

function Invite({ act }: { act: Act }) {
  const [name, setName] = useState('');
  const [made, setMade] = useState<{ name: string; text: string } | null>(null);
  const [copied, setCopied] = useState(false);
  const invite = async () => {
    const text = await act.run(() => inviteSeat(name));
    if (text) {
      setMade({ name, text });
      setCopied(false);
      setName('');
    }
  };
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="stack">
      <div className="team-invite">
        <TeamField
          label={t('team.seats.inviteName')}
          value={name}
          onChange={setName}
          testId="team-invite-name"
        />
        <button
          type="button"
          className="btn"
          data-testid="team-invite"
          disabled={act.busy || name.trim() === ''}
          onClick={() => void invite()}
        >
          <UserPlus aria-hidden="true" />
          {t(act.busy ? 'team.seats.inviting' : 'team.seats.invite')}
        </button>
      </div>
      {made && (
        <div className="stack">
          <h4>{t('team.seats.ready', { name: made.name })}</h4>
          <p className="small soft">{t('team.seats.readyHelp')}</p>
          <InvitationCode text={made.text} />
          <textarea
            className="input team-text"
            readOnly
            rows={4}
            value={made.text}
            aria-label={t('team.seats.ready', { name: made.name })}
            data-testid="team-invitation-text"
          />
          <div className="row-wrap">
            <button type="button" className="btn" onClick={() => void copy(made.text)}>
              {t(copied ? 'team.seats.copied' : 'team.seats.copy')}
            </button>
            <button type="button" className="btn btn-quiet" onClick={() => setMade(null)}>
              {t('team.seats.done')}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
