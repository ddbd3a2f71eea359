/** Draws a place of a picture under a map, at one size, with no more detail than the picture has. */
import type { Homography } from '../../pixels/homography.ts';
import { luma } from '../../pixels/luma.ts';
import type { Picture } from '../../pixels/picture.ts';

/** R, G, B (0..255), three planes one after another, and where the picture has something to show. */
export interface Patch {
  width: number;
  height: number;
  rgb: Float32Array;
  /** 1 where the picture reaches. */
  inside: Uint8Array;
}

/** Samples taken along each side of a pixel when a picture is shrunk into a patch. */
const MOST_TAPS = 6;

/**
 * @param map pixels of the patch → pixels of the picture (affine or projective; corners are whole numbers, middles halves)
 * @param step pixels of the picture per pixel of the patch, for smoothing
 */
export function samplePatch(
  picture: Picture,
  map: Homography,
  width: number,
  height: number,
  step: number,
): Patch {
  const n = width * height;
  const rgb = new Float32Array(3 * n);
  const inside = new Uint8Array(n);
  const taps = Math.max(1, Math.min(MOST_TAPS, Math.round(step)));
  const { data } = picture;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let r = 0;
      let g = 0;
      let b = 0;
      let seen = 0;
      for (let k = 0; k < taps * taps; k++) {
        const px = x + ((k % taps) + 0.5) / taps;
        const py = y + (Math.floor(k / taps) + 0.5) / taps;
        const w = map[6]! * px + map[7]! * py + map[8]!;
        const u = (map[0]! * px + map[1]! * py + map[2]!) / w - 0.5;
        const v = (map[3]! * px + map[4]! * py + map[5]!) / w - 0.5;
        if (!(u >= -0.5 && v >= -0.5 && u <= picture.width - 0.5 && v <= picture.height - 0.5)) continue;
        const x0 = Math.max(0, Math.min(picture.width - 1, Math.floor(u)));
        const y0 = Math.max(0, Math.min(picture.height - 1, Math.floor(v)));
        const x1 = Math.min(picture.width - 1, x0 + 1);
        const y1 = Math.min(picture.height - 1, y0 + 1);
        const fx = Math.max(0, Math.min(1, u - x0));
        const fy = Math.max(0, Math.min(1, v - y0));
        const a = (y0 * picture.width + x0) * 4;
        const c = (y0 * picture.width + x1) * 4;
        const d = (y1 * picture.width + x0) * 4;
        const e = (y1 * picture.width + x1) * 4;
        const wa = (1 - fx) * (1 - fy);
        const wc = fx * (1 - fy);
        const wd = (1 - fx) * fy;
        const we = fx * fy;
        r += wa * data[a]! + wc * data[c]! + wd * data[d]! + we * data[e]!;
        g += wa * data[a + 1]! + wc * data[c + 1]! + wd * data[d + 1]! + we * data[e + 1]!;
        b += wa * data[a + 2]! + wc * data[c + 2]! + wd * data[d + 2]! + we * data[e + 2]!;
        seen++;
      }
      if (seen * 2 <= taps * taps) continue;
      inside[i] = 1;
      rgb[i] = r / seen;
      rgb[n + i] = g / seen;
      rgb[2 * n + i] = b / seen;
    }
  }
  return { width, height, rgb, inside };
}

/** Luma (0..255) of a patch. */
export function patchLuma({ rgb, width, height }: Patch): Float32Array {
  const n = width * height;
  return Float32Array.from({ length: n }, (_, i) => luma(rgb[i]!, rgb[n + i]!, rgb[2 * n + i]!));
}
