/** Cutting out and scaling through the kernels; plain code where there are none. */
import { luma } from '../luma.ts';
import type { Picture } from '../picture.ts';
import { type Filter, plainResample, type Rect, taps } from '../resample.ts';
import { aligned, sharedRoom } from './kernels.ts';

/** One plane of the answer: a colour (0 red, 1 green, 2 blue) as value · `gain` − `shift`. */
export interface Plane {
  colour: 0 | 1 | 2;
  gain: number;
  shift: number;
}

const AS_THEY_ARE: readonly Plane[] = ([0, 1, 2] as const).map((colour) => ({ colour, gain: 1, shift: 0 }));

/**
 * Three planes R, G, B (0..255, not rounded) of `width`×`height`, from `rect` of `picture`.
 * A rectangle that reaches over the edge repeats the edge.
 */
export function resample(
  picture: Picture,
  rect: Rect,
  width: number,
  height: number,
  filter: Filter = 'bilinear-aa',
): Float32Array {
  const out = new Float32Array(3 * width * height);
  resampleInto(out, picture, rect, { width, height, stride: width, filter });
  return out;
}

/**
 * The same into `into`, whose rows are `stride` wide: `planes` one after the other, of `stride`×`height` each.
 * What lies right of `width` keeps its value.
 */
export function resampleInto(
  into: Float32Array,
  picture: Picture,
  rect: Rect,
  { width, height, stride, filter }: { width: number; height: number; stride: number; filter?: Filter },
  planes: readonly Plane[] = AS_THEY_ARE,
): void {
  const room = sharedRoom();
  if (!room) {
    const plain = plainResample(picture, rect, width, height, filter);
    for (const [i, plane] of planes.entries())
      for (let y = 0; y < height; y++) {
        const from = (plane.colour * height + y) * width;
        const to = (i * height + y) * stride;
        for (let x = 0; x < width; x++) into[to + x] = plain[from + x]! * plane.gain - plane.shift;
      }
    return;
  }
  const across = taps(rect.x, rect.width, width, picture.width, filter);
  const down = taps(rect.y, rect.height, height, picture.height, filter);
  const bytes = 4 * picture.width;
  const row = 12 * width;
  const firstAt = aligned(bytes);
  const countAt = firstAt + 4 * width;
  const weightsAt = countAt + 4 * width;
  const downAt = aligned(weightsAt + across.weights.byteLength);
  const sumAt = aligned(downAt + down.weights.byteLength);
  // Scaled rows are made in turn, each at its place among as many as one output row is made of. Four values are read and written at a time.
  const ringAt = aligned(sumAt + 4 * width + 16);
  const held = down.most;
  room.reserve(ringAt + held * row + 16);
  room.ints(firstAt, width).set(across.start);
  room.ints(countAt, width).set(across.count);
  room.floats(weightsAt, across.weights.length).set(across.weights);
  room.floats(downAt, down.weights.length).set(down.weights);
  const input = room.bytes(0, bytes);
  const sum = room.floats(sumAt, width);
  let made = down.start[0]!;
  for (let y = 0; y < height; y++) {
    const first = down.start[y]!;
    const count = down.count[y]!;
    for (made = Math.max(made, first); made < first + count; made++) {
      input.set(picture.data.subarray(made * bytes, (made + 1) * bytes));
      const to = ringAt + (made % held) * row;
      room.calls.scaledRow(0, firstAt, countAt, weightsAt, across.most, width, to);
    }
    const weights = downAt + 4 * y * held;
    for (const [i, { colour, gain, shift }] of planes.entries()) {
      const ring = ringAt + 4 * colour * width;
      room.calls.summedRows(ring, row, held, first, count, weights, width, gain, shift, sumAt);
      into.set(sum, (i * height + y) * stride);
    }
  }
}

/** Luma (BT.601, 0..255) of `rect`, scaled to `width`×`height`. */
export function resampleGrey(picture: Picture, rect: Rect, width: number, height: number): Float32Array {
  const rgb = resample(picture, rect, width, height);
  const n = width * height;
  const grey = new Float32Array(n);
  for (let i = 0; i < n; i++) grey[i] = luma(rgb[i]!, rgb[n + i]!, rgb[2 * n + i]!);
  return grey;
}
