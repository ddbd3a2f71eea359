/** What is only to be seen when all claims of a page are read: the same claim twice, the same picture everywhere. */
import { mergePartials } from '../../claims/merge.ts';
import type { ClaimReading } from '../types.ts';

/** A claim that a page shows twice (in its list and in a dialog over it) is one claim; the dialog, which tells more, adds to the row. */
export function joinRepeated(claims: ClaimReading[]): void {
  const first = new Map<string, ClaimReading>();
  for (const claim of [...claims]) {
    const { claimId } = claim.partial;
    if (!claimId) continue;
    const known = first.get(claimId);
    if (!known) {
      first.set(claimId, claim);
      continue;
    }
    const refused = new Set([...(known.refused ?? []), ...(claim.refused ?? [])]);
    known.partial = mergePartials(known.partial, claim.partial);
    known.evidenceAnchors = [...known.evidenceAnchors, ...claim.evidenceAnchors];
    const unowned = [...(known.unowned ?? []), ...(claim.unowned ?? [])];
    if (unowned.length) known.unowned = unowned;
    if (refused.size) known.refused = [...refused];
    claims.splice(claims.indexOf(claim), 1);
  }
}

/** A picture that every one of several claims shows is part of the site. */
export function dropCommonPictures(claims: ClaimReading[]): void {
  if (claims.length < 3) return;
  const counts = new Map<string, number>();
  for (const { partial } of claims) {
    for (const entry of partial.evidence ?? []) counts.set(entry.url, (counts.get(entry.url) ?? 0) + 1);
  }
  for (const claim of claims) {
    const { evidence } = claim.partial;
    if (!evidence) continue;
    claim.partial.evidence = evidence.filter((entry) => counts.get(entry.url) !== claims.length);
    claim.evidenceAnchors = claim.evidenceAnchors.filter((entry) => counts.get(entry.url) !== claims.length);
  }
}
