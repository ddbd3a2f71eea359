/**
 * Finds blocks that were quantised once in a picture that was quantised twice: what was painted after the first saving.
 * Histogram model of Bianchi & Piva (2012), reduced to aligned grids; sound only while the second saving is finer than the first.
 */
import { KEPT, type LumaCoefficients } from './jpeg-coefficients.ts';

/** First-saving steps that are tried. */
const COARSEST_STEP = 40;
/** Coefficients further out are too rare to count. */
const REACH = 60;
/** Mean log-likelihood gain per coefficient that shows a first quantisation (noise stays under a tenth of it). */
const LEAST_GAIN = 0.05;
/** Frequencies that must show it. */
const LEAST_FREQUENCIES = 3;
/** Log odds, summed over frequencies and smoothed over 3 x 3 blocks, from which a block counts as painted later. */
const LATER = 3.5;
const MOST_SHARE = 0.5;
const LEAST_BLOCKS = 12;

export interface QuantisationTrace {
  /** Frequencies with the trace of an earlier saving, and its step. */
  steps: { zigzag: number; first: number; second: number }[];
  /** Per luma block: log odds that it was quantised only once. */
  odds: Float32Array;
  /** Boxes of block groups that were, in pixels, largest first. */
  regions: { x: number; y: number; width: number; height: number; area: number }[];
}

/** Spread of a coefficient, in steps of one, that rounding to 8-bit pixels and colour conversion leave between the savings. */
const ROUNDING = 0.8;

/** Normal distribution function (logistic approximation, error under 0.01). */
const below = (z: number): number => 1 / (1 + Math.exp(-1.702 * z));

/** Share of the first quantiser's values that land in second-quantiser bin x, relative to an even spread. */
function crowding(x: number, first: number, second: number): number {
  const spread = ROUNDING / second;
  const reach = 0.5 + 3 * spread;
  const from = Math.ceil(((x - reach) * second) / first);
  const to = Math.floor(((x + reach) * second) / first);
  let n = 0;
  for (let b = from; b <= to; b++) {
    const v = (b * first) / second;
    n += below((x + 0.5 - v) / spread) - below((x - 0.5 - v) / spread);
  }
  return (n * first) / second;
}

/** Null when no earlier, coarser saving shows. */
export function doubleQuantisation(jpeg: LumaCoefficients): QuantisationTrace | null {
  const blocks = jpeg.across * jpeg.down;
  const odds = new Float32Array(blocks);
  const steps: QuantisationTrace['steps'] = [];
  for (let k = 1; k < KEPT; k++) {
    const histogram = new Float64Array(2 * REACH + 1);
    for (let b = 0; b < blocks; b++) {
      const v = jpeg.values[b * KEPT + k]!;
      if (v >= -REACH && v <= REACH) histogram[v + REACH] = histogram[v + REACH]! + 1;
    }
    const found = firstStep(histogram, jpeg.steps[k]!);
    if (!found) continue;
    steps.push({ zigzag: k, first: found, second: jpeg.steps[k]! });
    const table = Float32Array.from({ length: 2 * REACH + 1 }, (_, i) =>
      Math.max(-1.5, Math.min(1.5, -Math.log(Math.max(0.05, crowding(i - REACH, found, jpeg.steps[k]!))))),
    );
    for (let b = 0; b < blocks; b++) {
      const v = jpeg.values[b * KEPT + k]!;
      if (v !== 0 && v >= -REACH && v <= REACH) odds[b] = odds[b]! + table[v + REACH]!;
    }
  }
  if (steps.length < LEAST_FREQUENCIES) return null;
  const smooth = smoothed(odds, jpeg.across, jpeg.down);
  return { steps, odds: smooth, regions: groups(smooth, jpeg) };
}

/** The earlier step that explains the histogram's gaps and peaks best, or null. */
function firstStep(histogram: Float64Array, second: number): number | null {
  let used = 0;
  for (let x = -REACH; x <= REACH; x++) if (x !== 0) used += histogram[x + REACH]!;
  if (used < 400) return null;
  let best: number | null = null;
  let bestGain = LEAST_GAIN;
  for (let first = second + 1; first <= COARSEST_STEP; first++) {
    const period = Math.max(1, Math.ceil(first / second));
    let gain = 0;
    let total = 0;
    let modelTotal = 0;
    let smoothTotal = 0;
    const model: number[] = [];
    const plain: number[] = [];
    for (let x = -REACH + period; x <= REACH - period; x++) {
      let sum = 0;
      for (let d = -period; d <= period; d++) if (x + d !== 0) sum += histogram[x + d + REACH]!;
      const even = sum / (2 * period + 1) + 0.01;
      const n = x === 0 ? 0 : even * Math.max(0.03, crowding(x, first, second));
      model.push(n);
      plain.push(x === 0 ? 0 : even);
      modelTotal += n;
      smoothTotal += x === 0 ? 0 : even;
    }
    for (let i = 0, x = -REACH + period; x <= REACH - period; x++, i++) {
      if (x === 0) continue;
      const n = histogram[x + REACH]!;
      gain += n * Math.log(model[i]! / modelTotal / (plain[i]! / smoothTotal));
      total += n;
    }
    if (total > 0 && gain / total > bestGain) {
      bestGain = gain / total;
      best = first;
    }
  }
  return best;
}

function smoothed(odds: Float32Array, across: number, down: number): Float32Array {
  const out = new Float32Array(odds.length);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = 0;
      let n = 0;
      for (let v = Math.max(0, y - 1); v <= Math.min(down - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(across - 1, x + 1); u++, n++)
          sum += odds[v * across + u]!;
      }
      out[y * across + x] = sum / n;
    }
  }
  return out;
}

function groups(odds: Float32Array, jpeg: LumaCoefficients): QuantisationTrace['regions'] {
  const { across, down } = jpeg;
  const seen = new Uint8Array(odds.length);
  const out: QuantisationTrace['regions'] = [];
  let marked = 0;
  for (let start = 0; start < odds.length; start++) {
    if (seen[start] || odds[start]! < LATER) continue;
    const stack = [start];
    seen[start] = 1;
    let size = 0;
    let [left, top, right, bottom] = [across, down, 0, 0];
    while (stack.length > 0) {
      const b = stack.pop()!;
      size++;
      const x = b % across;
      const y = (b / across) | 0;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      for (const q of [x > 0 ? b - 1 : -1, x < across - 1 ? b + 1 : -1, b - across, b + across]) {
        if (q >= 0 && q < odds.length && !seen[q] && odds[q]! >= LATER) {
          seen[q] = 1;
          stack.push(q);
        }
      }
    }
    marked += size;
    if (size < LEAST_BLOCKS) continue;
    const x = left * 8;
    const y = top * 8;
    out.push({
      x,
      y,
      width: Math.min(jpeg.width, right * 8) - x,
      height: Math.min(jpeg.height, bottom * 8) - y,
      area: size * 64,
    });
  }
  // Odds everywhere mean that the model does not fit this file, not that all of it was painted.
  return marked > MOST_SHARE * odds.length ? [] : out.sort((a, b) => b.area - a.area);
}
