/** From extrema to places: sub-pixel fit, rejection of faint and of edge-like ones (Lowe, IJCV 2004, section 4). */
import { BORDER, FIRST_SIGMA, type Octave, STEPS } from './scale-space.ts';

/** One place in an octave, in the octave's pixels. */
export interface Keypoint {
  x: number;
  y: number;
  /** Plane of `gauss` that is nearest to its scale, 1 to STEPS. */
  plane: number;
  /** Smoothing at its scale, in the octave's pixels. */
  sigma: number;
  /** Size of the interpolated difference, 0..1. */
  contrast: number;
}

/** Ratio of the two curvatures from which on a place is an edge. */
const EDGE_RATIO = 10;
const TRIES = 5;

/** Null for a place that is faint, edge-like, or moves out of the octave. */
function refined(octave: Octave, start: number, step: number, least: number): Keypoint | null {
  const { width, height, gauss } = octave;
  let x = start % width;
  let y = (start - x) / width;
  let s = step;
  for (let k = 0; k < TRIES; k++) {
    const i = y * width + x;
    const below = (o: number): number => gauss[s]![i + o]! - gauss[s - 1]![i + o]!;
    const here = (o: number): number => gauss[s + 1]![i + o]! - gauss[s]![i + o]!;
    const above = (o: number): number => gauss[s + 2]![i + o]! - gauss[s + 1]![i + o]!;
    const v = here(0);
    const dx = (here(1) - here(-1)) / 2;
    const dy = (here(width) - here(-width)) / 2;
    const ds = (above(0) - below(0)) / 2;
    const dxx = here(1) + here(-1) - 2 * v;
    const dyy = here(width) + here(-width) - 2 * v;
    const dss = above(0) + below(0) - 2 * v;
    const dxy = (here(width + 1) - here(width - 1) - here(-width + 1) + here(-width - 1)) / 4;
    const dxs = (above(1) - above(-1) - below(1) + below(-1)) / 4;
    const dys = (above(width) - above(-width) - below(width) + below(-width)) / 4;
    // Where the fitted parabola is level, by Cramer's rule.
    const xx = dyy * dss - dys * dys;
    const xy = dys * dxs - dxy * dss;
    const xs = dxy * dys - dyy * dxs;
    const all = dxx * xx + dxy * xy + dxs * xs;
    if (all === 0) return null;
    const yy = dxx * dss - dxs * dxs;
    const ys = dxy * dxs - dxx * dys;
    const ss = dxx * dyy - dxy * dxy;
    const mx = -(xx * dx + xy * dy + xs * ds) / all;
    const my = -(xy * dx + yy * dy + ys * ds) / all;
    const ms = -(xs * dx + ys * dy + ss * ds) / all;
    if (Math.abs(mx) < 0.5 && Math.abs(my) < 0.5 && Math.abs(ms) < 0.5) {
      const contrast = Math.abs(v + (dx * mx + dy * my + ds * ms) / 2);
      const trace = dxx + dyy;
      if (contrast < least || ss <= 0) return null;
      if (trace * trace * EDGE_RATIO >= (EDGE_RATIO + 1) ** 2 * ss) return null;
      const sigma = FIRST_SIGMA * 2 ** ((s + ms) / STEPS);
      return { x: x + mx, y: y + my, plane: s, sigma, contrast };
    }
    if (Math.abs(mx) + Math.abs(my) + Math.abs(ms) > width) return null;
    x += Math.round(mx);
    y += Math.round(my);
    s += Math.round(ms);
    if (s < 1 || s > STEPS || x < BORDER || y < BORDER || x >= width - BORDER || y >= height - BORDER)
      return null;
  }
  return null;
}

/** All places of an octave; two extrema that move to one place are one. */
export function keypoints(octave: Octave, least: number): Keypoint[] {
  const out: Keypoint[] = [];
  const seen = new Set<number>();
  for (const [i, list] of octave.extrema.entries()) {
    for (const start of list) {
      const one = refined(octave, start, i + 1, least);
      if (!one) continue;
      const key = (Math.round(one.y * 4) * 4 * octave.width + Math.round(one.x * 4)) * 4 + one.plane;
      if (seen.has(key)) continue;
      seen.add(key);
      out.push(one);
    }
  }
  return out;
}
