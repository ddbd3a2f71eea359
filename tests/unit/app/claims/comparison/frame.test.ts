import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonFrame, paneMap } from '../../../../../lib/app/claims/comparison/frame.ts';
import { applyTo } from '../../../../../lib/pixels/homography.ts';

const region = { x: 400, y: 300, width: 100, height: 60, area: 4_000 };

describe('the part that a saved comparison shows', () => {
  it('is the changed place with air around it', () => {
    const { x, y, scale, width, height } = comparisonFrame({ width: 1_000, height: 800 }, [region], 640);
    expect([x, y]).toEqual([450 - 110, 330 - 110]);
    expect([Math.round(width / scale), Math.round(height / scale)]).toEqual([220, 220]);
  });

  it('is the surest change, never what only a filter may explain', () => {
    const unsure = { ...region, x: 10, y: 10, sure: false };
    const frame = comparisonFrame({ width: 1_000, height: 800 }, [unsure, region], 640);
    expect(frame.x).toBeGreaterThan(300);
  });

  it('is the whole photo where nothing is outlined', () => {
    const frame = comparisonFrame({ width: 1_000, height: 500 }, [], 640);
    expect(frame).toEqual({ x: 0, y: 0, scale: 0.64, width: 640, height: 320 });
  });

  it('lies in the photo and fits its pane, whatever the region', () => {
    const length = fc.integer({ min: 8, max: 6_000 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(length, length, share, share, share, share, (width, height, a, b, c, d) => {
        const box = {
          x: a * width * 0.9,
          y: b * height * 0.9,
          width: Math.max(1, c * width * 0.1),
          height: Math.max(1, d * height * 0.1),
          area: 1,
        };
        const frame = comparisonFrame({ width, height }, [box], 640);
        expect(Math.max(frame.width, frame.height)).toBeLessThanOrEqual(640);
        expect(Math.min(frame.x, frame.y)).toBeGreaterThanOrEqual(0);
        // A pane has whole pixels: it ends within half of one of where the photo does.
        const half = 0.5 / frame.scale + 1e-9;
        expect(frame.x + frame.width / frame.scale).toBeLessThanOrEqual(width + half);
        expect(frame.y + frame.height / frame.scale).toBeLessThanOrEqual(height + half);
      }),
    );
  });

  it('maps each drawn pixel to its place in the source, which is shrunk where the pane is coarser', () => {
    const frame = { x: 100, y: 50, scale: 0.5, width: 200, height: 200 };
    const { map, shrink } = paneMap(frame, [2, 0, 10, 0, 2, 20, 0, 0, 1]);
    expect(shrink).toBeCloseTo(0.25);
    const [u, v] = applyTo(map, 40, 60);
    expect(u / shrink).toBeCloseTo((100 + 80) * 2 + 10);
    expect(v / shrink).toBeCloseTo((50 + 120) * 2 + 20);
  });
});
