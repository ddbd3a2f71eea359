/** From bytes to pixels, in a worker, under limits: by the browser's own decoders, HEIC through libheif. */

import type { Frame } from '../pixels/frame.ts';
import { fromColourPlanes } from '../pixels/kernels/pixels.ts';
import { shrinkPlane } from '../pixels/kernels/shrink.ts';
import type { Picture } from '../pixels/picture.ts';
import type { ColourPlanes } from '../pixels/raster.ts';
import type { Colour } from './colour/colour.ts';
import { toSrgb } from './colour/to-srgb.ts';
import { UnreadablePhotoError } from './errors.ts';
import { eachFrame } from './frames/decode-frame.ts';
import { heifPixels } from './heif/pixels.ts';
import { mainPlace, type Place } from './held.ts';
import { seenPart, surePart } from './jpeg/cut-off.ts';
import { jpegOutline } from './jpeg/outline.ts';
import {
  LONG_PIXELS,
  LONG_RATIO,
  MAX_PHOTO_BYTES,
  MAX_PIXELS,
  MAX_SIDE,
  PREVIEW_SIDE,
  WORKING_SIDE,
} from './limits.ts';
import { type Sniffed, sniff } from './sniff.ts';
import { drawn, giveBack, smallSurface } from './surface.ts';

export interface Decoded {
  mime: string;
  /** The photo's own size in pixels, orientation applied. */
  width: number;
  height: number;
  /** Working copy, longest side at most `side`; `scale` = working size / own size, 0..1. */
  picture: Picture;
  scale: number;
  /** Where the working copy begins, in the photo's own pixels: not 0, 0 where the upper or left part of the file is missing. */
  origin: { x: number; y: number };
  /** 0..1 share of the photo that the working copy shows; below 1 where decoders filled in the rest, or it looks like that. */
  seenShare: number;
  /** Whether that is because the file ends early. */
  endsEarly: boolean;
}

/** A picture that can be drawn, in its own colours, and what these are where the browser has not brought them to sRGB itself. */
interface Opened {
  drawable: ImageBitmap;
  colour: Colour | null;
}

/** The bytes with an end marker: without one Chromium refuses the whole picture and Firefox leaves the rest empty. */
function ended(bytes: Uint8Array): Uint8Array {
  if (jpegOutline(bytes).complete) return bytes;
  const out = new Uint8Array(bytes.length + 2);
  out.set(bytes);
  out.set([0xff, 0xd9], bytes.length);
  return out;
}

async function openFrame(bytes: Uint8Array, mime: string, index: number): Promise<ImageBitmap> {
  let bitmap: Promise<ImageBitmap> | undefined;
  await eachFrame(bytes, mime, [index], (frame) => {
    // Drawn at once: the frame is closed when this returns.
    const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
    canvas.getContext('2d')?.drawImage(frame, 0, 0);
    bitmap = Promise.resolve(canvas.transferToImageBitmap());
  });
  if (!bitmap) throw new UnreadablePhotoError('cannot-decode', `frame ${index}`);
  return bitmap;
}

/** Opens the picture at `place`, or the file's own: for HEIC the primary item. */
async function openPicture(bytes: Uint8Array, sniffed: Sniffed, place: Place | null): Promise<Opened> {
  const [kind, first, last] = place?.split('-') ?? [];
  if (kind === 'frame')
    return { drawable: await openFrame(bytes, sniffed.mime, Number(first)), colour: null };
  if (sniffed.mime === 'image/heic') {
    const pixels = await heifPixels(bytes, kind === 'item' ? Number(first) : null);
    const { width, height, colour } = pixels;
    const data = new ImageData(pixels.data as ImageDataArray, width, height);
    return { drawable: await createImageBitmap(data), colour };
  }
  const own = kind === 'bytes' ? bytes.subarray(Number(first), Number(last)) : bytes;
  const whole = sniffed.mime === 'image/jpeg' ? ended(own) : own;
  const blob = new Blob([whole as BlobPart], { type: sniffed.mime });
  // Colours come out as sRGB, from ICC profiles, CMYK and 10 bit alike; of Ultra HDR files the base picture is taken.
  const options = { imageOrientation: 'from-image', premultiplyAlpha: 'default' } as const;
  return { drawable: await createImageBitmap(blob, options), colour: null };
}

/** Pictures that neither browser opens and that are not damaged for that. JPEG XL is asked for all the same: browsers begin to read it. */
const UNREAD_FORMATS = new Set(['image/tiff', 'image/jxl', 'image/jp2', 'image/x-canon-cr3']);

/** Formats whose first header must tell the size; one without it is broken, or hides what would be allocated for it. */
const SIZED = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp']);

