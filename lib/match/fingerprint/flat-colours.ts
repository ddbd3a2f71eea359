/** The few flat colours that lie behind photographs on a screen: through the kernels, plain code where they are missing. */
import { aligned, sharedRoom } from '../../pixels/kernels/kernels.ts';
import type { ColourPlanes } from '../../pixels/raster.ts';

/** Steps within which neighbours count as one flat colour. */
const FLAT = 3;
/** A colour is a background from this share of the picture. */
const BACKGROUND = 0.05;
const MOST_COLOURS = 5;
/** Share of half the outline that it must have. */
const EDGE = 0.06;

const key = (y: number, cb: number, cr: number): number => ((y >> 3) << 10) | ((cb >> 3) << 5) | (cr >> 3);
const KEYS = 1 << 15;

/** A colour by its means over the pixels that have it. */
export interface Colour {
  y: number;
  cb: number;
  cr: number;
  n: number;
}

/** 1 where a pixel is as its right and its lower neighbour, and how many are. */
export interface Flat {
  mask: Uint8Array;
  count: number;
}

/** Pixels that are as their neighbours in luma. */
export function flatPixels(planes: Pick<ColourPlanes, 'width' | 'height' | 'y'>): Flat {
  const room = sharedRoom();
  if (!room) return plainFlatPixels(planes);
  const { width, height, y } = planes;
  const n = width * height;
  const out = aligned(n);
  room.reserve(out + n);
  room.bytes(0, n).set(y.subarray(0, n));
  const count = room.calls.flatPixels(0, width, height, FLAT, out);
  return { mask: room.bytes(out, n).slice(), count };
}

/** The same in plain code: the reference. */
export function plainFlatPixels({ width, height, y }: Pick<ColourPlanes, 'width' | 'height' | 'y'>): Flat {
  const mask = new Uint8Array(width * height);
  let count = 0;
  for (let j = 0; j < height - 1; j++) {
    for (let i = 0, p = j * width; i < width - 1; i++, p++) {
      const v = y[p]!;
      if (Math.abs(v - y[p + 1]!) > FLAT || Math.abs(v - y[p + width]!) > FLAT) continue;
      mask[p] = 1;
      count++;
    }
  }
  return { mask, count };
}

/** How many pixels of `flat` have each colour (five bits a plane), and their sums; colours in the order they are met in. */
export function coloursOf(planes: ColourPlanes, flat: Uint8Array): Map<number, Colour> {
  const room = sharedRoom();
  if (!room) return plainColoursOf(planes, flat);
  const n = flat.length;
  const [cb, cr, use] = [aligned(n), 2 * aligned(n), 3 * aligned(n)];
  const tables = use + aligned(n);
  const met = tables + 16 * KEYS;
  room.reserve(met + 4 * KEYS);
  room.bytes(0, n).set(planes.y.subarray(0, n));
  room.bytes(cb, n).set(planes.cb.subarray(0, n));
  room.bytes(cr, n).set(planes.cr.subarray(0, n));
  room.bytes(use, n).set(flat);
  room.words(tables, 4 * KEYS).fill(0);
  const found = room.calls.colourRuns(0, cb, cr, use, n, tables, met);
  const sums = room.ints(tables, 4 * KEYS);
  const out = new Map<number, Colour>();
  for (const k of room.ints(met, found)) {
    const count = sums[4 * k]!;
    const mean = (plane: number): number => sums[4 * k + plane]! / count;
    out.set(k, { y: mean(1), cb: mean(2), cr: mean(3), n: count });
  }
  return out;
}

/** The same in plain code: the reference. */
export function plainColoursOf({ y, cb, cr }: ColourPlanes, flat: Uint8Array): Map<number, Colour> {
  const sums = new Map<number, Colour>();
  for (let p = 0; p < flat.length; p++) {
    if (!flat[p]) continue;
    const k = key(y[p]!, cb[p]!, cr[p]!);
    const own = sums.get(k) ?? { y: 0, cb: 0, cr: 0, n: 0 };
    sums.set(k, { y: own.y + y[p]!, cb: own.cb + cb[p]!, cr: own.cr + cr[p]!, n: own.n + 1 });
  }
  for (const [k, own] of sums)
    sums.set(k, { y: own.y / own.n, cb: own.cb / own.n, cr: own.cr / own.n, n: own.n });
  return sums;
}

/** The flat colours that cover the most. */
export function backgrounds(planes: ColourPlanes, flat: Uint8Array): Colour[] {
  const { width, height, y, cb, cr } = planes;
  const often = [...coloursOf(planes, flat)].filter(([, { n }]) => n >= BACKGROUND * width * height);
  if (often.length === 0) return [];
  // White around a product is a photograph's own: what lies behind photographs reaches the picture's edge.
  const edge = new Map<number, number>(often.map(([k]) => [k, 0]));
  const atEdge = (p: number): void => {
    const k = key(y[p]!, cb[p]!, cr[p]!);
    const n = edge.get(k);
    if (n !== undefined) edge.set(k, n + 1);
  };
  for (let i = 0; i < width; i++) {
    atEdge(i);
    atEdge((height - 1) * width + i);
  }
  for (let j = 0; j < height; j++) {
    atEdge(j * width);
    atEdge(j * width + width - 1);
  }
  return often
    .filter(([k]) => edge.get(k)! >= EDGE * (width + height))
    .map(([, colour]) => colour)
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_COLOURS);
}

/** 1 where a pixel differs from each of these colours by more than `near` steps, luma and colour together. */
export function foreground(planes: ColourPlanes, colours: Colour[], near: number): Uint8Array {
  const room = sharedRoom();
  if (!room) return plainForeground(planes, colours, near);
  const n = planes.y.length;
  const [cb, cr, mask] = [aligned(n), 2 * aligned(n), 3 * aligned(n)];
  room.reserve(mask + n);
  room.bytes(0, n).set(planes.y);
  room.bytes(cb, n).set(planes.cb);
  room.bytes(cr, n).set(planes.cr);
  room.bytes(mask, n).fill(1);
  for (const colour of colours)
    room.calls.clearNear(0, cb, cr, n, colour.y, colour.cb, colour.cr, near, mask);
  return room.bytes(mask, n).slice();
}

/** The same in plain code: the reference. */
export function plainForeground({ y, cb, cr }: ColourPlanes, colours: Colour[], near: number): Uint8Array {
  const mask = new Uint8Array(y.length).fill(1);
  for (const colour of colours) {
    for (let p = 0; p < mask.length; p++) {
      const apart = Math.abs(y[p]! - colour.y) + Math.abs(cb[p]! - colour.cb) + Math.abs(cr[p]! - colour.cr);
      if (apart <= near) mask[p] = 0;
    }
  }
  return mask;
}
