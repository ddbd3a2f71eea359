/** Where the looks go: what they cover, and what they cost. */
import { describe, expect, it } from 'vitest';
import { edgePasses, evenedPasses, wholePass } from '../../../../lib/labels/ocr/passes.ts';

const of = (width: number, height: number) => ({ width, height, data: new Uint8ClampedArray() });
const SIZES = [
  [348, 348],
  [1024, 768],
  [810, 1080],
  [1440, 1080],
  [1536, 2048],
] as const;
const cost = ({ rect, scale }: { rect: { width: number; height: number }; scale: number }): number =>
  rect.width * rect.height * scale * scale;

describe.each(SIZES)('a picture of %i × %i', (width, height) => {
  const picture = of(width, height);
  const short = Math.min(width, height);

  it('has its bottom and top edge looked at, a 5 % label with its margin twice over', () => {
    const [bottom, top] = edgePasses(picture);
    expect(bottom!.rect.y + bottom!.rect.height).toBe(height);
    expect(top!.rect.y).toBe(0);
    for (const { rect } of [bottom!, top!]) expect(rect.height).toBeGreaterThanOrEqual(0.16 * short);
  });

  it('has evened strips that fit the network in height, and cover nearly as much for about a quarter of the work', () => {
    for (const [i, pass] of evenedPasses(picture).entries()) {
      const rows = pass.rect.height * pass.scale;
      expect(Math.abs(rows - Math.round(rows / 32) * 32)).toBeLessThan(1);
      expect(pass.rect.height).toBeGreaterThanOrEqual(0.14 * short);
      expect(cost(pass)).toBeLessThan(0.45 * cost(edgePasses(picture)[i]!));
    }
  });

  it('is looked at as a whole in at most 736 × 736, and more closely around a label', () => {
    expect(cost(wholePass(picture, false))).toBeLessThanOrEqual(736 * 736);
    expect(cost(wholePass(picture, true))).toBeGreaterThan(1.6 * cost(wholePass(picture, false)));
  });
});
