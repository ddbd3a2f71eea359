/** How far point pairs leave the one similarity that they follow, told apart: what bends smoothly, and what is scatter. */
import { applyTo, type Homography } from '../../pixels/homography.ts';
import { normalEquations } from '../../pixels/kernels/sums.ts';
import { solve } from '../../pixels/linear.ts';
import type { Points } from './blocks.ts';

/** Terms of a quadratic surface over the plane. */
const TERMS = 6;
const ROUNDS = 6;
/** Share of the total weight added to the diagonal. */
const RIDGE = 1e-6;
/** Residuals up to this many raster pixels always count a little: a perfect fit must not throw everything else out. */
const LEAST_CUT = 0.3;
/** Blocks overlap by half in both directions: so many stand for one independent measurement. */
const SHARED = 4;

export interface Stray {
  /** Root mean square of the smooth part, in raster pixels, what chance leaves in it taken out. */
  swing: number;
  /** Root mean square of what is left beside it, where it is not an outlier. */
  scatter: number;
  /** Share (0..1) of the weight that is no outlier. */
  firm: number;
  /** Root mean square, in raster pixels, of the smooth part that such scatter alone would feign: no smaller swing can be told. */
  chance: number;
}

/** Field over the plane, one coefficient per term and direction. */
interface Field {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Fits a quadratic field to where the pairs miss `map`, by reweighted least squares (Tukey's biweight). Tilt and depth of a second exposure
 * bend all places of a surface together; a re-encoding scatters each by itself. `unit`: source pixels per raster pixel.
 */
export function strayFrom(points: Points, map: Homography, unit: number): Stray | null {
  const n = points.weight.length;
  const rows = new Float64Array(TERMS * n);
  const dx = new Float64Array(n);
  const dy = new Float64Array(n);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const near = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [x, y] = applyTo(map, points.from[2 * i]!, points.from[2 * i + 1]!);
    dx[i] = (points.to[2 * i]! - x) / unit;
    dy[i] = (points.to[2 * i + 1]! - y) / unit;
    near[i] = Math.hypot(dx[i]!, dy[i]!);
    if (near[i]! > 4) continue;
    left = Math.min(left, points.from[2 * i]!);
    right = Math.max(right, points.from[2 * i]!);
    top = Math.min(top, points.from[2 * i + 1]!);
    bottom = Math.max(bottom, points.from[2 * i + 1]!);
  }
  const half = Math.max(right - left, bottom - top) / 2;
  if (!(half > 0)) return null;
  for (let i = 0; i < n; i++) {
    const x = (points.from[2 * i]! - (left + right) / 2) / half;
    const y = (points.from[2 * i + 1]! - (top + bottom) / 2) / half;
    rows.set([1, x, y, x * x, x * y, y * y], TERMS * i);
  }
  const weight = Float64Array.from(points.weight, (w, i) => (near[i]! > 4 ? 0 : w));
  const total = points.weight.reduce((s, w) => s + w, 0);
  const miss = new Float64Array(n);
  const fitted = (wanted: Float64Array): Float64Array | null => {
    const { normal, right: sums } = normalEquations({ n, count: TERMS, stride: TERMS, rows, weight, wanted });
    // Keeps the system solvable where the points lie on a line.
    for (let t = 0; t < TERMS; t++) normal[t * TERMS + t]! += RIDGE * total;
    return solve(normal, sums, TERMS);
  };
  let field: Field = { x: new Float64Array(TERMS), y: new Float64Array(TERMS) };
  for (let round = 0; round < ROUNDS; round++) {
    const [x, y] = [fitted(dx), fitted(dy)];
    if (!x || !y) return null;
    field = { x, y };
    for (let i = 0; i < n; i++) {
      const [u, v] = at(field, rows, i);
      miss[i] = Math.hypot(dx[i]! - u, dy[i]! - v);
    }
    const counted = miss.filter((_, i) => near[i]! <= 4).sort();
    const cut = Math.max(LEAST_CUT, 4 * (counted[counted.length >> 1] ?? 0));
    for (let i = 0; i < n; i++) {
      const r = miss[i]! / cut;
      weight[i] = r < 1 && near[i]! <= 4 ? points.weight[i]! * (1 - r * r) ** 2 : 0;
    }
  }
  let [sum, field2, rest, firm, count] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = weight[i]!;
    if (!w) continue;
    const [u, v] = at(field, rows, i);
    sum += w;
    field2 += w * (u * u + v * v);
    rest += w * miss[i]! ** 2;
    firm += points.weight[i]!;
    count++;
  }
  if (!(sum > 0)) return null;
  const scatter = Math.sqrt(rest / sum);
  const chance = scatter * Math.sqrt((TERMS * SHARED) / Math.max(TERMS * SHARED, count));
  const swing = Math.sqrt(Math.max(0, field2 / sum - chance ** 2));
  return { swing, scatter, firm: firm / total, chance };
}

/** The field's displacement at point `i`. */
function at({ x, y }: Field, rows: Float64Array, i: number): [number, number] {
  let [u, v] = [0, 0];
  for (let t = 0; t < TERMS; t++) {
    const term = rows[TERMS * i + t]!;
    u += x[t]! * term;
    v += y[t]! * term;
  }
  return [u, v];
}