/** Checks size and type before a decoder sees the bytes. Throws UnreadablePhotoError. */
export function guard(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) throw new UnreadablePhotoError('empty');
  if (bytes.length > MAX_PHOTO_BYTES) throw new UnreadablePhotoError('too-many-bytes', String(bytes.length));
  const sniffed = sniff(bytes);
  if (sniffed.kind !== 'image') throw new UnreadablePhotoError('not-an-image', sniffed.mime);
  const { width, height } = sniffed;
  if (width * height === 0 && SIZED.has(sniffed.mime))
    throw new UnreadablePhotoError('cannot-decode', 'no size in the header');
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    throw new UnreadablePhotoError('too-many-pixels', `${width} x ${height}`);
  }
  return sniffed;
}

/** Size of the working copy as a share of the photo's own. */
function scaleOf(width: number, height: number, side: number, long: boolean): number {
  const longest = Math.max(width, height);
  // A strip's short side is what decides whether anything can be seen in it: it keeps that of a 3:1 picture.
  const counted = long ? Math.min(longest, LONG_RATIO * Math.min(width, height)) : longest;
  return Math.min(1, side / counted, Math.sqrt(LONG_PIXELS / (width * height)));
}

/** Rows and columns of a picture, copied. */
export function cut(picture: Picture, { x, y, width, height }: Frame): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4;
    data.set(picture.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { width, height, data };
}

/**
 * Decodes a photo to its working copy on white, in sRGB, orientation applied. Throws UnreadablePhotoError with the reason.
 * @param side longest side of the working copy in pixels; `Number.POSITIVE_INFINITY` for the photo's own size
 * @param options `place`: another picture of the file than its main one (see held.ts); `long`: strips beyond 3:1 keep the detail of their short side
 */
export async function decode(
  bytes: Uint8Array,
  side = WORKING_SIDE,
  { place = null, long = false }: { place?: Place | null; long?: boolean } = {},
): Promise<Decoded> {
  const sniffed = guard(bytes);
  let opened: Opened;
  try {
    opened = await openPicture(bytes, sniffed, place ?? mainPlace(bytes));
  } catch (error) {
    if (error instanceof UnreadablePhotoError) throw error;
    const problem = UNREAD_FORMATS.has(sniffed.mime) ? 'format-not-read' : 'cannot-decode';
    throw new UnreadablePhotoError(problem, error instanceof Error ? error.message : String(error));
  }
  const { drawable, colour } = opened;
  try {
    const { width, height } = drawable;
    if (width * height > MAX_PIXELS)
      throw new UnreadablePhotoError('too-many-pixels', `${width} x ${height}`);
    const scale = scaleOf(width, height, side, long);
    const w = Math.max(1, Math.round(width * scale));
    const h = Math.max(1, Math.round(height * scale));
    const whole = drawn(drawable, w, h);
    toSrgb(whole.data, colour);
    const isJpeg = sniffed.mime === 'image/jpeg';
    const endless = isJpeg && place === null && !jpegOutline(bytes).complete;
    const filled = isJpeg ? seenPart(whole) : null;
    const seen = endless ? surePart(whole, scale) : filled;
    const picture = seen ? cut(whole, seen) : whole;
    if (seen) giveBack(whole);
    return {
      mime: sniffed.mime,
      width,
      height,
      scale,
      picture,
      origin: { x: (seen?.x ?? 0) / scale, y: (seen?.y ?? 0) / scale },
      seenShare: seen ? (seen.width * seen.height) / (w * h) : 1,
      // Some writers leave out the end marker of a complete picture.
      endsEarly: endless && filled !== null,
    };
  } finally {
    drawable.close();
  }
}

/**
 * Copies of frames on white, in one pass over the animation. Throws UnreadablePhotoError.
 * @param wanted indexes from 0, ascending
 * @param look called with each copy, longest side at most `side` pixels, in turn
 */
export async function decodeFrames(
  bytes: Uint8Array,
  wanted: readonly number[],
  side: number,
  look: (picture: Picture, index: number) => void,
): Promise<void> {
  await eachFrame(bytes, guard(bytes).mime, wanted, (frame, index) => {
    const scale = Math.min(1, side / Math.max(frame.displayWidth, frame.displayHeight));
    const width = Math.max(1, Math.round(frame.displayWidth * scale));
    const height = Math.max(1, Math.round(frame.displayHeight * scale));
    look(drawn(frame, width, height), index);
  });
}

/** A small JPEG of a picture for lists, longest side PREVIEW_SIDE, from its planes (at least as large where the picture is). */
export async function previewOf({ width, height, y, cb, cr }: ColourPlanes): Promise<Uint8Array> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const context = smallSurface(w, h);
  const small = (data: Uint8Array): Uint8Array => shrinkPlane({ width, height, data }, w, h).data;
  const { data } = fromColourPlanes({ width: w, height: h, y: small(y), cb: small(cb), cr: small(cr) });
  context.putImageData(new ImageData(data as ImageDataArray, w, h), 0, 0);
  const blob = await context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return new Uint8Array(await blob.arrayBuffer());
}
