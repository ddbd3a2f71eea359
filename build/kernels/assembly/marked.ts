/** What is counted, thinned out and marked on the raster of two pictures (AssemblyScript; lib/pixels/kernels/marked.ts has the reference). */

// @ts-ignore: decorators are AssemblyScript's
@inline
function at32(base: usize, i: i32): f64 {
  return <f64>load<f32>(base + (<usize>i << 2));
}

/** The sum of `n` bytes. */
export function sumOf(values: usize, n: i32): i32 {
  let sum = 0;
  for (let i: usize = 0; i < <usize>n; i++) sum += load<u8>(values + i);
  return sum;
}

/** The sum of those of `n` bytes where `mask` is set. */
export function sumWhere(values: usize, mask: usize, n: i32): i32 {
  let sum = 0;
  for (let i: usize = 0; i < <usize>n; i++) if (load<u8>(mask + i)) sum += load<u8>(values + i);
  return sum;
}

/** Every second byte of every second row. */
export function thinned(mask: usize, width: i32, height: i32, out: usize): void {
  const w = width >> 1;
  const h = height >> 1;
  for (let y = 0; y < h; y++) {
    let p = mask + <usize>(2 * y * width);
    for (let x = 0; x < w; x++, p += 2, out++) store<u8>(out, load<u8>(p));
  }
}

/** A plane of f32 on a raster twice as fine, each value repeated; `width` and `height` are the fine one's. */
export function enlarged(small: usize, width: i32, height: i32, out: usize): void {
  const w = width >> 1;
  const h = height >> 1;
  for (let y = 0; y < height; y++) {
    const row = small + (<usize>(min(h - 1, y >> 1) * w) << 2);
    for (let x = 0; x < width; x++, out += 4) store<f32>(out, load<f32>(row + (<usize>min(w - 1, x >> 1) << 2)));
  }
}

/** The places in `use`, one in each `apart` of them, as i32; returns how many. */
export function spreadOver(use: usize, n: i32, apart: f64, out: usize): i32 {
  let count = 0;
  let met = 0;
  let next: f64 = 0;
  for (let i = 0; i < n; i++) {
    if (!load<u8>(use + <usize>i)) continue;
    if (<f64>met >= next) {
      store<i32>(out + (<usize>count << 2), i);
      count++;
      next += apart;
    }
    met++;
  }
  return count;
}

/** Changes `n` f32 to 0 where `keep` is not set; 1 to `out` where what is left is over `level`. */
export function marked(values: usize, keep: usize, n: i32, level: f64, out: usize): void {
  for (let i = 0; i < n; i++) {
    const at = values + (<usize>i << 2);
    const kept = load<u8>(keep + <usize>i) != 0;
    if (!kept) store<f32>(at, 0);
    store<u8>(out + <usize>i, kept && <f64>load<f32>(at) > level ? 1 : 0);
  }
}

/** Divides `n` f32 each by the `units` of its bin. */
export function inUnits(values: usize, bins: usize, n: i32, units: usize): void {
  for (let i = 0; i < n; i++) {
    const at = values + (<usize>i << 2);
    store<f32>(at, load<f32>(at) / load<f32>(units + (<usize>load<u8>(bins + <usize>i) << 2)));
  }
}

/** Changes `n` f32 to the larger of both. */
export function raised(values: usize, others: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4)
    store<f32>(values + i, max<f32>(load<f32>(values + i), load<f32>(others + i)));
}

/** Sums over pixels in `use` of products of both pictures' Laplacians: both, own, other, and how many there are, as f64. */
export function laplacians(
  photo: usize,
  source: usize,
  use: usize,
  width: i32,
  height: i32,
  out: usize,
): void {
  let both: f64 = 0;
  // What nothing is divided by: a literal inside a cast would be rounded first.
  const least: f64 = 1e-6;
  let own: f64 = least;
  let other: f64 = least;
  let n: f64 = 1;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (!load<u8>(use + <usize>i)) continue;
      const p = 4 * at32(photo, i) - at32(photo, i - 1) - at32(photo, i + 1) - at32(photo, i - width) - at32(photo, i + width);
      const s = 4 * at32(source, i) - at32(source, i - 1) - at32(source, i + 1) - at32(source, i - width) - at32(source, i + width);
      n += 1;
      both += p * s;
      own += p * p;
      other += s * s;
    }
  }
  store<f64>(out, both);
  store<f64>(out, own, 8);
  store<f64>(out, other, 16);
  store<f64>(out, n, 24);
}

