import { describe, expect, it } from 'vitest';
import type { Finding, FindingCode } from '../../../lib/claims/finding.ts';
import { validFinding } from '../../../lib/verdict/validate.ts';
import {
  cautious,
  cautiousOfPacking,
  type FrameFinding,
  sayFrames,
  stillFinding,
  stillFromVideo,
} from '../../../lib/video/say.ts';

const MEASURED = {
  level: 'copy',
  confidence: 0.9,
  keptShare: 1,
  overlapShare: 1,
  mirrored: false,
  inliers: 100,
  f90: 1,
  f75: 1,
  driftPx: 0.2,
  colourApart: 1,
  transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

const frame = (
  n: number,
  code: FindingCode,
  {
    source = 'listing',
    confidence = 0.9,
    from,
    sameBuyer,
  }: { source?: string; confidence?: number; from?: number; sameBuyer?: boolean | null } = {},
): FrameFinding => ({
  n,
  second: n,
  place: `time-${n * 1_000}`,
  sourcePlace: from === undefined ? undefined : `time-${from * 1_000}`,
  finding: {
    code,
    strength: 'contradiction',
    photo: 'video',
    against: { kind: code.startsWith('reused') ? 'claim' : 'listing', sha256: source, claim: 'c2' },
    facts: { ...MEASURED, confidence, ...(sameBuyer === undefined ? {} : { sameBuyer }) },
    check: { name: 'match', version: '1' },
  } as Finding,
});

const codesOf = (findings: Finding[]) => findings.map(({ code, strength }) => [code, strength]);

describe('frames of a video', () => {
  it('come together as one finding with the time range, from the surest frame, and never above moderate', () => {
    const said = sayFrames(
      [2, 3, 5].map((n) => frame(n, 'copy-of-listing', { confidence: n === 3 ? 0.99 : 0.8 })),
      8,
    );
    expect(codesOf(said)).toEqual([['copy-of-listing', 'moderate']]);
    expect(said[0]?.facts).toMatchObject({ filmFrom: 2, filmTo: 5, filmFrames: 3, place: 'time-3000' });
    for (const finding of said) expect(() => validFinding(finding)).not.toThrow();
  });

  it('say nothing by one frame of many', () =>
    expect(sayFrames([frame(4, 'copy-of-listing')], 8)).toEqual([]));

  it('speak by one frame where there is no more than one scene', () =>
    expect(codesOf(sayFrames([frame(0, 'copy-of-listing')], 1))).toEqual([['copy-of-listing', 'moderate']]));

  it('never call what a hand or glare covers an edit', () =>
    expect(
      codesOf(
        sayFrames(
          [1, 2, 3].map((n) => frame(n, 'copy-of-listing-edited')),
          8,
        ),
      ),
    ).toEqual([['copy-of-listing', 'moderate']]));

  it('show a filmed print or screen, which accuses nobody', () => {
    const seen = [2, 3, 5].map((n) => frame(n, 'same-flat-picture'));
    const flat = seen.map((one) => ({ ...one, finding: { ...one.finding, strength: 'context' } as Finding }));
    const said = sayFrames(flat, 8);
    expect(codesOf(said)).toEqual([['same-flat-picture', 'context']]);
    for (const finding of said) expect(() => validFinding(finding)).not.toThrow();
  });

  it.each<FindingCode>([
    'before-after-in-claim',
    'reused-edited',
    'same-goods-other-photo',
    'shares-part',
    'follows-picture-rerendered',
  ])('never say %s', (code) =>
    expect(
      sayFrames(
        [1, 2, 3].map((n) => frame(n, code)),
        8,
      ),
    ).toEqual([]),
  );

  it('say nothing between claims that is not sure', () => {
    const said = (confidence: number) =>
      sayFrames(
        [2, 3, 5].map((n) => frame(n, 'reused-across-claims', { confidence, sameBuyer: false })),
        9,
      );
    expect(said(0.89)).toEqual([]);
    expect(said(0.9)).toHaveLength(1);
  });
});

describe('a video in another claim', () => {
  const video = (order: number[], sameBuyer: boolean | null = false) =>
    sayFrames(
      order.map((from, n) => frame(n, 'reused-across-claims', { source: 'other-video', from, sameBuyer })),
      10,
    );

  it('is the same where three frames follow in order', () => {
    const said = video([4, 5, 6]);
    expect(codesOf(said)).toEqual([['video-reused', 'strong']]);
    expect(said[0]?.facts).toMatchObject({ from: 0, to: 2, frames: 3, sourceFrom: 4, sourceTo: 6 });
    for (const finding of said) expect(() => validFinding(finding)).not.toThrow();
  });

  it('is not the same where the order differs', () =>
    expect(codesOf(video([6, 5, 4]))).toEqual([['reused-across-claims', 'moderate']]));

  it('weighs less for the same or an unknown buyer', () => {
    expect(codesOf(video([1, 2, 3], true))).toEqual([['video-reused', 'moderate']]);
    expect(codesOf(video([1, 2, 3], null))).toEqual([['video-reused', 'moderate']]);
  });
});

describe('a photo whose source is a video', () => {
  it('is a still of the claim’s own video as a fact', () => {
    const said = stillFromVideo('photo', 'video', [1, 0, 0, 0, 1, 0, 0, 0, 1], 'time-1500');
    expect(said).toMatchObject({ code: 'photo-from-video', strength: 'context', facts: { at: 1.5 } });
    expect(() => validFinding(said)).not.toThrow();
  });

  it('is said carefully where the video is another claim’s, and not at all where it differs', () => {
    const at = new Map([['other-video', 'time-2000' as const]]);
    const of = (code: FindingCode) => frame(0, code, { source: 'other-video', sameBuyer: false }).finding;
    expect(codesOf(cautious([of('reused-across-claims')], at))).toEqual([
      ['reused-across-claims', 'moderate'],
    ]);
    expect(cautious([of('reused-edited')], at)).toEqual([]);
    const unsure = frame(0, 'reused-across-claims', { source: 'other-video', confidence: 0.89 }).finding;
    expect(cautious([unsure], at)).toEqual([]);
    expect(codesOf(cautious([of('reused-edited')], new Map()))).toEqual([['reused-edited', 'contradiction']]);
  });
});

describe('video-is-still', () => {
  const of = (still: boolean, seconds: number) =>
    stillFinding({ video: { from: 0, to: seconds }, still, looked: 5 }).map(({ code }) => code);

  it('is said of a still video of some length, as context', () => {
    expect(of(true, 4)).toEqual(['video-is-still']);
    expect(of(false, 4)).toEqual([]);
    expect(of(true, 1)).toEqual([]);
  });
});

describe('stills of packing videos', () => {
  const about = (code: FindingCode, confidence: number, kind = 'archive'): Finding => {
    const { finding } = frame(0, code, { source: 'still', confidence });
    return { ...finding, strength: 'contradiction', against: { ...finding.against!, kind } } as Finding;
  };

  it.each([
    [
      'a sure copy, as weakly as a frame',
      about('copy-of-shipping-archive', 0.95),
      [['copy-of-shipping-archive', 'moderate']],
    ],
    ['no unsure copy', about('copy-of-shipping-archive', 0.8), []],
    ['no other photo of the same goods', about('same-goods-other-photo', 0.99), []],
    ['no part that they share', about('shares-part', 0.99), []],
  ] as const)('say %s', (_, finding, said) =>
    expect(codesOf(cautiousOfPacking([finding], new Set(['still'])))).toEqual(said),
  );

  it('leave packing photos and listings alone', () => {
    const findings = [about('copy-of-shipping-archive', 0.8), about('copy-of-listing', 0.8, 'listing')];
    expect(cautiousOfPacking(findings, new Set(['other']))).toEqual(findings);
  });
});
