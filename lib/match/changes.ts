/** Which parts of the photo differ from the source by more than re-encoding, light and resampling explain. */
import type { Region } from '../claims/finding.ts';
import { outlinesOf, type Part, partsOf } from './contours.ts';
import type { Overlay } from './overlay.ts';
import { boxSum, half } from './raster.ts';
import { excessOver } from './tone.ts';

/** Excess over noise (in noise units) that starts a region, and that still belongs to one. */
const CORE = 5;
const RIM = 2;
/** Share of a region's strength that its halo reaches, and the most that a rim is raised for it. */
const HALO_SHARE = 0.12;
const HIGHEST_RIM = 4;
/** Width of the overlap's edge in which nothing is marked, raster pixels. */
const EDGE = 2;
/** Parts below this share of the compared area are dropped. */
const LEAST_SHARE = 0.0006;
/** Excess that this share of agreeing pixels stays under is brought down to `CALM`. */
const USUAL_SHARE = 0.93;
const CALM = 1.1;
/** Gain in correlation from full to quarter raster that means spoiled fine texture. */
const SPOILED = 0.15;
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

/** Minimum over 3 x 3: takes back what the texture window reached beyond the change; thin changes show in the luma itself. */
function shrunk(values: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let v = values[i]!;
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
        v = Math.min(v, values[y * width + u]!);
      rows[i] = v;
    }
  }
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      let v = rows[i]!;
      for (let k = Math.max(0, y - 1); k <= Math.min(height - 1, y + 1); k++)
        v = Math.min(v, rows[k * width + x]!);
      out[i] = v;
    }
  }
  return out;
}

interface Layer {
  width: number;
  height: number;
  /** Luma of this size, colour differences of half of it. */
  photo: Record<'y' | 'cb' | 'cr', Float32Array>;
  source: Record<'y' | 'cb' | 'cr', Float32Array>;
  inside: Uint8Array;
  /** Pixels taken for unchanged while tone, light and noise are estimated. */
  agree: Uint8Array;
}

const every2 = (mask: Uint8Array, width: number, height: number): Uint8Array => {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = mask[y * 2 * width + x * 2]!;
  return out;
};

function halfLayer(l: Layer): Layer {
  const w = l.width >> 1;
  const h = l.height >> 1;
  const shrink = (planes: Layer['photo']): Layer['photo'] => ({
    y: half(planes.y, l.width, l.height),
    cb: half(planes.cb, w, h),
    cr: half(planes.cr, w, h),
  });
  return {
    width: w,
    height: h,
    photo: shrink(l.photo),
    source: shrink(l.source),
    inside: every2(l.inside, l.width, l.height),
    agree: every2(l.agree, l.width, l.height),
  };
}

/** Scales a reading down where even agreeing pixels often reach `calm`: what this pair shows everywhere is no change. */
function calmed(values: Float32Array, use: Uint8Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / 6000));
  const taken = new Float32Array(Math.ceil(values.length / step));
  let n = 0;
  for (let i = 0; i < use.length; i += step) if (use[i]) taken[n++] = values[i]!;
  if (n < 50) return values;
  const usual = taken.subarray(0, n).sort()[Math.floor(n * USUAL_SHARE)]!;
  if (usual <= CALM) return values;
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! * CALM) / usual;
  return values;
}

