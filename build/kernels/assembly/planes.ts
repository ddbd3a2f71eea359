/** Resampling and smoothing of 8-bit planes (AssemblyScript; the TypeScript of lib/pixels/raster.ts is the reference). */

/**
 * Area weights that map `from` cells onto `to` cells: `most` f32 weights an output cell at `weight`, its first input cell (i32) at
 * `first`; weights that a cell does not need are 0.
 */
export function areaTaps(from: i32, to: i32, most: i32, first: usize, weight: usize): void {
  const ratio = <f64>from / <f64>to;
  for (let o = 0; o < to; o++) {
    const start = <f64>o * ratio;
    const end = min(<f64>from, start + ratio);
    const begin = <i32>floor(start);
    store<i32>(first + (<usize>o << 2), begin);
    const at = weight + ((<usize>o * most) << 2);
    for (let k = 0; k < most; k++) {
      const i = <f64>(begin + k);
      const share = i < end ? (min(i + 1, end) - max(i, start)) / ratio : 0;
      store<f32>(at + (<usize>k << 2), <f32>share);
    }
  }
}

/** row[i] += w * src[i] for `n` bytes; the row holds f32 and room for 16 entries more. */
export function addRow(row: usize, src: usize, n: i32, w: f32): void {
  const ws = f32x4.splat(w);
  for (let i = 0; i < n; i += 16) {
    const bytes = v128.load(src + i);
    const lo = i16x8.extend_low_i8x16_u(bytes);
    const hi = i16x8.extend_high_i8x16_u(bytes);
    const at = row + (<usize>i << 2);
    v128.store(at, f32x4.add(v128.load(at), f32x4.mul(ws, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(lo)))));
    v128.store(at, f32x4.add(v128.load(at, 16), f32x4.mul(ws, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(lo)))), 16);
    v128.store(at, f32x4.add(v128.load(at, 32), f32x4.mul(ws, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(hi)))), 32);
    v128.store(at, f32x4.add(v128.load(at, 48), f32x4.mul(ws, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(hi)))), 48);
  }
}

/** Taps of one output cell that weigh anything; those that do not stand last. */
function tapsOf(weight: usize, most: i32): i32 {
  let n = most;
  while (n > 0 && load<f32>(weight + (<usize>(n - 1) << 2)) == 0) n--;
  return n;
}

/** Eight columns of one output row: the first four at `out`, the others at `out` + 16. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function eightColumns(src: usize, stride: i32, weight: usize, taps: i32, out: usize): void {
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  for (let k = 0; k < taps; k++, src += stride, weight += 4) {
    const w = v128.load32_splat(weight);
    const bytes = v128.load8x8_u(src);
    low = f32x4.add(low, f32x4.mul(w, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes))));
    high = f32x4.add(high, f32x4.mul(w, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(bytes))));
  }
  v128.store(out, low);
  v128.store(out, high, 16);
}

/** Four columns of four rows (`at`, 32 bytes apart) turned: each vector holds the rows' values of one column. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function turn(at: usize, out: usize): void {
  const a = v128.load(at);
  const b = v128.load(at, 32);
  const c = v128.load(at, 64);
  const d = v128.load(at, 96);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out, v128.shuffle<i64>(ab, cd, 1, 3), 16);
  v128.store(out, v128.shuffle<i64>(ab2, cd2, 0, 2), 32);
  v128.store(out, v128.shuffle<i64>(ab2, cd2, 1, 3), 48);
}

/**
 * Shrinks the `boxWidth` x `boxHeight` bytes at `src` (rows `stride` apart) to `width` x `height` at `out` by area averaging, four
 * output rows at a time: their values lie side by side, so that one step across the columns makes four bytes.
 * `work`: room for both axes' taps, eight columns and four rows: see `shrinkRoom` in lib/pixels/kernels.
 */
