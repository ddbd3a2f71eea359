/** Which parts of the photo differ from the source by more than re-encoding, light and resampling explain. */
import type { Region } from '../claims/finding.ts';
import { outlinesOf, type Part, partsOf } from './contours.ts';
import type { Overlay } from './overlay.ts';
import { boxSum, half } from './raster.ts';
import { excessOver } from './tone.ts';

/** Excess over noise (in noise units) that starts a region, and that still belongs to one. */
const CORE = 5;
const RIM = 2;
/** Parts below this share of the compared area are dropped. */
const LEAST_SHARE = 0.0006;
/** Colour differences are smooth and few: they need less to count. */
const COLOUR_WEIGHT = 1;
/** Radius, on the half raster, of the window in which lost texture is seen. */
const TEXTURE_RADIUS = 3;
/** Variance (grey steps squared) from which texture is there to be lost. */
const TEXTURE = 20;

export interface Changes {
  /** Excess over noise per raster pixel, 0 where nothing stands out or nothing can be compared. */
  excess: Float32Array;
  mask: Uint8Array;
  regions: Region[];
  /** Typical difference left after tone and light in flat parts, grey steps: what re-encoding did. */
  noise: number;
  /** Typical slow difference of light that one tone curve does not explain, grey steps. */
  light: number;
}

/** Noise units by which texture that one picture has is missing or another in the other one (half raster). */
function textureLoss(a: Float32Array, b: Float32Array, width: number, height: number): Float32Array {
  const n = width * height;
  const sums = [a, b, new Float32Array(n), new Float32Array(n), new Float32Array(n)] as const;
  for (let i = 0; i < n; i++) {
    const x = a[i]! - 128;
    const y = b[i]! - 128;
    sums[2][i] = x * x;
    sums[3][i] = y * y;
    sums[4][i] = x * y;
  }
  const [sa, sb, saa, sbb, sab] = sums.map((s) => boxSum(s, width, height, TEXTURE_RADIUS)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const ones = boxSum(new Float32Array(n).fill(1), width, height, TEXTURE_RADIUS);
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const k = ones[i]!;
    const ma = sa[i]! / k - 128;
    const mb = sb[i]! / k - 128;
    const va = Math.max(0, saa[i]! / k - ma * ma);
    const vb = Math.max(0, sbb[i]! / k - mb * mb);
    if (va < TEXTURE && vb < TEXTURE) continue;
    const c = (sab[i]! / k - ma * mb) / Math.sqrt((va + 4) * (vb + 4));
    // 0.7 still happens by blur and re-encoding; below 0.2 nothing is left of the texture.
    if (c < 0.7) out[i] = (0.7 - c) * 8;
  }
  return out;
}

/** Marks the changed parts of an overlay, in the photo's own pixels. */
export function findChanges(o: Overlay, photoWidth: number, photoHeight: number): Changes {
  const { width, height } = o.grid;
  const n = width * height;
  const agree = new Uint8Array(n);
  let compared = 0;
  for (let i = 0; i < n; i++) {
    if (!o.inside[i]) continue;
    compared++;
    if (!o.correlation.textured[i] || o.correlation.value[i]! > 0.75) agree[i] = 1;
  }
  const luma = excessOver(o.photo.y, o.source.y, agree, width, height, 1);
  const w = width >> 1;
  const h = height >> 1;
  const use = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) use[y * w + x] = agree[y * 2 * width + x * 2]!;
  const coarse = textureLoss(half(o.photo.y, width, height), half(o.source.y, width, height), w, h);
  for (const plane of ['cb', 'cr'] as const) {
    const colour = excessOver(
      half(o.photo[plane], width, height),
      half(o.source[plane], width, height),
      use,
      w,
      h,
      2,
    );
    for (let i = 0; i < coarse.length; i++) {
      coarse[i] = Math.max(coarse[i]!, Math.abs(colour.excess[i]!) * COLOUR_WEIGHT);
    }
  }
  const fine = boxSum(luma.excess.map(Math.abs), width, height, 1);
  const excess = new Float32Array(n);
  for (let y = 0; y < height; y++) {
    const row = Math.min(h - 1, y >> 1) * w;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (o.inside[i]) excess[i] = Math.max(fine[i]! / 9, coarse[row + Math.min(w - 1, x >> 1)]!);
    }
  }
  const mask = hysteresis(excess, o.inside, width, height);
  const regions = outline(mask, excess, o, Math.max(12, LEAST_SHARE * compared), photoWidth, photoHeight);
  return { excess, mask, regions, noise: luma.noise, light: luma.light };
}

function hysteresis(excess: Float32Array, inside: Uint8Array, width: number, height: number): Uint8Array {
  const rim = new Uint8Array(excess.length);
  for (let i = 0; i < rim.length; i++) rim[i] = inside[i] && excess[i]! > RIM ? 1 : 0;
  const mask = new Uint8Array(excess.length);
  for (const part of partsOf(rim, width, height)) {
    if (!part.pixels.some((p) => excess[p]! > CORE)) continue;
    for (const p of part.pixels) mask[p] = 1;
  }
  return fillHoles(close(mask, inside, width, height, 3), width, height);
}

/** Morphological closing with a square: joins the pieces of one thing. */
function close(
  mask: Uint8Array,
  inside: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Uint8Array {
  const ink = boxSum(new Float32Array(mask), width, height, radius);
  const blankInk = new Float32Array(mask.length);
  for (let i = 0; i < mask.length; i++) blankInk[i] = ink[i]! > 0.5 ? 0 : 1;
  const blank = boxSum(blankInk, width, height, radius);
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) out[i] = mask[i] || (inside[i] && blank[i]! < 0.5) ? 1 : 0;
  return out;
}

/** What is surrounded by changed pixels was changed with them, as long as it is not most of the raster. */
function fillHoles(mask: Uint8Array, width: number, height: number): Uint8Array {
  const open = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) open[i] = mask[i] ? 0 : 1;
  for (const part of partsOf(open, width, height)) {
    const touchesEdge = part.left === 0 || part.top === 0 || part.right === width || part.bottom === height;
    if (touchesEdge || part.area > 0.05 * mask.length) continue;
    for (const p of part.pixels) mask[p] = 1;
  }
  return mask;
}

/** How much a region should lead the list: painted-on marks of one plain strong colour come after what looks like damage. */
function weightOf(part: Part, mean: number, o: Overlay): number {
  let plain = 0;
  let sumY = 0;
  let sumB = 0;
  let sumR = 0;
  for (const p of part.pixels) {
    sumY += o.photo.y[p]!;
    sumB += o.photo.cb[p]!;
    sumR += o.photo.cr[p]!;
  }
  const y = sumY / part.area;
  const cb = sumB / part.area;
  const cr = sumR / part.area;
  const vivid = Math.hypot(cb - 128, cr - 128) > 45;
  for (const p of part.pixels) {
    const off = Math.abs(o.photo.y[p]! - y) + Math.abs(o.photo.cb[p]! - cb) + Math.abs(o.photo.cr[p]! - cr);
    if (off < 40) plain++;
  }
  const mark = vivid && plain > 0.6 * part.area;
  return mean * Math.sqrt(part.area) * (mark ? 0.05 : 1);
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
    for (const p of part.pixels) sum += Math.min(20, excess[p]!);
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
      certainty: Math.min(0.99, Math.max(0.05, 1 - Math.exp(-(mean - RIM) / 4))),
      weight: weightOf(part, mean, o),
    });
  }
  return regions.sort((a, b) => b.weight - a.weight).map(({ weight: _, ...region }) => region);
}
