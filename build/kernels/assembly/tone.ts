/** Tone, light and filters between two pictures (AssemblyScript; lib/match/differences/light.ts and lib/pixels/kernels/window-means.ts are the reference). */

/** A difference as its slot among `slots`, 0 in the middle, rounded to the nearest step. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function slotOf(d: f64, slots: i32): i32 {
  const v = d + <f64>((slots - 1) >> 1) + 0.5;
  return v < 0 ? 0 : v >= <f64>slots ? slots - 1 : <i32>v;
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function countIn(histogram: usize, slot: i32): void {
  const at = histogram + (<usize>slot << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Counts the photo's differences from the source, of every third of `n` pixels in `use`, by the source's brightness: `bins` rows of `slots` u32. */
export function toneCounts(
  photo: usize,
  source: usize,
  use: usize,
  n: i32,
  bins: i32,
  slots: i32,
  histogram: usize,
): void {
  const step = 256 / <f64>bins;
  for (let i: usize = 0; i < <usize>n; i += 3) {
    if (!load<u8>(use + i)) continue;
    const s = <f64>load<f32>(source + (i << 2));
    const row = max(0, min(bins - 1, <i32>(s / step)));
    countIn(histogram, row * slots + slotOf(<f64>load<f32>(photo + (i << 2)) - s, slots));
  }
}

/** The `n` f32 of `source` through the curve of 257 f32, straight between its points. */
export function throughCurve(source: usize, n: i32, curve: usize, out: usize): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const s = <f64>load<f32>(source + i);
    const v = s < 0 ? 0 : s > 255 ? 255 : s;
    const k = <i32>v;
    const at = curve + (<usize>k << 2);
    const a = <f64>load<f32>(at);
    store<f32>(out + i, <f32>(a + (v - <f64>k) * (<f64>load<f32>(at, 4) - a)));
  }
}

/** Counts the photo's differences from what is expected, of every fourth pixel in `use`, by squares of `cell` pixels, `across` in a row. */
export function lightCounts(
  photo: usize,
  expected: usize,
  use: usize,
  width: i32,
  height: i32,
  cell: i32,
  across: i32,
  slots: i32,
  histogram: usize,
): void {
  for (let y = 0; y < height; y += 2) {
    const row = (y / cell) * across;
    for (let x = (y >> 1) & 1; x < width; x += 2) {
      const i = <usize>(y * width + x);
      if (!load<u8>(use + i)) continue;
      const d = <f64>load<f32>(photo + (i << 2)) - <f64>load<f32>(expected + (i << 2));
      countIn(histogram, (row + x / cell) * slots + slotOf(d, slots));
    }
  }
}

/** Adds the f32 of `light`, one for each square of `cell` pixels, to `expected`, straight between the squares' middles. `work`: 16 bytes a column. */
export function addLight(
  expected: usize,
  width: i32,
  height: i32,
  light: usize,
  across: i32,
  down: i32,
  cell: i32,
  work: usize,
): void {
  const size = <f64>cell;
  for (let x = 0; x < width; x++) {
    let fx = (<f64>x + 0.5) / size - 0.5;
    fx = fx < 0 ? 0 : fx > <f64>(across - 1) ? <f64>(across - 1) : fx;
    const left = <i32>fx;
    const at = work + (<usize>x << 4);
    store<i32>(at, left);
    store<i32>(at, min(across - 1, left + 1), 4);
    store<f64>(at, fx - <f64>left, 8);
  }
  for (let y = 0; y < height; y++) {
    let fy = (<f64>y + 0.5) / size - 0.5;
    fy = fy < 0 ? 0 : fy > <f64>(down - 1) ? <f64>(down - 1) : fy;
    const row = <i32>fy;
    const upper = light + (<usize>(row * across) << 2);
    const lower = light + (<usize>(min(down - 1, row + 1) * across) << 2);
    const ay = fy - <f64>row;
    for (let x = 0; x < width; x++, expected += 4) {
      const at = work + (<usize>x << 4);
      const left = <usize>load<i32>(at) << 2;
      const right = <usize>load<i32>(at, 4) << 2;
      const ax = load<f64>(at, 8);
      const top = <f64>load<f32>(upper + left) * (1 - ax) + <f64>load<f32>(upper + right) * ax;
      const bottom = <f64>load<f32>(lower + left) * (1 - ax) + <f64>load<f32>(lower + right) * ax;
      store<f32>(expected, <f32>(<f64>load<f32>(expected) + top + ay * (bottom - top)));
    }
  }
}

