import { CircleCheck } from 'lucide-react';
import { passClaim } from '../../lib/app/claims/commands.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo, useNotices } from '../state/notices.ts';

interface Props {
  claimKey: string;
  claimId: string;
  passed: boolean;
}

/** Says what happened and offers the way back. */
export async function pass(claimKey: string, claimId: string, passed: boolean): Promise<void> {
  const set = (to: boolean) => tryTo('pass', t('surfaces.errors.pass'), () => passClaim(claimKey, to));
  await set(passed);
  if (passed) useNotices.getState().say(t('surfaces.pass.done', { claim: claimId }), () => void set(false));
}

/** Marks a claim as looked at, with nothing more to do; another click takes it back. */
export function PassButton({ claimKey, claimId, passed }: Props) {
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={passed}
      aria-label={t('surfaces.pass.name', { claim: claimId })}
      data-testid="pass-button"
      onClick={() => void pass(claimKey, claimId, !passed)}
    >
      <CircleCheck aria-hidden="true" />
      {t(passed ? 'surfaces.ledger.passed' : 'surfaces.pass.do')}
    </button>
  );
}
