/** The common raster on which a photo and its supposed source are laid over each other. */
import { applyTo, areaScale, chain, type Homography, invert } from '../../pixels/homography.ts';
import { readThrough } from '../../pixels/kernels/laid.ts';
import type { Flow, Sampled } from '../../pixels/laid.ts';
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
  const flat = Math.abs(m[6]!) < 1e-9 && Math.abs(m[7]!) < 1e-9;
  return readThrough(mip, m, flat, { width, height }, flow);
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
