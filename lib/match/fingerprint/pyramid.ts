/** The pixel work of feature extraction on a pyramid of smaller and smaller copies: kernels, and plain code where they are missing. */

import { aligned, type KernelRoom, kernelRoom } from '../../pixels/kernels/kernels.ts';
import { shrinkRoom } from '../../pixels/kernels/shrink.ts';
import { type Plane, plainShrinkPlane } from '../../pixels/raster.ts';
import { CORNER_CONTRAST, type Corners, findCorners } from './corners.ts';
import { DISC, describe, orientation, smooth, turnOf } from './descriptor.ts';
import type { Box } from './panel.ts';
import { ANGLES, DESCRIPTOR_WORDS, MIRRORED, mirrorAngle, PATTERN_REACH, PLAIN } from './pattern.ts';

export interface Size {
  width: number;
  height: number;
}

/** Columns of described corners. */
export interface Described {
  angle: Uint8Array;
  descriptor: Uint32Array;
  mirrored: Uint32Array;
}

export interface Pyramid {
  /** Corners of a level, at least `margin` pixels from its edge. */
  corners(level: number, margin: number): Corners;
  /** What stands around the pixels (positions in the level's rows) of a level. */
  describe(level: number, pixels: Int32Array): Described;
}

/** Valid until the next pyramid is made: one is held at a time. `sizes` fall from level to level and never exceed the box. */
export function pyramidOf(grey: Plane, box: Box, sizes: Size[]): Pyramid {
  room ??= newRoom();
  return room.kernels ? kernelPyramid(room.kernels, grey, box, sizes) : plainPyramid(grey, box, sizes);
}

let room: { kernels: KernelRoom | null } | undefined;

/** The patch that a descriptor reads: 31 rows of 32 bytes, the corner in the middle of the first 31. */
const PATCH_STRIDE = 32;
const PATCH_BYTES = (2 * PATTERN_REACH + 1) * PATCH_STRIDE;

/** Offsets of `pattern` as places in the patch, in the order of the kernel: sixteen first pixels, then sixteen second ones, lowest bit first. */
function placesOf(pattern: Int8Array): Uint16Array {
  const out = new Uint16Array(ANGLES * 512);
  for (let o = 0; o < out.length; o++) {
    const half = (o % 512) >> 5;
    // A word's first test is its highest bit.
    const test = 32 * (half >> 1) + (half & 1 ? 15 : 31) - (o & 15);
    const at = Math.floor(o / 512) * 1024 + 4 * test + (o & 16 ? 2 : 0);
    out[o] = (pattern[at + 1]! + PATTERN_REACH) * PATCH_STRIDE + pattern[at]! + PATTERN_REACH;
  }
  return out;
}

/** 255 inside the disc over which orientations are taken. */
function discMask(): Uint8Array {
  const out = new Uint8Array(PATCH_BYTES);
  for (let dy = -PATTERN_REACH; dy <= PATTERN_REACH; dy++) {
    const half = DISC[Math.abs(dy)]!;
    const row = (dy + PATTERN_REACH) * PATCH_STRIDE + PATTERN_REACH;
    out.fill(255, row - half, row + half + 1);
  }
  return out;
}

/** What the kernels need at hand: places of both patterns, the disc, a patch. */
const MIRRORED_AT = 2 * 512 * ANGLES;
const DISC_AT = 2 * MIRRORED_AT;
const PATCH_AT = DISC_AT + PATCH_BYTES;
const TABLES = aligned(PATCH_AT + PATCH_BYTES);

function newRoom(): { kernels: KernelRoom | null } {
  const kernels = kernelRoom();
  if (kernels) {
    kernels.reserve(TABLES);
    kernels.shorts(0, 512 * ANGLES).set(placesOf(PLAIN));
    kernels.shorts(MIRRORED_AT, 512 * ANGLES).set(placesOf(MIRRORED));
    kernels.bytes(DISC_AT, PATCH_BYTES).set(discMask());
  }
  return { kernels };
}

/** Bytes that a corner search may read past a level. */
const PAST = 64;

