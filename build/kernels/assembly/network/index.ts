/**
 * The steps of a convolutional network (AssemblyScript). A map holds its channels side by side for each pixel (f32), so that a row of a
 * kernel's taps is one run of numbers, with a border of zeros around it as wide as the convolutions over it look. Channels are filled up
 * to a multiple of 8 (of the input to 4). lib/labels/ocr/maps/network.ts lays all of it out; onnxruntime's answers are the reference.
 */

const RELU = 1;
const HARD_SWISH = 2;

// @ts-ignore: decorator
@inline
function finished(x: v128, act: i32, gain: v128, shift: v128): v128 {
  if (act == RELU) x = f32x4.max(x, f32x4.splat(0));
  else if (act == HARD_SWISH) {
    const gate = f32x4.add(f32x4.mul(x, f32x4.splat(<f32>(1.0 / 6.0))), f32x4.splat(0.5));
    x = f32x4.mul(x, f32x4.min(f32x4.max(gate, f32x4.splat(0)), f32x4.splat(1)));
  }
  return f32x4.add(f32x4.mul(x, gain), shift);
}

/**
 * A convolution. `pixel` and `row`: bytes from the input of one output pixel to that of the next in x and y; `tapRow`: from one row of taps
 * to the next, of which there are `rows`, each a run of `run` numbers. `weights`: for each of `blocks` eights of output channels, for each
 * tap and input channel, eight numbers; `bias` one for each output channel. Then `act`, times `gain`, plus `shift`.
 */
export function convolve(
  src: usize,
  pixel: usize,
  row: usize,
  tapRow: usize,
  rows: i32,
  run: i32,
  weights: usize,
  blocks: i32,
  bias: usize,
  width: i32,
  height: i32,
  out: usize,
  outPixel: usize,
  outRow: usize,
  act: i32,
  gain: f32,
  shift: f32,
): void {
  const gains = f32x4.splat(gain);
  const shifts = f32x4.splat(shift);
  const bytes = <usize>run << 2;
  const blockBytes = (<usize>rows * bytes) << 3;
  for (let y = 0; y < height; y++, src += row, out += outRow) {
    for (let b = 0; b < blocks; b++) {
      const own = weights + <usize>b * blockBytes;
      const low = v128.load(bias + ((<usize>b) << 5));
      const high = v128.load(bias + ((<usize>b) << 5), 16);
      let from = src;
      let to = out + ((<usize>b) << 5);
      let x = 0;
      for (; x + 4 <= width; x += 4) {
        let l0 = low;
        let h0 = high;
        let l1 = low;
        let h1 = high;
        let l2 = low;
        let h2 = high;
        let l3 = low;
        let h3 = high;
        let w = own;
        let base = from;
        for (let r = 0; r < rows; r++, base += tapRow) {
          let at0 = base;
          let at1 = base + pixel;
          let at2 = at1 + pixel;
          let at3 = at2 + pixel;
          const end = base + bytes;
          while (at0 < end) {
            const wl = v128.load(w);
            const wh = v128.load(w, 16);
            const x0 = v128.load32_splat(at0);
            l0 = f32x4.add(l0, f32x4.mul(x0, wl));
            h0 = f32x4.add(h0, f32x4.mul(x0, wh));
            const x1 = v128.load32_splat(at1);
            l1 = f32x4.add(l1, f32x4.mul(x1, wl));
            h1 = f32x4.add(h1, f32x4.mul(x1, wh));
            const x2 = v128.load32_splat(at2);
            l2 = f32x4.add(l2, f32x4.mul(x2, wl));
            h2 = f32x4.add(h2, f32x4.mul(x2, wh));
            const x3 = v128.load32_splat(at3);
            l3 = f32x4.add(l3, f32x4.mul(x3, wl));
            h3 = f32x4.add(h3, f32x4.mul(x3, wh));
            w += 32;
            at0 += 4;
            at1 += 4;
            at2 += 4;
            at3 += 4;
          }
        }
        v128.store(to, finished(l0, act, gains, shifts));
        v128.store(to, finished(h0, act, gains, shifts), 16);
        to += outPixel;
        v128.store(to, finished(l1, act, gains, shifts));
        v128.store(to, finished(h1, act, gains, shifts), 16);
        to += outPixel;
        v128.store(to, finished(l2, act, gains, shifts));
        v128.store(to, finished(h2, act, gains, shifts), 16);
        to += outPixel;
        v128.store(to, finished(l3, act, gains, shifts));
        v128.store(to, finished(h3, act, gains, shifts), 16);
        to += outPixel;
        from += pixel << 2;
      }
      for (; x < width; x++, from += pixel, to += outPixel) {
        let l = low;
        let h = high;
        let w = own;
        let base = from;
        for (let r = 0; r < rows; r++, base += tapRow) {
          const end = base + bytes;
          for (let at = base; at < end; at += 4, w += 32) {
            const x0 = v128.load32_splat(at);
            l = f32x4.add(l, f32x4.mul(x0, v128.load(w)));
            h = f32x4.add(h, f32x4.mul(x0, v128.load(w, 16)));
          }
        }
        v128.store(to, finished(l, act, gains, shifts));
        v128.store(to, finished(h, act, gains, shifts), 16);
      }
    }
  }
}

