/** A found place as people look at it: turned to the photo's view, at one size, in the photo's light. */

import type { Box } from '../../pixels/box.ts';
import { chain, type Homography } from '../../pixels/homography.ts';
import type { Picture } from '../../pixels/picture.ts';
import { patchToPhoto, squareAround } from './place.ts';
import { type Patch, samplePatch } from './sample.ts';

/** Contrast is brought to the photo's by at most this factor either way: more would only enlarge noise. */
const MOST_GAIN = 1.6;
/** What the picture does not reach. */
const EMPTY = 128;

/** Mean and deviation of a channel where both patches exist. */
function spreadOf(patch: Patch, other: Patch, channel: number): { mean: number; deviation: number } {
  const n = patch.width * patch.height;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    if (!patch.inside[i] || !other.inside[i]) continue;
    const v = patch.rgb[channel * n + i]!;
    count++;
    sum += v;
    squares += v * v;
  }
  if (count === 0) return { mean: 0, deviation: 1 };
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(1, squares / count - mean * mean)) };
}

/** One light for all: each channel's mean and contrast brought to the photo's. Changes `patch`. */
function relight(patch: Patch, photo: Patch): void {
  const n = patch.width * patch.height;
  for (let channel = 0; channel < 3; channel++) {
    const own = spreadOf(patch, photo, channel);
    const wanted = spreadOf(photo, patch, channel);
    const gain = Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, wanted.deviation / own.deviation));
    for (let i = channel * n; i < (channel + 1) * n; i++)
      patch.rgb[i] = wanted.mean + (patch.rgb[i]! - own.mean) * gain;
  }
}

function toPicture({ width, height, rgb, inside }: Patch): Picture {
  const n = width * height;
  const data = new Uint8ClampedArray(4 * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 3; k++) data[4 * i + k] = inside[i] ? rgb[k * n + i]! : EMPTY;
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}

/** Grey level of covered parts. */
const COVER = 58;

/** A copy with `boxes` (in its own pixels, cut at its edges) filled; the picture itself where there are none. */
export function covered(picture: Picture, boxes: readonly Box[]): Picture {
  if (boxes.length === 0) return picture;
  const { width, height } = picture;
  const data = new Uint8ClampedArray(picture.data);
  for (const box of boxes) {
    const left = Math.max(0, Math.floor(box.x));
    const right = Math.min(width, Math.ceil(box.x + box.width));
    const bottom = Math.min(height, Math.ceil(box.y + box.height));
    for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++)
      for (let x = left; x < right; x++) data.fill(COVER, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
  return { width, height, data };
}

/**
 * The square around `box` (the photo's pixels), `side` pixels wide: of the photo itself, or of another picture under `map` (photo pixels →
 * its pixels) whose pixels are `scale` to one of the photo.
 */
export function shownPatch(
  photo: Picture,
  box: Box,
  side: number,
  other: { picture: Picture; map: Homography; scale: number } | null,
): Picture {
  const square = squareAround(box, photo);
  const toPhoto = patchToPhoto(square, side);
  const step = square.width / side;
  const own = samplePatch(photo, toPhoto, side, side, step);
  if (!other) return toPicture(own);
  const patch = samplePatch(other.picture, chain(other.map, toPhoto), side, side, step * other.scale);
  relight(patch, own);
  return toPicture(patch);
}
