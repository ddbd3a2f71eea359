import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameScene, smallGrey, spread } from '../../../lib/video/scenes.ts';
import { fromAfar, timesToLookAt } from '../../../lib/video/times.ts';

describe('times to look at', () => {
  it('are the key frames, and one a second between them', () =>
    expect(timesToLookAt([0, 0.5, 3.5], 0, 4)).toEqual([0, 0.5, 1.5, 2.5, 3.5]));

  it('hold where there are no key frames but the first', () =>
    expect(timesToLookAt([0], 0, 3)).toEqual([0, 1, 2]));

  it('rise, lie inside the video and stay within the limit, whatever a file says', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 20_000, noNaN: true }), { maxLength: 300 }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0.01, max: 15_000, noNaN: true }),
        (keys, from, length) => {
          const times = timesToLookAt(
            keys.sort((a, b) => a - b),
            from,
            from + length,
          );
          expect(times.length).toBeGreaterThan(0);
          expect(times.length).toBeLessThanOrEqual(120);
          times.forEach((time, i) => {
            expect(time).toBeGreaterThanOrEqual(from);
            expect(time).toBeLessThan(from + length);
            if (i) expect(time).toBeGreaterThan(times[i - 1]!);
          });
        },
      ),
      { numRuns: 200 },
    ));
});

describe('scenes', () => {
  const filled = (value: (x: number, y: number) => number) => {
    const data = new Uint8ClampedArray(64 * 48 * 4);
    for (let y = 0; y < 48; y++)
      for (let x = 0; x < 64; x++) data.fill(value(x, y), (y * 64 + x) * 4, (y * 64 + x) * 4 + 3);
    return smallGrey({ width: 64, height: 48, data });
  };

  it('are the same under coding noise, and differ by one thing that moved', () => {
    const ground = filled((x) => x * 3);
    expect(
      sameScene(
        ground,
        filled((x, y) => x * 3 + ((x + y) % 2)),
      ),
    ).toBe(true);
    expect(
      sameScene(
        ground,
        filled((x, y) => (x > 50 && y > 40 ? 0 : x * 3)),
      ),
    ).toBe(false);
  });

  it('are spread evenly', () => expect(spread([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([1, 3, 5, 7]));
});

describe('fromAfar', () => {
  it.each([0, 1, 2, 3, 7, 8, 40])('holds each of %i items once', (n) => {
    const items = Array.from({ length: n }, (_, i) => i);
    expect([...fromAfar(items)].sort((a, b) => a - b)).toEqual(items);
  });

  it('begins with both ends, and goes on where nothing was looked at yet', () => {
    const items = Array.from({ length: 40 }, (_, i) => i);
    expect(fromAfar(items).slice(0, 5)).toEqual([0, 39, 20, 10, 30]);
  });
});
