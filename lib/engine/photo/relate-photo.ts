/** From verified matches to findings: every place of every source, the same bytes elsewhere included. */
import type { Finding } from '../../claims/finding.ts';
import type { Claim } from '../../claims/model.ts';
import { isEdited, type Match, type MatchedSource, relate, type SourceRelation } from '../../match/index.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { isTeamProduct } from '../../store/team/images.ts';
import { cautious, cautiousOfPacking, stillFromVideo } from '../../video/say.ts';
import type { Verification } from '../pool/protocol.ts';
import { placesOf } from './claim-relation.ts';

/** The same bytes need no comparison: everything is kept, nothing differs. */
const IDENTICAL: Match = {
  level: 'copy',
  confidence: 1,
  kept: 1,
  overlap: 1,
  transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  mirrored: false,
  changed: [],
  scores: { inliers: 0, f90: 1, f75: 1, driftPx: 0, colourApart: 0 },
};

/** Levels at which a photo is, or may be, made from its source. */
const DERIVED = new Set<Match['level']>(['copy', 'likely', 'rerendered']);

/** The surest match with a saved product image, if the photo is derived from one. */
async function listingSource(db: ClaimLensDb, claim: Claim, verified: Verification[]): Promise<Match | null> {
  let best: Match | null = null;
  for (const { sha256, match } of verified) {
    if (!match || !DERIVED.has(match.level) || (best && best.confidence >= match.confidence)) continue;
    const places = await placesOf(db, claim, sha256);
    if (places.some(({ relation }) => 'product' in relation && relation.kind !== 'archive')) best = match;
  }
  return best;
}

/**
 * Two buyers who both send copies of one listing share that listing, not each other's photo. Only when this photo differs
 * from the listing and the other claim's photo shows the very same difference do the two photos belong together.
 */
const sharesAnEdit = (listing: Match, pair: Match): boolean =>
  isEdited(listing) && !isEdited(pair) && pair.level === 'copy';

/** Product pictures of colleagues that the photo follows by what is told of them, and whose bytes are not on this machine. */
export async function atColleagues(db: ClaimLensDb, verified: readonly Verification[]): Promise<string[]> {
  const missing = verified.flatMap(({ sha256, unreadable: why }) =>
    why?.problem === 'empty' ? [sha256] : [],
  );
  // To ask after none would still open a transaction.
  if (missing.length === 0) return [];
  const rows = await db.teamImages.where('sha256').anyOf(missing).toArray();
  return [...new Set(rows.map(({ sha256 }) => sha256))];
}

/**
 * What a product picture that has not come yet may explain: two photos of one listing belong together by the listing, and what differs
 * from a colleague's picture may be as another of them has it.
 */
const mayBeExplained = (relation: SourceRelation, match: Match): boolean =>
  relation.kind === 'other-claim' ||
  ('product' in relation && isTeamProduct(relation.product) && isEdited(match));

/** Findings about where one photo of a claim comes from. */
export async function relatePhoto(
  db: ClaimLensDb,
  claim: Claim,
  photo: string,
  verified: Verification[],
): Promise<Finding[]> {
  const sources: MatchedSource[] = [];
  const listing = await listingSource(db, claim, verified);
  const waits = (await atColleagues(db, verified)).length > 0;
  for (const { relation, sameOrder, file } of await placesOf(db, claim, photo)) {
    if (waits && relation.kind === 'other-claim') continue;
    if (relation.kind === 'other-claim' && listing && !sharesAnEdit(listing, IDENTICAL)) continue;
    if (!sameOrder) sources.push({ match: IDENTICAL, sha256: photo, relation, file });
  }
  const stills: Finding[] = [];
  const packing = new Set<string>();
  for (const { sha256, match: whole, betweenClaims, sourcePlace } of verified) {
    if (!whole) continue;
    for (const { relation, sameOrder, file, ofPackingVideo } of await placesOf(db, claim, sha256)) {
      if (ofPackingVideo) packing.add(sha256);
      const match = relation.kind === 'other-claim' || relation.kind === 'same-claim' ? betweenClaims : whole;
      if (!match) continue;
      // A still that a buyer took from the own video is a fact, and what a moving frame shows otherwise is no edit of it.
      if (sourcePlace && relation.kind === 'same-claim') {
        if (match.level === 'copy') stills.push(stillFromVideo(photo, sha256, match.transform, sourcePlace));
        continue;
      }
      if (waits && mayBeExplained(relation, match)) continue;
      if (relation.kind === 'other-claim' && listing && !sharesAnEdit(listing, match)) continue;
      // A follow-up claim of the same order shows the same photos again; only a difference between them says something.
      const says = isEdited(match) && match.level !== 'rerendered';
      if (relation.kind === 'other-claim' && sameOrder && !says) continue;
      sources.push({ match, sha256, relation, file });
    }
  }
  const transforms = new Map(sources.map(({ sha256, match }) => [sha256, match.transform]));
  const related = relate(photo, sources).map((finding) => {
    const transform = transforms.get(finding.against?.sha256 ?? '');
    return transform ? ({ ...finding, facts: { ...finding.facts, transform } } as Finding) : finding;
  });
  const frames = verified.flatMap(({ sha256, sourcePlace }) =>
    sourcePlace ? [[sha256, sourcePlace] as const] : [],
  );
  return [...cautiousOfPacking(cautious(related, new Map(frames)), packing), ...stills];
}
