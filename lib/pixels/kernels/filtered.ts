/** A fitted filter over whole planes through the kernels; null where there are none: the fit's own terms then say the same. */

import { aligned, type KernelRoom, sharedRoom } from './kernels.ts';
import { floatsFrom } from './scratch.ts';

/** Terms of each fit: the kernels know what each weighs. */
const LUMA_TERMS = 32;
const COLOUR_TERMS = 23;

/** Puts planes into the room one after the other, each at a multiple of 16; returns where they and what follows stand. */
function laid(room: KernelRoom, planes: (Float32Array | Float64Array)[], more: number): number[] {
  const places: number[] = [];
  let end = 0;
  for (const plane of planes) {
    places.push(end);
    end = aligned(end + plane.byteLength);
  }
  room.reserve(end + more);
  for (const [k, plane] of planes.entries()) {
    if (plane instanceof Float64Array) room.doubles(places[k]!, plane.length).set(plane);
    else room.floats(places[k]!, plane.length).set(plane);
  }
  return [...places, end];
}

/** What the luma of a filter is made of: planes of one size, the colour differences of half of it. */
export interface LumaParts {
  y: Float32Array;
  fine: Float32Array;
  texture: Float32Array;
  things: Float32Array;
  light: Float32Array;
  cb: Float32Array;
  cr: Float32Array;
  weak: Float64Array;
}

/** Luma, 0..255, as a filter with these 32 weights leaves it. */
export function filteredLuma(
  { y, fine, texture, things, light, cb, cr, weak }: LumaParts,
  width: number,
  height: number,
  weights: Float64Array,
): Float32Array | null {
  const room = sharedRoom();
  if (!room || weights.length !== LUMA_TERMS || Math.min(width, height) < 2) return null;
  const n = width * height;
  const planes = [y, fine, texture, things, light, cb, cr, weak, weights];
  const [a, b, c, d, e, f, g, h, w, end] = laid(room, planes, 8 * LUMA_TERMS + 4 * n) as [
    ...[number, number, number, number, number, number, number, number, number, number],
  ];
  const out = end + 8 * LUMA_TERMS;
  room.calls.filteredLuma(a, b, c, d, e, f, g, h, width, height, w, end, out);
  return floatsFrom(room.floats(out, n));
}

/** A colour difference (`own`, which is `cb` or `cr`) as a filter with these 23 weights leaves it; all planes are of one size. */
export function filteredColour(
  own: Float32Array,
  luma: Float32Array,
  cb: Float32Array,
  cr: Float32Array,
  width: number,
  height: number,
  weights: Float64Array,
): Float32Array | null {
  const room = sharedRoom();
  if (!room || weights.length !== COLOUR_TERMS) return null;
  const n = width * height;
  const [a, b, c, d, w, end] = laid(room, [own, luma, cb, cr, weights], 8 * (COLOUR_TERMS + 1) + 4 * n) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const out = end + 8 * (COLOUR_TERMS + 1);
  room.calls.filteredColour(a, b, c, d, width, height, w, end, out);
  return floatsFrom(room.floats(out, n));
}