/**
 * Sums over tiles of `tile` x `tile` cells of a raster, three f64 each: how many lie in `inside` (of `stride` columns, twice as fine), and the
 * sums of both planes there. `sums` must hold zeros.
 */
export function tileSums(
  own: usize,
  other: usize,
  inside: usize,
  stride: i32,
  width: i32,
  height: i32,
  tile: i32,
  sums: usize,
): void {
  const across = width / tile;
  const down = height / tile;
  for (let y = 0; y < down * tile; y++) {
    for (let x = 0; x < across * tile; x++) {
      if (!load<u8>(inside + <usize>(2 * y * stride + 2 * x))) continue;
      const p = y * width + x;
      const t = sums + <usize>((y / tile) * across + x / tile) * 24;
      store<f64>(t, load<f64>(t) + 1);
      store<f64>(t, load<f64>(t, 8) + at32(own, p), 8);
      store<f64>(t, load<f64>(t, 16) + at32(other, p), 16);
    }
  }
}

/** Sums of products of three source planes less 128 and a constant (ten), then for each photo plane its sums with these four. */
export function colourSums(
  photo: usize,
  source: usize,
  plane: usize,
  inside: usize,
  mask: usize,
  stride: i32,
  width: i32,
  height: i32,
  places: usize,
  sums: usize,
): i32 {
  let counted = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = <usize>(2 * y * stride + 2 * x);
      if (!load<u8>(inside + i) || !load<u8>(inside + i + <usize>stride + 1)) continue;
      const q = y * width + x;
      store<i32>(places + (<usize>counted << 2), q);
      counted++;
      if (load<u8>(mask + i)) continue;
      const a = at32(source, q) - 128;
      const b = at32(source + plane, q) - 128;
      const c = at32(source + 2 * plane, q) - 128;
      for (let k: usize = 0; k < 3; k++) {
        const v = at32(photo + k * plane, q);
        const to = sums + 80 + 32 * k;
        store<f64>(to, load<f64>(to) + a * v);
        store<f64>(to, load<f64>(to, 8) + b * v, 8);
        store<f64>(to, load<f64>(to, 16) + c * v, 16);
        store<f64>(to, load<f64>(to, 24) + v, 24);
      }
      store<f64>(sums, load<f64>(sums) + a * a);
      store<f64>(sums, load<f64>(sums, 8) + a * b, 8);
      store<f64>(sums, load<f64>(sums, 16) + a * c, 16);
      store<f64>(sums, load<f64>(sums, 24) + a, 24);
      store<f64>(sums, load<f64>(sums, 32) + b * b, 32);
      store<f64>(sums, load<f64>(sums, 40) + b * c, 40);
      store<f64>(sums, load<f64>(sums, 48) + b, 48);
      store<f64>(sums, load<f64>(sums, 56) + c * c, 56);
      store<f64>(sums, load<f64>(sums, 64) + c, 64);
      store<f64>(sums, load<f64>(sums, 72) + 1, 72);
    }
  }
  return counted;
}

/** `apart` and what `counted` pixels of a plane miss of the affine map `m` (four f64) of the source's, each `most` at most. */
export function colourMisses(
  photo: usize,
  source: usize,
  plane: usize,
  places: usize,
  counted: i32,
  m: usize,
  most: f64,
  apart: f64,
): f64 {
  const m0 = load<f64>(m);
  const m1 = load<f64>(m, 8);
  const m2 = load<f64>(m, 16);
  const m3 = load<f64>(m, 24);
  for (let j = 0; j < counted; j++) {
    const q = load<i32>(places + (<usize>j << 2));
    const value =
      m0 * (at32(source, q) - 128) + m1 * (at32(source + plane, q) - 128) + m2 * (at32(source + 2 * plane, q) - 128) + m3;
    apart += min(most, abs(at32(photo, q) - value));
  }
  return apart;
}