export function shrink(
  src: usize,
  stride: i32,
  boxWidth: i32,
  boxHeight: i32,
  out: usize,
  width: i32,
  height: i32,
  work: usize,
): void {
  const mostX = <i32>ceil(<f64>boxWidth / <f64>width) + 1;
  const mostY = <i32>ceil(<f64>boxHeight / <f64>height) + 1;
  const firstX = work;
  const weightX = firstX + (<usize>width << 2);
  const firstY = weightX + ((<usize>width * mostX) << 2);
  const weightY = firstY + (<usize>height << 2);
  const eight = (weightY + ((<usize>height * mostY) << 2) + 15) & ~15;
  const row = eight + 128;
  areaTaps(boxWidth, width, mostX, firstX, weightX);
  areaTaps(boxHeight, height, mostY, firstY, weightY);
  const last = height - 1;
  for (let y = 0; y < height; y += 4) {
    // Past the last row the last one is made again.
    const y1 = min(y + 1, last);
    const y2 = min(y + 2, last);
    const y3 = min(y + 3, last);
    const w0 = weightY + (<usize>(y * mostY) << 2);
    const w1 = weightY + (<usize>(y1 * mostY) << 2);
    const w2 = weightY + (<usize>(y2 * mostY) << 2);
    const w3 = weightY + (<usize>(y3 * mostY) << 2);
    const n0 = tapsOf(w0, mostY);
    const n1 = tapsOf(w1, mostY);
    const n2 = tapsOf(w2, mostY);
    const n3 = tapsOf(w3, mostY);
    const s0 = src + <usize>(load<i32>(firstY + (<usize>y << 2)) * stride);
    const s1 = src + <usize>(load<i32>(firstY + (<usize>y1 << 2)) * stride);
    const s2 = src + <usize>(load<i32>(firstY + (<usize>y2 << 2)) * stride);
    const s3 = src + <usize>(load<i32>(firstY + (<usize>y3 << 2)) * stride);
    for (let x = 0; x < boxWidth; x += 8) {
      eightColumns(s0 + x, stride, w0, n0, eight);
      eightColumns(s1 + x, stride, w1, n1, eight + 32);
      eightColumns(s2 + x, stride, w2, n2, eight + 64);
      eightColumns(s3 + x, stride, w3, n3, eight + 96);
      const at = row + (<usize>x << 4);
      turn(eight, at);
      turn(eight + 16, at + 64);
    }
    // What was read past the box weighs nothing for the last cells.
    memory.fill(row + (<usize>boxWidth << 4), 0, <usize>mostX << 4);
    const o0 = out + <usize>(y * width);
    const o1 = out + <usize>(y1 * width);
    const o2 = out + <usize>(y2 * width);
    const o3 = out + <usize>(y3 * width);
    let weight = weightX;
    for (let o = 0; o < width; o++) {
      let at = row + (<usize>load<i32>(firstX + (<usize>o << 2)) << 4);
      let sum = f32x4.splat(0.5);
      for (let k = 0; k < mostX; k++, at += 16, weight += 4)
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(at)));
      const whole = i32x4.trunc_sat_f32x4_s(sum);
      v128.store8_lane(o0 + o, whole, 0);
      v128.store8_lane(o1 + o, whole, 4);
      v128.store8_lane(o2 + o, whole, 8);
      v128.store8_lane(o3 + o, whole, 12);
    }
  }
}

/** Means of one pixel's R, G, B, A from a row of sums. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function pixelMean(row: usize, o: i32, most: i32, first: usize, weight: usize): v128 {
  let at = row + (<usize>load<i32>(first + (<usize>o << 2)) << 4);
  let w = weight + (<usize>(o * most) << 2);
  let sum = f32x4.splat(0);
  for (let k = 0; k < most; k++, at += 16, w += 4)
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w), v128.load(at)));
  // Half to even, as a clamped array stores numbers.
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(sum));
}

/** One output row of colour planes from a row of RGBA sums (f32), which is written over. */
export function colourRow(
  row: usize,
  width: i32,
  most: i32,
  first: usize,
  weight: usize,
  y: usize,
  cb: usize,
  cr: usize,
): void {
  const last = width - 1;
  // Four bytes a pixel never reach the sums that are still to be read, which are sixteen.
  for (let o = 0; o < width; o += 4) {
    const a = pixelMean(row, o, most, first, weight);
    const b = pixelMean(row, min(o + 1, last), most, first, weight);
    const c = pixelMean(row, min(o + 2, last), most, first, weight);
    const d = pixelMean(row, min(o + 3, last), most, first, weight);
    const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
    v128.store(row + (<usize>o << 2), bytes);
  }
  colours(row, width, y, cb, cr);
}

