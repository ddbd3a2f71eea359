/** Growing, shrinking, joining and filling of 0/1 masks, in plain code: the reference of lib/pixels/kernels/masks.ts. */
import { plainPartsOf } from './contours.ts';

/** 1 where any pixel of the (2 radius + 1)-squared window around it is set; windows are clipped at the raster's edge. */
export function plainGrown(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const rows = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    const base = y * width;
    // Column up to which the last set pixel reaches, and the look ahead to the next one.
    let until = -1;
    for (let x = 0; x < Math.min(radius, width); x++) if (mask[base + x]) until = x + radius;
    for (let x = 0; x < width; x++) {
      if (x + radius < width && mask[base + x + radius]) until = x + 2 * radius;
      if (x <= until) rows[base + x] = 1;
    }
  }
  const out = new Uint8Array(mask.length);
  const until = new Int32Array(width).fill(-1);
  for (let y = 0; y < Math.min(radius, height); y++) {
    for (let x = 0; x < width; x++) if (rows[y * width + x]) until[x] = y + radius;
  }
  for (let y = 0; y < height; y++) {
    const base = y * width;
    if (y + radius < height) {
      const ahead = base + radius * width;
      for (let x = 0; x < width; x++) if (rows[ahead + x]) until[x] = y + 2 * radius;
    }
    for (let x = 0; x < width; x++) if (y <= until[x]!) out[base + x] = 1;
  }
  return out;
}

const inverted = (mask: Uint8Array): Uint8Array => {
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) out[i] = mask[i] ? 0 : 1;
  return out;
};

/** The mask without the pixels that have an unset one within `radius`, and without the raster's outermost `radius` rows and columns. */
export function plainShrunkBy(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const near = plainGrown(inverted(mask), width, height, radius);
  const out = new Uint8Array(mask.length);
  for (let y = radius; y < height - radius; y++) {
    for (let x = radius, i = y * width + radius; x < width - radius; x++, i++) out[i] = near[i] ? 0 : 1;
  }
  return out;
}

/** Morphological closing with a square, inside `inside` only: joins the pieces of one thing. */
export function plainClosed(
  mask: Uint8Array,
  inside: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Uint8Array {
  const blank = plainGrown(inverted(plainGrown(mask, width, height, radius)), width, height, radius);
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) out[i] = mask[i] || (inside[i] && !blank[i]) ? 1 : 0;
  return out;
}

/** Holes over this share of the raster are not filled. */
export const LARGEST_HOLE = 0.05;

/** What is surrounded by changed pixels was changed with them, as long as it is not most of the raster. Changes `mask`. */
export function plainFillHoles(mask: Uint8Array, width: number, height: number): Uint8Array {
  // What the raster's edge reaches without crossing the mask is outside; the rest is holes.
  const reached = new Uint8Array(mask.length);
  const stack = new Int32Array(mask.length);
  let top = 0;
  const visit = (i: number): void => {
    if (mask[i] || reached[i]) return;
    reached[i] = 1;
    stack[top++] = i;
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  while (top > 0) {
    const i = stack[--top]!;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < mask.length - width) visit(i + width);
  }
  for (let i = 0; i < mask.length; i++) reached[i] = mask[i] || reached[i] ? 0 : 1;
  for (const part of plainPartsOf(reached, width, height)) {
    if (part.area > LARGEST_HOLE * mask.length) continue;
    for (const p of part.pixels) mask[p] = 1;
  }
  return mask;
}
