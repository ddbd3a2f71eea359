import type { Claim } from '../../lib/claims/model.ts';
import { formatDay, formatMoney, t } from '../../lib/i18n/index.ts';

/** Kind, reason and date of a claim on one line. */
export function ClaimLine({ claim }: { claim: Claim }) {
  return (
    <p className="tiny soft claim-line">
      <span>{t(`surfaces.kinds.${claim.kind}`)}</span>
      {claim.reason && <span>{claim.reason}</span>}
      {claim.appliedAt && <span>{t('surfaces.claim.applied', { at: formatDay(claim.appliedAt) })}</span>}
    </p>
  );
}

/** What the buyer asks back; nothing when the page does not say. */
export function Amount({ claim }: { claim: Claim }) {
  return claim.amount ? (
    <span className="amount num" title={t('surfaces.claim.amount')}>
      {formatMoney(claim.amount)}
    </span>
  ) : null;
}

/** The product's name, or the claim's number when the page names none. */
export const claimTitle = (claim: Claim): string =>
  claim.items[0]?.title ?? t('surfaces.claim.numbered', { id: claim.claimId });
