/** What two pictures that lie over each other are compared by (AssemblyScript; lib/pixels/kernels/compared.ts has the reference). */

// @ts-ignore: decorators are AssemblyScript's
@inline
function at32(base: usize, i: i32): f64 {
  return <f64>load<f32>(base + (<usize>i << 2));
}

/** 2 x 2 means of the `width` x `height` f32 at `src`; an odd last row or column is dropped. */
export function halfFloats(src: usize, width: i32, height: i32, out: usize): void {
  const w = width >> 1;
  const h = height >> 1;
  const row = <usize>width << 2;
  for (let y = 0; y < h; y++) {
    let p = src + <usize>(2 * y) * row;
    for (let x = 0; x < w; x++, p += 8, out += 4)
      store<f32>(
        out,
        <f32>((<f64>load<f32>(p) + <f64>load<f32>(p, 4) + <f64>load<f32>(p + row) + <f64>load<f32>(p + row, 4)) / 4),
      );
  }
}

/** How far `n` weighted sums of `count` terms (rows of `stride` f64) stay from what is wanted, as f32. */
export function misses(
  rows: usize,
  wanted: usize,
  weights: usize,
  n: i32,
  count: i32,
  stride: i32,
  out: usize,
): void {
  for (let k = 0; k < n; k++, rows += <usize>stride << 3, wanted += 8, out += 4) {
    let v = load<f64>(wanted);
    for (let a: usize = 0; a < <usize>count << 3; a += 8) v -= load<f64>(weights + a) * load<f64>(rows + a);
    store<f32>(out, <f32>abs(v));
  }
}

/** The value that would stand at `k` were the `n` f32 sorted upwards (Hoare's selection); they are reordered. */
export function select(values: usize, n: i32, k: i32): f32 {
  let left = 0;
  let right = n - 1;
  while (left < right) {
    const pivot = load<f32>(values + (<usize>((left + right) >> 1) << 2));
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<f32>(values + (<usize>i << 2)) < pivot) i++;
      while (load<f32>(values + (<usize>j << 2)) > pivot) j--;
      if (i > j) break;
      const a = values + (<usize>i << 2);
      const b = values + (<usize>j << 2);
      const v = load<f32>(a);
      store<f32>(a, load<f32>(b));
      store<f32>(b, v);
      i++;
      j--;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return load<f32>(values + (<usize>k << 2));
}

/**
 * 1 to `out` where a pixel in `inside` is taken for unchanged: at its place in maps of 1 / 2^`shift` of the size it has no texture, or
 * correlates by more than `least`. Returns how many are inside. `out` must hold zeros.
 */
export function agreeing(
  inside: usize,
  width: i32,
  height: i32,
  value: usize,
  textured: usize,
  mapWidth: i32,
  mapHeight: i32,
  shift: i32,
  least: f64,
  out: usize,
): i32 {
  let compared = 0;
  for (let y = 0; y < height; y++) {
    const row = min(mapHeight - 1, y >> shift) * mapWidth;
    for (let x = 0; x < width; x++) {
      const i = <usize>(y * width + x);
      if (!load<u8>(inside + i)) continue;
      compared++;
      const q = row + min(mapWidth - 1, x >> shift);
      if (!load<u8>(textured + <usize>q) || at32(value, q) > least) store<u8>(out + i, 1);
    }
  }
  return compared;
}

/** The smallest f32 within 3 x 3; `rows`: as many f32. */
export function lowest(values: usize, width: i32, height: i32, rows: usize, out: usize): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = <usize>(y * width + x) << 2;
      let v = load<f32>(values + i);
      if (x > 0) v = min<f32>(v, load<f32>(values + i - 4));
      if (x + 1 < width) v = min<f32>(v, load<f32>(values + i, 4));
      store<f32>(rows + i, v);
    }
  }
  const stride = <usize>width << 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = <usize>(y * width + x) << 2;
      let v = load<f32>(rows + i);
      if (y > 0) v = min<f32>(v, load<f32>(rows + i - stride));
      if (y + 1 < height) v = min<f32>(v, load<f32>(rows + i + stride));
      store<f32>(out + i, v);
    }
  }
}

/** Squares and products of two planes of `n` f32 less 128: a², b², ab. */
export function products(a: usize, b: usize, n: i32, aa: usize, bb: usize, ab: usize): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const x = <f64>load<f32>(a + i) - 128;
    const y = <f64>load<f32>(b + i) - 128;
    store<f32>(aa + i, <f32>(x * x));
    store<f32>(bb + i, <f32>(y * y));
    store<f32>(ab + i, <f32>(x * y));
  }
}

/**
 * Noise units of texture that only one of two planes has, from sums over windows of `n` pixels each: the pixels' number, their values and
 * products. `out` must hold zeros.
 */
export function textureLost(
  ones: usize,
  a: usize,
  b: usize,
  aa: usize,
  bb: usize,
  ab: usize,
  n: i32,
  texture: f64,
  out: usize,
): void {
  // A literal inside a cast to f32 would be rounded to one first.
  const lost: f64 = 0.7;
  for (let i = 0; i < n; i++) {
    const k = at32(ones, i);
    const ma = at32(a, i) / k - 128;
    const mb = at32(b, i) / k - 128;
    const va = max<f64>(0, at32(aa, i) / k - ma * ma);
    const vb = max<f64>(0, at32(bb, i) / k - mb * mb);
    if (va < texture && vb < texture) continue;
    const c = (at32(ab, i) / k - ma * mb) / sqrt((va + 4) * (vb + 4));
    if (c < lost) store<f32>(out + (<usize>i << 2), <f32>((lost - c) * 8));
  }
}

/** One plane of `n` f32 less another. */
export function difference(a: usize, b: usize, n: i32, out: usize): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4)
    store<f32>(out + i, <f32>(<f64>load<f32>(a + i) - <f64>load<f32>(b + i)));
}

/** Each f32's distance from 0, over nine. */
export function ninths(values: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4)
    store<f32>(values + i, <f32>(<f64>abs(load<f32>(values + i)) / 9));
}

/**
 * The larger of `fine` and, at half the size, `coarse` where `inside` is set; `out` must hold zeros elsewhere.
 */
export function larger(
  fine: usize,
  coarse: usize,
  inside: usize,
  width: i32,
  height: i32,
  out: usize,
): void {
  const w = width >> 1;
  const h = height >> 1;
  for (let y = 0; y < height; y++) {
    const row = min(h - 1, y >> 1) * w;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!load<u8>(inside + <usize>i)) continue;
      const a = load<f32>(fine + (<usize>i << 2));
      const b = load<f32>(coarse + (<usize>(row + min(w - 1, x >> 1)) << 2));
      store<f32>(out + (<usize>i << 2), max<f32>(a, b));
    }
  }
}
