/** Tells a re-encoding, which can only lose fine detail, from a redrawing, which invents some. */
import type { Overlay } from './overlay.ts';
import { half } from './raster.ts';

/** Regression slope of the source's Laplacian on the photo's, over pixels in `use`. */
function slope(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
): number {
  let both = 0;
  let own = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      if (!use[i]) continue;
      const p = 4 * photo[i]! - photo[i - 1]! - photo[i + 1]! - photo[i - width]! - photo[i + width]!;
      const s = 4 * source[i]! - source[i - 1]! - source[i + 1]! - source[i - width]! - source[i + width]!;
      both += p * s;
      own += p * p;
    }
  }
  return own > 0 ? both / own : 1;
}

/**
 * Share (0..1) of the photo's fine detail that the source does not have, over textured parts that agree.
 * Quantisation and blur keep the slope of source on photo at one (what is left is right); new detail lowers it.
 * The slope one octave down takes changes of contrast out.
 */
export function inventedDetail(o: Overlay): number {
  const { width, height } = o.grid;
  const w = width >> 1;
  const h = height >> 1;
  const use = new Uint8Array(width * height);
  const use2 = new Uint8Array(w * h);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (o.inside[i] && o.correlation.textured[i] && o.correlation.value[i]! > 0.8) use[i] = 1;
    }
  }
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) use2[y * w + x] = use[y * 2 * width + x * 2]!;
  const fine = slope(o.photo.y, o.source.y, use, width, height);
  const middle = slope(half(o.photo.y, width, height), half(o.source.y, width, height), use2, w, h);
  return Math.max(0, Math.min(1, 1 - fine / Math.max(0.2, middle)));
}
