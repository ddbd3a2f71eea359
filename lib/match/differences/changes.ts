/** Which parts of the photo differ from the source by more than re-encoding, light and resampling explain. */

import type { Region } from '../../claims/finding.ts';
import type { Box } from '../../pixels/box.ts';
import type { Part } from '../../pixels/contours.ts';
import { agreeing, half, largerOf, nth, toMeans } from '../../pixels/kernels/compared.ts';
import { marked, raise, thinned } from '../../pixels/kernels/marked.ts';
import { closed, fillHoles, partsOf, shrunkBy } from '../../pixels/kernels/masks.ts';
import { scratchBytes, scratchFloats } from '../../pixels/kernels/scratch.ts';
import { boxSum } from '../../pixels/kernels/sums.ts';
import { filteredSource } from './filter-model.ts';
import { withoutBanners } from './frames.ts';
import type { Overlay } from './overlay.ts';
import { regionParts, regionsOf } from './regions.ts';
import { standing } from './stands-out.ts';
import { shrunk, textureLoss } from './texture-loss.ts';
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
export interface Changes {
  /** Excess over noise per raster pixel, 0 where nothing stands out or nothing can be compared. */
  excess: Float32Array;
  mask: Uint8Array;
  /** Worked out when they are first read: of pairs that are not named they never are. */
  readonly regions: Region[];
  /** Typical difference left after tone and light in flat parts, grey steps: what re-encoding did. */
  noise: number;
  /** Typical slow difference of light that one tone curve does not explain, grey steps. */
  light: number;
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
    inside: thinned(l.inside, l.width, l.height),
    agree: thinned(l.agree, l.width, l.height),
  };
}

/** Scales a reading down where even agreeing pixels often reach `calm`: what this pair shows everywhere is no change. */
function calmed(values: Float32Array, use: Uint8Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / 6000));
  const taken = new Float32Array(Math.ceil(values.length / step));
  let n = 0;
  for (let i = 0; i < use.length; i += step) if (use[i]) taken[n++] = values[i]!;
  if (n < 50) return values;
  const usual = nth(taken.subarray(0, n), Math.floor(n * USUAL_SHARE));
  if (usual <= CALM) return values;
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! * CALM) / usual;
  return values;
}

function excessOf(layer: Layer): {
  excess: Float32Array;
  expected: Layer['photo'];
  noise: number;
  light: number;
} {
  const { width, height } = layer;
  const luma = excessOver(layer.photo.y, layer.source.y, layer.agree, width, height, 1);
  // Signed means: ringing and moire go up and down, paint goes one way.
  const fine = calmed(toMeans(boxSum(luma.excess, width, height, 1)), layer.agree);
  const w = width >> 1;
  const h = height >> 1;
  const agree2 = thinned(layer.agree, width, height);
  const lost = textureLoss(half(layer.photo.y, width, height), half(layer.source.y, width, height), w, h);
  const coarse = calmed(shrunk(lost, w, h), agree2);
  const expected = { y: luma.expected, cb: layer.source.cb, cr: layer.source.cr };
  for (const plane of ['cb', 'cr'] as const) {
    const colour = excessOver(layer.photo[plane], layer.source[plane], agree2, w, h, 2);
    expected[plane] = colour.expected;
    const calm = calmed(toMeans(boxSum(colour.excess, w, h, 1)), agree2);
    raise(coarse, calm);
  }
  const excess = largerOf(fine, coarse, layer.inside, width, height);
  return { excess, expected, noise: luma.noise, light: luma.light };
}

