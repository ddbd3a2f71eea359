/** Surfaces and memory that pictures are drawn on and read back into: kept, since touching new memory costs as much as drawing. */

import type { Picture } from '../pixels/picture.ts';
import { UnreadablePhotoError } from './errors.ts';
import { WORKING_SIDE } from './limits.ts';

type Surface = OffscreenCanvasRenderingContext2D;

function newSurface(width: number, height: number): Surface {
  // Read back at once: on a canvas of the graphics card writing and reading take twice as long.
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new UnreadablePhotoError('cannot-decode', 'no canvas');
  return context;
}

/** Firefox copies the whole surface for each reading of a part of it: there a surface has its picture's size, and is read in one go. */
const READS_ALL = globalThis.navigator?.userAgent.includes('Firefox/') ?? false;

/** One for all pictures of working size, each drawn in its upper left corner; where all is read, one for the next picture of the same size. */
let working: Surface | undefined;

function surfaceFor(width: number, height: number): Surface {
  if (Math.max(width, height) > WORKING_SIDE) return newSurface(width, height);
  const [w, h] = READS_ALL ? [width, height] : [WORKING_SIDE, WORKING_SIDE];
  if (working?.canvas.width !== w || working.canvas.height !== h) working = newSurface(w, h);
  return working;
}

/** Sizes of previews that are kept; most are of a few. */
const MOST_SMALL = 8;
const small = new Map<string, Surface>();

/** A surface of just this size, small, which holds what was drawn on it last. */
export function smallSurface(width: number, height: number): Surface {
  const name = `${width}x${height}`;
  const known = small.get(name) ?? newSurface(width, height);
  small.delete(name);
  small.set(name, known);
  const oldest = small.keys().next().value;
  if (small.size > MOST_SMALL && oldest !== undefined) small.delete(oldest);
  return known;
}

/** Memory of a picture that nobody looks at any more, for the next one that fits: the largest there was, up to the working size. */
const MOST_SPARE = 4 * WORKING_SIDE ** 2;
let spare: ArrayBuffer | undefined;

/** Bytes that are read back at a time: so few that their memory is used again at once. */
const STRIP = 512 * 1_024;

/** Takes back the memory of a picture that was decoded here, and empties it: what is drawn there next is no part of it. */
export function giveBack(picture: Picture): void {
  const { buffer } = picture.data;
  picture.data = new Uint8ClampedArray(0);
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength > MOST_SPARE) return;
  if (buffer.byteLength > (spare?.byteLength ?? 0)) spare = buffer;
}

function readBack(surface: Surface, width: number, height: number): Uint8ClampedArray {
  const bytes = 4 * width * height;
  const room = spare;
  if (READS_ALL || bytes <= STRIP || !room || room.byteLength < bytes)
    return surface.getImageData(0, 0, width, height).data;
  spare = undefined;
  const out = new Uint8ClampedArray(room, 0, bytes);
  const rows = Math.max(1, Math.floor(STRIP / (4 * width)));
  for (let y = 0; y < height; y += rows) {
    const { data } = surface.getImageData(0, y, width, Math.min(rows, height - y));
    out.set(data, 4 * y * width);
    // Its memory is free for the next strip.
    data.buffer.transfer(0);
  }
  return out;
}

/** Draws on white and reads back, in one go: the surface is another picture's right after. */
export function drawn(drawable: ImageBitmap | VideoFrame, width: number, height: number): Picture {
  const surface = surfaceFor(width, height);
  surface.fillStyle = '#fff';
  surface.fillRect(0, 0, width, height);
  surface.imageSmoothingQuality = 'high';
  surface.drawImage(drawable, 0, 0, width, height);
  return { width, height, data: readBack(surface, width, height) };
}
