/** Pixels of one picture of a HEIC file, through libheif. */
import type { Colour } from '../colour/colour.ts';
import { UnreadablePhotoError } from '../errors.ts';
import { MAX_PIXELS } from '../limits.ts';
import { colourOf, readHeifItems } from './items.ts';
import { type LibHeif, libheif } from './libheif.ts';

export interface HeifPixels {
  /** In pixels; the turns and cuts that the file asks for are applied. */
  width: number;
  height: number;
  /** RGBA, 8 bit, in the file's own colours. */
  data: Uint8ClampedArray;
  /** What these colours are; null where the file does not say. */
  colour: Colour | null;
}

const failed = (what: string, answer: unknown): never => {
  const message = (answer as { message?: string } | null)?.message;
  // Codecs and kinds of item that libheif was not built with are no damage.
  const problem = message?.startsWith('Unsupported feature') ? 'format-not-read' : 'cannot-decode';
  throw new UnreadablePhotoError(problem, message ? `${what}: ${message}` : what);
};

const isHandle = (answer: unknown): answer is object =>
  typeof answer === 'object' && answer !== null && !('code' in answer);

/**
 * Decodes one picture of a HEIC file: the one that the file names as its primary item, or another by its id.
 * Throws UnreadablePhotoError.
 */
export async function heifPixels(bytes: Uint8Array, id: number | null = null): Promise<HeifPixels> {
  const lib = await libheif();
  const items = readHeifItems(bytes);
  const context = lib.heif_context_alloc();
  if (!context) return failed('no memory', null);
  try {
    const read = lib.heif_context_read_from_memory(context, bytes);
    if (read.code.value !== 0) return failed('not readable', read);
    const handle =
      id === null
        ? lib.heif_js_context_get_primary_image_handle(context)
        : lib.heif_js_context_get_image_handle(context, id);
    if (!isHandle(handle)) return failed('no picture', handle);
    try {
      return { ...pixelsOf(lib, handle), colour: colourOf(items, id ?? items.primary ?? -1) };
    } finally {
      lib.heif_image_handle_release(handle);
    }
  } finally {
    lib.heif_context_free(context);
  }
}

function pixelsOf(lib: LibHeif, handle: object): Omit<HeifPixels, 'colour'> {
  const width = lib.heif_image_handle_get_width(handle);
  const height = lib.heif_image_handle_get_height(handle);
  if (width * height > MAX_PIXELS) throw new UnreadablePhotoError('too-many-pixels', `${width} x ${height}`);
  const decoded = lib.heif_js_decode_image2(
    handle,
    lib.heif_colorspace.heif_colorspace_RGB,
    lib.heif_chroma.heif_chroma_interleaved_RGBA,
  );
  if (!decoded || 'code' in decoded) return failed('decoding failed', decoded);
  try {
    const channel = decoded.channels[0];
    if (!channel || channel.stride < channel.width * 4) return failed('no pixels', null);
    const row = channel.width * 4;
    const data = new Uint8ClampedArray(row * channel.height);
    for (let y = 0; y < channel.height; y++)
      data.set(channel.data.subarray(y * channel.stride, y * channel.stride + row), y * row);
    return { width: channel.width, height: channel.height, data };
  } finally {
    lib.heif_image_release(decoded.image);
  }
}
