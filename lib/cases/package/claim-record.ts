/** The claim's facts as they stand in a package: masked unless the seller unmasks with a reason. */
import type { Claim } from '../../claims/model.ts';
import { stableAddress } from '../../claims/unite.ts';
import type { Dossier } from '../dossier.ts';
import { maskId, maskName, maskText } from '../export/mask.ts';

/** What to show unmasked, and why: the reason stands in the package. */
export interface Unmask {
  what: 'buyer' | 'texts';
  reason: string;
}

/** The claim with the buyer's name, account and what they wrote masked, but for what `unmask` names. */
export function claimRecord(claim: Claim, unmask: readonly Unmask[]): Omit<Claim, 'readAt'> {
  const open = new Set(unmask.map(({ what }) => what));
  const text = (value: string | undefined) =>
    value === undefined || open.has('texts') ? value : maskText(value);
  // When the page was last looked at says nothing about the claim and changes with every look.
  const { buyer, readAt: _readAt, pageUrl, ...rest } = claim;
  return {
    ...rest,
    pageUrl: stableAddress(pageUrl),
    reason: text(claim.reason),
    description: text(claim.description),
    buyer:
      buyer &&
      (open.has('buyer')
        ? buyer
        : {
            id: buyer.id === undefined ? undefined : maskId(buyer.id),
            name: buyer.name === undefined ? undefined : maskName(buyer.name),
          }),
  };
}

/** Everything a case holds as plain data, in the package's own words: `claim.json`. */
export function claimJson(dossier: Dossier, unmask: readonly Unmask[]): object {
  const { claim, firstSeenAt } = dossier.claim;
  const readings = [...dossier.readings].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    claim: claimRecord(claim, unmask),
    firstSeenAt,
    versions: readings.map(({ at, claim: version }) => ({ at, claim: claimRecord(version, unmask) })),
    payments: dossier.payments.map(({ at, amount, direction, by, source }) => ({
      at,
      amount,
      direction,
      by,
      source,
    })),
    decisions: dossier.decisions.map(({ id: _id, claimKey: _key, ...row }) => row),
    unmasked: unmask,
  };
}
