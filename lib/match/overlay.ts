/** Photo and source laid over each other on one raster, ready for statistics and for the difference picture. */
import { type Correlation, correlate } from './correlation.ts';
import { type Flow, type Grid, gridToPhoto, sample } from './grid.ts';
import { chain, type Homography } from './homography.ts';
import type { Prepared } from './prepare.ts';

export interface Overlay {
  grid: Grid;
  photo: { y: Float32Array; cb: Float32Array; cr: Float32Array };
  source: { y: Float32Array; cb: Float32Array; cr: Float32Array };
  /** 1 where both exist. */
  inside: Uint8Array;
  correlation: Correlation;
  flow: Flow | null;
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
  return {
    grid,
    photo: { y, cb, cr },
    source: { y: sy.data, cb: scb.data, cr: scr.data },
    inside: sy.inside,
    correlation: correlate(y, sy.data, sy.inside, grid.width, grid.height),
    flow,
  };
}
