/** Gaussian smoothing of float planes (AssemblyScript; lib/place/features/blur.ts has the reference). */

/**
 * Smooths `width` x `height` f32 at `src` by a symmetric kernel, `radius` + 1 (> 1) weights from the middle outward at `weights`, edges repeated, into
 * `out` (may be `src`). Rows smoothed across stand in a ring until those around them are there: `work` has room for `2 * radius + 1` rows, each
 * with 128 bytes to spare, their addresses, and a row with twice the radius beside it. `out` needs 16 bytes past its end.
 */
export function blur(
  src: usize,
  width: i32,
  height: i32,
  weights: usize,
  radius: i32,
  work: usize,
  out: usize,
): void {
  const stride = <usize>width << 2;
  const rows = 2 * radius + 1;
  // An odd number of cache lines: rows below each other would else meet in a few sets of the cache.
  const step = ((stride + 76) & ~63) | 64;
  const table = work + <usize>rows * step;
  const line = table + ((<usize>rows << 2) + 12 & ~15);
  let next = 0;
  for (let y = 0; y < height; y++) {
    for (; next < height && next <= y + radius; next++)
      across(src + <usize>next * stride, stride, weights, radius, line, work + <usize>(next % rows) * step);
    for (let i = 0; i <= radius; i++) {
      store<u32>(table + (<usize>i << 3), <u32>(work + <usize>(max(0, y - i) % rows) * step));
      if (i < radius)
        store<u32>(table + (<usize>i << 3) + 4, <u32>(work + <usize>(min(height - 1, y + i + 1) % rows) * step));
    }
    downward(table, stride, weights, radius, out + <usize>y * stride);
  }
}

/** One row, smoothed across. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function across(row: usize, stride: usize, weights: usize, radius: i32, line: usize, to: usize): void {
  const first = line + (<usize>radius << 2);
  memory.copy(first, row, stride);
  const left = load<f32>(row);
  const right = load<f32>(row + stride - 4);
  for (let i = 0; i < radius; i++) {
    store<f32>(line + (<usize>i << 2), left);
    store<f32>(first + stride + (<usize>i << 2), right);
  }
  let x: usize = 0;
  for (; x + 64 <= stride; x += 64) {
    const p = first + x;
    let w = v128.load32_splat(weights);
    let s0 = f32x4.mul(v128.load(p), w);
    let s1 = f32x4.mul(v128.load(p, 16), w);
    let s2 = f32x4.mul(v128.load(p, 32), w);
    let s3 = f32x4.mul(v128.load(p, 48), w);
    for (let i: usize = 4; i <= <usize>radius << 2; i += 4) {
      w = v128.load32_splat(weights + i);
      s0 = f32x4.add(s0, f32x4.mul(f32x4.add(v128.load(p - i), v128.load(p + i)), w));
      s1 = f32x4.add(s1, f32x4.mul(f32x4.add(v128.load(p - i, 16), v128.load(p + i, 16)), w));
      s2 = f32x4.add(s2, f32x4.mul(f32x4.add(v128.load(p - i, 32), v128.load(p + i, 32)), w));
      s3 = f32x4.add(s3, f32x4.mul(f32x4.add(v128.load(p - i, 48), v128.load(p + i, 48)), w));
    }
    v128.store(to + x, s0);
    v128.store(to + x, s1, 16);
    v128.store(to + x, s2, 32);
    v128.store(to + x, s3, 48);
  }
  for (; x < stride; x += 16) {
    const p = first + x;
    let sum = f32x4.mul(v128.load(p), v128.load32_splat(weights));
    for (let i: usize = 4; i <= <usize>radius << 2; i += 4)
      sum = f32x4.add(sum, f32x4.mul(f32x4.add(v128.load(p - i), v128.load(p + i)), v128.load32_splat(weights + i)));
    v128.store(to + x, sum);
  }
}

/** One row from those around it, whose addresses stand in `table`: its own, then one below and one above in turn. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function downward(table: usize, stride: usize, weights: usize, radius: i32, to: usize): void {
  const end = table + (<usize>radius << 3);
  const own = <usize>load<u32>(table);
  let x: usize = 0;
  for (; x + 64 <= stride; x += 64) {
    let w = v128.load32_splat(weights);
    let s0 = f32x4.mul(v128.load(own + x), w);
    let s1 = f32x4.mul(v128.load(own + x, 16), w);
    let s2 = f32x4.mul(v128.load(own + x, 32), w);
    let s3 = f32x4.mul(v128.load(own + x, 48), w);
    let weight = weights;
    for (let at = table; at < end; at += 8) {
      const below = <usize>load<u32>(at, 4) + x;
      const above = <usize>load<u32>(at, 8) + x;
      weight += 4;
      w = v128.load32_splat(weight);
      s0 = f32x4.add(s0, f32x4.mul(f32x4.add(v128.load(above), v128.load(below)), w));
      s1 = f32x4.add(s1, f32x4.mul(f32x4.add(v128.load(above, 16), v128.load(below, 16)), w));
      s2 = f32x4.add(s2, f32x4.mul(f32x4.add(v128.load(above, 32), v128.load(below, 32)), w));
      s3 = f32x4.add(s3, f32x4.mul(f32x4.add(v128.load(above, 48), v128.load(below, 48)), w));
    }
    v128.store(to + x, s0);
    v128.store(to + x, s1, 16);
    v128.store(to + x, s2, 32);
    v128.store(to + x, s3, 48);
  }
  for (; x < stride; x += 16) {
    let sum = f32x4.mul(v128.load(own + x), v128.load32_splat(weights));
    let weight = weights;
    for (let at = table; at < end; at += 8) {
      weight += 4;
      const both = f32x4.add(v128.load(<usize>load<u32>(at, 8) + x), v128.load(<usize>load<u32>(at, 4) + x));
      sum = f32x4.add(sum, f32x4.mul(both, v128.load32_splat(weight)));
    }
    v128.store(to + x, sum);
  }
}
