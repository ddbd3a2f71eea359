/** What matches mean: turns them, with where each source stands, into findings. */
import * as v from 'valibot';
import { type CheckSpec, code as declare, type FactsIn } from '../../claims/check.ts';
import type { Finding, FindingCode, FindingOf, Ref, Region, Strength } from '../../claims/finding.ts';
import type { Match, MatchLevel } from '../types.ts';
import { MATCH_VERSION } from '../version.ts';

const MEASURED = {
  level: v.string(),
  confidence: v.number(),
  /** Share of the overlap that is the same picture; share of the source that lies inside the photo. */
  keptShare: v.number(),
  overlapShare: v.number(),
  mirrored: v.boolean(),
  inliers: v.number(),
  f90: v.number(),
  f75: v.number(),
  driftPx: v.number(),
  colourApart: v.number(),
  /** Homography, row-major, source pixels → this photo's. */
  transform: v.optional(v.array(v.number())),
  /** Which other picture of the photo's file it is about (lib/images/held.ts); absent for the one that is shown. */
  place: v.optional(v.string()),
  /** The same of the source, where that is a video. */
  sourcePlace: v.optional(v.string()),
  /** Of a video: first and last second in which it shows, and in how many of the frames that were looked at. */
  filmFrom: v.optional(v.number()),
  filmTo: v.optional(v.number()),
  filmFrames: v.optional(v.number()),
};
const measured = v.strictObject(MEASURED);
/** Between claims: whether the same buyer sent both; null where one of the two is not known. */
const betweenClaims = v.strictObject({ ...MEASURED, sameBuyer: v.nullable(v.boolean()) });
/** A code for any relation: the buyer is told where the source is another claim's. */
const anywhere = v.strictObject({ ...MEASURED, sameBuyer: v.optional(v.nullable(v.boolean())) });

