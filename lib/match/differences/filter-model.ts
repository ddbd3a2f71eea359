/**
 * What one filter over the whole picture would make of the source: local tone mapping, sharpening and smoothing, colour grading
 * and vignettes, fitted to the pair. What such a filter explains is no change of what the picture shows.
 */

import { solve } from '../../pixels/linear.ts';
import { nth } from '../../pixels/order.ts';
import { boxSum, half } from '../../pixels/raster.ts';

export interface Planes {
  /** Grey steps 0..255. */
  y: Float32Array;
  /** Colour differences on the raster of half the size. */
  cb: Float32Array;
  cr: Float32Array;
}

/** Window radii (raster pixels) of the smoothed copies: fine detail, texture, things, light. */
const RADII = [1, 4, 14, 40];
/** Contrast (grey steps) up to which a smoothing filter takes texture for noise. */
const SOFT = 12;
/** Values are brought to about -2..2. */
const UNIT = 64;
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

/** Mean of the pixels inside over a window, for every pixel. */
function smoothed(
  data: Float32Array,
  inside: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const sum = boxSum(
    data.map((v, i) => v * inside[i]!),
    width,
    height,
    radius,
  );
  const count = boxSum(inside, width, height, radius);
  return sum.map((v, i) => (count[i]! > 0 ? v / count[i]! : data[i]!));
}

/** Where the curve of a channel may bend (0..255): one that a filter brightens is cut off at white, one that it darkens at black. */
const BENDS_AT = [40, 170, 215];
const BENDS = 3 * BENDS_AT.length;

/** How far red, green and blue are beyond each bend, from `at` on in `row`. */
function bends(row: Float64Array, at: number, y: number, cb: number, cr: number): void {
  const channels = [y + 1.402 * cr, y - 0.344 * cb - 0.714 * cr, y + 1.772 * cb];
  for (let c = 0; c < 3; c++) {
    for (let k = 0; k < BENDS_AT.length; k++) {
      const over = channels[c]! - BENDS_AT[k]!;
      row[at + c * BENDS_AT.length + k] = over > 0 ? over / UNIT : 0;
    }
  }
}

/** Writes the terms of pixel `i` into `row`. */
type Terms = (row: Float64Array, i: number) => void;

/** Best sum of terms to add to `source` to come to `photo`, by least squares with a ridge, reweighted; null where nothing is explained. */
function fitted(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  count: number,
  terms: Terms,
): Float32Array | null {
  let usable = 0;
  for (const v of use) usable += v;
  if (usable < LEAST) return null;
  const stride = Math.max(1, usable / SAMPLES);
  const at: number[] = [];
  for (let i = 0, k = 0, next = 0; i < use.length; i++) {
    if (!use[i]) continue;
    if (k++ >= next) {
      at.push(i);
      next += stride;
    }
  }
  const n = at.length;
  const rows = new Float64Array(n * count);
  const row = new Float64Array(count);
  const wanted = new Float64Array(n);
  const weight = new Float64Array(n).fill(1);
  for (let k = 0; k < n; k++) {
    const i = at[k]!;
    terms(row, i);
    rows.set(row, k * count);
    wanted[k] = photo[i]! - source[i]!;
  }
  const left = new Float32Array(n);
  // The median difference of light is not what a filter is judged by: a constant is allowed before.
  const middle = nth(Float32Array.from(wanted), n >> 1);
  const before = nth(
    Float32Array.from(wanted, (v) => Math.abs(v - middle)),
    n >> 1,
  );
  let best: Float64Array | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const normal = new Float64Array(count * count);
    const right = new Float64Array(count);
    for (let k = 0; k < n; k++) {
      const w = weight[k]!;
      if (w === 0) continue;
      const base = k * count;
      for (let a = 0; a < count; a++) {
        const v = w * rows[base + a]!;
        if (v === 0) continue;
        right[a] = right[a]! + v * wanted[k]!;
        for (let b = 0; b <= a; b++) normal[a * count + b] = normal[a * count + b]! + v * rows[base + b]!;
      }
    }
    for (let a = 0; a < count; a++) {
      normal[a * count + a] = normal[a * count + a]! + RIDGE * n;
      for (let b = a + 1; b < count; b++) normal[a * count + b] = normal[b * count + a]!;
    }
    best = solve(normal, right, count);
    if (!best) return null;
    for (let k = 0; k < n; k++) {
      let v = wanted[k]!;
      for (let a = 0; a < count; a++) v -= best[a]! * rows[k * count + a]!;
      left[k] = Math.abs(v);
    }
    const cut = Math.max(LEAST_OUTLIER, OUTLIER * nth(left.slice(), n >> 1));
    for (let k = 0; k < n; k++) {
      const r = left[k]! / cut;
      weight[k] = r < 1 ? (1 - r * r) ** 2 : 0;
    }
  }
  if (!best || nth(left, n >> 1) > WORTH * before) return null;
  const out = new Float32Array(source.length);
  for (let i = 0; i < out.length; i++) {
    terms(row, i);
    let v = source[i]!;
    for (let a = 0; a < count; a++) v += best[a]! * row[a]!;
    out[i] = v < 0 ? 0 : v > 255 ? 255 : v;
  }
  return out;
}

