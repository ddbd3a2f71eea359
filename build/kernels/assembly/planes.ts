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

/** One output row of `width` bytes from a row of f32, rounded to the nearest. */
function across(row: usize, width: i32, most: i32, first: usize, weight: usize, out: usize): void {
  if (most == 3) {
    for (let o = 0; o < width; o++) {
      const at = row + (<usize>load<i32>(first + (<usize>o << 2)) << 2);
      const v: f32 =
        <f32>0.5 + load<f32>(weight) * load<f32>(at) + load<f32>(weight, 4) * load<f32>(at, 4) + load<f32>(weight, 8) * load<f32>(at, 8);
      store<u8>(out + o, <u8>v);
      weight += 12;
    }
    return;
  }
  for (let o = 0; o < width; o++) {
    let at = row + (<usize>load<i32>(first + (<usize>o << 2)) << 2);
    let v: f32 = 0.5;
    for (let k = 0; k < most; k++, at += 4, weight += 4) v += load<f32>(weight) * load<f32>(at);
    store<u8>(out + o, <u8>v);
  }
}

/**
 * Shrinks the `boxWidth` x `boxHeight` bytes at `src` (rows `stride` apart) to `width` x `height` at `out` by area averaging.
 * `work`: room for both axes' taps and one row: see `shrinkRoom` in lib/pixels/kernels.
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
  const row = (weightY + ((<usize>height * mostY) << 2) + 15) & ~15;
  const rowBytes = (<usize>boxWidth + 16 + mostX) << 2;
  areaTaps(boxWidth, width, mostX, firstX, weightX);
  areaTaps(boxHeight, height, mostY, firstY, weightY);
  for (let y = 0; y < height; y++) {
    memory.fill(row, 0, rowBytes);
    const from = load<i32>(firstY + (<usize>y << 2));
    for (let k = 0; k < mostY; k++) {
      const w = load<f32>(weightY + ((<usize>(y * mostY + k)) << 2));
      if (w > 0) addRow(row, src + <usize>(from + k) * stride, boxWidth, w);
    }
    // What a full vector read past the box weighs nothing for the last cells.
    memory.fill(row + (<usize>boxWidth << 2), 0, (<usize>mostX) << 2);
    across(row, width, mostX, firstX, weightX, out + <usize>y * width);
  }
}

/** `width` pixels of RGB means (f32, four a pixel) into luma and colour differences, as `toColourPlanes` has them. */
function storeColour(v: v128, y: usize, cb: usize, cr: usize): void {
  // Half to even, as a clamped array stores numbers.
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v));
  const r = min(255, max(0, i32x4.extract_lane(whole, 0)));
  const g = min(255, max(0, i32x4.extract_lane(whole, 1)));
  const b = min(255, max(0, i32x4.extract_lane(whole, 2)));
  store<u8>(y, (19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
  store<u8>(cb, (-11059 * r - 21709 * g + 32768 * b + 8421375) >> 16);
  store<u8>(cr, (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16);
}

/** One output row of colour planes from a row of RGBA sums (f32). */
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
  for (let o = 0; o < width; o++, y++, cb++, cr++) {
    let at = row + (<usize>load<i32>(first + (<usize>o << 2)) << 4);
    let sum = f32x4.splat(0);
    for (let k = 0; k < most; k++, at += 16, weight += 4)
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(at)));
    storeColour(sum, y, cb, cr);
  }
}

/** `n` RGBA pixels into luma and colour differences. */
export function colours(src: usize, n: i32, y: usize, cb: usize, cr: usize): void {
  for (let i = 0; i < n; i++, src += 4) {
    const r = <i32>load<u8>(src);
    const g = <i32>load<u8>(src, 1);
    const b = <i32>load<u8>(src, 2);
    store<u8>(y + i, (19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
    store<u8>(cb + i, (-11059 * r - 21709 * g + 32768 * b + 8421375) >> 16);
    store<u8>(cr + i, (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16);
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
