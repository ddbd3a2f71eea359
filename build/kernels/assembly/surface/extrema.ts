/** Extrema of a scale space (AssemblyScript; lib/place/features/extrema.ts has the reference). */

/** Four differences of two planes from `o` on. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function less(fine: usize, coarse: usize, o: usize): v128 {
  return f32x4.sub(v128.load(coarse + o), v128.load(fine + o));
}

/** The largest of `best` and of the differences in three columns around `o`. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function most(best: v128, fine: usize, coarse: usize, o: usize): v128 {
  const left = less(fine, coarse, o - 4);
  return f32x4.pmax(f32x4.pmax(best, left), f32x4.pmax(less(fine, coarse, o), less(fine, coarse, o + 4)));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function least(best: v128, fine: usize, coarse: usize, o: usize): v128 {
  const left = less(fine, coarse, o - 4);
  return f32x4.pmin(f32x4.pmin(best, left), f32x4.pmin(less(fine, coarse, o), less(fine, coarse, o + 4)));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function mostOfRows(best: v128, fine: usize, coarse: usize, o: usize, stride: usize): v128 {
  return most(most(most(best, fine, coarse, o - stride), fine, coarse, o), fine, coarse, o + stride);
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function leastOfRows(best: v128, fine: usize, coarse: usize, o: usize, stride: usize): v128 {
  return least(least(least(best, fine, coarse, o - stride), fine, coarse, o), fine, coarse, o + stride);
}

/**
 * Of four planes, each smoother than the one before: positions (i32, y * width + x) at `out` where the middle one of their three differences is beyond
 * `threshold` in size and no neighbour in the three surpasses it, at least `border` (> 0) pixels inside; at most `room` of them. Returns their
 * number. Planes need 16 bytes past their end.
 */
export function extrema(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
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
      const v = less(b, c, o);
      if (!v128.any_true(f32x4.gt(f32x4.abs(v), limit))) continue;
      let high = mostOfRows(v, b, c, o, stride);
      let low = leastOfRows(v, b, c, o, stride);
      let lanes = v128.or(f32x4.ge(v, high), f32x4.le(v, low));
      if (!v128.any_true(lanes)) continue;
      high = mostOfRows(mostOfRows(high, a, b, o, stride), c, d, o, stride);
      low = leastOfRows(leastOfRows(low, a, b, o, stride), c, d, o, stride);
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
