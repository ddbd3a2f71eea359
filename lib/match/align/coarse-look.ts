/** A look at the pixels in small: how far a photo and a stored preview agree where a map lays them over each other. */
import { applyTo, areaScale, type Homography } from '../../pixels/homography.ts';
import { shrinkPlane } from '../../pixels/kernels/shrink.ts';
import type { Plane } from '../../pixels/raster.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import { overlapBox } from './grid.ts';

/** Longest side of the raster. */
const SIDE = 64;
/** Windows of this many cells, at half their distance. */
const WINDOW = 8;
/** Variance (grey steps squared) from which a window counts. */
const TEXTURE = 40;
/** A map from kept places is right to about a cell: so many cells around are tried. */
const SHIFT = 1;

/** Fewer windows than this say nothing. */
const LEAST_WINDOWS = 3;
/** Share of the textured windows that is asked: of a whole copy, and of goods that were cut out or put before another scene. */
const MOST = 0.75;
const CORE = 0.2;

/** As `coarseAgreement`, of the best fifth of the windows alone: goods in other surroundings agree nowhere else. */
export const coreAgreement = (
  photo: Prepared,
  preview: Plane,
  size: { width: number; height: number },
  map: Homography,
): number | null => coarseAgreement(photo, preview, size, map, CORE);

/**
 * Mean correlation (-1..1) of the better three quarters of the textured windows, at the best shift; null where the overlap is too small or too
 * plain to say anything. `size`: the picture's own, in the pixels that `map` leads to; `preview`: the picture in small.
 */
export function coarseAgreement(
  photo: Prepared,
  preview: Plane,
  size: { width: number; height: number },
  map: Homography,
  share = MOST,
): number | null {
  const box = overlapBox(photo, size, map);
  if (!box) return null;
  const { planes, scaleX, scaleY } = photo;
  const x = Math.floor(box.x / scaleX);
  const y = Math.floor(box.y / scaleY);
  const part = {
    x,
    y,
    width: Math.min(planes.width - x, Math.floor(box.width / scaleX)),
    height: Math.min(planes.height - y, Math.floor(box.height / scaleY)),
  };
  const shrink = Math.min(1, SIDE / Math.max(part.width, part.height));
  const width = Math.round(part.width * shrink);
  const height = Math.round(part.height * shrink);
  if (Math.min(width, height) < 2 * WINDOW) return null;
  const grey = { width: planes.width, height: planes.height, data: planes.y };
  const own = shrinkPlane(grey, width, height, part).data;
  const step = { x: (part.width * scaleX) / width, y: (part.height * scaleY) / height };
  const other = read(preview, size, map, part, { width, height }, step, photo);
  let best: number | null = null;
  for (let dy = -SHIFT; dy <= SHIFT; dy++) {
    for (let dx = -SHIFT; dx <= SHIFT; dx++) {
      const agreement = compare(own, other, width, height, dx, dy, share);
      if (agreement !== null && agreement > (best ?? -1)) best = agreement;
    }
  }
  return best;
}

/** The preview at the raster's cells and `SHIFT` cells around, -1 where it does not reach. */
function read(
  preview: Plane,
  size: { width: number; height: number },
  map: Homography,
  part: { x: number; y: number },
  raster: { width: number; height: number },
  step: { x: number; y: number },
  { scaleX, scaleY }: Prepared,
): Float32Array {
  const at = (i: number, j: number): [number, number] =>
    applyTo(map, part.x * scaleX + (i + 0.5) * step.x, part.y * scaleY + (j + 0.5) * step.y);
  const middle = [
    part.x * scaleX + (raster.width / 2) * step.x,
    part.y * scaleY + (raster.height / 2) * step.y,
  ];
  const local = Math.sqrt(Math.abs(areaScale(map, middle[0]!, middle[1]!)) * step.x * step.y);
  // As many preview pixels as cells: more would be skipped over.
  const shrink = Math.min(1, size.width / (local * preview.width));
  const small =
    shrink < 0.9
      ? shrinkPlane(
          preview,
          Math.max(2, Math.round(preview.width * shrink)),
          Math.max(2, Math.round(preview.height * shrink)),
        )
      : preview;
  const width = raster.width + 2 * SHIFT;
  const height = raster.height + 2 * SHIFT;
  const out = new Float32Array(width * height).fill(-1);
  for (let j = 0, o = 0; j < height; j++) {
    for (let i = 0; i < width; i++, o++) {
      const [u, v] = at(i - SHIFT, j - SHIFT);
      const px = (u * small.width) / size.width - 0.5;
      const py = (v * small.height) / size.height - 0.5;
      if (!(px > -1 && py > -1 && px < small.width && py < small.height)) continue;
      const ix = Math.max(0, Math.min(small.width - 2, Math.floor(px)));
      const iy = Math.max(0, Math.min(small.height - 2, Math.floor(py)));
      const ax = Math.max(0, Math.min(1, px - ix));
      const ay = Math.max(0, Math.min(1, py - iy));
      const p = iy * small.width + ix;
      const d = small.data;
      const top = d[p]! + ax * (d[p + 1]! - d[p]!);
      const bottom = d[p + small.width]! + ax * (d[p + small.width + 1]! - d[p + small.width]!);
      out[o] = top + ay * (bottom - top);
    }
  }
  return out;
}

/** Correlation of the two windows that begin at `from` and `to`; null where they are too plain, or too little of them is there. */
function agreementAt(
  own: Uint8Array,
  from: number,
  width: number,
  other: Float32Array,
  to: number,
  stride: number,
): number | null {
  let n = 0;
  let a = 0;
  let b = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let j = 0; j < WINDOW; j++) {
    for (let i = 0; i < WINDOW; i++) {
      const q = other[to + j * stride + i]!;
      if (q < 0) continue;
      const p = own[from + j * width + i]!;
      n++;
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  }
  if (n < (WINDOW * WINDOW) / 2) return null;
  const va = aa / n - (a / n) ** 2;
  const vb = bb / n - (b / n) ** 2;
  if (Math.max(va, vb) < TEXTURE) return null;
  return (ab / n - (a * b) / (n * n)) / Math.sqrt((va + 4) * (vb + 4));
}

function compare(
  own: Uint8Array,
  other: Float32Array,
  width: number,
  height: number,
  dx: number,
  dy: number,
  share: number,
): number | null {
  const stride = width + 2 * SHIFT;
  const values: number[] = [];
  for (let y = 0; y + WINDOW <= height; y += WINDOW / 2) {
    for (let x = 0; x + WINDOW <= width; x += WINDOW / 2) {
      const value = agreementAt(
        own,
        y * width + x,
        width,
        other,
        (y + SHIFT + dy) * stride + x + SHIFT + dx,
        stride,
      );
      if (value !== null) values.push(value);
    }
  }
  if (share * values.length < LEAST_WINDOWS) return null;
  const better = values.sort((p, q) => p - q).slice(values.length - Math.ceil(share * values.length));
  return better.reduce((sum, value) => sum + value, 0) / better.length;
}
