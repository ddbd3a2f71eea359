/** Extrema of a scale space (AssemblyScript; lib/place/features/extrema.ts has the reference). */

/** Larger or smaller of `best` and the three pixels from `p` on. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function most(best: v128, p: usize): v128 {
  return f32x4.max(f32x4.max(best, v128.load(p, 0)), f32x4.max(v128.load(p, 4), v128.load(p, 8)));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function least(best: v128, p: usize): v128 {
  return f32x4.min(f32x4.min(best, v128.load(p, 0)), f32x4.min(v128.load(p, 4), v128.load(p, 8)));
}

/**
 * Positions (i32, y * width + x) at `out` of pixels of `at` beyond `threshold` in size that no neighbour in the three planes surpasses, at
 * least `border` (> 0) pixels inside; at most `room` of them. Returns their number. Planes need 16 bytes past their end.
 */
export function extrema(
  below: usize,
  at: usize,
  above: usize,
  width: i32,
  height: i32,
  border: i32,
  threshold: f32,
  room: i32,
  out: usize,
): i32 {
  const limit = f32x4.splat(threshold);
  const stride = <usize>width << 2;
  let count = 0;
  for (let y = border; y < height - border; y++) {
    for (let x = border; x < width - border; x += 4) {
      const o = (<usize>y * width + x) << 2;
      const v = v128.load(at + o);
      if (!v128.any_true(f32x4.gt(f32x4.abs(v), limit))) continue;
      const p = o - stride - 4;
      const q = o - 4;
      const r = o + stride - 4;
      let high = most(most(most(v, at + p), at + q), at + r);
      let low = least(least(least(v, at + p), at + q), at + r);
      let lanes = v128.or(f32x4.ge(v, high), f32x4.le(v, low));
      if (!v128.any_true(lanes)) continue;
      high = most(most(most(high, below + p), below + q), below + r);
      high = most(most(most(high, above + p), above + q), above + r);
      low = least(least(least(low, below + p), below + q), below + r);
      low = least(least(least(low, above + p), above + q), above + r);
      const top = v128.and(f32x4.gt(v, limit), f32x4.ge(v, high));
      const bottom = v128.and(f32x4.lt(v, f32x4.neg(limit)), f32x4.le(v, low));
      lanes = v128.or(top, bottom);
      let bits = i32x4.bitmask(lanes);
      while (bits != 0) {
        const lane = <i32>ctz(bits);
        bits &= bits - 1;
        if (x + lane >= width - border || count >= room) continue;
        store<i32>(out + (<usize>count << 2), y * width + x + lane);
        count++;
      }
    }
  }
  return count;
}
