/** The common raster on which a photo and its supposed source are laid over each other. */
import { applyTo, areaScale, chain, type Homography, invert } from '../../pixels/homography.ts';
import type { Plane } from '../../pixels/raster.ts';
import type { Prepared } from '../fingerprint/prepare.ts';

/** Longest side of the raster. */
export const GRID_SIDE = 512;

/** Cell (i, j) has its centre at photo pixel (x + (i + 0.5) * step, y + (j + 0.5) * step). */
export interface Grid {
  width: number;
  height: number;
  x: number;
  y: number;
  /** Photo pixels per cell. */
  step: number;
}

/** A smooth shift field: cells of `cell` raster pixels, shifts in raster pixels. */
export interface Flow {
  cell: number;
  across: number;
  down: number;
  u: Float32Array;
  v: Float32Array;
}

export const gridToPhoto = (g: Grid): Homography => [g.step, 0, g.x, 0, g.step, g.y, 0, 0, 1];

/** The box, in photo pixels, of the part that the source covers; null when there is hardly any. */
export function overlapBox(
  photo: { width: number; height: number },
  source: { width: number; height: number },
  transform: Homography,
): { x: number; y: number; width: number; height: number } | null {
  const back = invert(transform);
  if (!back) return null;
  const xs: number[] = [];
  const ys: number[] = [];
  // The source's outline as 40 points: with a tilt the corners alone may lie far outside or behind the horizon.
  for (let k = 0; k < 10; k++) {
    const t = k / 10;
    for (const [u, v] of [
      [t, 0],
      [1, t],
      [1 - t, 1],
      [0, 1 - t],
    ] as const) {
      const [x, y] = applyTo(back, u * source.width, v * source.height);
      if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
      xs.push(Math.min(photo.width, Math.max(0, x)));
      ys.push(Math.min(photo.height, Math.max(0, y)));
    }
  }
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  const width = Math.max(...xs) - x;
  const height = Math.max(...ys) - y;
  return width < 24 || height < 24 ? null : { x, y, width, height };
}

/**
 * The raster over the overlap, no finer than the coarser of the two pictures really is (enlarged pixels correlate with nothing).
 * `real` is the longest side of the overlap in that coarser resolution, before the cap of 512.
 */
export function layGrid(
  photo: Prepared,
  source: Prepared,
  transform: Homography,
): { grid: Grid; real: number } | null {
  const box = overlapBox(photo, source, transform);
  if (!box) return null;
  const local = Math.sqrt(Math.abs(areaScale(transform, box.x + box.width / 2, box.y + box.height / 2)));
  const finest = Math.max(photo.scaleX, source.scaleX / local);
  const longest = Math.max(box.width, box.height);
  const step = Math.max(finest, longest / GRID_SIDE);
  const width = Math.floor(box.width / step);
  const height = Math.floor(box.height / step);
  if (width < 24 || height < 24 || !Number.isFinite(step)) return null;
  return { grid: { width, height, x: box.x, y: box.y, step }, real: longest / Math.max(1, 1 / local) };
}

/** The same area with cells `factor` times as large. */
export function coarser(grid: Grid, factor: number): Grid {
  return {
    ...grid,
    width: Math.max(8, Math.floor(grid.width / factor)),
    height: Math.max(8, Math.floor(grid.height / factor)),
    step: grid.step * factor,
  };
}

/** Which mip level suits a sampling distance of `ratio` working pixels. */
const mipLevel = (ratio: number, levels: number): number =>
  Math.max(0, Math.min(levels - 1, Math.floor(Math.log2(Math.max(1e-6, ratio)) + 0.35)));

/** Half a pixel and a little: cells that far outside still read the outermost pixel. */
const EDGE_REACH = 0.6;

export interface Sampled {
  /** Grey steps 0..255. */
  data: Float32Array;
  /** 1 where the sample lies inside the picture. */
  inside: Uint8Array;
}

/**
 * Reads one plane of `picture` at the raster's cells through `map` (raster → original pixels), bilinearly from the
 * fitting mip level. `flow` shifts the raster position first.
 */