/** The weights of four pixels at once: red and blue, green and alpha lie in pairs of 16 bits. 38470 and 32768 are too large for a signed one and come doubled. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function lumaOf(rb: v128, ga: v128): v128 {
  const green = i32x4.shl(i32x4.dot_i16x8_s(ga, i32x4.splat(19235)), 1);
  const sum = i32x4.add(i32x4.dot_i16x8_s(rb, i32x4.splat((7471 << 16) | 19595)), green);
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(32768)), 16);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function cbOf(rb: v128, ga: v128): v128 {
  const blue = i32x4.shl(i32x4.shr_u(rb, 16), 15);
  const red = i32x4.dot_i16x8_s(rb, i32x4.splat(-11059 & 0xffff));
  const green = i32x4.dot_i16x8_s(ga, i32x4.splat(-21709 & 0xffff));
  return i32x4.shr_s(i32x4.add(i32x4.add(blue, red), i32x4.add(green, i32x4.splat(8421375))), 16);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function crOf(rb: v128, ga: v128): v128 {
  const red = i32x4.shl(v128.and(rb, i32x4.splat(0xffff)), 15);
  const blue = i32x4.dot_i16x8_s(rb, i32x4.splat(-5329 << 16));
  const green = i32x4.dot_i16x8_s(ga, i32x4.splat(-27439 & 0xffff));
  return i32x4.shr_s(i32x4.add(i32x4.add(blue, red), i32x4.add(green, i32x4.splat(8421375))), 16);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function sixteenBytes(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

/** `n` RGBA pixels into luma and colour differences. */
export function colours(src: usize, n: i32, y: usize, cb: usize, cr: usize): void {
  const low = i32x4.splat(0x00ff00ff);
  let i = 0;
  for (; i + 16 <= n; i += 16, src += 64) {
    const p0 = v128.load(src);
    const p1 = v128.load(src, 16);
    const p2 = v128.load(src, 32);
    const p3 = v128.load(src, 48);
    const rb0 = v128.and(p0, low);
    const rb1 = v128.and(p1, low);
    const rb2 = v128.and(p2, low);
    const rb3 = v128.and(p3, low);
    const ga0 = i16x8.shr_u(p0, 8);
    const ga1 = i16x8.shr_u(p1, 8);
    const ga2 = i16x8.shr_u(p2, 8);
    const ga3 = i16x8.shr_u(p3, 8);
    v128.store(y + i, sixteenBytes(lumaOf(rb0, ga0), lumaOf(rb1, ga1), lumaOf(rb2, ga2), lumaOf(rb3, ga3)));
    v128.store(cb + i, sixteenBytes(cbOf(rb0, ga0), cbOf(rb1, ga1), cbOf(rb2, ga2), cbOf(rb3, ga3)));
    v128.store(cr + i, sixteenBytes(crOf(rb0, ga0), crOf(rb1, ga1), crOf(rb2, ga2), crOf(rb3, ga3)));
  }
  for (; i < n; i++, src += 4) {
    const r = <i32>load<u8>(src);
    const g = <i32>load<u8>(src, 1);
    const b = <i32>load<u8>(src, 2);
    store<u8>(y + i, (19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
    store<u8>(cb + i, (-11059 * r - 21709 * g + 32768 * b + 8421375) >> 16);
    store<u8>(cr + i, (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16);
  }
}

/** Two pixels' values, rounded half to even as a clamped array stores numbers, beside two zeros. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function rounded(v: v128): v128 {
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(v));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}

/** The inverse of `colours`, opaque, four pixels at a time: planes are read, and pixels written, up to the next multiple of four. */
export function pixels(y: usize, cb: usize, cr: usize, n: i32, out: usize): void {
  const middle = i32x4.splat(128);
  for (let i = 0; i < n; i += 4, out += 16) {
    const l = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(y + i)));
    const u = i32x4.sub(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(cb + i))), middle);
    const v = i32x4.sub(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(cr + i))), middle);
    const l0 = f64x2.convert_low_i32x4_s(l);
    const u0 = f64x2.convert_low_i32x4_s(u);
    const v0 = f64x2.convert_low_i32x4_s(v);
    const l1 = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(l, l, 1, 0));
    const u1 = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(u, u, 1, 0));
    const v1 = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(v, v, 1, 0));
    const red = f64x2.splat(1.402);
    const blue = f64x2.splat(1.772);
    const gu = f64x2.splat(0.344136);
    const gv = f64x2.splat(0.714136);
    const r = lowHalves(
      rounded(f64x2.add(l0, f64x2.mul(red, v0))),
      rounded(f64x2.add(l1, f64x2.mul(red, v1))),
    );
    const g = lowHalves(
      rounded(f64x2.sub(f64x2.sub(l0, f64x2.mul(gu, u0)), f64x2.mul(gv, v0))),
      rounded(f64x2.sub(f64x2.sub(l1, f64x2.mul(gu, u1)), f64x2.mul(gv, v1))),
    );
    const b = lowHalves(
      rounded(f64x2.add(l0, f64x2.mul(blue, u0))),
      rounded(f64x2.add(l1, f64x2.mul(blue, u1))),
    );
    const planes = i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(r, g),
      i16x8.narrow_i32x4_s(b, i32x4.splat(255)),
    );
    v128.store(
      out,
      i8x16.shuffle(planes, planes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
    );
  }
}

