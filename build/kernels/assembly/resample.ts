/** Scaling a row of pixels and adding rows up (AssemblyScript; lib/pixels/resample.ts is the reference, to the last bit: sums are doubles). */

/**
 * One row of RGBA bytes at `src` as three rows (f32) of `width` at `out`, red, green and blue. `first` and `count` (i32) tell each output
 * pixel's first input pixel and how many there are, `weights` their f32 weights, `most` of them a pixel. Reads four bytes a pixel.
 */
export function scaledRow(
  src: usize,
  first: usize,
  count: usize,
  weights: usize,
  most: i32,
  width: i32,
  out: usize,
): void {
  const plane = <usize>width << 2;
  for (let x = 0; x < width; x++, out += 4, first += 4, count += 4, weights += <usize>most << 2) {
    let redGreen = f64x2.splat(0);
    let blue: f64 = 0;
    let at = src + (<usize>load<i32>(first) << 2);
    const end = weights + (<usize>load<i32>(count) << 2);
    for (let w = weights; w < end; w += 4, at += 4) {
      const weight = <f64>load<f32>(w);
      const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
      redGreen = f64x2.add(redGreen, f64x2.mul(f64x2.splat(weight), f64x2.convert_low_i32x4_u(wide)));
      blue += weight * <f64>load<u8>(at, 2);
    }
    store<f32>(out, <f32>f64x2.extract_lane(redGreen, 0));
    store<f32>(out + plane, <f32>f64x2.extract_lane(redGreen, 1));
    store<f32>(out + 2 * plane, <f32>blue);
  }
}

/**
 * `n` output values at `out`: the weighted sum of `count` scaled rows, times `gain`, less `shift`. The rows lie in a ring of `held` places
 * of `bytes` each at `ring`; the first is row `first`, and `weights` holds a f32 for each. A sum is made as a double and kept as f32 with
 * every row. Reads and writes up to three values beyond `n`.
 */
export function summedRows(
  ring: usize,
  bytes: i32,
  held: i32,
  first: i32,
  count: i32,
  weights: usize,
  n: i32,
  gain: f64,
  shift: f64,
  out: usize,
): void {
  const gains = f64x2.splat(gain);
  const shifts = f64x2.splat(shift);
  const end = weights + (<usize>count << 2);
  const start = first % held;
  for (let i = 0; i < n; i += 4, ring += 16, out += 16) {
    let sum = f32x4.splat(0);
    let place = start;
    for (let w = weights; w < end; w += 4) {
      const row = v128.load(ring + <usize>place * bytes);
      const times = f64x2.splat(<f64>load<f32>(w));
      sum = demoted(
        f64x2.add(f64x2.promote_low_f32x4(sum), f64x2.mul(times, f64x2.promote_low_f32x4(row))),
        f64x2.add(promotedHigh(sum), f64x2.mul(times, promotedHigh(row))),
      );
      if (++place == held) place = 0;
    }
    v128.store(
      out,
      demoted(
        f64x2.sub(f64x2.mul(f64x2.promote_low_f32x4(sum), gains), shifts),
        f64x2.sub(f64x2.mul(promotedHigh(sum), gains), shifts),
      ),
    );
  }
}

// @ts-ignore: decorator
@inline
function promotedHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

// @ts-ignore: decorator
@inline
function demoted(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
