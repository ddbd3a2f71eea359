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

/** Adds the `n` f32 at `row`, times `weight`, to those at `out`: each sum is made as a double and kept as f32. */
export function addScaled(row: usize, n: i32, weight: f64, out: usize): void {
  const times = f64x2.splat(weight);
  let i = 0;
  for (; i + 4 <= n; i += 4, row += 16, out += 16) {
    const r = v128.load(row);
    const o = v128.load(out);
    const low = f64x2.add(f64x2.promote_low_f32x4(o), f64x2.mul(times, f64x2.promote_low_f32x4(r)));
    const r2 = v128.shuffle<i64>(r, r, 1, 0);
    const o2 = v128.shuffle<i64>(o, o, 1, 0);
    const high = f64x2.add(f64x2.promote_low_f32x4(o2), f64x2.mul(times, f64x2.promote_low_f32x4(r2)));
    v128.store(
      out,
      v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2),
    );
  }
  for (; i < n; i++, row += 4, out += 4) store<f32>(out, <f32>(<f64>load<f32>(out) + weight * <f64>load<f32>(row)));
}
