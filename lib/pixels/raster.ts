/** Grey and colour planes, area resampling and box sums: the arithmetic under every step of matching. */
import type { Picture } from './picture.ts';

const { fround } = Math;

/** One 8-bit plane, row-major. */
export interface Plane {
  width: number;
  height: number;
  data: Uint8Array;
}

/** One float plane, row-major. */
export interface FloatPlane {
  width: number;
  height: number;
  data: Float32Array;
}

/** Luma (BT.601) and the two colour differences (Cb, Cr, 128 = neutral), all of one size. */
export interface ColourPlanes {
  width: number;
  height: number;
  y: Uint8Array;
  cb: Uint8Array;
  cr: Uint8Array;
}

/** Splits RGBA into luma and colour differences; integer BT.601 weights of JFIF. */
export function toColourPlanes(picture: Picture): ColourPlanes {
  const { width, height, data } = picture;
  const n = width * height;
  const y = new Uint8Array(n);
  const cb = new Uint8Array(n);
  const cr = new Uint8Array(n);
  for (let i = 0, p = 0; i < n; i++, p += 4) {
    const r = data[p]!;
    const g = data[p + 1]!;
    const b = data[p + 2]!;
    y[i] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
    cb[i] = (-11059 * r - 21709 * g + 32768 * b + 8421375) >> 16;
    cr[i] = (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16;
  }
  return { width, height, y, cb, cr };
}

/** `fromColourPlanes` of lib/pixels/kernels in plain code: the reference. */
export function plainFromColourPlanes({ width, height, y, cb, cr }: ColourPlanes): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0, p = 0; p < data.length; i++, p += 4) {
    const u = cb[i]! - 128;
    const v = cr[i]! - 128;
    data[p] = y[i]! + 1.402 * v;
    data[p + 1] = y[i]! - 0.344136 * u - 0.714136 * v;
    data[p + 2] = y[i]! + 1.772 * u;
    data[p + 3] = 255;
  }
  return { width, height, data };
}

interface Taps {
  first: Int32Array;
  count: Int32Array;
  weight: Float32Array;
  most: number;
}

/** Area weights that map `from` cells onto `to` cells (to <= from); weights of one output cell add up to 1. */
function areaTaps(from: number, to: number): Taps {
  const ratio = from / to;
  const most = Math.ceil(ratio) + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weight = new Float32Array(to * most);
  for (let o = 0; o < to; o++) {
    const start = o * ratio;
    const end = Math.min(from, start + ratio);
    const begin = Math.floor(start);
    first[o] = begin;
    let k = 0;
    for (let i = begin; i < end && k < most; i++, k++) {
      weight[o * most + k] = (Math.min(i + 1, end) - Math.max(i, start)) / ratio;
    }
    count[o] = k;
  }
  return { first, count, weight, most };
}

/** `shrinkToColour` of lib/pixels/kernels in plain code, in its order of single-precision steps: the reference. */
export function plainShrinkToColour(picture: Picture, width: number, height: number): ColourPlanes {
  if (width === picture.width && height === picture.height) return toColourPlanes(picture);
  const across = areaTaps(picture.width, width);
  const down = areaTaps(picture.height, height);
  const out = new Uint8ClampedArray(width * height * 4);
  const sums = new Float32Array(width * 3);
  const row = new Float32Array(picture.width * 3);
  for (let oy = 0; oy < height; oy++) {
    row.fill(0);
    const rows = down.count[oy]!;
    for (let k = 0; k < rows; k++) {
      const w = down.weight[oy * down.most + k]!;
      let p = (down.first[oy]! + k) * picture.width * 4;
      const end = row.length;
      for (let q = 0; q < end; q += 3, p += 4) {
        row[q] = row[q]! + fround(w * picture.data[p]!);
        row[q + 1] = row[q + 1]! + fround(w * picture.data[p + 1]!);
        row[q + 2] = row[q + 2]! + fround(w * picture.data[p + 2]!);
      }
    }
    sums.fill(0);
    for (let ox = 0; ox < width; ox++) {
      let q = across.first[ox]! * 3;
      const base = ox * across.most;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = 0; k < across.count[ox]!; k++, q += 3) {
        const w = across.weight[base + k]!;
        r = fround(r + fround(w * row[q]!));
        g = fround(g + fround(w * row[q + 1]!));
        b = fround(b + fround(w * row[q + 2]!));
      }
      const o = (oy * width + ox) * 4;
      out[o] = r;
      out[o + 1] = g;
      out[o + 2] = b;
    }
  }
  return toColourPlanes({ width, height, data: out });
}

