/** Which parts of the photo differ from the source by more than re-encoding, light and resampling explain. */
import type { Region } from '../claims/finding.ts';
import { outlinesOf, partsOf } from './contours.ts';
import type { Overlay } from './overlay.ts';
import { boxSum } from './raster.ts';

/** Excess over noise (in noise units) that starts a region, and that still belongs to one. */
const CORE = 6;
const RIM = 2.6;
/** Parts below this share of the compared area are dropped. */
const LEAST_SHARE = 0.0006;
const TONE_BINS = 32;
/** Cell in which slow differences of light are estimated, raster pixels. */
const LIGHT_CELL = 32;

export interface Changes {
  /** Excess over noise per raster pixel, 0 where nothing stands out or nothing can be compared. */
  excess: Float32Array;
  mask: Uint8Array;
  regions: Region[];
  /** Median difference that is left after tone and light, grey steps: what re-encoding did. */
  noise: number;
}

/** Photo value expected for each source value, from pixels that agree; straight between bin centres. */
function toneCurve(photo: Float32Array, source: Float32Array, use: Uint8Array): Float32Array {
  const width = 256 / TONE_BINS;
  const bins: number[][] = Array.from({ length: TONE_BINS }, () => []);
  for (let i = 0; i < use.length; i += 3) {
    if (use[i]) bins[Math.min(TONE_BINS - 1, (source[i]! / width) | 0)]!.push(photo[i]! - source[i]!);
  }
  const known = bins.map((b) => (b.length >= 30 ? b.sort((p, q) => p - q)[b.length >> 1]! : Number.NaN));
  const filled = known.map((v, i) => {
    if (!Number.isNaN(v)) return v;
    for (let r = 1; r < TONE_BINS; r++) {
      const left = known[i - r];
      const right = known[i + r];
      if (left !== undefined && !Number.isNaN(left)) return left;
      if (right !== undefined && !Number.isNaN(right)) return right;
    }
    return 0;
  });
  const curve = new Float32Array(256);
  for (let v = 0; v < 256; v++) {
    const at = Math.min(TONE_BINS - 1.001, Math.max(0, (v + 0.5) / width - 0.5));
    const k = at | 0;
    curve[v] = v + filled[k]! + (at - k) * (filled[Math.min(TONE_BINS - 1, k + 1)]! - filled[k]!);
  }
  return curve;
}

function mapped(values: Float32Array, curve: Float32Array): Float32Array {
  return values.map((v) => {
    const k = Math.min(254, v | 0);
    return curve[k]! + (v - k) * (curve[k + 1]! - curve[k]!);
  });
}

/** Medians of the difference in cells, smoothed: light that changed slowly, not things. */
function slowLight(difference: Float32Array, use: Uint8Array, width: number, height: number): Float32Array {
  const cw = Math.ceil(width / LIGHT_CELL) + 1;
  const ch = Math.ceil(height / LIGHT_CELL) + 1;
  const cells = new Float32Array(cw * ch);
  const known = new Uint8Array(cw * ch);
  for (let cy = 0; cy < ch; cy++) {
    for (let cx = 0; cx < cw; cx++) {
      const values: number[] = [];
      const y1 = Math.min(height, (cy + 1) * LIGHT_CELL);
      const x1 = Math.min(width, (cx + 1) * LIGHT_CELL);
      for (let y = Math.max(0, (cy - 1) * LIGHT_CELL); y < y1; y += 2) {
        for (let x = Math.max(0, (cx - 1) * LIGHT_CELL); x < x1; x += 2) {
          if (use[y * width + x]) values.push(difference[y * width + x]!);
        }
      }
      if (values.length < 40) continue;
      cells[cy * cw + cx] = values.sort((p, q) => p - q)[values.length >> 1]!;
      known[cy * cw + cx] = 1;
    }
  }
  const out = new Float32Array(width * height);
  const fill = (x: number, y: number): number => {
    let sum = 0;
    let n = 0;
    for (let r = 0; r < 4 && n < 3; r++) {
      for (let dy = -r; dy <= r; dy++) {
        for (let dx = -r; dx <= r; dx++) {
          const nx = x + dx;
          const ny = y + dy;
          if (nx < 0 || ny < 0 || nx >= cw || ny >= ch || !known[ny * cw + nx]) continue;
          sum += cells[ny * cw + nx]!;
          n++;
        }
      }
    }
    return n ? sum / n : 0;
  };
  const filled = cells.map((v, i) => (known[i] ? v : fill(i % cw, (i / cw) | 0)));
  for (let y = 0; y < height; y++) {
    const fy = y / LIGHT_CELL;
    const iy = fy | 0;
    const ay = fy - iy;
    for (let x = 0; x < width; x++) {
      const fx = x / LIGHT_CELL;
      const ix = fx | 0;
      const ax = fx - ix;
      const c = iy * cw + ix;
      out[y * width + x] =
        (filled[c]! * (1 - ax) + filled[c + 1]! * ax) * (1 - ay) +
        (filled[c + cw]! * (1 - ax) + filled[c + cw + 1]! * ax) * ay;
    }
  }
  return out;
}