/**
 * Sums of everything above and left of each corner, (width + 1) x (height + 1) f64 each: of the f32 at `data` where `inside` is set, and of
 * how many are.
 */
export function tables(
  data: usize,
  inside: usize,
  width: i32,
  height: i32,
  sums: usize,
  counts: usize,
): void {
  const stride = <usize>(width + 1) << 3;
  memory.fill(sums, 0, stride);
  memory.fill(counts, 0, stride);
  for (let y = 0; y < height; y++) {
    sums += stride;
    counts += stride;
    store<f64>(sums, 0);
    store<f64>(counts, 0);
    let row: f64 = 0;
    let count: f64 = 0;
    for (let x = 0; x < width; x++, data += 4, inside++) {
      const at = <usize>(x + 1) << 3;
      if (load<u8>(inside)) {
        row += <f64>load<f32>(data);
        count += <f64>load<u8>(inside);
      }
      store<f64>(sums + at, load<f64>(sums + at - stride) + row);
      store<f64>(counts + at, load<f64>(counts + at - stride) + count);
    }
  }
}

/** The mean of the pixels inside over the window around a place; the pixel itself where there are none. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function meanAt(
  data: usize,
  sums: usize,
  counts: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
  radius: i32,
): f32 {
  const stride = width + 1;
  const left = max(0, x - radius);
  const right = min(width, x + radius + 1);
  const upper = max(0, y - radius) * stride;
  const lower = min(height, y + radius + 1) * stride;
  const lr = <usize>(lower + right) << 3;
  const ll = <usize>(lower + left) << 3;
  const ur = <usize>(upper + right) << 3;
  const ul = <usize>(upper + left) << 3;
  const count = load<f64>(counts + lr) - load<f64>(counts + ll) - load<f64>(counts + ur) + load<f64>(counts + ul);
  if (count <= 0) return load<f32>(data + (<usize>(y * width + x) << 2));
  return <f32>(
    ((load<f64>(sums + lr) - load<f64>(sums + ll) - load<f64>(sums + ur) + load<f64>(sums + ul)) / count)
  );
}

/** Those means, over windows of `radius`, at the `n` places (i32) of `at`, one after the other; at all places where `at` is 0. */
export function windowMeans(
  data: usize,
  sums: usize,
  counts: usize,
  width: i32,
  height: i32,
  radius: i32,
  at: usize,
  n: i32,
  out: usize,
): void {
  if (at) {
    for (let k = 0; k < n; k++, at += 4, out += 4) {
      const i = load<i32>(at);
      const y = i / width;
      store<f32>(out, meanAt(data, sums, counts, width, height, i - y * width, y, radius));
    }
    return;
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++, out += 4)
      store<f32>(out, meanAt(data, sums, counts, width, height, x, y, radius));
}

/** 2 x 2 means of bytes, halves rounded up; `stride` bytes a row of `src`. */
export function halved(src: usize, stride: i32, width: i32, height: i32, out: usize): void {
  const two = i16x8.splat(2);
  for (let y = 0; y < height; y++) {
    const a = src + <usize>(2 * y) * <usize>stride;
    const b = a + <usize>stride;
    let x = 0;
    for (; x + 8 <= width; x += 8) {
      const p = <usize>x << 1;
      const sum = i16x8.add(
        i16x8.add(i16x8.extadd_pairwise_i8x16_u(v128.load(a + p)), i16x8.extadd_pairwise_i8x16_u(v128.load(b + p))),
        two,
      );
      v128.store64_lane(out + <usize>x, i8x16.narrow_i16x8_u(i16x8.shr_u(sum, 2), two), 0);
    }
    for (; x < width; x++) {
      const p = <usize>x << 1;
      const sum = <i32>load<u8>(a + p) + <i32>load<u8>(a + p, 1) + <i32>load<u8>(b + p) + <i32>load<u8>(b + p, 1);
      store<u8>(out + <usize>x, <u8>((sum + 2) >> 2));
    }
    out += <usize>width;
  }
}
