/** Features of a picture's surfaces, of SIFT's class (Lowe, IJCV 2004; its patent ended in 2020), for the few pictures of one claim. */
import { shrinkToColour } from '../../pixels/kernels/shrink.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Plane } from '../../pixels/raster.ts';
import { describe, LENGTH, orientations } from './descriptor.ts';
import { type Keypoint, keypoints } from './keypoints.ts';
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

interface Found {
  at: Keypoint;
  scale: number;
  turns: number[];
  rank: number;
}

/** Features of any picture; too small or flat ones have none. @param plain without kernels */
export function surfaceFeatures(picture: Picture, plain = false, most = MOST): SurfaceFeatures {
  const grey = surfacePlane(picture);
  const kept: { x: number; y: number; size: number; turn: number; contrast: number; at: number }[] = [];
  const blocks: Int16Array[] = [];
  for (const octave of octaves(grey, CONTRAST / 2, plain)) {
    const { width, height, gauss, scale } = octave;
    const found: Found[] = keypoints(octave, CONTRAST)
      .map((at) => ({ at, scale, turns: [], rank: at.contrast }))
      .sort((a, b) => b.rank - a.rank)
      .slice(0, most);
    for (const one of found) {
      for (const turn of orientations(gauss[one.at.plane]!, width, height, one.at)) {
        const block = new Int16Array(LENGTH);
        describe(gauss[one.at.plane]!, width, height, one.at, turn, block, 0);
        kept.push({
          // The first pixel of every octave is that of the doubled copy, whose middle lies at a quarter of a pixel.
          x: one.at.x * scale + 0.25,
          y: one.at.y * scale + 0.25,
          size: one.at.sigma * scale,
          turn,
          contrast: one.at.contrast,
          at: blocks.length,
        });
        blocks.push(block);
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
  for (const [i, f] of best.entries()) out.descriptors.set(blocks[f.at]!, i * LENGTH);
  return out;
}
