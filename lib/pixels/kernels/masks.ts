/** Growing, shrinking, joining, filling and taking apart 0/1 masks through the kernels; plain code where there are none. */

import { type Part, plainPartsOf } from '../contours.ts';
import { LARGEST_HOLE, plainClosed, plainFillHoles, plainGrown, plainShrunkBy } from '../morphology.ts';
import { aligned, type KernelRoom, sharedRoom } from './kernels.ts';
import { bytesFrom, scratchBytes } from './scratch.ts';

/** Where a mask stands in the room, and what is worked with behind it: as many bytes each. */
interface Laid {
  from: number;
  rows: number;
  to: number;
  until: number;
}

function laid(room: KernelRoom, mask: Uint8Array, width: number): Laid {
  const n = mask.length;
  const rows = aligned(n);
  const to = aligned(rows + n);
  const until = aligned(to + n);
  room.reserve(until + 4 * width);
  room.bytes(0, n).set(mask);
  return { from: 0, rows, to, until };
}

/** 1 where any pixel of the (2 radius + 1)-squared window around it is set; windows are clipped at the raster's edge. */
export function grown(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const room = sharedRoom();
  if (!room || mask.length === 0) return plainGrown(mask, width, height, radius);
  const { from, rows, to, until } = laid(room, mask, width);
  room.calls.grown(from, width, height, radius, rows, until, to);
  return bytesFrom(room.bytes(to, mask.length));
}

/** The mask without the pixels that have an unset one within `radius`, and without the raster's outermost `radius` rows and columns. */
export function shrunkBy(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const room = sharedRoom();
  if (!room || mask.length === 0) return plainShrunkBy(mask, width, height, radius);
  const { from, rows, to, until } = laid(room, mask, width);
  room.calls.inverted(from, mask.length, from);
  room.calls.grown(from, width, height, radius, rows, until, to);
  room.calls.inverted(to, mask.length, to);
  const out = scratchBytes(mask.length).fill(0);
  const near = room.bytes(to, mask.length);
  for (let y = radius; y < height - radius; y++) {
    const row = y * width;
    if (width > 2 * radius) out.set(near.subarray(row + radius, row + width - radius), row + radius);
  }
  return out;
}

/** Morphological closing with a square, inside `inside` only: joins the pieces of one thing. */
export function closed(
  mask: Uint8Array,
  inside: Uint8Array,
  width: number,
  height: number,
  radius: number,
): Uint8Array {
  const room = sharedRoom();
  if (!room || mask.length === 0) return plainClosed(mask, inside, width, height, radius);
  const n = mask.length;
  const { from, rows, to, until } = laid(room, mask, width);
  room.calls.grown(from, width, height, radius, rows, until, to);
  room.calls.inverted(to, n, to);
  room.calls.grown(to, width, height, radius, rows, until, to);
  // The rows are done with: what is inside takes their place.
  room.bytes(rows, n).set(inside);
  room.calls.joined(from, rows, to, n, to);
  return bytesFrom(room.bytes(to, n));
}

/** Five numbers a part: left, top, right, bottom, area. */
const BOX = 5;

/** The parts of the mask that stands at 0 in the room. */
function partsAt(room: KernelRoom, width: number, height: number): Part[] {
  const n = width * height;
  // Parts that do not touch each other are at most one to a square of 2 x 2.
  const most = ((width + 1) >> 1) * ((height + 1) >> 1);
  const seen = aligned(n);
  const stack = aligned(seen + n);
  const pixels = stack + 4 * n;
  const boxes = pixels + 4 * n;
  room.reserve(boxes + 4 * BOX * most);
  room.bytes(seen, n).fill(0);
  const count = room.calls.parts(0, seen, width, height, stack, pixels, boxes);
  const box = room.ints(boxes, BOX * count);
  const places = room.ints(pixels, n);
  const parts: Part[] = [];
  for (let k = 0, at = 0; k < box.length; k += BOX) {
    const area = box[k + 4]!;
    parts.push({
      left: box[k]!,
      top: box[k + 1]!,
      right: box[k + 2]!,
      bottom: box[k + 3]!,
      area,
      pixels: places.slice(at, at + area),
    });
    at += area;
  }
  return parts;
}

/** 8-connected parts of a 0/1 mask. */
export function partsOf(mask: Uint8Array, width: number, height: number): Part[] {
  const room = sharedRoom();
  if (!room || mask.length === 0 || mask.length !== width * height) return plainPartsOf(mask, width, height);
  room.reserve(mask.length);
  room.bytes(0, mask.length).set(mask);
  return partsAt(room, width, height);
}

/** A part by its box (right and bottom exclusive) and area. */
export type PartBox = Omit<Part, 'pixels'>;

/** The boxes of `partsOf`, in the same order: quicker, since no pixel is written down. */
export function partBoxesOf(mask: Uint8Array, width: number, height: number): PartBox[] {
  const room = sharedRoom();
  const n = mask.length;
  if (!room || n === 0 || n !== width * height) return plainPartsOf(mask, width, height);
  const labels = aligned(n);
  const runs = aligned(labels + 24 * (1 + (n >> 1) + height));
  room.reserve(runs + 24 * width);
  room.bytes(0, n).set(mask);
  const count = room.calls.partBoxes(0, width, height, labels, runs, labels);
  const box = room.ints(labels, BOX * count);
  return Array.from({ length: count }, (_, k) => ({
    left: box[BOX * k]!,
    top: box[BOX * k + 1]!,
    right: box[BOX * k + 2]!,
    bottom: box[BOX * k + 3]!,
    area: box[BOX * k + 4]!,
  }));
}

/** What is surrounded by changed pixels was changed with them, as long as it is not most of the raster. Changes `mask`. */
export function fillHoles(mask: Uint8Array, width: number, height: number): Uint8Array {
  const room = sharedRoom();
  if (!room || mask.length === 0) return plainFillHoles(mask, width, height);
  const n = mask.length;
  const maskAt = aligned(n);
  const stack = aligned(maskAt + n);
  room.reserve(stack + 4 * n);
  room.bytes(maskAt, n).set(mask);
  room.calls.holes(maskAt, width, height, stack, 0);
  for (const part of partsAt(room, width, height)) {
    if (part.area > LARGEST_HOLE * n) continue;
    for (const p of part.pixels) mask[p] = 1;
  }
  return mask;
}