export function sample(
  picture: Prepared,
  plane: 'y' | 'cb' | 'cr',
  map: Homography,
  grid: { width: number; height: number },
  flow?: Flow,
): Sampled {
  const { width, height } = grid;
  const spacing = Math.sqrt(Math.abs(areaScale(map, width / 2, height / 2)));
  const level = mipLevel(spacing / picture.scaleX, picture.mips.length);
  const mip: Plane = picture.mips[level]![plane];
  const m = chain(
    [1 / (picture.scaleX * 2 ** level), 0, -0.5, 0, 1 / (picture.scaleY * 2 ** level), -0.5, 0, 0, 1],
    map,
  );
  const data = new Float32Array(width * height);
  const inside = new Uint8Array(width * height);
  const source = mip.data;
  const stride = mip.width;
  const maxX = mip.width - 1;
  const maxY = mip.height - 1;
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const flat = Math.abs(m6) < 1e-9 && Math.abs(m7) < 1e-9;
  if (flat && !flow && Math.abs(m1) < 1e-12 && Math.abs(m3) < 1e-12) {
    readUpright(mip, { width, height }, [m0 / m8, m2 / m8, m4 / m8, m5 / m8], data, inside);
    return { data, inside };
  }
  for (let j = 0, o = 0; j < height; j++) {
    for (let i = 0; i < width; i++, o++) {
      let gx = i + 0.5;
      let gy = j + 0.5;
      if (flow) {
        const fx = Math.min(flow.across - 1.001, Math.max(0, gx / flow.cell - 0.5));
        const fy = Math.min(flow.down - 1.001, Math.max(0, gy / flow.cell - 0.5));
        const ix = fx | 0;
        const iy = fy | 0;
        const ax = fx - ix;
        const ay = fy - iy;
        const c = iy * flow.across + ix;
        const d = c + flow.across;
        gx +=
          (flow.u[c]! * (1 - ax) + flow.u[c + 1]! * ax) * (1 - ay) +
          (flow.u[d]! * (1 - ax) + flow.u[d + 1]! * ax) * ay;
        gy +=
          (flow.v[c]! * (1 - ax) + flow.v[c + 1]! * ax) * (1 - ay) +
          (flow.v[d]! * (1 - ax) + flow.v[d + 1]! * ax) * ay;
      }
      const k = 1 / (flat ? m8 : m6 * gx + m7 * gy + m8);
      let x = (m0 * gx + m1 * gy + m2) * k;
      let y = (m3 * gx + m4 * gy + m5) * k;
      if (!(x > -EDGE_REACH && y > -EDGE_REACH && x < maxX + EDGE_REACH && y < maxY + EDGE_REACH)) continue;
      inside[o] = 1;
      x = x < 0 ? 0 : Math.min(x, maxX);
      y = y < 0 ? 0 : Math.min(y, maxY);
      const ix = x >= maxX ? (maxX > 0 ? maxX - 1 : 0) : x | 0;
      const iy = y >= maxY ? (maxY > 0 ? maxY - 1 : 0) : y | 0;
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

/** Where each cell of one axis reads: first pixel, weight of the second, and whether it lies in the picture. */
function axis(
  cells: number,
  scale: number,
  shift: number,
  last: number,
): { first: Int32Array; weight: Float64Array; inside: Uint8Array } {
  const first = new Int32Array(cells);
  const weight = new Float64Array(cells);
  const inside = new Uint8Array(cells);
  for (let i = 0; i < cells; i++) {
    const raw = scale * (i + 0.5) + shift;
    if (!(raw > -EDGE_REACH && raw < last + EDGE_REACH)) continue;
    inside[i] = 1;
    const v = raw < 0 ? 0 : Math.min(raw, last);
    first[i] = v >= last ? Math.max(0, last - 1) : v | 0;
    weight[i] = v - first[i]!;
  }
  return { first, weight, inside };
}

/** `sample` for maps that neither turn nor tilt, as the photo's own always is: rows and columns are worked out once. */
function readUpright(
  mip: Plane,
  grid: { width: number; height: number },
  [scaleX, shiftX, scaleY, shiftY]: [number, number, number, number],
  data: Float32Array,
  inside: Uint8Array,
): void {
  const { width, height } = grid;
  const source = mip.data;
  const stride = mip.width;
  const across = axis(width, scaleX, shiftX, mip.width - 1);
  const down = axis(height, scaleY, shiftY, mip.height - 1);
  for (let j = 0; j < height; j++) {
    if (!down.inside[j]) continue;
    const row = down.first[j]! * stride;
    const ay = down.weight[j]!;
    for (let i = 0, o = j * width; i < width; i++, o++) {
      if (!across.inside[i]) continue;
      inside[o] = 1;
      const p = row + across.first[i]!;
      const ax = across.weight[i]!;
      const top = source[p]! + ax * (source[p + 1]! - source[p]!);
      const bottom = source[p + stride]! + ax * (source[p + stride + 1]! - source[p + stride]!);
      data[o] = top + ay * (bottom - top);
    }
  }
}

/** The same field on a raster `factor` times as fine. */
export function scaledFlow(flow: Flow, factor: number): Flow {
  return {
    ...flow,
    cell: flow.cell * factor,
    u: flow.u.map((v) => v * factor),
    v: flow.v.map((v) => v * factor),
  };
}
