/** Sums over windows and over samples (AssemblyScript; lib/pixels/raster.ts and lib/pixels/linear.ts are the reference). */

/** Running sums of one row's windows, in double precision, stored in single. */
function rowSums(src: usize, width: i32, radius: i32, out: usize): void {
  let sum: f64 = 0;
  const lead = min(radius, width - 1);
  for (let x = 0; x <= lead; x++) sum += <f64>load<f32>(src + (<usize>x << 2));
  store<f32>(out, <f32>sum);
  for (let x = 1; x < width; x++) {
    const enter = x + radius;
    const leave = x - radius - 1;
    if (enter < width) sum += <f64>load<f32>(src + (<usize>enter << 2));
    if (leave >= 0) sum -= <f64>load<f32>(src + (<usize>leave << 2));
    store<f32>(out + (<usize>x << 2), <f32>sum);
  }
}

/** One value of each of two rows. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function pair(a: usize, b: usize, at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_lane<f32>(b + at, v128.load32_zero(a + at), 1));
}

/** `rowSums` of four rows, `bytes` apart: each row's sum waits for the one before it, those of other rows do not. */
function fourRowSums(src: usize, bytes: usize, width: i32, radius: i32, out: usize): void {
  const b = src + bytes;
  const c = b + bytes;
  const d = c + bytes;
  let upper = f64x2.splat(0);
  let lower = f64x2.splat(0);
  const lead = min(radius, width - 1);
  for (let x = 0; x <= lead; x++) {
    const at = <usize>x << 2;
    upper = f64x2.add(upper, pair(src, b, at));
    lower = f64x2.add(lower, pair(c, d, at));
  }
  for (let x = 0; x < width; x++) {
    if (x > 0) {
      const enter = x + radius;
      const leave = x - radius - 1;
      if (enter < width) {
        const at = <usize>enter << 2;
        upper = f64x2.add(upper, pair(src, b, at));
        lower = f64x2.add(lower, pair(c, d, at));
      }
      if (leave >= 0) {
        const at = <usize>leave << 2;
        upper = f64x2.sub(upper, pair(src, b, at));
        lower = f64x2.sub(lower, pair(c, d, at));
      }
    }
    const to = out + (<usize>x << 2);
    const u = f32x4.demote_f64x2_zero(upper);
    const l = f32x4.demote_f64x2_zero(lower);
    v128.store_lane<f32>(to, u, 0);
    v128.store_lane<f32>(to + bytes, u, 1);
    v128.store_lane<f32>(to + 2 * bytes, l, 0);
    v128.store_lane<f32>(to + 3 * bytes, l, 1);
  }
}

/** Adds (sign 1) or takes (sign -1) a row of f32 to a row of f64 sums. */
function accumulate(sums: usize, row: usize, width: i32, sign: f64): void {
  const s = f64x2.splat(sign);
  let x = 0;
  for (; x + 1 < width; x += 2, sums += 16, row += 8)
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(s, f64x2.promote_low_f32x4(v128.load64_zero(row)))));
  if (x < width) store<f64>(sums, load<f64>(sums) + sign * <f64>load<f32>(row));
}

/**
 * Sums over (2 radius + 1)-squared windows, clipped at the edges, of the `width` x `height` f32 at `src`, to `out`. `rows`: as many f32;
 * `sums`: `width` f64.
 */
export function boxSum(
  src: usize,
  width: i32,
  height: i32,
  radius: i32,
  rows: usize,
  sums: usize,
  out: usize,
): void {
  const bytes = <usize>width << 2;
  let y = 0;
  for (; y + 3 < height; y += 4) fourRowSums(src + <usize>y * bytes, bytes, width, radius, rows + <usize>y * bytes);
  for (; y < height; y++) rowSums(src + <usize>y * bytes, width, radius, rows + <usize>y * bytes);
  memory.fill(sums, 0, <usize>width << 3);
  const lead = min(radius, height - 1);
  for (let r = 0; r <= lead; r++) accumulate(sums, rows + <usize>r * bytes, width, 1);
  for (let r = 0; r < height; r++) {
    if (r > 0) {
      const enter = r + radius;
      const leave = r - radius - 1;
      if (enter < height) accumulate(sums, rows + <usize>enter * bytes, width, 1);
      if (leave >= 0) accumulate(sums, rows + <usize>leave * bytes, width, -1);
    }
    const to = out + <usize>r * bytes;
    for (let x = 0; x < width; x++)
      store<f32>(to + (<usize>x << 2), <f32>load<f64>(sums + (<usize>x << 3)));
  }
}

