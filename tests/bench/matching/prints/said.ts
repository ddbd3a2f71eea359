/** What is said of a photo against its sender, whatever the other picture may be to the claim. */
import { type Match, relate, type SourceRelation } from '../../../../lib/match/index.ts';

export const RELATIONS: SourceRelation[] = [
  { kind: 'listing', product: 'p' },
  { kind: 'other-product', product: 'q' },
  { kind: 'unknown-product', product: 'p' },
  { kind: 'archive' },
  { kind: 'same-claim' },
  { kind: 'other-claim', claim: 'c', buyer: 'other' },
];

const QUIET = new Set(['context', 'supports-claim']);

/** Two photos of one thing by its buyer are never the shop's. */
const OF_BUYERS = new Set<SourceRelation['kind']>(['same-claim', 'other-claim']);

/** Findings that speak against the sender, as `code strength`. `own`: both photos are the buyer's. */
export const against = (match: Match | null, own = false): string[] =>
  RELATIONS.filter(({ kind }) => !own || OF_BUYERS.has(kind))
    .flatMap((relation) => (match ? relate('photo', [{ match, sha256: 'source', relation }]) : []))
    .filter(({ strength }) => !QUIET.has(strength))
    .map(({ code, strength }) => `${code} ${strength}`);
