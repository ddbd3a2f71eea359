/** The changed parts as regions of the photo, those that look like damage first. */
import type { Region } from '../../claims/finding.ts';
import { outlinesOf, type Part } from '../../pixels/contours.ts';
import { nth } from '../../pixels/kernels/compared.ts';
import { partsOf, shrunkBy } from '../../pixels/kernels/masks.ts';
import { frames } from './frames.ts';
import type { Overlay } from './overlay.ts';
import { isWriting } from './writing.ts';

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
  const colours = new Int32Array(part.area);
  let n = 0;
  for (const p of part.pixels) {
    if (excess[p]! <= mean) continue;
    colours[n++] =
      Math.min(h - 1, ((p / o.grid.width) | 0) >> 1) * w + Math.min(w - 1, (p % o.grid.width) >> 1);
  }
  const middle = (plane: Float32Array): number => {
    if (n === 0) return 128;
    const values = new Float32Array(n);
    for (let k = 0; k < n; k++) values[k] = plane[colours[k]!]!;
    return nth(values, n >> 1);
  };
  const cb = middle(o.photo.cb) - 128;
  const cr = middle(o.photo.cr) - 128;
  const vivid = Math.hypot(cb, cr);
  let alike = 0;
  for (let k = 0; k < n; k++) {
    const u = o.photo.cb[colours[k]!]! - 128;
    const v = o.photo.cr[colours[k]!]! - 128;
    const own = Math.sqrt(u * u + v * v);
    if (own > SOME_COLOUR && u * cb + v * cr > ONE_HUE * own * vivid) alike++;
  }
  const mark = vivid > VIVID && alike > ONE_HUE_SHARE * n;
  return mean * Math.sqrt(part.area) * (mark ? 0.05 : 1);
}

/** What lies this near (raster pixels) to the overlap's edge comes from resampling, a frame or a crop that differs by half a pixel. */
const EDGE_REACH = 6;
/** A region of which this share lies there says nothing about what is pictured. */
const EDGE_SHARE = 0.85;

/**
 * From this certainty a region may count. Of 49 regions on painted damage (half 0 of the sample sources) 95 % reach 0.67; what
 * filters and re-saving leave elsewhere stays under 0.64 in nine of ten.
 */
const SURE = 0.62;
/** With this many unsure regions in a pair, the certainty that counts. */
const MANY_UNSURE = 6;
const SURE_AMONG_MANY = 0.8;

/** Parts of `mask` that are regions; those under `least` raster pixels, and strips along the overlap's edge, leave the mask. */
export function regionParts(mask: Uint8Array, { grid, inside }: Overlay, least: number): Part[] {
  const clear = shrunkBy(inside, grid.width, grid.height, EDGE_REACH);
  const alongEdge = (part: Part): boolean => {
    let near = 0;
    for (const p of part.pixels) if (!clear[p]) near++;
    return near >= EDGE_SHARE * part.area;
  };
  return partsOf(mask, grid.width, grid.height).filter((part) => {
    if (part.area >= least && !alongEdge(part)) return true;
    for (const p of part.pixels) mask[p] = 0;
    return false;
  });
}

/** What is said of such parts, in the photo's pixels. */
export function regionsOf(
  parts: readonly Part[],
  excess: Float32Array,
  o: Overlay,
  photoWidth: number,
  photoHeight: number,
  rim: number,
  standsOut: (part: Part) => boolean,
): Region[] {
  const { grid } = o;
  const isFrame = frames(o);
  const regions: (Region & { weight: number })[] = [];
  for (const part of parts) {
    let sum = 0;
    for (const p of part.pixels) sum += Math.min(20, excess[p]!);
    const mean = sum / part.area;
    const x = Math.max(0, grid.x + part.left * grid.step);
    const y = Math.max(0, grid.y + part.top * grid.step);
    const certainty = Math.min(0.99, Math.max(0.05, 1 - Math.exp(-(mean - rim) / 4)));
    regions.push({
      x,
      y,
      width: Math.min(photoWidth - x, (part.right - part.left) * grid.step),
      height: Math.min(photoHeight - y, (part.bottom - part.top) * grid.step),
      area: Math.round(part.area * grid.step * grid.step),
      contours: outlinesOf(part, grid.width).map((points) =>
        points.map((v, i) => (i % 2 ? grid.y : grid.x) + v * grid.step),
      ),
      certainty,
      ...(certainty < SURE || isFrame(part) || isWriting(part, o) || !standsOut(part) ? { sure: false } : {}),
      weight: weightOf(part, mean, excess, o),
    });
  }
  // A filter that leaves many weak regions leaves a strong one by chance: it must stand out against those.
  if (regions.filter(({ sure }) => sure === false).length >= MANY_UNSURE) {
    for (const region of regions) if (region.certainty! < SURE_AMONG_MANY) region.sure = false;
  }
  return regions
    .sort((a, b) => Number(a.sure === false) - Number(b.sure === false) || b.weight - a.weight)
    .map(({ weight: _, ...region }) => region);
}