/** How far the photo leaves the 3 x 3 range of the expected picture: absorbs sub-pixel slip and ringing. */
function leaving(photo: Float32Array, expected: Float32Array, width: number, height: number): Float32Array {
  const lo = new Float32Array(expected.length);
  const hi = new Float32Array(expected.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const a = expected[x > 0 ? i - 1 : i]!;
      const b = expected[i]!;
      const c = expected[x < width - 1 ? i + 1 : i]!;
      lo[i] = a < b ? Math.min(a, c) : Math.min(b, c);
      hi[i] = a > b ? Math.max(a, c) : Math.max(b, c);
    }
  }
  const out = new Float32Array(expected.length);
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? -width : 0;
    const dn = y < height - 1 ? width : 0;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const low = Math.min(lo[i]!, lo[i + up]!, lo[i + dn]!);
      const high = Math.max(hi[i]!, hi[i + up]!, hi[i + dn]!);
      const v = photo[i]!;
      out[i] = v < low ? low - v : v > high ? v - high : 0;
    }
  }
  return out;
}

/** Marks the changed parts of an overlay, in the photo's own pixels. */
export function findChanges(o: Overlay, photoWidth: number, photoHeight: number): Changes {
  const { width, height } = o.grid;
  const n = width * height;
  const agree = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    agree[i] = o.inside[i] && (!o.correlation.textured[i] || o.correlation.value[i]! > 0.75) ? 1 : 0;
  }
  const excess = new Float32Array(n);
  let noise = 0;
  for (const plane of ['y', 'cb', 'cr'] as const) {
    const p = o.photo[plane];
    const expected = mapped(o.source[plane], toneCurve(p, o.source[plane], agree));
    const difference = new Float32Array(n);
    for (let i = 0; i < n; i++) difference[i] = p[i]! - expected[i]!;
    const light = slowLight(difference, agree, width, height);
    for (let i = 0; i < n; i++) expected[i] = expected[i]! + light[i]!;
    const gone = leaving(p, expected, width, height);
    const soft = boxSum(gone, width, height, 1);
    const spread = scaleOf(p, expected, agree);
    if (plane === 'y') noise = spread;
    for (let i = 0; i < n; i++) {
      if (!o.inside[i]) continue;
      const e = soft[i]! / 9 / spread;
      if (e > excess[i]!) excess[i] = e;
    }
  }
  const mask = hysteresis(excess, o.inside, width, height);
  const compared = o.inside.reduce((sum, v) => sum + v, 0);
  const regions = outline(mask, excess, o, Math.max(12, LEAST_SHARE * compared), photoWidth, photoHeight);
  return { excess, mask, regions, noise };
}

/** Median absolute difference of agreeing pixels, at least what 8-bit rounding leaves. */
function scaleOf(photo: Float32Array, expected: Float32Array, use: Uint8Array): number {
  const misses: number[] = [];
  for (let i = 0; i < use.length; i += 7) if (use[i]) misses.push(Math.abs(photo[i]! - expected[i]!));
  misses.sort((a, b) => a - b);
  return Math.max(1.2, misses[misses.length >> 1] ?? 1.2);
}

function hysteresis(excess: Float32Array, inside: Uint8Array, width: number, height: number): Uint8Array {
  const rim = new Uint8Array(excess.length);
  for (let i = 0; i < rim.length; i++) rim[i] = inside[i] && excess[i]! > RIM ? 1 : 0;
  const mask = new Uint8Array(excess.length);
  for (const part of partsOf(rim, width, height)) {
    if (!part.pixels.some((p) => excess[p]! > CORE)) continue;
    for (const p of part.pixels) mask[p] = 1;
  }
  return close(mask, inside, width, height, 3);
}

/** Morphological closing with a square: joins the pieces of one thing. */
function close(
  mask: Uint8Array,
  inside: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Uint8Array {
  const ink = boxSum(Float32Array.from(mask), width, height, radius);
  const grown = Float32Array.from(ink, (v) => (v > 0.5 ? 0 : 1));
  const blank = boxSum(grown, width, height, radius);
  return Uint8Array.from(mask, (v, i) => (v || (inside[i] && blank[i]! < 0.5) ? 1 : 0));
}

function outline(
  mask: Uint8Array,
  excess: Float32Array,
  o: Overlay,
  least: number,
  photoWidth: number,
  photoHeight: number,
): Region[] {
  const { grid } = o;
  const regions: (Region & { weight: number })[] = [];
  for (const part of partsOf(mask, grid.width, grid.height)) {
    if (part.area < least) {
      for (const p of part.pixels) mask[p] = 0;
      continue;
    }
    let sum = 0;
    for (const p of part.pixels) sum += excess[p]!;
    const mean = sum / part.area;
    const x = Math.max(0, grid.x + part.left * grid.step);
    const y = Math.max(0, grid.y + part.top * grid.step);
    regions.push({
      x,
      y,
      width: Math.min(photoWidth - x, (part.right - part.left) * grid.step),
      height: Math.min(photoHeight - y, (part.bottom - part.top) * grid.step),
      area: Math.round(part.area * grid.step * grid.step),
      contours: outlinesOf(part, grid.width).map((points) =>
        points.map((v, i) => (i % 2 ? grid.y : grid.x) + v * grid.step),
      ),
      certainty: Math.min(0.99, Math.max(0.05, 1 - Math.exp(-(mean - RIM) / 6))),
      weight: mean * Math.sqrt(part.area),
    });
  }
  return regions.sort((a, b) => b.weight - a.weight).map(({ weight: _, ...region }) => region);
}
