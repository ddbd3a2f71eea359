/** Reading and comparing pictures that lie over each other (AssemblyScript; lib/pixels/laid.ts is the reference). */

/** Between the four f32 at `at`, beside it and in the row below. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function shift(at: usize, across: i32, ax: f64, ay: f64): f64 {
  const below = at + (<usize>across << 2);
  return (
    (<f64>load<f32>(at) * (1 - ax) + <f64>load<f32>(at, 4) * ax) * (1 - ay) +
    (<f64>load<f32>(below) * (1 - ax) + <f64>load<f32>(below, 4) * ax) * ay
  );
}

/**
 * Reads the plane at `src` (`stride` bytes a row, `rows` rows) at `width` x `height` cells through the nine f64 of `map` (cell centres to
 * plane pixels), bilinearly, to the f32 at `data`; `inside` gets 1 where a cell lies in the plane or up to `reach` pixels outside. Both
 * must hold zeros. `flat`: the map does not tilt. `u`, `v`: f32 shifts of the cells, for squares of `cell` cells, `across` x `down` of them;
 * across 0 for none.
 */
export function readThrough(
  src: usize,
  stride: i32,
  rows: i32,
  map: usize,
  flat: bool,
  reach: f64,
  width: i32,
  height: i32,
  data: usize,
  inside: usize,
  u: usize,
  v: usize,
  across: i32,
  down: i32,
  cell: f64,
): void {
  const m0 = load<f64>(map);
  const m1 = load<f64>(map, 8);
  const m2 = load<f64>(map, 16);
  const m3 = load<f64>(map, 24);
  const m4 = load<f64>(map, 32);
  const m5 = load<f64>(map, 40);
  const m6 = load<f64>(map, 48);
  const m7 = load<f64>(map, 56);
  const m8 = load<f64>(map, 64);
  const lastX = stride - 1;
  const lastY = rows - 1;
  const maxX = <f64>lastX;
  const maxY = <f64>lastY;
  const one = 1 / m8;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++, data += 4, inside++) {
      let gx = <f64>i + 0.5;
      let gy = <f64>j + 0.5;
      if (across > 0) {
        let fx = gx / cell - 0.5;
        let fy = gy / cell - 0.5;
        fx = fx < 0 ? 0 : fx > <f64>across - 1.001 ? <f64>across - 1.001 : fx;
        fy = fy < 0 ? 0 : fy > <f64>down - 1.001 ? <f64>down - 1.001 : fy;
        const jx = <i32>fx;
        const jy = <i32>fy;
        const c = <usize>(jy * across + jx) << 2;
        gx += shift(u + c, across, fx - <f64>jx, fy - <f64>jy);
        gy += shift(v + c, across, fx - <f64>jx, fy - <f64>jy);
      }
      const k = flat ? one : 1 / (m6 * gx + m7 * gy + m8);
      let x = (m0 * gx + m1 * gy + m2) * k;
      let y = (m3 * gx + m4 * gy + m5) * k;
      if (!(x > -reach && y > -reach && x < maxX + reach && y < maxY + reach)) continue;
      store<u8>(inside, 1);
      // Not min and max: those look after NaN, which takes several steps.
      x = x < 0 ? 0 : x > maxX ? maxX : x;
      y = y < 0 ? 0 : y > maxY ? maxY : y;
      const ix = x >= maxX ? max(0, lastX - 1) : <i32>x;
      const iy = y >= maxY ? max(0, lastY - 1) : <i32>y;
      const ax = x - <f64>ix;
      const ay = y - <f64>iy;
      const p = src + <usize>iy * <usize>stride + <usize>ix;
      const q = p + <usize>stride;
      const a = <f64>load<u8>(p);
      const c = <f64>load<u8>(q);
      const top = a + ax * (<f64>load<u8>(p, 1) - a);
      const bottom = c + ax * (<f64>load<u8>(q, 1) - c);
      store<f32>(data, <f32>(top + ay * (bottom - top)));
    }
  }
}

/**
 * Takes local mean and deviation out of the `width` x `height` f32 at `data`, to `out`. `sum` and `squares`: their windows' sums and
 * those of their squares; `across` and `down`: f32 counts of columns and rows in a window; `noise`: variance taken for noise.
 */
