/** How light falls off across a picture: a room's light does so slowly and everywhere, which no copy and hardly a filter has. */
import { normalEquations } from '../../pixels/kernels/sums.ts';
import { solve } from '../../pixels/linear.ts';

/** A tile's place, and its mean in photo and source, grey steps. */
export interface Tile {
  x: number;
  y: number;
  photo: number;
  source: number;
}

/** A level, a gain, and the gain's quadratic surface over the plane. */
const TERMS = 7;
/** An even number, as the kernel asks. */
const STRIDE = 8;
const ROUNDS = 10;
/** Share of the total weight added to the diagonal. */
const RIDGE = 1e-6;
/** Misses below this, grey steps, count alike. */
const LEAST_MISS = 0.5;

/**
 * Root mean square, in grey steps, of what a gain that changes smoothly over the plane adds to one straight tone curve. Fitted to least absolute
 * distances, so that painted damage does not bend it. 0 where nothing can be fitted.
 */
export function fallOf(tiles: readonly Tile[]): number {
  const n = tiles.length;
  const [left, right] = [Math.min(...tiles.map(({ x }) => x)), Math.max(...tiles.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...tiles.map(({ y }) => y)), Math.max(...tiles.map(({ y }) => y))];
  const rows = new Float64Array(n * STRIDE);
  const wanted = Float64Array.from(tiles, ({ photo }) => photo);
  for (const [i, { x, y, source }] of tiles.entries()) {
    const u = (2 * (x - left)) / Math.max(1, right - left) - 1;
    const v = (2 * (y - top)) / Math.max(1, bottom - top) - 1;
    const g = source / 128;
    rows.set([1, g, g * u, g * v, g * u * u, g * u * v, g * v * v], i * STRIDE);
  }
  const weight = new Float64Array(n).fill(1);
  let terms: Float64Array | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const { normal, right: sums } = normalEquations({
      n,
      count: TERMS,
      stride: STRIDE,
      rows,
      weight,
      wanted,
    });
    const total = weight.reduce((sum, w) => sum + w, 0);
    for (let t = 0; t < TERMS; t++) normal[t * TERMS + t]! += RIDGE * total;
    terms = solve(normal, sums, TERMS);
    if (!terms) return 0;
    for (let i = 0; i < n; i++) {
      let at = 0;
      for (let t = 0; t < TERMS; t++) at += terms[t]! * rows[i * STRIDE + t]!;
      weight[i] = 1 / Math.max(LEAST_MISS, Math.abs(wanted[i]! - at));
    }
  }
  return terms ? beyondTone(rows, terms, n) : 0;
}

/** What of the surface no straight tone curve gives. */
function beyondTone(rows: Float64Array, terms: Float64Array, n: number): number {
  const surface = new Float64Array(n);
  let [g, f] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let t = 2; t < TERMS; t++) surface[i]! += terms[t]! * rows[i * STRIDE + t]!;
    g += rows[i * STRIDE + 1]! / n;
    f += surface[i]! / n;
  }
  let [gg, gf] = [0, 0];
  for (let i = 0; i < n; i++) {
    gg += (rows[i * STRIDE + 1]! - g) ** 2;
    gf += (rows[i * STRIDE + 1]! - g) * (surface[i]! - f);
  }
  const slope = gg > 1e-9 ? gf / gg : 0;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += (surface[i]! - f - slope * (rows[i * STRIDE + 1]! - g)) ** 2;
  return Math.sqrt(rest / n);
}
