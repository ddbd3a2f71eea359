/** Fits a sum of given terms, as a filter makes them of the source, to what the photo shows. */

import { nth } from '../../pixels/kernels/compared.ts';
import { fitOf } from '../../pixels/kernels/fit.ts';
import { spreadOver, sumOf } from '../../pixels/kernels/marked.ts';
import { scratchDoubles, scratchFloats } from '../../pixels/kernels/scratch.ts';
import { solve } from '../../pixels/linear.ts';

/** Pixels a fit is made from. */
const SAMPLES = 9_000;
const ROUNDS = 3;
/** Residuals beyond this many medians, and beyond this many grey steps, are edits and do not take part. */
const OUTLIER = 4;
const LEAST_OUTLIER = 5;
/** Weight of the wish to change nothing, per sample. */
const RIDGE = 2e-4;
/** A filter that leaves more than this share of the median residual explains nothing worth modelling. */
const WORTH = 0.85;
/** Fewer agreeing pixels than this are no sample. */
const LEAST = 400;

/** Writes the terms of pixel `i`, which is the one at `x`, `y`, into `row`. */
export type Terms = (row: Float64Array, i: number, x: number, y: number) => void;

/** What a fit is made from: places, and the photo's difference from the source at each. */
interface Sampled {
  at: Int32Array;
  wanted: Float64Array;
  /** Median distance of the differences from their median: what a filter is to explain. */
  before: number;
}

/** About `most` of the places in `use`, spread evenly; null where too few are usable. */
function sampledFrom(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  most: number,
): Sampled | null {
  const usable = sumOf(use);
  if (usable < LEAST) return null;
  const apart = Math.max(1, usable / most);
  const at = spreadOver(use, usable, apart);
  const n = at.length;
  const wanted = scratchDoubles(n);
  const off = scratchFloats(n);
  for (let k = 0; k < n; k++) {
    wanted[k] = photo[at[k]!]! - source[at[k]!]!;
    off[k] = wanted[k]!;
  }
  // The median difference of light is not what a filter is judged by: a constant is allowed before.
  const middle = nth(off, n >> 1);
  for (let k = 0; k < n; k++) off[k] = Math.abs(wanted[k]! - middle);
  return { at, wanted, before: nth(off, n >> 1) };
}

/** Every so many of the samples are looked at first: with 1,100 of them 32 terms explain too much rather than too little. */
const FIRST = 8;
/** What the first look must explain less of than the whole fit: a filter that fails it explains nothing. */
const FIRST_WORTH = 0.95;

/** The weights of the terms by least squares with a ridge, reweighted, and the median of what they leave; null when degenerate. */
function weightsOf(
  { at, wanted }: Sampled,
  width: number,
  count: number,
  terms: Terms,
  rounds: number,
): { best: Float64Array; left: number } | null {
  const n = at.length;
  const stride = count + (count % 2);
  const rows = scratchDoubles(n * stride).fill(0);
  const row = new Float64Array(count);
  const weight = scratchDoubles(n).fill(1);
  for (let k = 0; k < n; k++) {
    const i = at[k]!;
    terms(row, i, i % width, Math.floor(i / width));
    rows.set(row, k * stride);
  }
  const fit = fitOf({ n, count, stride, rows, wanted });
  let left = scratchFloats(0);
  let best: Float64Array | null = null;
  for (let round = 0; round < rounds; round++) {
    const { normal, right } = fit.equations(weight);
    for (let a = 0; a < count; a++) normal[a * count + a] = normal[a * count + a]! + RIDGE * n;
    best = solve(normal, right, count);
    if (!best) return null;
    left = fit.misses(best);
    const cut = Math.max(LEAST_OUTLIER, OUTLIER * nth(left.slice(), n >> 1));
    for (let k = 0; k < n; k++) {
      const r = left[k]! / cut;
      weight[k] = r < 1 ? (1 - r * r) ** 2 : 0;
    }
  }
  return best && { best, left: nth(left, n >> 1) };
}

/**
 * Best sum of terms to add to `source` to come to `photo`; null where nothing is explained. `prepare` is called before `terms` with
 * the places they will be asked for; null for all. `everywhere` gives the sum at all places at once for these weights, null where it
 * cannot: the terms then do.
 */
export function fitted(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  width: number,
  count: number,
  terms: Terms,
  prepare: (at: Int32Array | null) => void,
  everywhere: (weights: Float64Array) => Float32Array | null = () => null,
): Float32Array | null {
  const samples = sampledFrom(photo, source, use, SAMPLES);
  if (!samples) return null;
  const { at, wanted, before } = samples;
  if (before === 0) return null;
  const few = at.filter((_, k) => k % FIRST === 0);
  prepare(few);
  const first = { at: few, wanted: wanted.filter((_, k) => k % FIRST === 0), before };
  const look = few.length > FIRST * count ? weightsOf(first, width, count, terms, 2) : null;
  if (look && look.left > FIRST_WORTH * before) return null;
  prepare(at);
  const whole = weightsOf(samples, width, count, terms, ROUNDS);
  if (!whole || whole.left > WORTH * before) return null;
  const { best } = whole;
  prepare(null);
  const known = everywhere(best);
  if (known) return known;
  const row = new Float64Array(count);
  const out = scratchFloats(source.length);
  const height = Math.floor(source.length / width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      terms(row, i, x, y);
      // Two sums side by side: neither waits for the other.
      let v = source[i]!;
      let u = 0;
      let a = 0;
      for (; a + 1 < count; a += 2) {
        v += best[a]! * row[a]!;
        u += best[a + 1]! * row[a + 1]!;
      }
      if (a < count) v += best[a]! * row[a]!;
      v += u;
      out[i] = v < 0 ? 0 : Math.min(v, 255);
    }
  }
  return out;
}