export function normalised(
  data: usize,
  sum: usize,
  squares: usize,
  across: usize,
  down: usize,
  width: i32,
  height: i32,
  noise: f64,
  out: usize,
): void {
  const zero = f64x2.splat(0);
  const quiet = f64x2.splat(noise);
  for (let y = 0; y < height; y++) {
    const d = <f64>load<f32>(down + (<usize>y << 2));
    const ds = f64x2.splat(d);
    let x = 0;
    for (; x + 1 < width; x += 2, data += 8, sum += 8, squares += 8, out += 8) {
      const k = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(across + (<usize>x << 2))), ds);
      const mean = f64x2.div(f64x2.promote_low_f32x4(v128.load64_zero(sum)), k);
      const power = f64x2.div(f64x2.promote_low_f32x4(v128.load64_zero(squares)), k);
      const variance = f64x2.pmax(zero, f64x2.sub(power, f64x2.mul(mean, mean)));
      const value = f64x2.div(
        f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(data)), mean),
        f64x2.sqrt(f64x2.add(variance, quiet)),
      );
      v128.store64_lane(out, f32x4.demote_f64x2_zero(value), 0);
    }
    if (x < width) {
      const k = <f64>load<f32>(across + (<usize>x << 2)) * d;
      const mean = <f64>load<f32>(sum) / k;
      const variance = max<f64>(0, <f64>load<f32>(squares) / k - mean * mean);
      store<f32>(out, <f32>((<f64>load<f32>(data) - mean) / sqrt<f64>(variance + noise)));
      data += 4;
      sum += 4;
      squares += 4;
      out += 4;
    }
  }
}

/** Squares of `n` f32. */
export function squared(data: usize, n: i32, out: usize): void {
  let i = 0;
  for (; i + 3 < n; i += 4, data += 16, out += 16) {
    const v = v128.load(data);
    v128.store(out, f32x4.mul(v, v));
  }
  for (; i < n; i++, data += 4, out += 4) {
    const v = load<f32>(data);
    store<f32>(out, v * v);
  }
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function lesser(a: f32, b: f32): f32 {
  return a < b ? a : b;
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function greater(a: f32, b: f32): f32 {
  return a > b ? a : b;
}

/** Least and greatest of each pixel and its neighbours left and right. */
function rowRanges(row: usize, width: i32, low: usize, high: usize): void {
  for (let x = 0; x < width; ) {
    const at = <usize>x << 2;
    const b = row + at;
    if (x > 0 && x + 4 < width) {
      const left = v128.load(b - 4);
      const own = v128.load(b);
      const right = v128.load(b + 4);
      v128.store(low + at, f32x4.pmin(right, f32x4.pmin(left, own)));
      v128.store(high + at, f32x4.pmax(right, f32x4.pmax(left, own)));
      x += 4;
      continue;
    }
    const own = load<f32>(b);
    const left = x > 0 ? load<f32>(b - 4) : own;
    const right = x < width - 1 ? load<f32>(b + 4) : own;
    store<f32>(low + at, lesser(right, lesser(left, own)));
    store<f32>(high + at, greater(right, greater(left, own)));
    x++;
  }
}

/**
 * How far each f32 of `photo` leaves the 3 x 3 range of `expected`, signed, to `gone`; which of `bins` bins of `binStep` grey steps the range
 * falls into, to the bytes at `bin`; and, of every second pixel in `use`, four times its distance from `expected`, to the histograms of
 * `slots` u32 a bin, the value 0 in the middle. `low`, `high`: as many f32 each.
 */
export function leaves(
  photo: usize,
  expected: usize,
  use: usize,
  width: i32,
  height: i32,
  binStep: f64,
  bins: i32,
  slots: i32,
  low: usize,
  high: usize,
  gone: usize,
  bin: usize,
  histogram: usize,
): void {
  const bytes = <usize>width << 2;
  for (let y = 0; y < height; y++) {
    const row = <usize>y * bytes;
    rowRanges(expected + row, width, low + row, high + row);
  }
  const middle = <f64>((slots - 1) >> 1) + 0.5;
  for (let y = 0; y < height; y++) {
    const row = <usize>y * bytes;
    const up = y > 0 ? row - bytes : row;
    const dn = y < height - 1 ? row + bytes : row;
    for (let x = 0; x < width; x++) {
      const at = <usize>x << 2;
      const lo = lesser(
        load<f32>(low + row + at),
        lesser(load<f32>(low + up + at), load<f32>(low + dn + at)),
      );
      const hi = greater(
        load<f32>(high + row + at),
        greater(load<f32>(high + up + at), load<f32>(high + dn + at)),
      );
      const v = load<f32>(photo + row + at);
      store<f32>(gone + row + at, v < lo ? v - lo : v > hi ? v - hi : 0);
      const over = <i32>((<f64>hi - <f64>lo) / binStep);
      const b = over < bins ? over : bins - 1;
      const i = y * width + x;
      store<u8>(bin + <usize>i, <u8>b);
      if ((i & 1) == 0 && load<u8>(use + <usize>i)) {
        const off = abs<f64>(<f64>v - <f64>load<f32>(expected + row + at)) * 4 + middle;
        const slot = off >= <f64>slots ? slots - 1 : <i32>off;
        const to = histogram + (<usize>(b * slots + slot) << 2);
        store<u32>(to, load<u32>(to) + 1);
      }
    }
  }
}
