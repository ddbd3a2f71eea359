/** What a photo's values should be where nothing was changed: one tone curve, slow light, and the noise that is normal. */

const TONE_BINS = 32;
/** Cell in which slow differences of light are estimated, raster pixels. */
const LIGHT_CELL = 32;
/** Half width of a histogram of differences, grey steps. */
const REACH = 128;
const SLOTS = 2 * REACH + 1;
/** Local range (grey steps) per noise bin. */
const RANGE_STEP = 8;
const RANGE_BINS = 20;
/** Half of one 8-bit rounding on either side: no difference is more certain than this. */
const LEAST_NOISE = 1;

/** Slot of a difference, rounded to the nearest grey step. */
function clampSlot(d: number): number {
  const v = d + REACH + 0.5;
  return v < 0 ? 0 : v >= SLOTS ? SLOTS - 1 : v | 0;
}

/** Median of one histogram row; null with fewer than `least` entries. */
function rowMedian(histogram: Uint32Array, row: number, least: number): number | null {
  const base = row * SLOTS;
  let total = 0;
  for (let s = 0; s < SLOTS; s++) total += histogram[base + s]!;
  if (total < least) return null;
  let seen = 0;
  for (let s = 0; s < SLOTS; s++) {
    const n = histogram[base + s]!;
    if (2 * (seen + n) >= total) return s - REACH - 0.5 + (n ? (total / 2 - seen) / n : 0.5);
    seen += n;
  }
  return 0;
}

/** Photo value expected for each source value, from pixels in `use`; straight between bin centres. */
function toneCurve(photo: Float32Array, source: Float32Array, use: Uint8Array): Float32Array {
  const width = 256 / TONE_BINS;
  const histogram = new Uint32Array(TONE_BINS * SLOTS);
  for (let i = 0; i < use.length; i += 3) {
    if (!use[i]) continue;
    const row = Math.max(0, Math.min(TONE_BINS - 1, (source[i]! / width) | 0));
    const slot = row * SLOTS + clampSlot(photo[i]! - source[i]!);
    histogram[slot] = histogram[slot]! + 1;
  }
  const known = Array.from({ length: TONE_BINS }, (_, row) => rowMedian(histogram, row, 30));
  const filled = known.map((v, i) => {
    for (let r = 0; r < TONE_BINS; r++) {
      const near = known[i - r] ?? known[i + r];
      if (near !== null && near !== undefined) return near;
    }
    return v ?? 0;
  });
  const curve = new Float32Array(257);
  for (let v = 0; v <= 256; v++) {
    const at = Math.min(TONE_BINS - 1.001, Math.max(0, v / width - 0.5));
    const k = at | 0;
    curve[v] = v + filled[k]! + (at - k) * (filled[k + 1]! - filled[k]!);
  }
  return curve;
}

/** Adds to `expected` the median difference of each cell, smoothed: light that changed slowly, not things. Returns its median size. */
function addSlowLight(
  expected: Float32Array,
  photo: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
  cell: number,
): number {
  const cw = Math.ceil(width / cell);
  const ch = Math.ceil(height / cell);
  const histogram = new Uint32Array(cw * ch * SLOTS);
  for (let y = 0; y < height; y += 2) {
    const row = ((y / cell) | 0) * cw;
    for (let x = (y >> 1) & 1, i = y * width + x; x < width; x += 2, i += 2) {
      if (!use[i]) continue;
      const slot = (row + ((x / cell) | 0)) * SLOTS + clampSlot(photo[i]! - expected[i]!);
      histogram[slot] = histogram[slot]! + 1;
    }
  }
  const known: (number | null)[] = [];
  for (let c = 0; c < cw * ch; c++) known.push(rowMedian(histogram, c, 24));
  const light = new Float32Array(cw * ch);
  for (let y = 0; y < ch; y++) {
    for (let x = 0; x < cw; x++) {
      const near: number[] = [];
      for (let r = 1; r <= 3 && near.length < 3; r++) {
        near.length = 0;
        for (let v = Math.max(0, y - r); v <= Math.min(ch - 1, y + r); v++) {
          for (let u = Math.max(0, x - r); u <= Math.min(cw - 1, x + r); u++) {
            const k = known[v * cw + u];
            if (k !== null && k !== undefined) near.push(k);
          }
        }
      }
      near.sort((a, b) => a - b);
      light[y * cw + x] = near.length ? near[near.length >> 1]! : 0;
    }
  }
  const left = new Int32Array(width);
  const right = new Int32Array(width);
  const part = new Float64Array(width);
  for (let x = 0; x < width; x++) {
    const fx = Math.max(0, Math.min(cw - 1, (x + 0.5) / cell - 0.5));
    left[x] = fx | 0;
    right[x] = Math.min(cw - 1, left[x]! + 1);
    part[x] = fx - left[x]!;
  }
  for (let y = 0, i = 0; y < height; y++) {
    const fy = Math.max(0, Math.min(ch - 1, (y + 0.5) / cell - 0.5));
    const upper = (fy | 0) * cw;
    const lower = Math.min(ch - 1, (fy | 0) + 1) * cw;
    const ay = fy - (fy | 0);
    for (let x = 0; x < width; x++, i++) {
      const ax = part[x]!;
      const top = light[upper + left[x]!]! * (1 - ax) + light[upper + right[x]!]! * ax;
      const bottom = light[lower + left[x]!]! * (1 - ax) + light[lower + right[x]!]! * ax;
      expected[i] = expected[i]! + top + ay * (bottom - top);
    }
  }
  const sizes = known.filter((v): v is number => v !== null).map(Math.abs);
  sizes.sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}

