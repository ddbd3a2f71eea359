import { useMemo } from 'react';
import { codeOfInvitation } from '../../lib/app/team/invitation-code.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';

/** Light modules around the code that a reader needs. */
const MARGIN = 4;

/** An invitation as a QR code, dark on light in every theme, with the time until which it is good. */
export function InvitationCode({ text }: { text: string }) {
  const { code, until } = useMemo(() => codeOfInvitation(text), [text]);
  const side = (code?.length ?? 0) + 2 * MARGIN;
  const path = code
    ?.flatMap((line, y) => line.map((on, x) => (on ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '')))
    .join('');
  return (
    <>
      {code && (
        <svg
          className="team-code"
          viewBox={`0 0 ${side} ${side}`}
          role="img"
          aria-label={t('team.seats.code')}
          data-testid="team-code"
        >
          <path className="team-code-light" d={`M0 0h${side}v${side}h-${side}z`} />
          <path className="team-code-dark" d={path} />
        </svg>
      )}
      {until && <p className="small soft">{t('team.seats.until', { time: formatInstant(until) })}</p>}
    </>
  );
}
