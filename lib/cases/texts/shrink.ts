/** Pictures under a byte limit: quality first, then size, with the encoder given by the caller. */

/** Encodes the picture at the given pixel size and JPEG quality (0..1). */
export type Encode = (width: number, height: number, quality: number) => Promise<Uint8Array>;

export interface Shrunk {
  bytes: Uint8Array;
  width: number;
  height: number;
  quality: number;
}

/** Below this quality block edges hide details, so the picture is made smaller instead. */
const QUALITIES = [0.9, 0.82, 0.74, 0.66, 0.58] as const;
const SCALE_STEP = 0.8;
const LEAST_SIDE = 64;
const STARTING_SIDE = 2_400;

/**
 * The largest encoding that has fewer than `maxBytes` bytes; `null` limit = best quality at the starting size. Tries at
 * most 5 qualities per size and about 17 sizes. Throws RangeError when even a 64-pixel picture does not fit.
 */
export async function shrinkToFit(
  encode: Encode,
  width: number,
  height: number,
  maxBytes: number | null,
): Promise<Shrunk> {
  let scale = Math.min(1, STARTING_SIDE / Math.max(width, height, 1));
  for (;;) {
    const w = Math.max(1, Math.round(width * scale));
    const h = Math.max(1, Math.round(height * scale));
    for (const quality of QUALITIES) {
      const bytes = await encode(w, h, quality);
      if (maxBytes === null || bytes.length < maxBytes) return { bytes, width: w, height: h, quality };
      // Far above the limit: lower qualities of the same size cannot save it.
      if (bytes.length > maxBytes * 4) break;
    }
    if (Math.max(w, h) <= LEAST_SIDE)
      throw new RangeError(`a ${w}x${h} picture still has ${maxBytes} bytes or more`);
    scale *= SCALE_STEP;
  }
}

/** One picture's place on a composite sheet, in the sheet's pixels. */
export interface Placement {
  index: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Sheet {
  width: number;
  height: number;
  captionHeight: number;
  placements: Placement[];
}

/**
 * Lays pictures out on one sheet, in columns of equal width, each with room for a caption line below it. At most nine
 * pictures are placed; sizes in pixels.
 */
export function layOutSheet(
  pictures: readonly { width: number; height: number }[],
  sheetWidth = 1_600,
): Sheet {
  const shown = pictures.slice(0, 9);
  const columns = shown.length <= 1 ? 1 : shown.length <= 4 ? 2 : 3;
  const gap = 16;
  const captionHeight = 40;
  const cell = Math.floor((sheetWidth - gap * (columns + 1)) / columns);
  const placements: Placement[] = [];
  let y = gap;
  for (let row = 0; row * columns < shown.length; row += 1) {
    let tallest = 0;
    for (const [column, picture] of shown.slice(row * columns, (row + 1) * columns).entries()) {
      const scale = Math.min(cell / Math.max(1, picture.width), (cell * 1.4) / Math.max(1, picture.height));
      const width = Math.max(1, Math.round(picture.width * scale));
      const height = Math.max(1, Math.round(picture.height * scale));
      const x = gap + column * (cell + gap) + Math.floor((cell - width) / 2);
      placements.push({ index: row * columns + column, x, y, width, height });
      tallest = Math.max(tallest, height);
    }
    y += tallest + captionHeight + gap;
  }
  return { width: sheetWidth, height: y, captionHeight, placements };
}
