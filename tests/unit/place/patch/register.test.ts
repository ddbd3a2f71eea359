/** Registering patches: shifts of a part of a pixel, other light, and a change that must not pull. */
import { describe, expect, it } from 'vitest';
import { evened, register } from '../../../../lib/place/patch/register.ts';

const SIDE = 96;
const all = new Uint8Array(SIDE * SIDE).fill(1);

/** Smooth texture with no period, and its shift by (dx, dy). */
const texture = (dx: number, dy: number, gain = 1, offset = 0): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = (i % SIDE) + dx;
    const y = Math.floor(i / SIDE) + dy;
    const v =
      Math.sin(x * 0.31 + y * 0.17) +
      Math.sin(x * 0.13 - y * 0.37 + 1) +
      Math.sin((x * x + y * 40) * 0.0031) +
      Math.sin(y * 0.51 + 2);
    return offset + 120 + gain * 25 * v;
  });

const even = (grey: Float32Array) => evened(grey, all, SIDE, SIDE);

describe('registering', () => {
  it('finds a shift to a tenth of a pixel, under another light', () => {
    const laid = register(even(texture(0, 0)), even(texture(1.7, -2.3, 0.6, 40)), all, SIDE, SIDE, 12);
    // The second lies under the first where it is read this much earlier.
    expect(laid.settled).toBe(true);
    expect(Math.abs(laid.p[0]! + 1.7)).toBeLessThan(0.1);
    expect(Math.abs(laid.p[3]! - 2.3)).toBeLessThan(0.1);
    expect(laid.agreement).toBeGreaterThan(0.98);
  });

  it('is not pulled by a change in one of them', () => {
    const changed = texture(1, 1);
    for (let y = 35; y < 55; y++) changed.fill(30, y * SIDE + 35, y * SIDE + 55);
    const laid = register(even(texture(0, 0)), even(changed), all, SIDE, SIDE, 12);
    expect(Math.hypot(laid.p[0]! + 1, laid.p[3]! + 1)).toBeLessThan(0.3);
  });

  it('gives up what runs away', () => {
    const other = texture(40, 33);
    const laid = register(even(texture(0, 0)), even(other), all, SIDE, SIDE, 3);
    expect(laid.agreement).toBeLessThan(0.9);
  });
});
