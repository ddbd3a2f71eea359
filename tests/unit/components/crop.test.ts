import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropOf } from '../../../components/photo/crop.ts';

describe('the part of a picture that a small square shows', () => {
  it('is the middle without a place', () => {
    expect(cropOf({ width: 200, height: 100 }, null, 50)).toEqual({ scale: 0.5, left: -25, top: 0 });
  });

  it('covers the square and holds the middle of the place, whatever the picture', () => {
    const length = fc.integer({ min: 20, max: 4_000 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        length,
        length,
        share,
        share,
        share,
        fc.integer({ min: 16, max: 200 }),
        (width, height, x, y, size, side) => {
          const box = {
            x: x * width * 0.9,
            y: y * height * 0.9,
            width: Math.max(1, size * width * 0.1),
            height: Math.max(1, size * height * 0.1),
          };
          const { scale, left, top } = cropOf({ width, height }, box, side);
          const near = 1e-6 * side;
          expect(left).toBeLessThanOrEqual(0);
          expect(top).toBeLessThanOrEqual(0);
          expect(left + width * scale).toBeGreaterThanOrEqual(side - near);
          expect(top + height * scale).toBeGreaterThanOrEqual(side - near);
          const seenX = left + (box.x + box.width / 2) * scale;
          const seenY = top + (box.y + box.height / 2) * scale;
          expect(seenX).toBeGreaterThanOrEqual(-near);
          expect(seenX).toBeLessThanOrEqual(side + near);
          expect(seenY).toBeGreaterThanOrEqual(-near);
          expect(seenY).toBeLessThanOrEqual(side + near);
        },
      ),
    );
  });
});
