import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../../lib/pixels/picture.ts';
import { covered, shownPatch } from '../../../../lib/place/patch/show.ts';

const WHITE = { width: 40, height: 40, data: new Uint8ClampedArray(40 * 40 * 4).fill(255) };

const at = ({ width, data }: Picture, x: number, y: number) => data[4 * (y * width + x)];

describe('covered', () => {
  it('fills the boxes, cut at the edges, and leaves the picture itself as it is', () => {
    const out = covered(WHITE, [
      { x: -5, y: 2, width: 10, height: 3 },
      { x: 35.5, y: 38, width: 100, height: 100 },
    ]);
    expect([at(out, 0, 2), at(out, 4, 4), at(out, 5, 2), at(out, 0, 5)]).toEqual([58, 58, 255, 255]);
    expect([at(out, 35, 39), at(out, 39, 39), at(out, 34, 39)]).toEqual([58, 58, 255]);
    expect(at(WHITE, 0, 2)).toBe(255);
    expect(covered(WHITE, [])).toBe(WHITE);
  });

  it('shows nothing of a covered place in a patch', () => {
    const box = { x: 10, y: 10, width: 10, height: 10 };
    const patch = shownPatch(covered(WHITE, [box]), box, 30, null);
    expect(patch.data[4 * (15 * 30 + 15)]).toBe(58);
  });
});