/**
 * How far each photo pixel leaves the 3 x 3 range of the expected picture, in units of what is normal for pixels
 * of the same local range in this pair: slip, ringing, blur and noise all grow with the local range.
 * `scale` is the raster's coarseness (1 full, 2 half). Returns the excess, the typical difference and the typical
 * slow difference of light, both in grey steps.
 */
export function excessOver(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
  scale: number,
): { excess: Float32Array; noise: number; light: number } {
  const n = width * height;
  const curve = toneCurve(photo, source, use);
  const expected = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const v = Math.max(0, Math.min(255, source[i]!));
    const k = v | 0;
    expected[i] = curve[k]! + (v - k) * (curve[k + 1]! - curve[k]!);
  }
  const light = addSlowLight(expected, photo, use, width, height, LIGHT_CELL / scale);
  const low = new Float32Array(n);
  const high = new Float32Array(n);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const a = expected[x > 0 ? i - 1 : i]!;
      const b = expected[i]!;
      const c = expected[x < width - 1 ? i + 1 : i]!;
      const least = Math.min(a, b);
      const most = Math.max(a, b);
      low[i] = Math.min(c, least);
      high[i] = Math.max(c, most);
    }
  }
  const gone = new Float32Array(n);
  const bin = new Uint8Array(n);
  const histogram = new Uint32Array(RANGE_BINS * SLOTS);
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? -width : 0;
    const dn = y < height - 1 ? width : 0;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let lo = low[i]!;
      let hi = high[i]!;
      if (low[i + up]! < lo) lo = low[i + up]!;
      if (low[i + dn]! < lo) lo = low[i + dn]!;
      if (high[i + up]! > hi) hi = high[i + up]!;
      if (high[i + dn]! > hi) hi = high[i + dn]!;
      const v = photo[i]!;
      gone[i] = v < lo ? v - lo : v > hi ? v - hi : 0;
      const b = Math.min(RANGE_BINS - 1, ((hi - lo) / RANGE_STEP) | 0);
      bin[i] = b;
      if (use[i] && (i & 1) === 0) {
        // Differences in quarter steps: half a step is a real difference of scale here.
        const slot = b * SLOTS + clampSlot(Math.abs(v - expected[i]!) * 4);
        histogram[slot] = histogram[slot]! + 1;
      }
    }
  }
  const norm = new Float32Array(RANGE_BINS);
  let last = LEAST_NOISE;
  for (let b = 0; b < RANGE_BINS; b++) {
    const m = rowMedian(histogram, b, 60);
    if (m !== null) last = Math.max(LEAST_NOISE, m / 4);
    norm[b] = last;
  }
  for (let i = 0; i < n; i++) gone[i] = gone[i]! / norm[bin[i]!]!;
  return { excess: gone, noise: norm[0]!, light };
}