/** Marks the changed parts of an overlay, in the photo's own pixels. */
export function findChanges(whole: Overlay, photoWidth: number, photoHeight: number): Changes {
  const { inside, bands } = withoutBanners(whole);
  const o: Overlay = { ...whole, inside };
  const { width, height } = o.grid;
  const n = width * height;
  // Where moire or blur spoiled the fine texture, everything is read one octave down.
  const spoiled = o.coarsest.f75 > o.correlation.f75 + SPOILED;
  const map = spoiled ? o.coarsest : o.correlation;
  const shift = spoiled ? 3 : 1;
  const { agree, compared } = agreeing(o.inside, width, height, map, shift, 0.75);
  const source = filteredSource(o.photo, o.source, o.inside, agree, width, height);
  const layer: Layer = { width, height, photo: o.photo, source, inside: o.inside, agree };
  const read = spoiled ? halfLayer(layer) : layer;
  let found = excessOf(read);
  const raw = (): Layer['source'] => (spoiled ? halfLayer({ ...layer, source: o.source }).source : o.source);
  const { expected } = found;
  let ask: ReturnType<typeof standing> | undefined;
  const standsOut = (part: Part): boolean => {
    ask ??= standing({ ...read, source: raw(), expected }, width, spoiled ? 2 : 1);
    return ask(part, found.excess, CORE);
  };
  if (spoiled) {
    const wide = scratchFloats(n).fill(0);
    const w = width >> 1;
    const h = height >> 1;
    for (let y = 0, i = 0; y < height; y++) {
      const row = Math.min(h - 1, y >> 1) * w;
      for (let x = 0; x < width; x++, i++)
        if (o.inside[i]) wide[i] = found.excess[row + Math.min(w - 1, x >> 1)]!;
    }
    found = { ...found, excess: wide };
  }
  const core = shrunkBy(o.inside, width, height, EDGE);
  const rim = marked(found.excess, core, RIM);
  const mask = hysteresis(found.excess, rim, core, width, height);
  const { excess, noise, light } = found;
  const parts = regionParts(mask, o, Math.max(12, LEAST_SHARE * compared));
  let regions: Region[] | undefined;
  return {
    ...{ excess, noise, light, mask },
    get regions() {
      regions ??= [
        ...regionsOf(parts, excess, o, photoWidth, photoHeight, RIM, standsOut),
        ...bands.map((band) => leftOut(band, o, photoWidth, photoHeight)),
      ];
      return regions;
    },
  };
}

/** A band that was not compared: it differs, which is shown, and no more is said of it. */
function leftOut(
  { x, y, width, height }: Box,
  { grid }: Overlay,
  photoWidth: number,
  photoHeight: number,
): Region {
  const left = Math.max(0, grid.x + x * grid.step);
  const top = Math.max(0, grid.y + y * grid.step);
  const right = Math.min(photoWidth, grid.x + (x + width) * grid.step);
  const bottom = Math.min(photoHeight, grid.y + (y + height) * grid.step);
  return {
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    area: Math.round((right - left) * (bottom - top)),
    contours: [[left, top, right, top, right, bottom, left, bottom]],
    certainty: 0.05,
    sure: false,
  };
}

function reaches(values: Float32Array, at: Int32Array, level: number): boolean {
  for (let k = 0; k < at.length; k++) if (values[at[k]!]! > level) return true;
  return false;
}

function valuesAt(values: Float32Array, at: Int32Array): Float32Array {
  const out = new Float32Array(at.length);
  for (let k = 0; k < at.length; k++) out[k] = values[at[k]!]!;
  return out;
}

/** The parts of `rim` that reach the core. */
function hysteresis(
  excess: Float32Array,
  rim: Uint8Array,
  inside: Uint8Array,
  width: number,
  height: number,
): Uint8Array {
  const mask = scratchBytes(excess.length).fill(0);
  for (const part of partsOf(rim, width, height)) {
    if (!reaches(excess, part.pixels, CORE)) continue;
    // The halo that blur, ringing and thinned-out colour leave around paint grows with the paint's strength.
    const strong = nth(valuesAt(excess, part.pixels), Math.floor(0.9 * part.area));
    const own = Math.min(HIGHEST_RIM, Math.max(RIM, HALO_SHARE * strong));
    for (const p of part.pixels) if (excess[p]! > own) mask[p] = 1;
  }
  return fillHoles(closed(mask, inside, width, height, 3), width, height);
}
