/**
 * What the log holds of a claim: the hash of the whole, and a salted hash of every field. A package shows some fields and
 * masks others; with a field's salt its reader can hold what is shown against the log, and learns nothing of what is not.
 */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, contentHash, sha256Hex } from '../../claims/canonical.ts';
import type { Claim } from '../../claims/model.ts';
import { stableAddress } from '../../claims/unite.ts';
import type { LedgerRow } from '../rows.ts';

/** Hash over the fields whose change is a new version of the claim; reading time and page address are not. */
export function versionOf(claim: Claim): string {
  const { readAt: _readAt, pageUrl: _pageUrl, reader: _reader, ...rest } = claim;
  // Signatures change with every load of the same page.
  return contentHash({
    ...rest,
    evidence: rest.evidence.map((ref) => stableAddress(ref.originalUrl)).sort(),
  });
}

/** Fields that are told apart in the log. The photos are bound by their own entries; the key changes when claims are joined. */
export const FIELDS = [
  'buyer',
  'kind',
  'reason',
  'description',
  'amount',
  'paid',
  'items',
  'orderId',
  'trackingNo',
  'appliedAt',
  'deadlineAt',
  'deadlineEffect',
  'orderedAt',
  'shippedAt',
  'deliveredAt',
  'status',
  'stage',
] as const satisfies readonly (keyof Claim)[];
type Field = (typeof FIELDS)[number];

/** The salt of one field: the same value of another field, or of another shop, has another hash. 64 hex digits. */
export const fieldSalt = (shopSalt: Uint8Array, field: Field, value: unknown): string =>
  sha256Hex(
    utf8ToBytes(`claimlens-field\n${bytesToHex(shopSalt)}\n${field}\n${canonicalJson(value ?? null)}`),
  );

/** `sha256(salt + newline + canonical JSON)`: what a package's reader computes again. */
export const fieldHash = (salt: string, value: unknown): string =>
  sha256Hex(utf8ToBytes(`${salt}\n${canonicalJson(value ?? null)}`));

/** `data.fields` of an entry about a claim. */
export const fieldHashes = (claim: Claim, shopSalt: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    FIELDS.flatMap((field) =>
      claim[field] === undefined
        ? []
        : [[field, fieldHash(fieldSalt(shopSalt, field, claim[field]), claim[field])]],
    ),
  );

/** True when an entry holds just these field hashes; one from before fields were logged proves nothing either way. */
export const sameFields = (entry: LedgerRow, fields: Record<string, string>): boolean => {
  const logged = entry.data.fields;
  if (typeof logged !== 'object' || logged === null) return true;
  const names = new Set([...Object.keys(logged), ...Object.keys(fields)]);
  return [...names].every((name) => (logged as Record<string, unknown>)[name] === fields[name]);
};

/** The salt with which one of the entries holds this claim; null where none does. */
export const saltOf = (
  claim: Claim,
  entries: readonly LedgerRow[],
  salts: readonly Uint8Array[],
): Uint8Array | null =>
  salts.find((salt) => {
    const fields = fieldHashes(claim, salt);
    return entries.some((entry) => sameFields(entry, fields));
  }) ?? null;

/** `data` of `claim-seen` and `claim-changed`. */
export const loggedClaim = (claim: Claim, shopSalt: Uint8Array): Record<string, unknown> => ({
  version: versionOf(claim),
  status: claim.status ?? null,
  fields: fieldHashes(claim, shopSalt),
});
