/** Weights in the order that the kernels read them. */

/** Output channels are worked on by eights. */
export const EIGHT = 8;

export const filledUp = (channels: number): number => Math.ceil(channels / EIGHT) * EIGHT;

/** From output, input, row, column to eights of outputs, row, column, input (filled up to `held`), the eight. */
export function packed(
  { dims, values }: { dims: readonly number[]; values: Float32Array },
  held: number,
): Float32Array {
  const [outs, ins, rows, columns] = dims as [number, number, number, number];
  const taps = rows * columns;
  const to = new Float32Array(filledUp(outs) * taps * held);
  for (let o = 0; o < outs; o++)
    for (let i = 0; i < ins; i++)
      for (let k = 0; k < taps; k++)
        to[(((o >> 3) * taps + k) * held + i) * EIGHT + (o & 7)] = values[(o * ins + i) * taps + k]!;
  return to;
}

/** For a convolution of each channel by itself: from channel, row, column to row, column, channel. */
export function packedDepthwise(values: Float32Array, channels: number): Float32Array {
  const taps = values.length / channels;
  const held = filledUp(channels);
  const to = new Float32Array(taps * held);
  for (let c = 0; c < channels; c++) for (let k = 0; k < taps; k++) to[k * held + c] = values[c * taps + k]!;
  return to;
}

/** Filled up with zeros. */
export function padded(values: Float32Array): Float32Array {
  const to = new Float32Array(filledUp(values.length));
  to.set(values);
  return to;
}

/**
 * A transposed convolution that makes four pixels of one, as a 1×1 convolution with a group of channels for each of the four: from
 * input, output, row, column to row, column, output, input.
 */
export function fourfold(values: Float32Array, ins: number, outs: number): Float32Array {
  const to = new Float32Array(values.length);
  for (let i = 0; i < ins; i++)
    for (let o = 0; o < outs; o++)
      for (let k = 0; k < 4; k++) to[(k * outs + o) * ins + i] = values[(i * outs + o) * 4 + k]!;
  return to;
}
