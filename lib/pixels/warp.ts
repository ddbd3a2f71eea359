/** A picture drawn through a projective map. */
import { applyTo, type Homography } from './homography.ts';
import type { Picture } from './picture.ts';

/**
 * Fills a picture of the given size: its pixel centres go through `map` into the source, which is read bilinearly. What lies
 * outside the source becomes `outside` (grey level, 0..255).
 * @param map pixels of the result → pixels of the source
 */
export function warp(
  source: Picture,
  map: Homography,
  width: number,
  height: number,
  outside = 232,
): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  const from = source.data;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const [u, v] = applyTo(map, x + 0.5, y + 0.5);
      data[at + 3] = 255;
      if (!(u >= 0 && v >= 0 && u <= source.width && v <= source.height)) {
        data.fill(outside, at, at + 3);
        continue;
      }
      const sx = Math.max(0, Math.min(source.width - 1, u - 0.5));
      const sy = Math.max(0, Math.min(source.height - 1, v - 0.5));
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      const right = x0 + 1 < source.width ? 4 : 0;
      const below = y0 + 1 < source.height ? source.width * 4 : 0;
      const fx = sx - x0;
      const fy = sy - y0;
      const i = (y0 * source.width + x0) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        const j = i + channel;
        const top = from[j]! * (1 - fx) + from[j + right]! * fx;
        const bottom = from[j + below]! * (1 - fx) + from[j + below + right]! * fx;
        data[at + channel] = top * (1 - fy) + bottom * fy;
      }
    }
  }
  return { width, height, data };
}
