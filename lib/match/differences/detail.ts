/** Tells a re-encoding, which can only lose fine detail, from a redrawing, which invents some. */

import { applyTo } from '../../pixels/homography.ts';
import { laplacians } from '../../pixels/kernels/marked.ts';
import { scratchBytes } from '../../pixels/kernels/scratch.ts';
import type { Overlay } from './overlay.ts';

interface Detail {
  /** Correlation of the Laplacians. */
  agreement: number;
  /** Regression slope of the source's Laplacian on the photo's. */
  slope: number;
  /** Energy of the photo's Laplacian against the source's. */
  energy: number;
  /** Root mean square of the weaker Laplacian, grey steps. */
  strength: number;
}

function compare(
  photo: Float32Array,
  source: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
): Detail {
  const [both, own, other, n] = laplacians(photo, source, use, width, height) as unknown as [
    number,
    number,
    number,
    number,
  ];
  return {
    agreement: both / Math.sqrt(own * other),
    slope: both / own,
    energy: own / other,
    strength: Math.sqrt(Math.min(own, other) / n),
  };
}

/** New fine detail (share) that a re-encoding at the same size does not explain. */
const INVENTED = 0.2;
/** Where the raster is no coarser than the photo, quantisation itself leaves more: averaging has not taken it out. */
const INVENTED_FINE = 0.34;
const AVERAGED = 1.6;
/** Invented detail adds to the source's; two savings of one grainy picture only replace some of it by as much noise. */
const INVENTED_ENERGY = 1.2;
/** Grain of flat parts that is replaced (agreement under the first) while texture is kept (over the second). */
const GRAIN_LOST = 0.45;
const TEXTURE_KEPT = 0.92;
const GRAIN_ENERGY = 0.6;
/** Weaker grain than this is lost to any JPEG. */
const GRAIN_VISIBLE = 2.8;
/** Enlargement and turn (cell positions, relative) up to which no resampling lies between the two pictures. */
const SAME_SIZE = 0.012;

/** Whether photo pixels fall onto source pixels one to one: otherwise resampling explains any new detail. */
export function unscaled(transform: number[], width: number, height: number): boolean {
  const [x0, y0] = applyTo(transform, 0, 0);
  const far = Math.max(width, height);
  return [
    [width, 0],
    [0, height],
  ].every(([x, y]) => {
    const [u, v] = applyTo(transform, x!, y!);
    return (
      Math.abs(Math.hypot(u - x0, v - y0) - Math.hypot(x!, y!)) < SAME_SIZE * far &&
      Math.min(Math.abs(u - x0), Math.abs(v - y0)) < SAME_SIZE * far
    );
  });
}

/**
 * Whether fine detail was redrawn. Quantisation keeps the slope of source on photo at one (what is left is right), new detail
 * lowers it; the slope one octave down takes contrast out. Or: flat parts have grain of their own although texture is whole,
 * where a coarse JPEG loses both together. Only for pictures of one size (`unscaled`).
 */
export function redrawn(o: Overlay): boolean {
  const { width, height } = o.grid;
  const w = width >> 1;
  const h = height >> 1;
  const texture = scratchBytes(width * height).fill(0);
  const flat = scratchBytes(width * height).fill(0);
  const texture2 = scratchBytes(w * h).fill(0);
  for (let y = 0, q = 0; y < h; y++) {
    for (let x = 0; x < w; x++, q++) {
      const i = 2 * y * width + 2 * x;
      if (!o.inside[i] || !o.inside[i + width + 1]) continue;
      const textured = o.correlation.textured[q]!;
      const agrees = textured && o.correlation.value[q]! > 0.8 ? 1 : 0;
      texture2[q] = agrees;
      const below = i + width;
      if (agrees) texture[i] = texture[i + 1] = texture[below] = texture[below + 1] = 1;
      if (!textured) flat[i] = flat[i + 1] = flat[below] = flat[below + 1] = 1;
    }
  }
  const fine = compare(o.photo.y, o.source.y, texture, width, height);
  const middle = compare(o.halves.photo, o.halves.source, texture2, w, h);
  const invented = 1 - fine.slope / Math.max(0.2, middle.slope);
  if (fine.energy > INVENTED_ENERGY && invented > (o.grid.step >= AVERAGED ? INVENTED : INVENTED_FINE))
    return true;
  const grain = compare(o.photo.y, o.source.y, flat, width, height);
  return (
    fine.agreement > TEXTURE_KEPT &&
    grain.agreement < GRAIN_LOST &&
    grain.energy > GRAIN_ENERGY &&
    grain.strength > GRAIN_VISIBLE
  );
}
