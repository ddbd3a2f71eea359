import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nth } from '../../../lib/pixels/kernels/compared.ts';
import { closed, fillHoles, grown, shrunkBy } from '../../../lib/pixels/kernels/masks.ts';

const W = 17;
const H = 13;
const mask = fc.uint8Array({ minLength: W * H, maxLength: W * H, max: 1 });

/** The definition, read out: any set pixel within `radius`, windows clipped at the edge. */
function grownSlowly(m: Uint8Array, radius: number): number[] {
  return [...m].map((_, i) => {
    const x = i % W;
    const y = Math.floor(i / W);
    for (let v = Math.max(0, y - radius); v <= Math.min(H - 1, y + radius); v++)
      for (let u = Math.max(0, x - radius); u <= Math.min(W - 1, x + radius); u++) if (m[v * W + u]) return 1;
    return 0;
  });
}

describe('masks', () => {
  it('grow as defined', () => {
    fc.assert(
      fc.property(mask, fc.integer({ min: 0, max: 20 }), (m, radius) => {
        expect([...grown(m, W, H, radius)]).toEqual(grownSlowly(m, radius));
      }),
    );
  });

  it('shrink to pixels whose whole window is set and inside the raster', () => {
    const full = new Uint8Array(W * H).fill(1);
    const inner = shrunkBy(full, W, H, 2);
    expect(inner.reduce((n, v) => n + v, 0)).toBe((W - 4) * (H - 4));
    full[5 * W + 5] = 0;
    expect(shrunkBy(full, W, H, 2)[6 * W + 7]).toBe(0);
  });

  it('close gaps without leaving what can be compared', () => {
    const m = new Uint8Array(W * H);
    m[6 * W + 4] = 1;
    m[6 * W + 8] = 1;
    const inside = new Uint8Array(W * H).fill(1);
    expect(closed(m, inside, W, H, 3)[6 * W + 6]).toBe(1);
    inside[6 * W + 6] = 0;
    expect(closed(m, inside, W, H, 3)[6 * W + 6]).toBe(0);
  });

  it('fill holes but not bays', () => {
    const ring = new Uint8Array(W * H);
    for (let k = 0; k < 3; k++)
      for (let j = 0; j < 3; j++) ring[(4 + k) * W + 4 + j] = k === 1 && j === 1 ? 0 : 1;
    expect(fillHoles(ring.slice(), W, H)[5 * W + 5]).toBe(1);
    ring[5 * W + 6] = 0;
    expect(fillHoles(ring.slice(), W, H)[5 * W + 5]).toBe(0);
  });
});

describe('nth', () => {
  it('is what a sort would put there', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, maxLength: 200, noNaN: true }),
        fc.nat(),
        (values, seat) => {
          const k = seat % values.length;
          const sorted = values.slice().sort();
          expect(nth(values.slice(), k) === sorted[k]).toBe(true);
        },
      ),
    );
  });
});
