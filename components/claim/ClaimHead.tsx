import type { ClaimView } from '../../lib/app/claims/views.ts';
import { t } from '../../lib/i18n/index.ts';
import { Amount, ClaimLine, claimTitle } from './ClaimFacts.tsx';
import { DeadlineClock } from './DeadlineClock.tsx';
import { levelOf, VerdictBadge } from './VerdictBadge.tsx';

/** VerdictLevel, clock, goods, amount, and what the buyer says. */
export function ClaimHead({ view }: { view: ClaimView }) {
  const { claim } = view.row;
  const level = levelOf(view);
  return (
    <header className="stack detail-head">
      <div className="row-wrap">
        <VerdictBadge level={level} />
        {claim.deadlineAt && <DeadlineClock at={claim.deadlineAt} effect={claim.deadlineEffect} />}
      </div>
      <div className="row detail-title">
        <h1 className="grow">{claimTitle(view.row)}</h1>
        <Amount claim={claim} />
      </div>
      {view.verdict && <p className="small soft">{t(`verdicts.help.${view.verdict.verdict}`)}</p>}
      <ClaimLine claim={claim} />
      {claim.description && <blockquote className="small">{claim.description}</blockquote>}
    </header>
  );
}
