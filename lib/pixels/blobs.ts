/** Connected marks in a probability map, as boxes: the detector's post-processing. */
import type { Part } from './contours.ts';
import { partsOf } from './kernels/masks.ts';

export interface Blob {
  /** Half-open bounds in map pixels. */
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  area: number;
  /** Mean probability of the marked pixels. */
  mean: number;
  /** Direction of the mark's long axis in degrees, -90..90, positive clockwise on the screen. */
  tiltDeg: number;
}

/** Eight-connected groups of pixels above `threshold` in a `width`×`height` map, in reading order of their first pixel. */
export function blobs(map: Float32Array, width: number, height: number, threshold: number): Blob[] {
  const mask = new Uint8Array(width * height);
  for (let i = 0; i < mask.length; i++) if (map[i]! > threshold) mask[i] = 1;
  return partsOf(mask, width, height).map((part) => blobOf(part, map, width));
}

function blobOf({ left, top, right, bottom, area, pixels }: Part, map: Float32Array, width: number): Blob {
  let sum = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    sum += map[at]!;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const xx = sxx / area - (sx / area) ** 2;
  const yy = syy / area - (sy / area) ** 2;
  const xy = sxy / area - (sx / area) * (sy / area);
  return {
    x0: left,
    y0: top,
    x1: right,
    y1: bottom,
    area,
    mean: sum / area,
    tiltDeg: (Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI),
  };
}
