/** The similarity (turn, size, place) nearest to point pairs: what a cut-out is moved by, and what no camera gives twice. */
import type { Correspondences, Homography } from '../../pixels/homography.ts';

/**
 * Weighted least squares over turn, scale and shift, in closed form (Umeyama 1991 in two dimensions); `mirrored` flips x first.
 * Null when the points have no extent.
 */
export function fitSimilarity(pairs: Correspondences, mirrored: boolean): Homography | null {
  const { from, to, weight } = pairs;
  const flip = mirrored ? -1 : 1;
  let n = 0;
  const mean = [0, 0, 0, 0];
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    n += w;
    mean[0]! += w * flip * from[2 * i]!;
    mean[1]! += w * from[2 * i + 1]!;
    mean[2]! += w * to[2 * i]!;
    mean[3]! += w * to[2 * i + 1]!;
  }
  if (!(n > 0)) return null;
  const [mx, my, mu, mv] = mean.map((v) => v / n) as [number, number, number, number];
  let dot = 0;
  let cross = 0;
  let spread = 0;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    const x = flip * from[2 * i]! - mx;
    const y = from[2 * i + 1]! - my;
    const u = to[2 * i]! - mu;
    const v = to[2 * i + 1]! - mv;
    dot += w * (x * u + y * v);
    cross += w * (x * v - y * u);
    spread += w * (x * x + y * y);
  }
  if (!(spread > 0)) return null;
  const c = dot / spread;
  const s = cross / spread;
  if (c * c + s * s < 1e-12) return null;
  return [flip * c, -s, mu - (c * mx - s * my), flip * s, c, mv - (s * mx + c * my), 0, 0, 1];
}
