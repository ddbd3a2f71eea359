import { describe, expect, it } from 'vitest';
import {
  backgrounds,
  coloursOf,
  flatPixels,
  foreground,
  plainColoursOf,
  plainFlatPixels,
  plainForeground,
} from '../../../../lib/match/fingerprint/flat-colours.ts';
import { random } from '../../../fuzz/mutate.ts';

const next = random(3);

/** Two flat colours with grain, and a square of noise. */
function screen(width: number, height: number) {
  const plane = (a: number, b: number): Uint8Array =>
    Uint8Array.from({ length: width * height }, (_, p) => {
      const [x, y] = [p % width, Math.floor(p / width)];
      if (x > width / 4 && x < width / 2 && y > height / 4 && y < height / 2) return 256 * next();
      return (y < (2 * height) / 3 ? a : b) + 4 * next();
    });
  return { width, height, y: plane(240, 30), cb: plane(120, 128), cr: plane(130, 128) };
}

describe('flat colours through the kernels', () => {
  it.each([
    [80, 60],
    [67, 41],
    [16, 3],
    [1, 1],
  ])('of %i x %i are those of plain code', (width, height) => {
    const planes = screen(width, height);
    const flat = flatPixels(planes);
    expect(flat).toEqual(plainFlatPixels(planes));
    expect([...coloursOf(planes, flat.mask)]).toEqual([...plainColoursOf(planes, flat.mask)]);
    const colours = backgrounds(planes, flat.mask);
    expect(foreground(planes, colours, 12)).toEqual(plainForeground(planes, colours, 12));
  });

  it('finds both backgrounds and leaves the square', () => {
    const planes = screen(160, 120);
    const colours = backgrounds(planes, flatPixels(planes).mask);
    expect(colours.length).toBeGreaterThan(1);
    const mask = foreground(planes, colours, 12);
    expect(mask[45 * 160 + 60]).toBe(1);
    expect(mask[5 * 160 + 5]).toBe(0);
  });
});
