/** Pixels in and out of files, in a page or worker. */
import type { Picture } from '../pixels/picture.ts';

/** Sides of golden pictures; anything larger is no test picture. */
const MOST_SIDE = 4_096;

/** PNG to pixels without colour conversion. Rejects when the bytes are no PNG or too large. */
export async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 24 || Math.max(view.getUint32(16), view.getUint32(20)) > MOST_SIDE) {
    throw new RangeError('no golden picture: too large or cut off');
  }
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const context = contextOf(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  bitmap.close();
  return { width, height, data: data as Uint8ClampedArray };
}

/** The picture after JPEG of quality 75. */
export async function throughJpeg75(picture: Picture): Promise<Picture> {
  const { width, height } = picture;
  const context = contextOf(width, height);
  context.putImageData(new ImageData(picture.data as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
  const jpeg = await context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.75 });
  const bitmap = await createImageBitmap(jpeg);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data as Uint8ClampedArray };
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context;
}