function kernelPyramid(kernels: KernelRoom, grey: Plane, box: Box, sizes: Size[]): Pyramid {
  const from = box.y * grey.width;
  const rows = grey.data.subarray(from, from + box.height * grey.width);
  let free = aligned(TABLES + rows.length + PAST);
  const at = sizes.map(({ width, height }) => {
    const here = free;
    free = aligned(free + width * height + PAST);
    return here;
  });
  const largest = Math.max(0, ...sizes.map(({ width, height }) => width * height));
  // Per pixel of the largest level: scores or smoothed rows (2), then the list of corners or the smoothed plane (4), then what is found (3).
  const work = free;
  const list = aligned(work + 2 * largest);
  const out = aligned(list + 4 * largest + PAST);
  const spare = aligned(out + Math.max(3 * largest, 64 * 1024));
  const room0 = sizes[0] ? shrinkRoom(box.width, box.height, sizes[0].width, sizes[0].height) : 0;
  kernels.reserve(spare + Math.max(room0, 256));
  kernels.bytes(TABLES, rows.length).set(rows);
  const { calls } = kernels;
  sizes.forEach(({ width, height }, l) => {
    const to = at[l]!;
    if (l > 0) {
      const above = sizes[l - 1]!;
      calls.shrink(at[l - 1]!, above.width, above.width, above.height, to, width, height, work);
    } else if (width === box.width && height === box.height) {
      const level = kernels.bytes(to, width * height);
      for (let y = 0; y < height; y++) {
        const row = y * grey.width + box.x;
        level.set(rows.subarray(row, row + width), y * width);
      }
    } else calls.shrink(TABLES + box.x, grey.width, box.width, box.height, to, width, height, spare);
  });
  return {
    corners(l, margin) {
      const { width, height } = sizes[l]!;
      const count = calls.corners(at[l]!, width, height, margin, CORNER_CONTRAST, work, list, spare, out);
      const found = kernels.ints(out, 3 * count);
      const corners: Corners = {
        count,
        x: new Int32Array(count),
        y: new Int32Array(count),
        score: new Int32Array(count),
      };
      for (let i = 0; i < count; i++) {
        corners.x[i] = found[3 * i]!;
        corners.y[i] = found[3 * i + 1]!;
        corners.score[i] = found[3 * i + 2]!;
      }
      return corners;
    },
    describe(l, pixels) {
      const { width, height } = sizes[l]!;
      const n = pixels.length;
      calls.smooth(at[l]!, width, height, work, list);
      const places = out;
      const angles = aligned(places + 4 * n);
      const turned = aligned(angles + n);
      const words = aligned(turned + n);
      const bytes = 4 * DESCRIPTOR_WORDS * n;
      kernels.reserve(words + 2 * bytes);
      kernels.ints(places, n).set(pixels);
      calls.moments(list, width, DISC_AT, places, n, words);
      const moment = kernels.ints(words, 2 * n);
      const angle = Uint8Array.from({ length: n }, (_, i) => turnOf(moment[2 * i]!, moment[2 * i + 1]!));
      kernels.bytes(angles, n).set(angle);
      kernels.bytes(turned, n).set(angle.map(mirrorAngle));
      calls.describe(list, width, places, angles, n, 0, PATCH_AT, words);
      calls.describe(list, width, places, turned, n, MIRRORED_AT, PATCH_AT, words + bytes);
      return {
        angle,
        descriptor: kernels.words(words, DESCRIPTOR_WORDS * n).slice(),
        mirrored: kernels.words(words + bytes, DESCRIPTOR_WORDS * n).slice(),
      };
    },
  };
}

/** The same in plain typed arrays: the reference that tests hold the kernels against. */
export function plainPyramid(grey: Plane, box: Box, sizes: Size[]): Pyramid {
  const levels: Plane[] = [];
  for (const { width, height } of sizes) {
    const above = levels.at(-1);
    levels.push(above ? plainShrinkPlane(above, width, height) : plainShrinkPlane(grey, width, height, box));
  }
  return {
    corners: (l, margin) => findCorners(levels[l]!, margin),
    describe(l, pixels) {
      const level = levels[l]!;
      const soft = smooth(level);
      const out: Described = {
        angle: new Uint8Array(pixels.length),
        descriptor: new Uint32Array(pixels.length * DESCRIPTOR_WORDS),
        mirrored: new Uint32Array(pixels.length * DESCRIPTOR_WORDS),
      };
      pixels.forEach((p, i) => {
        const angle = orientation(soft, level.width, p);
        out.angle[i] = angle;
        describe(soft, level.width, p, PLAIN, angle, out.descriptor, i * DESCRIPTOR_WORDS);
        describe(soft, level.width, p, MIRRORED, mirrorAngle(angle), out.mirrored, i * DESCRIPTOR_WORDS);
      });
      return out;
    },
  };
}