function excessOf(layer: Layer): { excess: Float32Array; noise: number; light: number } {
  const { width, height } = layer;
  const luma = excessOver(layer.photo.y, layer.source.y, layer.agree, width, height, 1);
  // Signed means: ringing and moire go up and down, paint goes one way.
  const signed = boxSum(luma.excess, width, height, 1);
  for (let i = 0; i < signed.length; i++) signed[i] = Math.abs(signed[i]!) / 9;
  const fine = calmed(signed, layer.agree);
  const w = width >> 1;
  const h = height >> 1;
  const agree2 = every2(layer.agree, width, height);
  const lost = textureLoss(half(layer.photo.y, width, height), half(layer.source.y, width, height), w, h);
  const coarse = calmed(shrunk(lost, w, h), agree2);
  for (const plane of ['cb', 'cr'] as const) {
    const colour = excessOver(layer.photo[plane], layer.source[plane], agree2, w, h, 2);
    const mean = boxSum(colour.excess, w, h, 1);
    for (let i = 0; i < mean.length; i++) mean[i] = Math.abs(mean[i]!) / 9;
    const calm = calmed(mean, agree2);
    for (let i = 0; i < coarse.length; i++) coarse[i] = Math.max(coarse[i]!, calm[i]!);
  }
  const excess = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.min(h - 1, y >> 1) * w;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (layer.inside[i]) excess[i] = Math.max(fine[i]!, coarse[row + Math.min(w - 1, x >> 1)]!);
    }
  }
  return { excess, noise: luma.noise, light: luma.light };
}

/** The overlap without its outermost pixels, where frame and neighbour bleed in. */
function clearOfEdge(inside: Uint8Array, width: number, height: number): Uint8Array {
  const near = boxSum(new Float32Array(inside), width, height, EDGE);
  const full = (2 * EDGE + 1) ** 2 - 0.5;
  const out = new Uint8Array(inside.length);
  for (let y = EDGE; y < height - EDGE; y++) {
    for (let x = EDGE, i = y * width + EDGE; x < width - EDGE; x++, i++) out[i] = near[i]! > full ? 1 : 0;
  }
  return out;
}

/** Marks the changed parts of an overlay, in the photo's own pixels. */
export function findChanges(o: Overlay, photoWidth: number, photoHeight: number): Changes {
  const { width, height } = o.grid;
  const n = width * height;
  // Where moire or blur spoiled the fine texture, everything is read one octave down.
  const spoiled = o.coarsest.f75 > o.correlation.f75 + SPOILED;
  const agree = new Uint8Array(n);
  const map = spoiled ? o.coarsest : o.correlation;
  const shift = spoiled ? 3 : 1;
  let compared = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(map.height - 1, y >> shift) * map.width;
    for (let x = 0; x < width; x++, i++) {
      if (!o.inside[i]) continue;
      compared++;
      const q = row + Math.min(map.width - 1, x >> shift);
      if (!map.textured[q] || map.value[q]! > 0.75) agree[i] = 1;
    }
  }
  const layer: Layer = { width, height, photo: o.photo, source: o.source, inside: o.inside, agree };
  let found = excessOf(spoiled ? halfLayer(layer) : layer);
  if (spoiled) {
    const wide = new Float32Array(n);
    const w = width >> 1;
    const h = height >> 1;
    for (let y = 0, i = 0; y < height; y++) {
      const row = Math.min(h - 1, y >> 1) * w;
      for (let x = 0; x < width; x++, i++)
        if (o.inside[i]) wide[i] = found.excess[row + Math.min(w - 1, x >> 1)]!;
    }
    found = { ...found, excess: wide };
  }
  const core = clearOfEdge(o.inside, width, height);
  for (let i = 0; i < n; i++) if (!core[i]) found.excess[i] = 0;
  const mask = hysteresis(found.excess, core, width, height);
  const regions = outline(
    mask,
    found.excess,
    o,
    Math.max(12, LEAST_SHARE * compared),
    photoWidth,
    photoHeight,
  );
  return { ...found, mask, regions };
}

