import { describe, expect, it } from 'vitest';
import type { Match } from '../../../../lib/match/types.ts';
import { matchToOwn, type Placed, regionToOwn } from '../../../../lib/match/windows/own-pixels.ts';

const apply = (h: number[], [x, y]: [number, number]): [number, number] => {
  const at = (i: number) => h[i] ?? 0;
  const w = at(6) * x + at(7) * y + at(8);
  return [(at(0) * x + at(1) * y + at(2)) / w, (at(3) * x + at(4) * y + at(5)) / w];
};

const match = (transform: number[]): Match => ({
  level: 'copy',
  confidence: 1,
  kept: 0.9,
  overlap: 1,
  transform,
  mirrored: false,
  changed: [{ x: 10, y: 20, width: 30, height: 40, area: 100, contours: [[10, 20, 40, 60]] }],
  scores: { inliers: 1, f90: 1, f75: 1, driftPx: 0, colourApart: 0 },
});

const at = (scale: number, x = 0, y = 0): Placed => ({ scale, x, y });

describe('matchToOwn', () => {
  it('maps own pixels as the working copies were mapped, perspective included', () => {
    const h = [1.1, 0.05, -12, -0.03, 0.95, 7, 1e-4, -2e-4, 1];
    const own = matchToOwn(match(h), at(0.5), at(0.25));
    for (const point of [
      [0, 0],
      [300, 200],
      [640, 20],
    ] as [number, number][]) {
      const [x, y] = apply(h, point);
      const mapped = apply(own.transform, [point[0] / 0.5, point[1] / 0.5]);
      expect(mapped[0]).toBeCloseTo(x / 0.25, 6);
      expect(mapped[1]).toBeCloseTo(y / 0.25, 6);
    }
  });

  it('maps parts of pictures by where they stand', () => {
    const h = [1.1, 0.05, -12, -0.03, 0.95, 7, 1e-4, -2e-4, 1];
    const own = matchToOwn(match(h), at(0.5, 100, 3_000), at(0.25, 40, 8));
    const [x, y] = apply(h, [300, 200]);
    const mapped = apply(own.transform, [700, 3_400]);
    expect(mapped[0]).toBeCloseTo(x / 0.25 + 40, 6);
    expect(mapped[1]).toBeCloseTo(y / 0.25 + 8, 6);
    expect(own.changed[0]).toMatchObject({ x: 120, y: 3_040, contours: [[120, 3_040, 180, 3_120]] });
  });

  it('leaves a match of full-size pictures as it is', () => {
    const same = match([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(matchToOwn(same, at(1), at(1))).toBe(same);
  });

  it('scales regions by the photo, not by the source', () =>
    expect(matchToOwn(match([1, 0, 0, 0, 1, 0, 0, 0, 1]), at(0.5), at(0.1)).changed[0]).toEqual({
      x: 20,
      y: 40,
      width: 60,
      height: 80,
      area: 400,
      contours: [[20, 40, 80, 120]],
    }));
});

describe('regionToOwn', () => {
  it('never becomes smaller than what was marked', () => {
    const own = regionToOwn({ x: 3, y: 3, width: 5, height: 5, area: 25 }, at(0.3));
    expect(own.x).toBeLessThanOrEqual(10);
    expect(own.x + own.width).toBeGreaterThanOrEqual(26);
  });
});
