/** The claim's facts as they stand in a package: masked unless the seller unmasks with a reason. */
import { canonicalJson } from '../../claims/canonical.ts';
import type { Claim } from '../../claims/model.ts';
import { stableAddress } from '../../claims/unite.ts';
import { FIELDS, fieldSalt, saltOf } from '../../store/logged/claim.ts';
import type { Dossier } from '../dossier.ts';
import { maskId, maskName, maskText } from '../export/mask.ts';

/** What to show unmasked, and why: the reason stands in the package. */
export interface Unmask {
  what: 'buyer' | 'texts' | 'originals';
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

/**
 * The salts of those fields that a record shows as they are: with them a reader computes the hashes that the log holds. A
 * masked field has none, so nothing can be tried out on its hash.
 */
export function fieldProof(claim: Claim, shown: object, salt: Uint8Array): Record<string, string> {
  const values = shown as Record<string, unknown>;
  return Object.fromEntries(
    FIELDS.filter(
      (field) =>
        claim[field] !== undefined && canonicalJson(claim[field]) === canonicalJson(values[field] ?? null),
    ).map((field) => [field, fieldSalt(salt, field, claim[field])]),
  );
}

/** Everything a case holds as plain data, in the package's own words: `claim.json`. */
export function claimJson(dossier: Dossier, unmask: readonly Unmask[], salts: readonly Uint8Array[]): object {
  const { claim, firstSeenAt } = dossier.claim;
  const entries = dossier.ledger.filter(({ data }) => data.fields !== undefined);
  const saltFor = (version: Claim) => saltOf(version, entries, salts) ?? salts[0] ?? new Uint8Array();
  const readings = [...dossier.readings].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    claim: claimRecord(claim, unmask),
    firstSeenAt,
    salts: fieldProof(claim, claimRecord(claim, unmask), saltFor(claim)),
    versions: readings.map(({ at, claim: version }) => {
      const shown = claimRecord(version, unmask);
      return { at, claim: shown, salts: fieldProof(version, shown, saltFor(version)) };
    }),
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
