/** Cuts a rectangle out of a picture and scales it, in plain code: the reference of the one resampler of label reading and model packs. */
import type { Picture } from './picture.ts';

/** Axis-aligned rectangle in the picture's own pixels; may be fractional. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `…-aa`: the kernel widens when shrinking, as Pillow and torchvision (antialias) do; `area`: box average. */
export type Filter = 'bilinear-aa' | 'bicubic-aa' | 'area';

const SUPPORT: Record<Filter, number> = { 'bilinear-aa': 1, 'bicubic-aa': 2, area: 0.5 };

/** Keys' cubic with a = -0.5, Pillow's choice. */
const cubic = (t: number): number => {
  const a = -0.5;
  const x = Math.abs(t);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
};
const KERNEL: Record<Filter, (t: number) => number> = {
  'bilinear-aa': (t) => Math.max(0, 1 - Math.abs(t)),
  'bicubic-aa': cubic,
  area: (t) => (t > -0.5 && t <= 0.5 ? 1 : 0),
};

export interface Taps {
  start: Int32Array;
  count: Int32Array;
  weights: Float32Array;
  most: number;
}

/** Weights of each output sample over the input axis; input samples outside 0..limit are left out and the rest renormalised. */
export function taps(
  from: number,
  length: number,
  size: number,
  limit: number,
  filter: Filter = 'bilinear-aa',
): Taps {
  const scale = length / size;
  const wide = Math.max(1, scale);
  const reach = SUPPORT[filter] * wide;
  const most = Math.ceil(reach) * 2 + 2;
  const start = new Int32Array(size);
  const count = new Int32Array(size);
  const weights = new Float32Array(size * most);
  for (let i = 0; i < size; i++) {
    const centre = from + (i + 0.5) * scale;
    const first = Math.min(limit - 1, Math.max(0, Math.floor(centre - reach + 0.5)));
    const last = Math.min(limit - 1, Math.max(first, Math.floor(centre + reach + 0.5) - 1));
    let sum = 0;
    let n = 0;
    for (let s = first; s <= last && n < most; s++, n++) {
      const w = KERNEL[filter]((s + 0.5 - centre) / wide);
      weights[i * most + n] = w;
      sum += w;
    }
    if (sum === 0) {
      weights[i * most] = 1;
      n = 1;
      sum = 1;
    }
    for (let k = 0; k < n; k++) weights[i * most + k]! /= sum;
    start[i] = first;
    count[i] = n;
  }
  return { start, count, weights, most };
}

/** As `resample` of lib/pixels/kernels. */
export function plainResample(
  picture: Picture,
  rect: Rect,
  width: number,
  height: number,
  filter?: Filter,
): Float32Array {
  const across = taps(rect.x, rect.width, width, picture.width, filter);
  const down = taps(rect.y, rect.height, height, picture.height, filter);
  const top = down.start[0]!;
  const bottom = down.start[height - 1]! + down.count[height - 1]!;
  const rows = bottom - top;
  const wide = new Float32Array(3 * rows * width);
  const plane = rows * width;
  for (let y = 0; y < rows; y++) {
    const line = (top + y) * picture.width;
    for (let x = 0; x < width; x++) {
      let r = 0;
      let g = 0;
      let b = 0;
      const n = across.count[x]!;
      const w0 = x * across.most;
      let at = (line + across.start[x]!) * 4;
      for (let k = 0; k < n; k++, at += 4) {
        const w = across.weights[w0 + k]!;
        r += w * picture.data[at]!;
        g += w * picture.data[at + 1]!;
        b += w * picture.data[at + 2]!;
      }
      const to = y * width + x;
      wide[to] = r;
      wide[plane + to] = g;
      wide[2 * plane + to] = b;
    }
  }
  const out = new Float32Array(3 * width * height);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < height; y++) {
      const n = down.count[y]!;
      const w0 = y * down.most;
      const first = channel * plane + (down.start[y]! - top) * width;
      const to = (channel * height + y) * width;
      for (let k = 0; k < n; k++) {
        const w = down.weights[w0 + k]!;
        const row = first + k * width;
        for (let x = 0; x < width; x++) out[to + x]! += w * wide[row + x]!;
      }
    }
  }
  return out;
}
