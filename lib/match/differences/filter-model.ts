/**
 * What one filter over the whole picture would make of the source: local tone mapping, sharpening and smoothing, colour grading
 * and vignettes, fitted to the pair. What such a filter explains is no change of what the picture shows.
 */

import { half } from '../../pixels/kernels/compared.ts';
import { filteredColour, filteredLuma } from '../../pixels/kernels/filtered.ts';
import { enlarged, thinned } from '../../pixels/kernels/marked.ts';
import { scratchDoubles, scratchFloats } from '../../pixels/kernels/scratch.ts';
import { fillMeans } from '../../pixels/kernels/window-means.ts';
import { fitted, type Terms } from './filter-fit.ts';

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

/** Smoothed copies of a plane, made where they are asked for: most pairs ask for a few samples only. */
interface Smooth {
  /** One plane for each of `RADII`. */
  planes: Float32Array[];
  /** Fills the planes at these places, or everywhere. */
  fill(at: Int32Array | null): void;
}

/** Means of the pixels inside over windows of each radius. */
function smoothOf(data: Float32Array, inside: Uint8Array, width: number, height: number): Smooth {
  const n = data.length;
  const planes = RADII.map(() => scratchFloats(n));
  return {
    planes,
    fill: (at) => fillMeans({ data, inside, width, height }, RADII, at, planes),
  };
}

/** What of a deviation from the texture's mean (grey steps) a smoothing filter takes for noise. */
const weakOf = (off: number): number => (off / UNIT) * Math.exp(-((off / SOFT) ** 2));

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
  const smooth = smoothOf(source.y, inside, width, height);
  const [fine, texture, things, light] = smooth.planes as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const u = enlarged(source.cb, width, height);
  const v = enlarged(source.cr, width, height);
  const unit = (value: number): number => (value - 128) / UNIT;
  const luma: Terms = (row, i, px, py) => {
    const s = unit(source.y[i]!);
    const t = unit(texture[i]!);
    const g = unit(things[i]!);
    const l = unit(light[i]!);
    const detail = (source.y[i]! - texture[i]!) / UNIT;
    const x = px / width - 0.5;
    const y = py / height - 0.5;
    const far = 4 * (x * x + y * y);
    const cb = unit(u[i]!);
    const cr = unit(v[i]!);
    row[0] = 1;
    row[1] = s;
    row[2] = unit(fine[i]!);
    row[3] = t;
    row[4] = g;
    row[5] = l;
    row[6] = weakOf(source.y[i]! - texture[i]!);
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
  const everywhere = (weights: Float64Array): Float32Array | null => {
    const weak = scratchDoubles(source.y.length);
    for (let i = 0; i < weak.length; i++) weak[i] = weakOf(source.y[i]! - texture[i]!);
    const { y, cb, cr } = source;
    return filteredLuma({ y, fine, texture, things, light, cb, cr, weak }, width, height, weights);
  };
  const y = fitted(photo.y, source.y, use, width, 23 + BENDS, luma, smooth.fill, everywhere) ?? source.y;
  const w = width >> 1;
  const h = height >> 1;
  const small = half(source.y, width, height);
  const use2 = thinned(use, width, height);
  const colour: Terms = (row, i, px, py) => {
    const s = unit(small[i]!);
    const cb = (source.cb[i]! - 128) / UNIT;
    const cr = (source.cr[i]! - 128) / UNIT;
    const x = px / w - 0.5;
    const yy = py / h - 0.5;
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
  const fittedColour = (plane: 'cb' | 'cr'): Float32Array =>
    fitted(
      photo[plane],
      source[plane],
      use2,
      w,
      14 + BENDS,
      colour,
      () => {},
      (weights) => filteredColour(source[plane], small, source.cb, source.cr, w, h, weights),
    ) ?? source[plane];
  return { y, cb: fittedColour('cb'), cr: fittedColour('cr') };
}
