import { describe, expect, it } from 'vitest';
import {
  type Match,
  type MatchedSource,
  type MatchLevel,
  relate,
  type SourceRelation,
  speaksBetween,
} from '../../../../lib/match/index.ts';

const match = (level: MatchLevel, edited: boolean): Match => ({
  level,
  confidence: 0.97,
  kept: 0.9,
  overlap: 1,
  transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  mirrored: false,
  changed: edited ? [{ x: 1, y: 2, width: 3, height: 4, area: 9 }] : [],
  scores: { inliers: 100, f90: 0.9, f75: 0.95, driftPx: 0.1, colourApart: 1 },
});
const source = (level: MatchLevel, edited: boolean, relation: SourceRelation): MatchedSource => ({
  match: match(level, edited),
  sha256: 'b'.repeat(64),
  relation,
});
const said = (s: MatchedSource): string | undefined => {
  const [f] = relate('a', [s]);
  return f && `${f.code}/${f.strength}`;
};

describe('relate', () => {
  it.each<[MatchLevel, boolean, SourceRelation, string | undefined]>([
    ['copy', false, { kind: 'listing', product: 'p' }, 'copy-of-listing/strong'],
    ['copy', true, { kind: 'listing', product: 'p' }, 'copy-of-listing-edited/contradiction'],
    ['copy', true, { kind: 'other-product', product: 'q' }, 'copy-of-other-product/strong'],
    [
      'copy',
      false,
      { kind: 'other-claim', claim: 'c', buyer: 'other' },
      'reused-across-claims/contradiction',
    ],
    ['copy', false, { kind: 'other-claim', claim: 'c', buyer: 'same' }, 'reused-across-claims/strong'],
    ['copy', false, { kind: 'other-claim', claim: 'c', buyer: 'unknown' }, 'reused-across-claims/strong'],
    ['copy', true, { kind: 'other-claim', claim: 'c', buyer: 'same' }, 'reused-edited/contradiction'],
    ['copy', true, { kind: 'same-claim' }, 'before-after-in-claim/contradiction'],
    ['copy', false, { kind: 'same-claim' }, undefined],
    ['copy', true, { kind: 'archive' }, 'copy-of-shipping-archive/contradiction'],
    ['likely', true, { kind: 'listing', product: 'p' }, 'copy-of-listing-edited/moderate'],
    ['likely', true, { kind: 'same-claim' }, 'before-after-in-claim/moderate'],
    ['rerendered', true, { kind: 'listing', product: 'p' }, 'follows-picture-rerendered/moderate'],
    ['rerendered', true, { kind: 'archive' }, 'follows-picture-rerendered/moderate'],
    // Two hand-held shots a moment apart, sent in with two orders (a public pair of selfies was judged so).
    ['rerendered', true, { kind: 'other-claim', claim: 'c', buyer: 'unknown' }, undefined],
    ['part', true, { kind: 'other-product', product: 'p' }, 'shares-part/moderate'],
    ['same-goods', false, { kind: 'listing', product: 'p' }, 'same-goods-other-photo/supports-claim'],
    ['same-goods', false, { kind: 'other-claim', claim: 'c', buyer: 'other' }, undefined],
    ['flat', false, { kind: 'listing', product: 'p' }, 'same-flat-picture/context'],
    ['flat', true, { kind: 'other-product', product: 'p' }, 'same-flat-picture/context'],
    ['flat', true, { kind: 'other-claim', claim: 'c', buyer: 'other' }, undefined],
    ['flat', true, { kind: 'same-claim' }, undefined],
  ])('%s, edited %s, %j: %s', (level, edited, relation, expected) => {
    expect(said(source(level, edited, relation))).toBe(expected);
  });

  it('knows of which levels nothing is said between claims, whatever was changed and whoever the buyers are', () => {
    const relations: SourceRelation[] = [
      ...(['same', 'other', 'unknown'] as const).map((buyer) => ({
        ...{ kind: 'other-claim' as const, claim: 'c' },
        buyer,
      })),
      { kind: 'same-claim' },
    ];
    for (const level of ['copy', 'likely', 'rerendered', 'part', 'same-goods', 'flat'] as const) {
      const speaks = [true, false].some((edited) =>
        relations.some((relation) => said(source(level, edited, relation)) !== undefined),
      );
      expect([level, speaksBetween(match(level, false))]).toEqual([level, speaks]);
      expect([level, speaksBetween({ ...match(level, true), byLight: true })]).toEqual([level, speaks]);
    }
  });

  it('says of a part that is told by its light nothing between claims: two shots of one moment have one light', () => {
    const lit = (relation: SourceRelation): MatchedSource => {
      const one = source('part', false, relation);
      return { ...one, match: { ...one.match, byLight: true } };
    };
    expect(said(lit({ kind: 'listing', product: 'p' }))).toBe('shares-part/moderate');
    expect(said(lit({ kind: 'other-claim', claim: 'c', buyer: 'other' }))).toBeUndefined();
    expect(said(lit({ kind: 'same-claim' }))).toBeUndefined();
  });

  it('puts the strongest first and carries regions and numbers', () => {
    const findings = relate('a', [
      source('same-goods', false, { kind: 'listing', product: 'p' }),
      source('copy', true, { kind: 'listing', product: 'p' }),
    ]);
    expect(findings.map((f) => f.code)).toEqual(['copy-of-listing-edited', 'same-goods-other-photo']);
    expect(findings[0]?.region).toHaveLength(1);
    expect(findings[0]?.facts).toMatchObject({ keptShare: 0.9, inliers: 100, mirrored: false });
    expect(findings[0]?.against).toMatchObject({ kind: 'listing', product: 'p' });
  });

  const fitting = (edited: boolean, colourApart: number, relation: SourceRelation): MatchedSource => {
    const one = source('copy', edited, relation);
    return { ...one, match: { ...one.match, scores: { ...one.match.scores, colourApart } } };
  };
  const listing: SourceRelation = { kind: 'listing', product: 'p' };

  it('calls an untouched copy of one variant no edit of another', () => {
    const codes = (...sources: MatchedSource[]) => relate('a', sources).map(({ code }) => code);
    expect(codes(fitting(true, 2.9, listing), fitting(false, 0.3, listing))).toEqual(['copy-of-listing']);
    expect(
      codes(fitting(true, 2.9, listing), fitting(false, 0.3, { kind: 'other-product', product: 'q' })),
    ).toEqual(['copy-of-other-product']);
  });

  it('names an edit where the picture that was edited fits better than an untouched variant', () => {
    const [first] = relate('a', [fitting(true, 0.3, listing), fitting(false, 2.9, listing)]);
    expect(first?.code).toBe('copy-of-listing-edited');
  });

  it('keeps what another claim shares', () => {
    const other: SourceRelation = { kind: 'other-claim', claim: 'c', buyer: 'other' };
    const codes = relate('a', [fitting(true, 2.9, other), fitting(false, 0.3, listing)]).map((f) => f.code);
    expect(codes).toContain('reused-edited');
  });
});
