/** 3 x 3 row-major projective maps: apply, invert, chain, and weighted least-squares fits. */

import { sharedRoom } from './kernels/kernels.ts';
import { solve } from './linear.ts';

export type Homography = number[];

/** Maps one point; points on the horizon come out as not finite. */
export function applyTo(h: Homography, x: number, y: number): [number, number] {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  return [(h[0]! * x + h[1]! * y + h[2]!) / w, (h[3]! * x + h[4]! * y + h[5]!) / w];
}

/** a after b. */
export function chain(a: Homography, b: Homography): Homography {
  const out: Homography = [];
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c < 3; c++) {
      out.push(a[r * 3]! * b[c]! + a[r * 3 + 1]! * b[3 + c]! + a[r * 3 + 2]! * b[6 + c]!);
    }
  }
  return normal(out);
}

const normal = (h: Homography): Homography => (h[8] ? h.map((v) => v / h[8]!) : h);

/** The inverse map, or null for a singular one. */
export function invert(h: Homography): Homography | null {
  const [a, b, c, d, e, f, g, k, i] = h as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const A = e * i - f * k;
  const B = f * g - d * i;
  const C = d * k - e * g;
  const det = a * A + b * B + c * C;
  if (!Number.isFinite(det) || Math.abs(det) < 1e-14) return null;
  return normal([
    A,
    c * k - b * i,
    b * f - c * e,
    B,
    a * i - c * g,
    c * d - a * f,
    C,
    b * g - a * k,
    a * e - b * d,
  ]);
}

/** Determinant of the map's derivative at a point: area scale, negative when it mirrors. */
export function areaScale(h: Homography, x: number, y: number): number {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  const [u, v] = applyTo(h, x, y);
  const ux = (h[0]! - h[6]! * u) / w;
  const uy = (h[1]! - h[7]! * u) / w;
  const vx = (h[3]! - h[6]! * v) / w;
  const vy = (h[4]! - h[7]! * v) / w;
  return ux * vy - uy * vx;
}

/** Points as flat [x, y, …] lists. */
export interface Correspondences {
  from: Float64Array;
  to: Float64Array;
  weight: Float64Array;
}

/** Where points have their middle, and what brings their mean distance from it to the root of two. */
interface Centring {
  x: number;
  y: number;
  s: number;
}

function centring(points: Float64Array, weight: Float64Array): Centring {
  let n = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < weight.length; i++) {
    n += weight[i]!;
    x += weight[i]! * points[i * 2]!;
    y += weight[i]! * points[i * 2 + 1]!;
  }
  x /= n;
  y /= n;
  let spread = 0;
  for (let i = 0; i < weight.length; i++) {
    spread += weight[i]! * Math.hypot(points[i * 2]! - x, points[i * 2 + 1]! - y);
  }
  return { x, y, s: spread > 0 ? (n * Math.SQRT2) / spread : 1 };
}

/** Weighted least squares affine map (6 unknowns) or homography (8, linear, normalised after Hartley 1997); null when degenerate. */
export function fitMap(pairs: Correspondences, kind: 'affine' | 'homography'): Homography | null {
  const a = centring(pairs.from, pairs.weight);
  const b = centring(pairs.to, pairs.weight);
  if (!Number.isFinite(a.x + b.x + a.s + b.s)) return null;
  const n = kind === 'affine' ? 6 : 8;
  const { m, r } = mapEquations(pairs, a, b, n);
  const h = solve(m, r, n);
  if (!h) return null;
  const core = [...h.slice(0, 6), n === 8 ? h[6]! : 0, n === 8 ? h[7]! : 0, 1];
  const into: Homography = [a.s, 0, -a.s * a.x, 0, a.s, -a.s * a.y, 0, 0, 1];
  const back: Homography = [1 / b.s, 0, b.x, 0, 1 / b.s, b.y, 0, 0, 1];
  const out = chain(back, chain(core, into));
  return out.every(Number.isFinite) ? out : null;
}

/** The equations of `mapEquations` in plain code: the reference. */
export function plainMapEquations(
  pairs: Correspondences,
  a: Centring,
  b: Centring,
  n: 6 | 8,
): { m: Float64Array; r: Float64Array } {
  const m = new Float64Array(n * n);
  const r = new Float64Array(n);
  const row = new Float64Array(n);
  const add = (weight: number, target: number): void => {
    for (let i = 0; i < n; i++) {
      if (row[i] === 0) continue;
      const wi = weight * row[i]!;
      for (let j = 0; j < n; j++) m[i * n + j] = m[i * n + j]! + wi * row[j]!;
      r[i] = r[i]! + wi * target;
    }
  };
  for (let i = 0; i < pairs.weight.length; i++) {
    const w = pairs.weight[i]!;
    if (w <= 0) continue;
    const x = (pairs.from[i * 2]! - a.x) * a.s;
    const y = (pairs.from[i * 2 + 1]! - a.y) * a.s;
    const u = (pairs.to[i * 2]! - b.x) * b.s;
    const v = (pairs.to[i * 2 + 1]! - b.y) * b.s;
    row.fill(0);
    row[0] = x;
    row[1] = y;
    row[2] = 1;
    if (n === 8) {
      row[6] = -u * x;
      row[7] = -u * y;
    }
    add(w, u);
    row.fill(0);
    row[3] = x;
    row[4] = y;
    row[5] = 1;
    if (n === 8) {
      row[6] = -v * x;
      row[7] = -v * y;
    }
    add(w, v);
  }
  return { m, r };
}

/** The normal equations of a map of `n` unknowns through weighted pairs of points, through the kernels. */
export function mapEquations(
  pairs: Correspondences,
  a: Centring,
  b: Centring,
  n: 6 | 8,
): { m: Float64Array; r: Float64Array } {
  const room = sharedRoom();
  if (!room) return plainMapEquations(pairs, a, b, n);
  const count = pairs.weight.length;
  const [to, weight] = [16 * count, 32 * count];
  const frame = 40 * count;
  const row = frame + 48;
  const m = row + 8 * n;
  const r = m + 8 * n * n;
  room.reserve(r + 8 * n);
  room.doubles(0, 2 * count).set(pairs.from.subarray(0, 2 * count));
  room.doubles(to, 2 * count).set(pairs.to.subarray(0, 2 * count));
  room.doubles(weight, count).set(pairs.weight);
  room.doubles(frame, 6).set([a.x, a.y, a.s, b.x, b.y, b.s]);
  room.doubles(m, n * n + n).fill(0);
  room.calls.mapEquations(0, to, weight, count, frame, n, row, m, r);
  return { m: room.doubles(m, n * n).slice(), r: room.doubles(r, n).slice() };
}
