import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipToFrame,
  coveredArea,
  cssMatrix,
  invert,
  mapPoint,
  type Point,
  unturned,
} from '../../../components/photo/geometry.ts';

const near = (a: Point | null, b: Point) => {
  expect(a?.[0]).toBeCloseTo(b[0], 4);
  expect(a?.[1]).toBeCloseTo(b[1], 4);
};

describe('homographies', () => {
  it('an inverse brings every point back', () => {
    const part = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const bend = fc.double({ min: -0.0003, max: 0.0003, noNaN: true });
    fc.assert(
      fc.property(part, part, bend, bend, (shear, turn, px, py) => {
        const h = [1.2, shear, 40, turn, 0.9, -25, px, py, 1];
        const back = invert(h);
        expect(back).not.toBeNull();
        const there = mapPoint(h, [300, 200]);
        if (there && back) near(mapPoint(back, there), [300, 200]);
      }),
    );
  });

  it('one that flattens the plane has none', () => {
    expect(invert([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
    expect(invert([1, 0, 0, 0, Number.NaN, 0, 0, 0, 1])).toBeNull();
    expect(invert([1, 0])).toBeNull();
  });

  it('becomes a CSS matrix in column order', () => {
    expect(cssMatrix([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe('matrix3d(1,4,0,7,2,5,0,8,0,0,1,0,3,6,0,9)');
  });

  it('lays a preview over its photo, turned as the photo is', () => {
    near(
      mapPoint(unturned(1, { width: 100, height: 50 }, { width: 200, height: 200 }), [50, 25]),
      [100, 100],
    );
    // Orientation 6: stored landscape, shown portrait; the shown top left corner is the stored bottom left one.
    const portrait = unturned(6, { width: 300, height: 400 }, { width: 160, height: 120 });
    near(mapPoint(portrait, [0, 0]), [0, 120]);
    near(mapPoint(portrait, [300, 0]), [0, 0]);
    near(mapPoint(portrait, [0, 400]), [160, 120]);
  });
});

describe('covered area', () => {
  const photo = { width: 100, height: 100 };

  it('is the whole photo when the source is larger', () => {
    const area = coveredArea([1, 0, -50, 0, 1, -50, 0, 0, 1], { width: 300, height: 300 }, photo);
    expect(new Set(area.map((p) => p.join()))).toEqual(new Set(['0,0', '100,0', '100,100', '0,100']));
  });

  it('is cut at the photo frame', () => {
    const area = coveredArea([1, 0, 60, 0, 1, 0, 0, 0, 1], { width: 100, height: 100 }, photo);
    expect(Math.min(...area.map((p) => p[0]))).toBe(60);
    expect(Math.max(...area.map((p) => p[0]))).toBe(100);
  });

  it('is empty when they do not meet', () => {
    expect(
      clipToFrame(
        [
          [200, 200],
          [300, 200],
          [250, 300],
        ],
        photo,
      ),
    ).toEqual([]);
  });

  it('never leaves the frame', () => {
    const n = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(n, n), { minLength: 3, maxLength: 4 }), (polygon) => {
        for (const [x, y] of clipToFrame(polygon as Point[], photo)) {
          expect(x).toBeGreaterThanOrEqual(-1e-6);
          expect(x).toBeLessThanOrEqual(100 + 1e-6);
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeLessThanOrEqual(100 + 1e-6);
        }
      }),
    );
  });
});
