/** Features of a picture's surfaces, of SIFT's class (Lowe, IJCV 2004; its patent ended in 2020), for the few pictures of one claim. */
import { shrinkToColour } from '../../pixels/kernels/shrink.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Plane } from '../../pixels/raster.ts';
import { describe, LENGTH, orientations } from './descriptor.ts';
import { keypoints } from './keypoints.ts';
import { octaves, STEPS } from './scale-space.ts';

/** Longest side of the copy in which features are looked for. */
export const SURFACE_SIDE = 768;
/** Features that are kept, the most contrasted of every part of the picture first. */
const MOST = 3000;
/** Size of a difference that counts, of 1: a third of Lowe's .03, since plain goods are faint; chance is kept out when pictures are joined. */
const CONTRAST = 0.02 / STEPS;

/** Places in the picture's own pixels; four numbers and a descriptor each, in columns. */
export interface SurfaceFeatures {
  /** Size of the picture. */
  width: number;
  height: number;
  count: number;
  x: Float32Array;
  y: Float32Array;
  /** Smoothing at the feature's scale, in the picture's pixels. */
  size: Float32Array;
  /** Radians, clockwise from the right as pictures have it. */
  turn: Float32Array;
  /** `count` times 128 whole numbers. */
  descriptors: Int16Array;
}

/** Luma at no more than `SURFACE_SIDE`. */
export function surfacePlane(picture: Picture): Plane {
  const shrink = Math.min(1, SURFACE_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * shrink));
  const height = Math.max(1, Math.round(picture.height * shrink));
  return { width, height, data: shrinkToColour(picture, width, height).y };
}

/** A feature in the making; `at`: where its descriptor stands. */
interface Kept {
  x: number;
  y: number;
  size: number;
  turn: number;
  contrast: number;
  at: number;
}

/** The contrast that `most` of the kept ones reach: a feature that comes later must have more. 0 while there is room. */
function leastOf(kept: readonly Kept[], most: number): number {
  if (kept.length < most) return 0;
  return Float64Array.from(kept, ({ contrast }) => contrast).sort()[kept.length - most]!;
}

function twice(list: Int16Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  const out = new Int16Array(2 * list.length);
  out.set(list);
  return out;
}

/** Features of any picture; too small or flat ones have none. @param plain without kernels */
export function surfaceFeatures(picture: Picture, plain = false, most = MOST): SurfaceFeatures {
  const grey = surfacePlane(picture);
  const kept: Kept[] = [];
  let described = new Int16Array(LENGTH * 1_024);
  for (const octave of octaves(grey, CONTRAST / 2, plain)) {
    const { around, scale } = octave;
    const before = kept.length;
    const least = leastOf(kept, most);
    // From the most contrasted on: what could not be among those that are kept in the end is not described.
    for (const at of keypoints(octave, CONTRAST).sort((a, b) => b.contrast - a.contrast)) {
      if (at.contrast <= least || kept.length - before >= most) break;
      for (const turn of orientations(around[at.plane]!, at)) {
        const where = kept.length * LENGTH;
        if (where >= described.length) described = twice(described);
        describe(around[at.plane]!, at, turn, described, where);
        kept.push({
          // The first pixel of every octave is that of the doubled copy, whose middle lies at a quarter of a pixel.
          x: at.x * scale + 0.25,
          y: at.y * scale + 0.25,
          size: at.sigma * scale,
          turn,
          contrast: at.contrast,
          at: where,
        });
      }
    }
  }
  kept.sort((a, b) => b.contrast - a.contrast);
  const best = kept.slice(0, most);
  const kx = picture.width / grey.width;
  const ky = picture.height / grey.height;
  const out: SurfaceFeatures = {
    width: picture.width,
    height: picture.height,
    count: best.length,
    x: Float32Array.from(best, (f) => f.x * kx),
    y: Float32Array.from(best, (f) => f.y * ky),
    size: Float32Array.from(best, (f) => f.size * Math.sqrt(kx * ky)),
    turn: Float32Array.from(best, (f) => f.turn),
    descriptors: new Int16Array(best.length * LENGTH),
  };
  for (const [i, f] of best.entries())
    out.descriptors.set(described.subarray(f.at, f.at + LENGTH), i * LENGTH);
  return out;
}
