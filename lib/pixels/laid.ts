/** Reading and comparing pictures that lie over each other, in plain code: the reference of lib/pixels/kernels/laid.ts. */
import type { Homography } from './homography.ts';
import { boxCount, type Plane, plainBoxSum } from './raster.ts';

/** Half a pixel and a little: cells that far outside still read the outermost pixel. */
export const EDGE_REACH = 0.6;

export interface Sampled {
  /** Grey steps 0..255. */
  data: Float32Array;
  /** 1 where the sample lies inside the picture. */
  inside: Uint8Array;
}

/** A smooth shift field: cells of `cell` raster pixels, shifts in raster pixels. */
export interface Flow {
  cell: number;
  across: number;
  down: number;
  u: Float32Array;
  v: Float32Array;
}

/**
 * Reads a plane at the raster's cell centres through `map` (raster → plane pixels), bilinearly. `flat`: the map does not tilt.
 * `flow` shifts the raster position first.
 */
export function plainReadThrough(
  plane: Plane,
  map: Homography,
  flat: boolean,
  { width, height }: { width: number; height: number },
  flow?: Flow,
): Sampled {
  const data = new Float32Array(width * height);
  const inside = new Uint8Array(width * height);
  const source = plane.data;
  const stride = plane.width;
  const maxX = plane.width - 1;
  const maxY = plane.height - 1;
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = map as Nine;
  for (let j = 0, o = 0; j < height; j++) {
    for (let i = 0; i < width; i++, o++) {
      let gx = i + 0.5;
      let gy = j + 0.5;
      if (flow) {
        const [u, v] = shiftAt(flow, gx, gy);
        gx += u;
        gy += v;
      }
      const k = 1 / (flat ? m8 : m6 * gx + m7 * gy + m8);
      let x = (m0 * gx + m1 * gy + m2) * k;
      let y = (m3 * gx + m4 * gy + m5) * k;
      if (!(x > -EDGE_REACH && y > -EDGE_REACH && x < maxX + EDGE_REACH && y < maxY + EDGE_REACH)) continue;
      inside[o] = 1;
      x = x < 0 ? 0 : Math.min(x, maxX);
      y = y < 0 ? 0 : Math.min(y, maxY);
      const ix = x >= maxX ? Math.max(0, maxX - 1) : x | 0;
      const iy = y >= maxY ? Math.max(0, maxY - 1) : y | 0;
      const ax = x - ix;
      const ay = y - iy;
      const p = iy * stride + ix;
      const top = source[p]! + ax * (source[p + 1]! - source[p]!);
      const bottom = source[p + stride]! + ax * (source[p + stride + 1]! - source[p + stride]!);
      data[o] = top + ay * (bottom - top);
    }
  }
  return { data, inside };
}

function shiftAt({ cell, across, down, u, v }: Flow, x: number, y: number): [number, number] {
  const fx = Math.min(across - 1.001, Math.max(0, x / cell - 0.5));
  const fy = Math.min(down - 1.001, Math.max(0, y / cell - 0.5));
  const [ax, ay] = [fx - (fx | 0), fy - (fy | 0)];
  const c = (fy | 0) * across + (fx | 0);
  const d = c + across;
  const between = (f: Float32Array): number =>
    (f[c]! * (1 - ax) + f[c + 1]! * ax) * (1 - ay) + (f[d]! * (1 - ax) + f[d + 1]! * ax) * ay;
  return [between(u), between(v)];
}

type Nine = [number, number, number, number, number, number, number, number, number];

/** Takes out local mean and contrast over windows of `radius`, so that light and tone do not count; `noise`: grey steps taken for noise. */
export function plainNormalise(
  data: Float32Array,
  width: number,
  height: number,
  radius: number,
  noise: number,
): Float32Array {
  const n = width * height;
  const squares = new Float32Array(n);
  for (let i = 0; i < n; i++) squares[i] = data[i]! * data[i]!;
  const sum = plainBoxSum(data, width, height, radius);
  const sum2 = plainBoxSum(squares, width, height, radius);
  const { across, down } = boxCount(width, height, radius);
  const out = new Float32Array(n);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const k = across[x]! * down[y]!;
      const mean = sum[i]! / k;
      const variance = Math.max(0, sum2[i]! / k - mean * mean);
      out[i] = (data[i]! - mean) / Math.sqrt(variance + noise * noise);
    }
  }
  return out;
}

/** How what leaves the expected range is counted: bins of `step` grey steps of local range, `slots` (odd) quarter steps of difference. */
export interface Counting {
  bins: number;
  step: number;
  slots: number;
}

export interface Leaving {
  /** Grey steps by which the photo leaves the 3 x 3 range of what is expected, signed; 0 inside it. */
  gone: Float32Array;
  /** Bin of that range. */
  bin: Uint8Array;
  /** `slots` counts a bin, over every second pixel in `use`; a difference of 0 is counted in the middle. */
  histogram: Uint32Array;
}

/** How far each photo pixel leaves the 3 x 3 range of the expected picture, and how large differences are for each such range. */
export function plainLeaving(
  photo: Float32Array,
  expected: Float32Array,
  use: Uint8Array,
  width: number,
  height: number,
  { bins, step, slots }: Counting,
): Leaving {
  const n = width * height;
  const low = new Float32Array(n);
  const high = new Float32Array(n);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const a = expected[x > 0 ? i - 1 : i]!;
      const b = expected[i]!;
      const c = expected[x < width - 1 ? i + 1 : i]!;
      low[i] = Math.min(c, Math.min(a, b));
      high[i] = Math.max(c, Math.max(a, b));
    }
  }
  const gone = new Float32Array(n);
  const bin = new Uint8Array(n);
  const histogram = new Uint32Array(bins * slots);
  for (let y = 0; y < height; y++) {
    const up = y > 0 ? -width : 0;
    const dn = y < height - 1 ? width : 0;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const lo = Math.min(low[i]!, low[i + up]!, low[i + dn]!);
      const hi = Math.max(high[i]!, high[i + up]!, high[i + dn]!);
      const v = photo[i]!;
      gone[i] = v < lo ? v - lo : v > hi ? v - hi : 0;
      const b = Math.min(bins - 1, ((hi - lo) / step) | 0);
      bin[i] = b;
      if (!use[i] || i & 1) continue;
      const off = Math.abs(v - expected[i]!) * 4 + ((slots - 1) >> 1) + 0.5;
      histogram[b * slots + (off >= slots ? slots - 1 : off | 0)]!++;
    }
  }
  return { gone, bin, histogram };
}