function hysteresis(excess: Float32Array, inside: Uint8Array, width: number, height: number): Uint8Array {
  const rim = new Uint8Array(excess.length);
  for (let i = 0; i < rim.length; i++) rim[i] = inside[i] && excess[i]! > RIM ? 1 : 0;
  const mask = new Uint8Array(excess.length);
  for (const part of partsOf(rim, width, height)) {
    if (!part.pixels.some((p) => excess[p]! > CORE)) continue;
    // The halo that blur, ringing and thinned-out colour leave around paint grows with the paint's strength.
    const strong = Float32Array.from(part.pixels, (p) => excess[p]!).sort()[Math.floor(0.9 * part.area)]!;
    const own = Math.min(HIGHEST_RIM, Math.max(RIM, HALO_SHARE * strong));
    for (const p of part.pixels) if (excess[p]! > own) mask[p] = 1;
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
  // What the raster's edge reaches without crossing the mask is outside; the rest is holes.
  const reached = new Uint8Array(mask.length);
  const stack = new Int32Array(mask.length);
  let top = 0;
  const visit = (i: number): void => {
    if (mask[i] || reached[i]) return;
    reached[i] = 1;
    stack[top++] = i;
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  while (top > 0) {
    const i = stack[--top]!;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < mask.length - width) visit(i + width);
  }
  for (let i = 0; i < mask.length; i++) reached[i] = mask[i] || reached[i] ? 0 : 1;
  for (const part of partsOf(reached, width, height)) {
    if (part.area > 0.05 * mask.length) continue;
    for (const p of part.pixels) mask[p] = 1;
  }
  return mask;
}

/** Colour distance from grey (Cb, Cr steps) of stickers, arrows and written words; damage is duller. */
const VIVID = 42;
/** A mark has one hue: cosine between a pixel's colour and the middle one, the least colour it needs, and the share that must have it. */
const ONE_HUE = 0.9;
const SOME_COLOUR = 12;
const ONE_HUE_SHARE = 0.7;

/** How much a region should lead the list: painted-on marks of one plain strong colour come after what looks like damage. */
function weightOf(part: Part, mean: number, excess: Float32Array, o: Overlay): number {
  const w = o.grid.width >> 1;
  const h = o.grid.height >> 1;
  const strong = part.pixels.filter((p) => excess[p]! > mean);
  const colours = strong.map(
    (p) => Math.min(h - 1, ((p / o.grid.width) | 0) >> 1) * w + Math.min(w - 1, (p % o.grid.width) >> 1),
  );
  const middle = (plane: Float32Array): number =>
    Float32Array.from(colours, (c) => plane[c]!).sort()[colours.length >> 1] ?? 128;
  const cb = middle(o.photo.cb) - 128;
  const cr = middle(o.photo.cr) - 128;
  const vivid = Math.hypot(cb, cr);
  let alike = 0;
  for (const c of colours) {
    const u = o.photo.cb[c]! - 128;
    const v = o.photo.cr[c]! - 128;
    const own = Math.hypot(u, v);
    if (own > SOME_COLOUR && u * cb + v * cr > ONE_HUE * own * vivid) alike++;
  }
  const mark = vivid > VIVID && alike > ONE_HUE_SHARE * colours.length;
  return mean * Math.sqrt(part.area) * (mark ? 0.05 : 1);
}

/** A strip this thin (raster pixels), this much longer than wide, and this near to the overlap's edge comes from resampling there. */
const SLIVER = 4;
const SLIVER_ASPECT = 8;
const SLIVER_REACH = 8;

/** Thin strips along the edge of what can be compared: a half pixel more or less of crop shows there and nowhere else. */
function isEdgeSliver(part: Part, o: Overlay): boolean {
  const across = Math.min(part.right - part.left, part.bottom - part.top);
  const along = Math.max(part.right - part.left, part.bottom - part.top);
  if (across > SLIVER || along < SLIVER_ASPECT * across) return false;
  const lying = part.right - part.left === along;
  const { width, height } = o.grid;
  const outside = (x: number, y: number): boolean =>
    x < 0 || y < 0 || x >= width || y >= height || !o.inside[y * width + x];
  const [x, y] = [(part.left + part.right) >> 1, (part.top + part.bottom) >> 1];
  return lying
    ? outside(x, y - SLIVER_REACH) || outside(x, y + SLIVER_REACH)
    : outside(x - SLIVER_REACH, y) || outside(x + SLIVER_REACH, y);
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
    if (part.area < least || isEdgeSliver(part, o)) {
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
      weight: weightOf(part, mean, excess, o),
    });
  }
  return regions.sort((a, b) => b.weight - a.weight).map(({ weight: _, ...region }) => region);
}
