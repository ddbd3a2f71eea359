import { Flag } from 'lucide-react';
import { flagClaim, unflagClaim } from '../../lib/app/claims/commands.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo, useNotices } from '../state/notices.ts';

interface Props {
  claimKey: string;
  claimId: string;
  flagged: boolean;
  /** Icon only, with its name for screen readers. */
  compact?: boolean;
}

/** Flags a claim or takes the flag back, says so and offers the way back. */
export async function toggleFlag(claimKey: string, claimId: string, flagged: boolean): Promise<void> {
  const set = (on: boolean) =>
    tryTo('flag', t('surfaces.flag.failed'), () => (on ? flagClaim(claimKey) : unflagClaim(claimKey)));
  await set(!flagged);
  useNotices
    .getState()
    .say(
      t(flagged ? 'surfaces.flag.takenBack' : 'surfaces.flag.done', { claim: claimId }),
      () => void set(flagged),
    );
}

/** Flags a claim with one click and takes it back with another; both can be undone from the notice. */
export function FlagButton({ claimKey, claimId, flagged, compact = false }: Props) {
  const word = t(flagged ? 'surfaces.flag.on' : 'surfaces.flag.off');
  return (
    <button
      type="button"
      className={compact ? 'btn btn-quiet btn-icon flag-button' : 'btn flag-button'}
      aria-pressed={flagged}
      aria-label={t('surfaces.flag.name', { claim: claimId })}
      title={word}
      data-testid="flag-button"
      data-action="flag"
      onClick={() => void toggleFlag(claimKey, claimId, flagged)}
    >
      <Flag aria-hidden="true" fill={flagged ? 'currentColor' : 'none'} />
      {!compact && word}
    </button>
  );
}
