import { expect, it } from 'vitest';
import { fitSimilarity } from '../../../../lib/match/parts/similarity.ts';
import { applyTo } from '../../../../lib/pixels/homography.ts';

const from = Float64Array.from([0, 0, 10, 0, 10, 20, 0, 20, 4, 7]);
const weight = new Float64Array(5).fill(1);

it.each([false, true])('finds turn, size and place again (mirrored: %s)', (mirrored) => {
  const f = mirrored ? -1 : 1;
  const [c, s] = [1.5 * Math.cos(0.4), 1.5 * Math.sin(0.4)];
  const to = from.map((_, i) => {
    const [x, y] = [f * from[i & ~1]!, from[i | 1]!];
    return i & 1 ? s * x + c * y - 9 : c * x - s * y + 30;
  });
  const map = fitSimilarity({ from, to, weight }, mirrored)!;
  for (let i = 0; i < 5; i++) {
    const [x, y] = applyTo(map, from[2 * i]!, from[2 * i + 1]!);
    expect(Math.hypot(x - to[2 * i]!, y - to[2 * i + 1]!)).toBeLessThan(1e-9);
  }
});

it('gives nothing for points without extent or weight', () => {
  expect(
    fitSimilarity({ from: new Float64Array(4), to: new Float64Array(4), weight: weight.slice(0, 2) }, false),
  ).toBeNull();
  expect(fitSimilarity({ from, to: from, weight: new Float64Array(5) }, false)).toBeNull();
});