const enlarged = (small: Float32Array, width: number, height: number): Float32Array => {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(h - 1, y >> 1) * w;
    for (let x = 0; x < width; x++, i++) out[i] = small[row + Math.min(w - 1, x >> 1)]!;
  }
  return out;
};

/**
 * The source as the filter would have left it; the planes themselves where no filter shows. `use`: 1 where photo and source are
 * taken to show the same; `inside`: 1 where both exist.
 */
export function filteredSource(
  photo: Planes,
  source: Planes,
  inside: Uint8Array,
  use: Uint8Array,
  width: number,
  height: number,
): Planes {
  const within = Float32Array.from(inside);
  const smooth = RADII.map((radius) => smoothed(source.y, within, width, height, radius));
  const [fine, texture, things, light] = smooth as [Float32Array, Float32Array, Float32Array, Float32Array];
  const u = enlarged(source.cb, width, height);
  const v = enlarged(source.cr, width, height);
  const unit = (value: number): number => (value - 128) / UNIT;
  const luma: Terms = (row, i) => {
    const s = unit(source.y[i]!);
    const t = unit(texture[i]!);
    const g = unit(things[i]!);
    const l = unit(light[i]!);
    const detail = (source.y[i]! - texture[i]!) / UNIT;
    const weak = detail * Math.exp(-(((source.y[i]! - texture[i]!) / SOFT) ** 2));
    const x = (i % width) / width - 0.5;
    const y = Math.floor(i / width) / height - 0.5;
    const far = 4 * (x * x + y * y);
    const cb = unit(u[i]!);
    const cr = unit(v[i]!);
    row[0] = 1;
    row[1] = s;
    row[2] = unit(fine[i]!);
    row[3] = t;
    row[4] = g;
    row[5] = l;
    row[6] = weak;
    row[7] = s * s;
    row[8] = s * l;
    row[9] = l * l;
    row[10] = detail * l;
    row[11] = far;
    row[12] = far * s;
    row[13] = x;
    row[14] = y;
    row[15] = cb;
    row[16] = cr;
    row[17] = cb * s;
    row[18] = cr * s;
    row[19] = s * s * s;
    row[20] = s * g;
    row[21] = (source.y[i]! - fine[i]!) / 16;
    row[22] = detail * t;
    bends(row, 23, source.y[i]!, u[i]! - 128, v[i]! - 128);
  };
  const y = fitted(photo.y, source.y, use, 23 + BENDS, luma) ?? source.y;
  const w = width >> 1;
  const h = height >> 1;
  const small = half(source.y, width, height);
  const use2 = new Uint8Array(w * h);
  for (let j = 0; j < h; j++) for (let i = 0; i < w; i++) use2[j * w + i] = use[2 * j * width + 2 * i]!;
  const colour: Terms = (row, i) => {
    const s = unit(small[i]!);
    const cb = (source.cb[i]! - 128) / UNIT;
    const cr = (source.cr[i]! - 128) / UNIT;
    const x = (i % w) / w - 0.5;
    const yy = Math.floor(i / w) / h - 0.5;
    row[0] = 1;
    row[1] = s;
    row[2] = cb;
    row[3] = cr;
    row[4] = s * s;
    row[5] = s * cb;
    row[6] = s * cr;
    row[7] = cb * cb;
    row[8] = cr * cr;
    row[9] = cb * cr;
    row[10] = s * s * s;
    row[11] = 4 * (x * x + yy * yy);
    row[12] = s * s * cb;
    row[13] = s * s * cr;
    bends(row, 14, small[i]!, source.cb[i]! - 128, source.cr[i]! - 128);
  };
  return {
    y,
    cb: fitted(photo.cb, source.cb, use2, 14 + BENDS, colour) ?? source.cb,
    cr: fitted(photo.cr, source.cr, use2, 14 + BENDS, colour) ?? source.cr,
  };
}
