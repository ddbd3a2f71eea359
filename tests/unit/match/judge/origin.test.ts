import { describe, expect, it } from 'vitest';
import type { Measurements } from '../../../../lib/match/judge/level.ts';
import { originOfPart, originOfWhole } from '../../../../lib/match/judge/origin.ts';
import type { Whole } from '../../../../lib/match/parts/whole.ts';

/** A re-saved copy as it is measured. */
const COPY: Whole = {
  stray: { swing: 0.03, scatter: 0.1, firm: 0.98, chance: 0.025 },
  shade: { apart: 0.2, fall: 0.1, range: 45, tiles: 900 },
  extent: 512,
  blocks: 400,
};
const LAMP = { apart: 6, fall: 5, range: 45, tiles: 900 };
const of = (whole: Partial<Whole>): Measurements =>
  ({ whole: { ...COPY, ...whole }, part: null }) as unknown as Measurements;
const swing = (share: number) => ({ ...COPY.stray!, swing: share * COPY.extent });

describe('what agrees', () => {
  it.each<[string, Partial<Whole>, string]>([
    ['lies and is lit as its source', {}, 'pixels'],
    ['lies as its source, under a filter’s light', { shade: LAMP }, 'pixels'],
    [
      'is the source to the pixel, around a large edit',
      { stray: { ...COPY.stray!, scatter: 0.06, firm: 0.85 }, shade: LAMP },
      'pixels',
    ],
    [
      'lies as its source where half of it agrees by chance',
      { stray: { ...COPY.stray!, scatter: 0.06, firm: 0.7 }, shade: LAMP },
      'camera',
    ],
    [
      'lies nearly as its source in most places',
      { stray: { ...COPY.stray!, scatter: 0.11, firm: 0.87 }, shade: LAMP },
      'camera',
    ],
    ['is lit as its source, and lies nearly as it', { stray: swing(0.0008) }, 'light'],
    [
      'was redrawn in other tones',
      { stray: swing(0.0008), shade: { ...LAMP, apart: 2, fall: 0.2 } },
      'light',
    ],
    // The nearest honest photos: pulled straight by a scanner app, held straight, in even light.
    [
      'was pulled straight, its paper bent',
      { stray: { ...swing(0.0001), scatter: 0.37 }, shade: { ...LAMP, apart: 3.2 } },
      'camera',
    ],
    [
      'was held straight under a lamp',
      { stray: swing(0.0009), shade: { ...LAMP, apart: 2.7, fall: 3 } },
      'camera',
    ],
    [
      'was pulled straight, mostly plain',
      { stray: swing(0.0006), shade: { ...LAMP, apart: 0.4, fall: 2 } },
      'camera',
    ],
    [
      'was tilted in even light',
      { stray: swing(0.0025), shade: { ...LAMP, apart: 0.8, fall: 0.9 } },
      'camera',
    ],
    [
      'is what two sheets of one form have in common, scanned',
      { stray: { swing: 0, scatter: 0.147, firm: 1, chance: 0.088 }, shade: LAMP, blocks: 66 },
      'camera',
    ],
    [
      'was lit by the flash of a camera that stood on a stand',
      {
        stray: { swing: 0.033, scatter: 0.058, firm: 0.94, chance: 0.014 },
        shade: { ...LAMP, apart: 9.6, fall: 11.5, range: 18.6 },
      },
      'camera',
    ],
    ['has too little to compare', { stray: null }, 'camera'],
  ])('that %s', (_, whole, origin) => {
    expect(originOfWhole(of(whole), false)).toBe(origin);
  });

  it('in a redrawing may slip, but not under a light of its own', () => {
    const slipped = { stray: { ...swing(0.002), scatter: 0.9 } };
    expect(originOfWhole(of(slipped), false)).toBe('camera');
    expect(originOfWhole(of(slipped), true)).toBe('light');
    expect(originOfWhole(of({ ...slipped, shade: LAMP }), true)).toBe('camera');
  });

  it('in another shot from nearly the same place is no redrawing', () => {
    const nearer = { stray: { swing: 0.77, scatter: 0.17, firm: 0.82, chance: 0.04 } };
    const light = { apart: 0.55, fall: 0.125, range: 60, tiles: 966 };
    expect(originOfWhole(of({ ...nearer, shade: light }), true)).toBe('camera');
  });

  it('in a part counts where the whole says nothing', () => {
    const whole = { ...COPY, stray: swing(0.01) };
    expect(originOfPart({ whole, part: COPY } as unknown as Measurements)).toBe('pixels');
    expect(originOfPart({ whole, part: null } as unknown as Measurements)).toBe('camera');
  });
});
