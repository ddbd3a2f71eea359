/** What a photo's values should be where nothing was changed: one tone curve, slow light, and the noise that is normal. */
import { leaving } from '../../pixels/kernels/laid.ts';
import { inUnits } from '../../pixels/kernels/marked.ts';
import { addLight, lightCounts, REACH, SLOTS, TONE_BINS, throughCurve, toneCounts } from './light.ts';

/** Cell in which slow differences of light are estimated, raster pixels. */
const LIGHT_CELL = 32;
/** Local range (grey steps) per noise bin. */
const RANGE_STEP = 8;
const RANGE_BINS = 20;
/** Half of one 8-bit rounding on either side: no difference is more certain than this. */
const LEAST_NOISE = 1;

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
  const histogram = toneCounts(photo, source, use);
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
  const squares = { cell, across: cw, down: ch };
  const histogram = lightCounts(photo, expected, use, width, height, squares);
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
  addLight(expected, width, height, light, squares);
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
): { excess: Float32Array; expected: Float32Array; noise: number; light: number } {
  const expected = throughCurve(source, toneCurve(photo, source, use));
  const light = addSlowLight(expected, photo, use, width, height, LIGHT_CELL / scale);
  // Differences are counted in quarter steps: half a step is a real difference of scale here.
  const { gone, bin, histogram } = leaving(photo, expected, use, width, height, {
    bins: RANGE_BINS,
    step: RANGE_STEP,
    slots: SLOTS,
  });
  const norm = new Float32Array(RANGE_BINS);
  let last = LEAST_NOISE;
  for (let b = 0; b < RANGE_BINS; b++) {
    const m = rowMedian(histogram, b, 60);
    if (m !== null) last = Math.max(LEAST_NOISE, m / 4);
    norm[b] = last;
  }
  inUnits(gone, bin, norm);
  return { excess: gone, expected, noise: norm[0]!, light };
}
