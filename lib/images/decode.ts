/** From bytes to pixels, in a worker, under limits: by the browser's own decoders, HEIC through libheif. */

import type { Picture } from '../pixels/picture.ts';
import { UnreadablePhotoError } from './errors.ts';
import { MAX_PHOTO_BYTES, MAX_PIXELS, MAX_SIDE, PREVIEW_SIDE, WORKING_SIDE } from './limits.ts';
import { type Sniffed, sniff } from './sniff.ts';

export interface Decoded {
  mime: string;
  /** The photo's own size in pixels, orientation applied. */
  width: number;
  height: number;
  /** Working copy, longest side at most `side`; `scale` = working size / own size, 0..1. */
  picture: Picture;
  scale: number;
}

async function bitmapOf(bytes: Uint8Array, sniffed: Sniffed): Promise<ImageBitmap> {
  const blob = new Blob([bytes as BlobPart], { type: sniffed.mime });
  if (sniffed.mime === 'image/heic') {
    // libheif (2.9 MB with its wasm) is loaded for the first HEIC file only; Chromium and Firefox have no decoder of their own.
    const { heicTo } = await import('heic-to/csp');
    return heicTo({ blob, type: 'bitmap', options: { imageOrientation: 'from-image' } });
  }
  return createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'default' });
}

function draw(bitmap: ImageBitmap, width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new UnreadablePhotoError('cannot-decode', 'no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return context;
}

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

/**
 * Decodes a photo to its working copy on white, orientation applied. Throws UnreadablePhotoError with the reason.
 * @param side longest side of the working copy in pixels; `Number.POSITIVE_INFINITY` for the photo's own size
 */
export async function decode(bytes: Uint8Array, side = WORKING_SIDE): Promise<Decoded> {
  const sniffed = guard(bytes);
  let bitmap: ImageBitmap;
  try {
    bitmap = await bitmapOf(bytes, sniffed);
  } catch (error) {
    throw new UnreadablePhotoError('cannot-decode', error instanceof Error ? error.message : String(error));
  }
  try {
    const { width, height } = bitmap;
    if (width * height > MAX_PIXELS)
      throw new UnreadablePhotoError('too-many-pixels', `${width} x ${height}`);
    const scale = Math.min(1, side / Math.max(width, height));
    const w = Math.max(1, Math.round(width * scale));
    const h = Math.max(1, Math.round(height * scale));
    const { data } = draw(bitmap, w, h).getImageData(0, 0, w, h);
    return { mime: sniffed.mime, width, height, scale, picture: { width: w, height: h, data } };
  } finally {
    bitmap.close();
  }
}

/** A small JPEG of a picture for lists, longest side PREVIEW_SIDE. */
export async function previewOf(picture: Picture): Promise<Uint8Array> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(picture.width, picture.height));
  const bitmap = await createImageBitmap(
    new ImageData(picture.data as ImageDataArray, picture.width, picture.height),
  );
  const w = Math.max(1, Math.round(picture.width * scale));
  const h = Math.max(1, Math.round(picture.height * scale));
  const canvas = draw(bitmap, w, h).canvas;
  bitmap.close();
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return new Uint8Array(await blob.arrayBuffer());
}