/** Three kinds of each place from the finest on, by brightness, colour, texture and what is around; they must hold -1. See stands-out.ts. */
export function kinds(
  luma: usize,
  cb: usize,
  cr: usize,
  around: usize,
  ones: usize,
  inside: usize,
  stride: i32,
  width: i32,
  height: i32,
  busy: f64,
  textured: f64,
  fine: usize,
  middle: usize,
  coarse: usize,
): void {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!load<u8>(inside + <usize>(2 * y * stride + 2 * x))) continue;
      let low: f64 = 255;
      let high: f64 = 0;
      const first = max(0, x - 1);
      const last = min(width - 1, x + 1);
      for (let v = max(0, y - 1); v <= min(height - 1, y + 1); v++) {
        for (let p = v * width + first; p <= v * width + last; p++) {
          const s = at32(luma, p);
          if (s < low) low = s;
          if (s > high) high = s;
        }
      }
      const texture = high - low > busy ? 2 : high - low > textured ? 1 : 0;
      const colour =
        ((<i32>at32(luma, i) >> 4) << 8) | ((<i32>at32(cb, i) >> 4) << 4) | (<i32>at32(cr, i) >> 4);
      const at = <usize>i << 2;
      store<i32>(coarse + at, colour);
      store<i32>(middle + at, (colour << 2) | texture);
      store<i32>(fine + at, (colour << 4) | (texture << 2) | (<i32>(at32(around, i) / at32(ones, i)) >> 6));
    }
  }
}

/** Places 0..`n` - 1 by their kind, those of kind -1 left out; `starts`: where each kind begins, one more than there are; `next`: as many. */
export function byKind(keys: usize, n: i32, count: i32, starts: usize, next: usize, order: usize): void {
  memory.fill(starts, 0, <usize>(count + 1) << 2);
  for (let i = 0; i < n; i++) {
    const key = load<i32>(keys + (<usize>i << 2));
    if (key < 0) continue;
    const at = starts + (<usize>(key + 1) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let k = 0; k < count; k++) {
    const at = starts + (<usize>k << 2);
    store<i32>(at, load<i32>(at) + load<i32>(at, 4), 4);
  }
  memory.copy(next, starts, <usize>count << 2);
  for (let i = 0; i < n; i++) {
    const key = load<i32>(keys + (<usize>i << 2));
    if (key < 0) continue;
    const at = next + (<usize>key << 2);
    const to = load<i32>(at);
    store<i32>(order + (<usize>to << 2), i);
    store<i32>(at, to + 1);
  }
}

/** 1 where a pixel lies further than `near` from a colour, over all three planes together. */
export function foreign(
  y: usize,
  cb: usize,
  cr: usize,
  n: i32,
  a: i32,
  b: i32,
  c: i32,
  near: i32,
  out: usize,
): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const off =
      abs(<i32>load<u8>(y + i) - a) + abs(<i32>load<u8>(cb + i) - b) + abs(<i32>load<u8>(cr + i) - c);
    store<u8>(out + i, off > near ? 1 : 0);
  }
}

/** Sums of a box of bytes, `right` and `bottom` outside: of its rows to `rows`, of its columns to `columns`, as i32; both must hold zeros. */
export function crossSums(
  mask: usize,
  width: i32,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
  rows: usize,
  columns: usize,
): void {
  for (let y = top; y < bottom; y++) {
    let sum = 0;
    let column = columns + (<usize>left << 2);
    for (let x = left; x < right; x++, column += 4) {
      const value = <i32>load<u8>(mask + <usize>(y * width + x));
      sum += value;
      store<i32>(column, load<i32>(column) + value);
    }
    store<i32>(rows + (<usize>y << 2), sum);
  }
}