/** A convolution of each channel by itself: `weights` holds, for each tap, a number for each of `channels` (a multiple of 4). See `convolve`. */
export function depthwise(
  src: usize,
  pixel: usize,
  row: usize,
  tapRow: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  weights: usize,
  bias: usize,
  width: i32,
  height: i32,
  out: usize,
  outPixel: usize,
  outRow: usize,
  act: i32,
  gain: f32,
  shift: f32,
): void {
  const gains = f32x4.splat(gain);
  const shifts = f32x4.splat(shift);
  const bytes = <usize>channels << 2;
  for (let y = 0; y < height; y++, src += row, out += outRow) {
    let from = src;
    let to = out;
    let x = 0;
    for (; x + 4 <= width; x += 4, from += pixel << 2, to += outPixel << 2) {
      for (let c: usize = 0; c < bytes; c += 16) {
        let a0 = v128.load(bias + c);
        let a1 = a0;
        let a2 = a0;
        let a3 = a0;
        let w = weights + c;
        let base = from + c;
        for (let r = 0; r < rows; r++, base += tapRow) {
          let at = base;
          for (let k = 0; k < columns; k++, at += bytes, w += bytes) {
            const wk = v128.load(w);
            a0 = f32x4.add(a0, f32x4.mul(v128.load(at), wk));
            a1 = f32x4.add(a1, f32x4.mul(v128.load(at + pixel), wk));
            a2 = f32x4.add(a2, f32x4.mul(v128.load(at + (pixel << 1)), wk));
            a3 = f32x4.add(a3, f32x4.mul(v128.load(at + 3 * pixel), wk));
          }
        }
        v128.store(to + c, finished(a0, act, gains, shifts));
        v128.store(to + outPixel + c, finished(a1, act, gains, shifts));
        v128.store(to + (outPixel << 1) + c, finished(a2, act, gains, shifts));
        v128.store(to + 3 * outPixel + c, finished(a3, act, gains, shifts));
      }
    }
    for (; x < width; x++, from += pixel, to += outPixel) {
      for (let c: usize = 0; c < bytes; c += 16) {
        let a = v128.load(bias + c);
        let w = weights + c;
        let base = from + c;
        for (let r = 0; r < rows; r++, base += tapRow) {
          let at = base;
          for (let k = 0; k < columns; k++, at += bytes, w += bytes)
            a = f32x4.add(a, f32x4.mul(v128.load(at), v128.load(w)));
        }
        v128.store(to + c, finished(a, act, gains, shifts));
      }
    }
  }
}

/** Three planes as one map of 4 channels, the last of them 0. */
export function interleaved(planes: usize, width: i32, height: i32, out: usize, outRow: usize): void {
  const plane = (<usize>(width * height)) << 2;
  for (let y = 0; y < height; y++, out += outRow) {
    let to = out;
    for (let x = 0; x < width; x++, planes += 4, to += 16) {
      v128.store(
        to,
        f32x4(load<f32>(planes), load<f32>(planes + plane), load<f32>(planes + 2 * plane), 0),
      );
    }
  }
}

