/** Colour planes back into pixels through the kernels; plain code where there are none. */
import type { Picture } from '../picture.ts';
import { type ColourPlanes, plainFromColourPlanes } from '../raster.ts';
import { aligned, sharedRoom } from './kernels.ts';

/** The inverse of `shrinkToColour` without shrinking, opaque; right to two steps, since the planes are rounded (JFIF). */
export function fromColourPlanes(planes: ColourPlanes): Picture {
  const room = sharedRoom();
  if (!room) return plainFromColourPlanes(planes);
  const { width, height } = planes;
  const n = width * height;
  const cb = aligned(n);
  const cr = aligned(cb + n);
  const out = aligned(cr + n);
  // Four pixels are written at a time.
  room.reserve(out + 4 * n + 16);
  room.bytes(0, n).set(planes.y);
  room.bytes(cb, n).set(planes.cb);
  room.bytes(cr, n).set(planes.cr);
  room.calls.pixels(0, cb, cr, n, out);
  return { width, height, data: new Uint8ClampedArray(room.bytes(out, 4 * n).slice().buffer) };
}