/** Binomial 5 x 5 smoothing, edges repeated; `rows`: room for width * height u16. */
export function smooth(src: usize, width: i32, height: i32, rows: usize, out: usize): void {
  const four = i16x8.splat(4);
  const six = i16x8.splat(6);
  for (let y = 0; y < height; y++) {
    const base = src + <usize>y * width;
    const to = rows + ((<usize>y * width) << 1);
    let x = 0;
    for (; x < width; x++) {
      if (x >= 2 && x + 10 <= width) {
        // Eight at a time where no edge is near.
        const p = base + x;
        const outer = i16x8.add(v128.load8x8_u(p - 2), v128.load8x8_u(p + 2));
        const inner = i16x8.add(v128.load8x8_u(p - 1), v128.load8x8_u(p + 1));
        v128.store(
          to + (<usize>x << 1),
          i16x8.add(outer, i16x8.add(i16x8.mul(inner, four), i16x8.mul(v128.load8x8_u(p), six))),
        );
        x += 7;
        continue;
      }
      const l2 = x > 1 ? x - 2 : 0;
      const l1 = x > 0 ? x - 1 : 0;
      const r1 = x < width - 1 ? x + 1 : width - 1;
      const r2 = x < width - 2 ? x + 2 : width - 1;
      store<u16>(
        to + (<usize>x << 1),
        <u16>(
          (<i32>load<u8>(base + l2) +
            4 * <i32>load<u8>(base + l1) +
            6 * <i32>load<u8>(base + x) +
            4 * <i32>load<u8>(base + r1) +
            <i32>load<u8>(base + r2))
        ),
      );
    }
  }
  const half = i16x8.splat(128);
  for (let y = 0; y < height; y++) {
    const u2 = rows + ((<usize>max(0, y - 2) * width) << 1);
    const u1 = rows + ((<usize>max(0, y - 1) * width) << 1);
    const c = rows + ((<usize>y * width) << 1);
    const d1 = rows + ((<usize>min(height - 1, y + 1) * width) << 1);
    const d2 = rows + ((<usize>min(height - 1, y + 2) * width) << 1);
    const to = out + <usize>y * width;
    let x = 0;
    // Sums stay under 2^16: 16 * 16 * 255 + 128.
    for (; x + 8 <= width; x += 8) {
      const at = <usize>x << 1;
      const outer = i16x8.add(v128.load(u2 + at), v128.load(d2 + at));
      const inner = i16x8.add(v128.load(u1 + at), v128.load(d1 + at));
      const sum = i16x8.add(
        i16x8.add(outer, half),
        i16x8.add(i16x8.mul(inner, four), i16x8.mul(v128.load(c + at), six)),
      );
      const bytes = i8x16.narrow_i16x8_u(i16x8.shr_u(sum, 8), i16x8.splat(0));
      v128.store64_lane(to + x, bytes, 0);
    }
    for (; x < width; x++) {
      const at = <usize>x << 1;
      const sum =
        <i32>load<u16>(u2 + at) +
        4 * <i32>load<u16>(u1 + at) +
        6 * <i32>load<u16>(c + at) +
        4 * <i32>load<u16>(d1 + at) +
        <i32>load<u16>(d2 + at);
      store<u8>(to + x, <u8>((sum + 128) >> 8));
    }
  }
}
