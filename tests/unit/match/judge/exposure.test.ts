import { describe, expect, it } from 'vitest';
import { prepare } from '../../../../lib/match/fingerprint/prepare.ts';
import { isSameLight, isSecondExposure } from '../../../../lib/match/judge/exposure.ts';
import { judge, type Measurements } from '../../../../lib/match/judge/level.ts';
import type { Kept } from '../../../../lib/match/parts/kept.ts';
import { measurePair } from '../../../../lib/match/verify.ts';
import { negative } from '../../../bench/matching/generator.ts';

/** A cut-out as it is measured: too rough for geometry alone. */
const CUT: Partial<Kept> = {
  ...{ centre: 0.8, tight: 0.8, found: 0.45, blocks: 140, real: 350, extent: 320 },
  stray: { swing: 0.15, scatter: 0.25, firm: 0.9, chance: 0.1 },
  shade: { fall: 0, apart: 0.3, range: 40, tiles: 240 },
};
const measured = (part: Partial<Kept>, follows = 0.2): Measurements =>
  ({
    part: { ...CUT, ...part },
    followed: { coarsest: { f75: follows } },
    rigid: { coarsest: { width: 0, height: 0 } },
  }) as unknown as Measurements;

describe('a part that is told by its light', () => {
  it('has the light of its source on it and is not bent', () => {
    expect(isSameLight(measured({}))).toBe(true);
  });

  // The nearest honest pairs: one thing from a step aside; one pack in the same hand; one shelf around two packs.
  it.each<[string, Partial<Kept>]>([
    ['another light', { shade: { fall: 0, apart: 2, range: 44, tiles: 186 } }],
    ['little light and shade to compare', { shade: { fall: 0, apart: 0.9, range: 15, tiles: 186 } }],
    ['few places to compare', { shade: { fall: 0, apart: 0.3, range: 40, tiles: 20 } }],
    ['another view', { stray: { ...CUT.stray!, swing: 0.56 } }],
    ['blocks of their own', { stray: { ...CUT.stray!, scatter: 0.9 } }],
    ['goods that do not agree', { centre: 0.14 }],
  ])('is not named with %s', (_, part) => {
    expect(isSameLight(measured(part))).toBe(false);
  });

  it('is not named where the whole photo follows the source as far', () => {
    expect(isSameLight(measured({}, 0.97))).toBe(false);
  });
});

describe('goods that were photographed again', () => {
  const seen = (found: number): Measurements =>
    ({
      part: { blocks: 80, bend: 1.73, loose: 0.88, found },
      refined: { driftPx: 0.75, transform: [1, 0, 300, 0, 1, 0, 0, 0, 1] },
      rigid: { coarsest: { f75: 0.23 } },
      ...{ photo: { width: 1000, height: 1000 }, source: { width: 1000, height: 1000 } },
    }) as unknown as Measurements;

  it('agree in more than what all sheets of one form have', () => {
    expect(isSecondExposure(seen(0.09))).toBe(true);
    expect(isSecondExposure(seen(0.018))).toBe(false);
  });
});

describe('a second view from nearly the same place under one light', () => {
  // Seeds that were called a photographed screen, and a part by its light, before the goods in the middle, parallax and the surroundings were asked.
  it.each([10, 98, 330])('is no copy, screen or part (made pair %i)', async (seed) => {
    const { kind, photo, known } = await negative(seed);
    expect(kind).toBe('neighbour-view');
    const found = measurePair(prepare(photo), prepare(known));
    expect([undefined, 'rerendered']).toContain(judge(found!)?.level);
  });
});
