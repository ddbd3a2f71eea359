import { describe, expect, it } from 'vitest';
import { luma, lumaAt } from '../../../lib/pixels/luma.ts';
import { pearson } from '../../../lib/pixels/pearson.ts';

describe('pearson', () => {
  it('is 1 for the same course in another tone, -1 for the opposite, 0 for flat', () => {
    expect(pearson([1, 2, 4], [12, 14, 18])).toBeCloseTo(1, 12);
    expect(pearson([1, 2, 4], [-1, -2, -4])).toBeCloseTo(-1, 12);
    expect(pearson([3, 3, 3], [1, 2, 3])).toBe(0);
  });
});

describe('luma', () => {
  it('weighs as BT.601 does, over one pixel of RGBA', () => {
    expect(luma(255, 255, 255)).toBeCloseTo(255, 9);
    expect(lumaAt([0, 0, 0, 0, 10, 20, 30, 255], 4)).toBe(luma(10, 20, 30));
  });
});
