/** How far the photo's colours are from the source's, once light, white balance and filters are allowed for. */
import { solve } from '../../pixels/linear.ts';
import { half } from '../../pixels/raster.ts';
import type { Overlay } from './overlay.ts';

/** Below this many unmarked pixels a fit says nothing. */
const LEAST_PIXELS = 200;
/** A pixel counts as at most this many steps apart: painted damage is as far from every variant. */
const MOST = 24;
/** Luma, Cb, Cr of the source and a constant. */
const TERMS = 4;

/**
 * Mean difference, in steps of 0..255 over luma and both colour differences, that is left after the best affine map from the
 * source's colours to the photo's; the map is fitted outside the marked regions. A re-saved or filtered copy leaves its coding noise; a
 * recoloured variant of the same exposure leaves more, since one map cannot recolour the goods and spare everything else.
 * 0 where there is too little to compare.
 */
export function colourApart(o: Overlay, mask: Uint8Array): number {
  const width = o.grid.width >> 1;
  const height = o.grid.height >> 1;
  const photo = [half(o.photo.y, o.grid.width, o.grid.height), o.photo.cb, o.photo.cr] as const;
  const source = [half(o.source.y, o.grid.width, o.grid.height), o.source.cb, o.source.cr] as const;
  const use: number[] = [];
  const all: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = 2 * y * o.grid.width + 2 * x;
      if (!o.inside[i] || !o.inside[i + o.grid.width + 1]) continue;
      all.push(y * width + x);
      if (!mask[i]) use.push(y * width + x);
    }
  }
  if (use.length < LEAST_PIXELS) return 0;
  const normal = new Float64Array(TERMS * TERMS);
  const right = photo.map(() => new Float64Array(TERMS));
  const term = new Float64Array(TERMS).fill(1);
  for (const q of use) {
    for (let t = 0; t < 3; t++) term[t] = source[t]![q]! - 128;
    for (let r = 0; r < TERMS; r++) {
      for (let c = 0; c < TERMS; c++) normal[r * TERMS + c] = normal[r * TERMS + c]! + term[r]! * term[c]!;
      for (let k = 0; k < 3; k++) right[k]![r] = right[k]![r]! + term[r]! * photo[k]![q]!;
    }
  }
  // A grey source has no colour to fit by: a little weight on the diagonal keeps the system solvable.
  for (let t = 0; t < 3; t++) normal[t * (TERMS + 1)] = normal[t * (TERMS + 1)]! + use.length;
  const maps = right.map((r) => solve(normal.slice(), r, TERMS));
  let apart = 0;
  for (let k = 0; k < 3; k++) {
    const m = maps[k];
    if (!m) return 0;
    for (const q of all) {
      const value =
        m[0]! * (source[0][q]! - 128) + m[1]! * (source[1][q]! - 128) + m[2]! * (source[2][q]! - 128) + m[3]!;
      apart += Math.min(MOST, Math.abs(photo[k]![q]! - value));
    }
  }
  return apart / (3 * all.length);
}