/** `shrinkPlane` of lib/pixels/kernels in plain code, in its order of single-precision steps: the reference. */
export function plainShrinkPlane(
  plane: Plane,
  width: number,
  height: number,
  box = { x: 0, y: 0, width: plane.width, height: plane.height },
): Plane {
  const out = new Uint8Array(width * height);
  if (width === box.width && height === box.height) {
    for (let y = 0; y < height; y++) {
      const from = (box.y + y) * plane.width + box.x;
      out.set(plane.data.subarray(from, from + width), y * width);
    }
    return { width, height, data: out };
  }
  const across = areaTaps(box.width, width);
  const down = areaTaps(box.height, height);
  const row = new Float32Array(box.width + 2);
  for (let oy = 0; oy < height; oy++) {
    row.fill(0);
    for (let k = 0; k < down.count[oy]!; k++) {
      const w = down.weight[oy * down.most + k]!;
      const from = (box.y + down.first[oy]! + k) * plane.width + box.x;
      for (let x = 0; x < box.width; x++) row[x] = row[x]! + fround(w * plane.data[from + x]!);
    }
    const { first, weight, most } = across;
    const o = oy * width;
    for (let ox = 0; ox < width; ox++) {
      const f = first[ox]!;
      const base = ox * most;
      let v = 0.5;
      for (let k = 0; k < across.count[ox]!; k++) v = fround(v + fround(weight[base + k]! * row[f + k]!));
      out[o + ox] = v;
    }
  }
  return { width, height, data: out };
}

/** `halve` of lib/pixels/kernels in plain code: the reference. */
export function plainHalve(plane: Plane): Plane {
  const width = Math.max(1, plane.width >> 1);
  const height = Math.max(1, plane.height >> 1);
  const out = new Uint8Array(width * height);
  const stride = plane.width;
  const right = plane.width > 1 ? 1 : 0;
  const below = plane.height > 1 ? stride : 0;
  for (let y = 0; y < height; y++) {
    let p = y * 2 * stride;
    for (let x = 0, o = y * width; x < width; x++, o++, p += 2) {
      const d = plane.data;
      out[o] = (d[p]! + d[p + right]! + d[p + below]! + d[p + below + right]! + 2) >> 2;
    }
  }
  return { width, height, data: out };
}

/** `half` of lib/pixels/kernels in plain code: the reference. */
export function plainHalf(data: Float32Array, width: number, height: number): Float32Array {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0, p = y * 2 * width, o = y * w; x < w; x++, p += 2, o++) {
      out[o] = (data[p]! + data[p + 1]! + data[p + width]! + data[p + width + 1]!) / 4;
    }
  }
  return out;
}

/** Row sums of the box sum in work: kept, since a comparison takes some fifty of them. */
let scratch = new Float32Array(0);

/** `boxSum` of lib/pixels/kernels in plain code: running sums in double precision, kept in single. The reference. */
export function plainBoxSum(
  source: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  if (scratch.length < width * height) scratch = new Float32Array(width * height);
  const rows = scratch;
  for (let y = 0; y < height; y++) {
    const base = y * width;
    let sum = 0;
    const lead = Math.min(radius, width - 1);
    for (let x = 0; x <= lead; x++) sum += source[base + x]!;
    rows[base] = sum;
    for (let x = 1; x < width; x++) {
      const enter = x + radius;
      const leave = x - radius - 1;
      if (enter < width) sum += source[base + enter]!;
      if (leave >= 0) sum -= source[base + leave]!;
      rows[base + x] = sum;
    }
  }
  const out = new Float32Array(width * height);
  const sums = new Float64Array(width);
  const lead = Math.min(radius, height - 1);
  for (let y = 0; y <= lead; y++) {
    const base = y * width;
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + rows[base + x]!;
  }
  for (let x = 0; x < width; x++) out[x] = sums[x]!;
  for (let y = 1; y < height; y++) {
    const enter = y + radius;
    const leave = y - radius - 1;
    const base = y * width;
    if (enter < height) {
      const from = enter * width;
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + rows[from + x]!;
    }
    if (leave >= 0) {
      const from = leave * width;
      for (let x = 0; x < width; x++) sums[x] = sums[x]! - rows[from + x]!;
    }
    for (let x = 0; x < width; x++) out[base + x] = sums[x]!;
  }
  return out;
}

/** How many pixels each clipped window of `boxSum` holds. */
export function boxCount(
  width: number,
  height: number,
  radius: number,
): { across: Float32Array; down: Float32Array } {
  const along = (n: number): Float32Array => {
    const counts = new Float32Array(n);
    for (let i = 0; i < n; i++) counts[i] = Math.min(n - 1, i + radius) - Math.max(0, i - radius) + 1;
    return counts;
  };
  return { across: along(width), down: along(height) };
}

/** Sums of everything above and left of each corner: (width + 1) x (height + 1), so that any window's sum is four reads. */
export function summed(data: Float32Array | Uint8Array, width: number, height: number): Float64Array {
  const stride = width + 1;
  const out = new Float64Array(stride * (height + 1));
  for (let y = 0, i = 0; y < height; y++) {
    let row = 0;
    for (let x = 0, o = (y + 1) * stride + 1; x < width; x++, i++, o++) {
      row += data[i]!;
      out[o] = out[o - stride]! + row;
    }
  }
  return out;
}
