/** Photo and source laid over each other on one raster, ready for statistics and for the difference picture. */
import { type Correlation, correlate } from './correlation.ts';
import { type Flow, type Grid, gridToPhoto, sample } from './grid.ts';
import { chain, type Homography } from './homography.ts';
import type { Prepared } from './prepare.ts';
import { half } from './raster.ts';

export interface Overlay {
  grid: Grid;
  photo: { y: Float32Array; cb: Float32Array; cr: Float32Array };
  source: { y: Float32Array; cb: Float32Array; cr: Float32Array };
  /** 1 where both exist. */
  inside: Uint8Array;
  correlation: Correlation;
  /** The same on the raster of half the size: what blur, moire and redrawn grain leave alone. */
  coarse: Correlation;
  /** And on the quarter, in windows of 9. */
  coarsest: Correlation;
  flow: Flow | null;
}

/** Every second pixel of every second row. */
function thinned(mask: Uint8Array, width: number, height: number): Uint8Array {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Uint8Array(w * h);
  for (let j = 0; j < h; j++) for (let i = 0; i < w; i++) out[j * w + i] = mask[j * 2 * width + i * 2]!;
  return out;
}

/** `flow` moves the source by a smooth shift field on top of the map. */
export function overlay(
  photo: Prepared,
  source: Prepared,
  transform: Homography,
  grid: Grid,
  flow: Flow | null,
): Overlay {
  const here = gridToPhoto(grid);
  const there = chain(transform, here);
  const read = (plane: 'y' | 'cb' | 'cr'): [Float32Array, { data: Float32Array; inside: Uint8Array }] => [
    sample(photo, plane, here, grid).data,
    sample(source, plane, there, grid, flow ?? undefined),
  ];
  const [y, sy] = read('y');
  const [cb, scb] = read('cb');
  const [cr, scr] = read('cr');
  const { width, height } = grid;
  const w = width >> 1;
  const h = height >> 1;
  const y2 = half(y, width, height);
  const s2 = half(sy.data, width, height);
  const inside2 = thinned(sy.inside, width, height);
  return {
    grid,
    photo: { y, cb, cr },
    source: { y: sy.data, cb: scb.data, cr: scr.data },
    inside: sy.inside,
    correlation: correlate(y, sy.data, sy.inside, width, height, 7),
    coarse: correlate(y2, s2, inside2, w, h, 6),
    coarsest: correlate(half(y2, w, h), half(s2, w, h), thinned(inside2, w, h), w >> 1, h >> 1, 4),
    flow,
  };
}
