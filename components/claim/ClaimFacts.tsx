import type { Claim } from '../../lib/claims/model.ts';
import { formatDay, formatMoney, t } from '../../lib/i18n/index.ts';

/** Kind, reason and date of a claim in one line. */
export const claimLine = (claim: Claim): string =>
  [
    t(`surfaces.kinds.${claim.kind}`),
    claim.reason,
    claim.appliedAt && t('surfaces.claim.applied', { at: formatDay(claim.appliedAt) }),
  ]
    .filter(Boolean)
    .join(' · ');

/** The line of a claim under its title. */
export function ClaimLine({ claim }: { claim: Claim }) {
  return <span className="tiny soft claim-line">{claimLine(claim)}</span>;
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
export const titleOf = (claim: { title: string | undefined; console: string; claimId: string }): string =>
  claim.title ??
  t(claim.console === 'photo' ? 'surfaces.claim.loose' : 'surfaces.claim.numbered', {
    id: claim.claimId.slice(0, 24),
  });

export const claimTitle = (claim: Claim): string => titleOf({ ...claim, title: claim.items[0]?.title });