/** Zeros `border` pixels of `bytes` each around a map that is `width`×`height` without them; `at` is where the border begins. */
export function bordered(at: usize, width: i32, height: i32, border: i32, bytes: usize): void {
  const row = <usize>(width + 2 * border) * bytes;
  const side = <usize>border * bytes;
  memory.fill(at, 0, <usize>border * row + side);
  at += <usize>border * row + side + <usize>width * bytes;
  for (let y = 1; y < height; y++, at += row) memory.fill(at, 0, 2 * side);
  memory.fill(at, 0, <usize>border * row + side);
}

/** Sum of each channel. */
export function channelSums(src: usize, row: usize, width: i32, height: i32, channels: i32, out: usize): void {
  const bytes = <usize>channels << 2;
  for (let c: usize = 0; c < bytes; c += 16) {
    let all = f32x4.splat(0);
    let line = src + c;
    for (let y = 0; y < height; y++, line += row) {
      let sum = f32x4.splat(0);
      let at = line;
      for (let x = 0; x < width; x++, at += bytes) sum = f32x4.add(sum, v128.load(at));
      all = f32x4.add(all, sum);
    }
    v128.store(out + c, all);
  }
}

/** Each channel times its own number, plus its own number, then `act`. */
export function weighted(
  src: usize,
  row: usize,
  width: i32,
  height: i32,
  channels: i32,
  gains: usize,
  shifts: usize,
  act: i32,
  out: usize,
  outRow: usize,
): void {
  const bytes = <usize>channels << 2;
  const one = f32x4.splat(1);
  const none = f32x4.splat(0);
  for (let y = 0; y < height; y++, src += row, out += outRow) {
    let at = src;
    let to = out;
    for (let x = 0; x < width; x++) {
      for (let c: usize = 0; c < bytes; c += 16, at += 16, to += 16) {
        const v = f32x4.add(f32x4.mul(v128.load(at), v128.load(gains + c)), v128.load(shifts + c));
        v128.store(to, finished(v, act, one, none));
      }
    }
  }
}

/** Sum of two maps; `bytes` of each row. */
export function added(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bytes: usize,
  height: i32,
  out: usize,
  outRow: usize,
): void {
  for (let y = 0; y < height; y++, a += aRow, b += bRow, out += outRow)
    for (let i: usize = 0; i < bytes; i += 16)
      v128.store(out + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
}

/** `channels` (a multiple of 4) of a map, each pixel repeated `factor` times in each direction; `width`×`height` is the output's size. */
export function repeated(
  src: usize,
  pixel: usize,
  row: usize,
  factor: i32,
  channels: i32,
  width: i32,
  height: i32,
  out: usize,
  outPixel: usize,
  outRow: usize,
): void {
  const bytes = <usize>channels << 2;
  for (let y = 0; y < height; y++, out += outRow) {
    const line = src + <usize>(y / factor) * row;
    let to = out;
    for (let x = 0; x < width; x++, to += outPixel) {
      const at = line + <usize>(x / factor) * pixel;
      for (let c: usize = 0; c < bytes; c += 16) v128.store(to + c, v128.load(at + c));
    }
  }
}

/** Four groups of `channels` become four pixels, two above two. */
export function unfolded(
  src: usize,
  pixel: usize,
  row: usize,
  channels: i32,
  width: i32,
  height: i32,
  out: usize,
  outPixel: usize,
  outRow: usize,
): void {
  const bytes = <usize>channels << 2;
  for (let y = 0; y < height; y++, src += row, out += outRow << 1) {
    let at = src;
    let to = out;
    for (let x = 0; x < width; x++, at += pixel, to += outPixel << 1) {
      for (let c: usize = 0; c < bytes; c += 4) {
        store<f32>(to + c, load<f32>(at + c));
        store<f32>(to + outPixel + c, load<f32>(at + bytes + c));
        store<f32>(to + outRow + c, load<f32>(at + 2 * bytes + c));
        store<f32>(to + outRow + outPixel + c, load<f32>(at + 3 * bytes + c));
      }
    }
  }
}
