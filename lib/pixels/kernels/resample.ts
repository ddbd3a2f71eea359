/** Cutting out and scaling through the kernels; plain code where there are none. */
import { luma } from '../luma.ts';
import type { Picture } from '../picture.ts';
import { type Filter, plainResample, type Rect, taps } from '../resample.ts';
import { aligned, sharedRoom } from './kernels.ts';

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
  const room = sharedRoom();
  if (!room) return plainResample(picture, rect, width, height, filter);
  const across = taps(rect.x, rect.width, width, picture.width, filter);
  const down = taps(rect.y, rect.height, height, picture.height, filter);
  const bytes = 4 * picture.width;
  const row = 12 * width;
  const firstAt = aligned(bytes);
  const countAt = firstAt + 4 * width;
  const weightsAt = countAt + 4 * width;
  const sumAt = aligned(weightsAt + across.weights.byteLength);
  // Scaled rows are made in turn, each at its place among as many as one output row is made of.
  const ringAt = aligned(sumAt + row);
  const held = down.most;
  room.reserve(ringAt + held * row);
  room.ints(firstAt, width).set(across.start);
  room.ints(countAt, width).set(across.count);
  room.floats(weightsAt, across.weights.length).set(across.weights);
  const input = room.bytes(0, bytes);
  const sum = room.floats(sumAt, 3 * width);
  const n = width * height;
  const out = new Float32Array(3 * n);
  let made = down.start[0]!;
  for (let y = 0; y < height; y++) {
    const first = down.start[y]!;
    const end = first + down.count[y]!;
    for (made = Math.max(made, first); made < end; made++) {
      input.set(picture.data.subarray(made * bytes, (made + 1) * bytes));
      const to = ringAt + (made % held) * row;
      room.calls.scaledRow(0, firstAt, countAt, weightsAt, across.most, width, to);
    }
    sum.fill(0);
    for (let k = first; k < end; k++)
      room.calls.addScaled(ringAt + (k % held) * row, 3 * width, down.weights[y * held + k - first]!, sumAt);
    for (let channel = 0; channel < 3; channel++)
      out.set(sum.subarray(channel * width, (channel + 1) * width), channel * n + y * width);
  }
  return out;
}

/** Luma (BT.601, 0..255) of `rect`, scaled to `width`×`height`. */
export function resampleGrey(picture: Picture, rect: Rect, width: number, height: number): Float32Array {
  const rgb = resample(picture, rect, width, height);
  const n = width * height;
  const grey = new Float32Array(n);
  for (let i = 0; i < n; i++) grey[i] = luma(rgb[i]!, rgb[n + i]!, rgb[2 * n + i]!);
  return grey;
}
