import { LOOSE } from '../../lib/app/claims/loose-photos.ts';
import type { Claim } from '../../lib/claims/model.ts';
import { formatDay, formatMoney, t } from '../../lib/i18n/index.ts';
import type { ClaimRow } from '../../lib/store/rows.ts';

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

interface Titled {
  title: string | undefined;
  console: string;
  claimId: string;
  /** Name of the file, for a photo of the seller's own choice. */
  name: string | undefined;
  appliedAt: string;
}

/** The product's name, the file's name and time of a loose photo, or the claim's number when the page names nothing. */
export const titleOf = ({ title, console, claimId, name, appliedAt: at }: Titled): string => {
  if (title) return title;
  if (console !== LOOSE) return t('surfaces.claim.numbered', { id: claimId.slice(0, 24) });
  return name ? t('surfaces.claim.looseNamed', { name, at }) : t('surfaces.claim.loose', { at });
};

export const claimTitle = ({ claim, name, appliedAt }: ClaimRow): string =>
  titleOf({ ...claim, title: claim.items[0]?.title, name, appliedAt });