const codes = {
  'copy-of-listing': declare({
    strengths: ['strong', 'moderate'],
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'contradiction',
    facts: measured,
  }),
  'copy-of-listing-edited': declare({
    strengths: ['contradiction', 'moderate'],
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'strong',
    facts: measured,
  }),
  'copy-of-other-product': declare({
    strengths: ['strong', 'moderate'],
    family: 'reuse',
    reason: 'PROD',
    hard: 'contradiction',
    facts: measured,
  }),
  'copy-of-shipping-archive': declare({
    strengths: ['strong', 'contradiction', 'moderate'],
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'strong',
    facts: measured,
  }),
  'follows-picture-rerendered': declare({
    strengths: ['moderate'],
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'never',
    facts: anywhere,
  }),
  'shares-part': declare({
    strengths: ['moderate', 'context'],
    family: 'reuse',
    reason: 'REUSE-SELF',
    hard: 'never',
    facts: v.variant('share', [
      v.strictObject({
        ...MEASURED,
        sameBuyer: v.optional(v.nullable(v.boolean())),
        share: v.literal('part'),
      }),
      // The same bytes in one claim `n` times, under these names.
      v.strictObject({ share: v.literal('same-file'), n: v.number(), names: v.array(v.string()) }),
    ]),
  }),
  'same-goods-other-photo': declare({
    strengths: ['supports-claim'],
    family: 'context',
    reason: 'PROD',
    hard: 'never',
    facts: measured,
  }),
  'same-flat-picture': declare({
    strengths: ['context'],
    family: 'context',
    reason: 'CTX',
    hard: 'never',
    facts: measured,
  }),
  'reused-across-claims': declare({
    strengths: ['contradiction', 'strong', 'moderate'],
    family: 'reuse',
    reason: 'REUSE-CLAIM',
    hard: 'contradiction',
    facts: betweenClaims,
  }),
  'reused-edited': declare({
    strengths: ['contradiction', 'moderate'],
    family: 'reuse',
    reason: 'REUSE-CLAIM',
    hard: 'strong',
    facts: betweenClaims,
  }),
  'before-after-in-claim': declare({
    strengths: ['contradiction', 'moderate'],
    family: 'set',
    reason: 'SET',
    hard: 'strong',
    facts: measured,
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** The comparison of a photo with every other picture that the shop has. */
export const matchCheck: CheckSpec = { id: 'match', codes, page: 'matching' };

/**
 * Where the source of a match stands, seen from the claim under check.
 * listing: a saved image of a product in this order. other-product: of a product that is not in it.
 * unknown-product: a saved image, but the claim does not say which products it is about.
 * other-claim: evidence of another claim, by another buyer, the same buyer, or a buyer that is not known.
 * same-claim: another photo of this claim. archive: a still of the shop's own shipping video or packing photo.
 */
export type SourceRelation =
  | { kind: 'listing' | 'other-product' | 'unknown-product'; product: string }
  | { kind: 'other-claim'; claim: string; buyer: 'same' | 'other' | 'unknown' }
  | { kind: 'same-claim' }
  | { kind: 'archive'; claim?: string; product?: string };

export interface MatchedSource {
  match: Match;
  /** SHA-256 of the source picture's stored bytes. */
  sha256: string;
  relation: SourceRelation;
  file?: string;
}

const KIND: Record<SourceRelation['kind'], Ref['kind']> = {
  listing: 'listing',
  'other-product': 'listing',
  'unknown-product': 'listing',
  'other-claim': 'claim',
  'same-claim': 'same-claim',
  archive: 'archive',
};

/** What filters and re-encoding may explain is drawn, and says nothing. */
const isSure = (region: Region): boolean => region.sure !== false;

/** Whether anything was changed for certain. */
export const isEdited = (match: Match): boolean => match.changed.some(isSure);

/** Codes that cannot be said with certainty are at most this strong. */
const CAUTIOUS: Strength = 'moderate';

function code(match: Match, relation: SourceRelation): { code: FindingCode; strength: Strength } | null {
  const edited = isEdited(match);
  if (match.byLight && (relation.kind === 'other-claim' || relation.kind === 'same-claim')) return null;
  switch (match.level) {
    case 'rerendered':
      // Two shots of one thing a moment apart look alike in the same way. Where the shop's own camera stood, no buyer's does.
      if (relation.kind === 'same-claim' || relation.kind === 'other-claim') return null;
      return { code: 'follows-picture-rerendered', strength: CAUTIOUS };
    case 'part':
      return relation.kind === 'same-claim' ? null : { code: 'shares-part', strength: CAUTIOUS };
    case 'same-goods':
      // Two photos of one parcel always show the same goods: that says nothing.
      return relation.kind === 'listing' || relation.kind === 'archive'
        ? { code: 'same-goods-other-photo', strength: 'supports-claim' }
        : null;
    case 'flat':
      // Two buyers of one print, and two photos of one sheet, always show it.
      return relation.kind === 'same-claim' || relation.kind === 'other-claim'
        ? null
        : { code: 'same-flat-picture', strength: 'context' };
    default:
  }
  const sure = match.level === 'copy';
  const as = (name: FindingCode, strength: Strength): { code: FindingCode; strength: Strength } => ({
    code: name,
    strength: sure ? strength : CAUTIOUS,
  });
  switch (relation.kind) {
    case 'listing':
    case 'unknown-product':
      return edited ? as('copy-of-listing-edited', 'contradiction') : as('copy-of-listing', 'strong');
    case 'other-product':
      return as('copy-of-other-product', 'strong');
    case 'archive':
      return as('copy-of-shipping-archive', edited ? 'contradiction' : 'strong');
    case 'other-claim':
      if (edited) return as('reused-edited', 'contradiction');
      return as('reused-across-claims', relation.buyer === 'other' ? 'contradiction' : 'strong');
    case 'same-claim':
      // The same shot sent twice, or a crop of it, is everyday; only a differing region says something.
      return edited ? as('before-after-in-claim', 'contradiction') : null;
  }
}

/** Whether anything may be said between two claims, or between two photos of one, of a match of this level. */
export const speaksBetween = (match: Match): boolean =>
  code({ ...match, byLight: undefined }, { kind: 'other-claim', claim: '', buyer: 'unknown' }) !== null;

/** The facts of any of the codes above; what only one of them has is added by its code. */
function facts({ match, relation }: MatchedSource, code: FindingCode): Finding['facts'] {
  const out = {
    level: match.level,
    confidence: round(match.confidence),
    keptShare: round(match.kept),
    overlapShare: round(match.overlap),
    mirrored: match.mirrored,
    inliers: match.scores.inliers,
    f90: round(match.scores.f90),
    f75: round(match.scores.f75),
    driftPx: round(match.scores.driftPx),
    colourApart: round(match.scores.colourApart),
  };
  const buyer = relation.kind === 'other-claim' ? { sameBuyer: SAME_BUYER[relation.buyer] } : {};
  return { ...out, ...buyer, ...(code === 'shares-part' ? { share: 'part' } : {}) } as Finding['facts'];
}

const SAME_BUYER = { same: true, other: false, unknown: null };

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** How well a source fits: see `Match.confidence` and `Match.scores.colourApart`. */
export interface Fit {
  confidence: number;
  colourApart: number;
}

interface Ranked {
  finding: Finding;
  fit: Fit;
}

/** Steps of confidence that tell two sources apart; finer ones are chance. */
const CONFIDENCE_STEPS = 10;

/** The surer match first; between equally sure ones the nearer colours, since variants of one exposure agree in everything else. */
export const byFit = (a: Fit, b: Fit): number =>
  Math.round(b.confidence * CONFIDENCE_STEPS) - Math.round(a.confidence * CONFIDENCE_STEPS) ||
  a.colourApart - b.colourApart;

/** The shop's own pictures; of all but another product's a difference would be called an edit. */
const OWN = new Set<SourceRelation['kind']>(['listing', 'unknown-product', 'other-product', 'archive']);
const CALLED_EDITED = new Set<MatchLevel>(['copy', 'likely']);

const fitOf = ({ confidence, scores }: Match): Fit => ({ confidence, colourApart: scores.colourApart });

/**
 * Sources without those of the shop's own that differ from another of its pictures, not from the photo: where the photo is an unedited
 * copy of one that fits better, what is changed against the others is the shop's doing, such as colour variants of one exposure.
 */
function withoutVariants(sources: MatchedSource[]): MatchedSource[] {
  const own = sources.filter(({ relation }) => OWN.has(relation.kind));
  const whole = own.filter(({ match }) => match.level === 'copy' && !isEdited(match));
  const isVariant = ({ match, relation }: MatchedSource): boolean =>
    OWN.has(relation.kind) &&
    relation.kind !== 'other-product' &&
    CALLED_EDITED.has(match.level) &&
    isEdited(match) &&
    whole.some((one) => byFit(fitOf(one.match), fitOf(match)) < 0);
  return sources.filter((source) => !isVariant(source));
}

/**
 * One finding per source that says something, the surest first. `photo` is the SHA-256 of the photo they are about.
 * 'likely', 're-rendered' and 'shares a part' never come out above moderate; the same exposure twice in one claim says nothing.
 */
export function relate(photo: string, sources: MatchedSource[]): Finding[] {
  const order: Strength[] = ['contradiction', 'strong', 'moderate', 'weak', 'context', 'supports-claim'];
  return withoutVariants(sources)
    .flatMap((source): Ranked[] => {
      const said = code(source.match, source.relation);
      if (!said) return [];
      const { relation } = source;
      const against: Ref = { kind: KIND[relation.kind], sha256: source.sha256 };
      if ('product' in relation && relation.product !== undefined) against.product = relation.product;
      if ('claim' in relation && relation.claim !== undefined) against.claim = relation.claim;
      if (source.file !== undefined) against.file = source.file;
      const finding: Finding = {
        code: said.code,
        strength: said.strength,
        photo,
        against,
        facts: facts(source, said.code),
        check: { name: 'match', version: MATCH_VERSION },
      } as FindingOf<FindingCode> as Finding;
      const { same, changed } = source.match;
      if (same || changed.length > 0) finding.region = [...(same ? [same] : []), ...changed];
      return [{ finding, fit: fitOf(source.match) }];
    })
    .sort(
      (a, b) => order.indexOf(a.finding.strength) - order.indexOf(b.finding.strength) || byFit(a.fit, b.fit),
    )
    .map((entry) => entry.finding);
}
