/** The few calls of libheif that are used, typed; its 2 MB (with the wasm inside) are loaded for the first HEIC file only. */

/** A handle, or what went wrong. */
type Answer<T> = T | { code: { value: number } | number; message?: string };

interface Channel {
  id: unknown;
  width: number;
  height: number;
  /** Bytes a row. */
  stride: number;
  data: Uint8Array;
}

export interface LibHeif {
  heif_context_alloc(): object | null;
  heif_context_free(context: object): void;
  heif_context_read_from_memory(
    context: object,
    bytes: Uint8Array,
  ): { code: { value: number }; message?: string };
  heif_js_context_get_list_of_top_level_image_IDs(context: object): Answer<number[]>;
  heif_js_context_get_primary_image_handle(context: object): Answer<object>;
  heif_js_context_get_image_handle(context: object, id: number): Answer<object>;
  heif_image_handle_get_width(handle: object): number;
  heif_image_handle_get_height(handle: object): number;
  heif_image_handle_release(handle: object): void;
  heif_js_decode_image2(
    handle: object,
    colours: object,
    chroma: object,
  ): Answer<{ channels: Channel[]; image: object }>;
  heif_image_release(image: object): void;
  heif_colorspace: { heif_colorspace_RGB: object };
  heif_chroma: { heif_chroma_interleaved_RGBA: object };
  heif_channel: { heif_channel_interleaved: { value: number } };
}

let loaded: Promise<LibHeif> | undefined;

/** The library, ready to decode. */
export async function libheif(): Promise<LibHeif> {
  loaded ??= import('libheif-js/libheif-wasm/libheif-bundle.mjs').then(
    ({ default: start }) => start() as LibHeif | Promise<LibHeif>,
  );
  try {
    return await loaded;
  } catch (error) {
    // A failed load must not be remembered: the next file may find it readable again.
    loaded = undefined;
    throw error;
  }
}