/**
 * Adds the weighted products of `n` samples' terms to `normal` (lower triangle, rows of `stride` f64; what lies above it is spoilt) and
 * `right`. `rows`: `stride` f64 a sample, `count` of them its terms; `stride` is even and at least `count`.
 */
export function normalEquations(
  rows: usize,
  weight: usize,
  wanted: usize,
  n: i32,
  count: i32,
  stride: i32,
  normal: usize,
  right: usize,
): void {
  const bytes = <usize>stride << 3;
  for (let k = 0; k < n; k++, rows += bytes, weight += 8, wanted += 8) {
    const w = load<f64>(weight);
    if (w == 0) continue;
    const want = load<f64>(wanted);
    for (let a = 0; a < count; a++) {
      const v = w * load<f64>(rows + (<usize>a << 3));
      if (v == 0) continue;
      const r = right + (<usize>a << 3);
      store<f64>(r, load<f64>(r) + v * want);
      const vs = f64x2.splat(v);
      let to = normal + <usize>a * bytes;
      let from = rows;
      for (let b = 0; b <= a; b += 2, to += 16, from += 16)
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(vs, v128.load(from))));
    }
  }
}

/** Adds a row of `n` terms to the equations; `row`, `m` and `r` are f64. */
function addRow64(row: usize, n: i32, weight: f64, target: f64, m: usize, r: usize): void {
  for (let i = 0; i < n; i++) {
    const own = load<f64>(row + (<usize>i << 3));
    if (own == 0) continue;
    const wi = weight * own;
    const line = m + (<usize>(i * n) << 3);
    for (let j: usize = 0; j < <usize>n << 3; j += 8)
      store<f64>(line + j, load<f64>(line + j) + wi * load<f64>(row + j));
    const at = r + (<usize>i << 3);
    store<f64>(at, load<f64>(at) + wi * target);
  }
}

/**
 * The normal equations of a map of `n` unknowns (6 or 8) through weighted pairs of points, centred and scaled by `frame` (x, y and scale of
 * each side). `m` and `r` must hold zeros; `row`: `n` f64.
 */
export function mapEquations(
  from: usize,
  to: usize,
  weight: usize,
  count: i32,
  frame: usize,
  n: i32,
  row: usize,
  m: usize,
  r: usize,
): void {
  const ax = load<f64>(frame);
  const ay = load<f64>(frame, 8);
  const size = load<f64>(frame, 16);
  const bx = load<f64>(frame, 24);
  const by = load<f64>(frame, 32);
  const bs = load<f64>(frame, 40);
  const bytes = <usize>n << 3;
  for (let i = 0; i < count; i++, from += 16, to += 16) {
    const w = load<f64>(weight + (<usize>i << 3));
    if (w <= 0) continue;
    const x = (load<f64>(from) - ax) * size;
    const y = (load<f64>(from, 8) - ay) * size;
    const u = (load<f64>(to) - bx) * bs;
    const v = (load<f64>(to, 8) - by) * bs;
    memory.fill(row, 0, bytes);
    store<f64>(row, x);
    store<f64>(row, y, 8);
    store<f64>(row, 1, 16);
    if (n == 8) {
      store<f64>(row, -u * x, 48);
      store<f64>(row, -u * y, 56);
    }
    addRow64(row, n, w, u, m, r);
    memory.fill(row, 0, bytes);
    store<f64>(row, x, 24);
    store<f64>(row, y, 32);
    store<f64>(row, 1, 40);
    if (n == 8) {
      store<f64>(row, -v * x, 48);
      store<f64>(row, -v * y, 56);
    }
    addRow64(row, n, w, v, m, r);
  }
}
