/** Area averaging through the kernels; plain code where there are none. */
import type { Picture } from '../picture.ts';
import {
  type ColourPlanes,
  type Plane,
  plainHalve,
  plainShrinkPlane,
  plainShrinkToColour,
} from '../raster.ts';
import { aligned, type KernelRoom, sharedRoom } from './kernels.ts';

const most = (from: number, to: number): number => Math.ceil(from / to) + 1;

/** Bytes that the kernel's `shrink` needs beside the two planes: taps of both axes, eight columns and four rows of sums. */
export const shrinkRoom = (boxWidth: number, boxHeight: number, width: number, height: number): number =>
  4 * (width * (1 + most(boxWidth, width)) + height * (1 + most(boxHeight, height))) +
  16 * (boxWidth + 8 + most(boxWidth, width)) +
  192;

/** Vectors are read whole: this many bytes past a plane must exist. */
export const OVERREAD = 32;

/** Shrinks (a box of) a plane by area averaging; `width`/`height` must not exceed the box. */
export function shrinkPlane(
  plane: Plane,
  width: number,
  height: number,
  box = { x: 0, y: 0, width: plane.width, height: plane.height },
): Plane {
  const room = sharedRoom();
  if (!room || (width === box.width && height === box.height))
    return plainShrinkPlane(plane, width, height, box);
  const from = box.y * plane.width;
  const rows = plane.data.subarray(from, from + box.height * plane.width);
  const out = aligned(rows.length + OVERREAD);
  const work = aligned(out + width * height);
  room.reserve(work + shrinkRoom(box.width, box.height, width, height));
  room.bytes(0, rows.length).set(rows);
  room.calls.shrink(box.x, plane.width, box.width, box.height, out, width, height, work);
  return { width, height, data: room.bytes(out, width * height).slice() };
}

/** Shrinks an RGBA picture to `width` x `height` (neither larger than it is) by area averaging, straight to colour planes. */
export function shrinkToColour(picture: Picture, width: number, height: number): ColourPlanes {
  const room = sharedRoom();
  if (!room) return plainShrinkToColour(picture, width, height);
  const n = width * height;
  const y = 0;
  const cb = aligned(n);
  const cr = aligned(cb + n);
  const work = aligned(cr + n);
  if (width === picture.width && height === picture.height) {
    room.reserve(work + 4 * n);
    room.bytes(work, 4 * n).set(picture.data);
    room.calls.colours(work, n, y, cb, cr);
  } else shrinkRows(room, picture, { width, height, y, cb, cr, work });
  const take = (at: number): Uint8Array => room.bytes(at, n).slice();
  return { width, height, y: take(y), cb: take(cb), cr: take(cr) };
}

/** Row by row, so that the picture itself need not be held in the room. */
function shrinkRows(
  room: KernelRoom,
  picture: Picture,
  to: { width: number; height: number; y: number; cb: number; cr: number; work: number },
): void {
  const { width, height } = to;
  const mostX = most(picture.width, width);
  const mostY = most(picture.height, height);
  const firstX = to.work;
  const weightX = firstX + 4 * width;
  const firstY = weightX + 4 * width * mostX;
  const weightY = firstY + 4 * height;
  const input = aligned(weightY + 4 * height * mostY);
  const stride = 4 * picture.width;
  const sums = aligned(input + stride + OVERREAD);
  const sumBytes = 4 * (stride + 16 + 4 * mostX);
  room.reserve(sums + sumBytes);
  const { calls } = room;
  calls.areaTaps(picture.width, width, mostX, firstX, weightX);
  calls.areaTaps(picture.height, height, mostY, firstY, weightY);
  const first = room.ints(firstY, height);
  const weight = room.floats(weightY, height * mostY);
  const line = room.bytes(input, stride);
  const row = room.floats(sums, sumBytes / 4);
  let held = -1;
  for (let o = 0; o < height; o++) {
    row.fill(0);
    for (let k = 0; k < mostY; k++) {
      const w = weight[o * mostY + k]!;
      if (w === 0) continue;
      const at = first[o]! + k;
      if (at !== held) line.set(picture.data.subarray(at * stride, (at + 1) * stride));
      held = at;
      calls.addRow(sums, input, stride, w);
    }
    // What a full vector read past the row weighs nothing for the last cells.
    row.fill(0, stride, stride + 4 * mostX);
    const p = o * width;
    calls.colourRow(sums, width, mostX, firstX, weightX, to.y + p, to.cb + p, to.cr + p);
  }
}

/** Halves a plane by 2x2 averages; an odd last row or column is dropped. */
export function halve(plane: Plane): Plane {
  const room = sharedRoom();
  const width = plane.width >> 1;
  const height = plane.height >> 1;
  if (!room || Math.min(width, height) < 1) return plainHalve(plane);
  const out = aligned(plane.data.length + OVERREAD);
  room.reserve(out + width * height);
  room.bytes(0, plane.data.length).set(plane.data);
  room.calls.halved(0, plane.width, width, height, out);
  return { width, height, data: room.bytes(out, width * height).slice() };
}
