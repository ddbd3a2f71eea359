/** Photo and source laid over each other on one raster, ready for statistics and for the difference picture. */

import type { Correlation } from '../../pixels/correlation.ts';
import { chain, type Homography } from '../../pixels/homography.ts';
import { half } from '../../pixels/kernels/compared.ts';
import { correlate } from '../../pixels/kernels/correlation.ts';
import { thinned } from '../../pixels/kernels/marked.ts';
import type { Flow, Sampled } from '../../pixels/laid.ts';
import { type Grid, gridToPhoto, sample, scaledFlow } from '../align/grid.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import { trimCorners } from './corners.ts';

export interface Overlay {
  grid: Grid;
  /** Luma on the raster, colour differences on the raster of half the size (no platform keeps more). */
  photo: { y: Float32Array; cb: Float32Array; cr: Float32Array };
  source: { y: Float32Array; cb: Float32Array; cr: Float32Array };
  /** Luma of both on the raster of half the size. */
  halves: { photo: Float32Array; source: Float32Array };
  /** 1 where both exist. */
  inside: Uint8Array;
  correlation: Correlation;
  /** The same on the raster of half the size: what blur, moire and redrawn grain leave alone. */
  coarse: Correlation;
  /** And on the quarter, in windows of 9. */
  coarsest: Correlation;
  flow: Flow | null;
}

/** Grey steps within which a row counts as of one colour, and the share of it that must be. */
const PLAIN = 10;
const PLAIN_SHARE = 0.96;
/** Rows of mixed colour along a frame's edge that go with it. */
const SEAM = 2;

/**
 * Takes the frame out of the comparison: where the photo was cropped before it was framed, the source reaches under the
 * frame. Rows and columns at the edges that are of one colour in the photo and of another in the source are frame.
 */
function trimFrame(
  photo: Float32Array,
  source: Float32Array,
  inside: Uint8Array,
  width: number,
  height: number,
): void {
  /** 2: frame; 1: plain in both pictures, so it may belong to either; 0: picture. */
  const kindOf = (start: number, step: number, count: number): 0 | 1 | 2 => {
    let sum = 0;
    let sourceSum = 0;
    let n = 0;
    for (let k = 0, i = start; k < count; k++, i += step) {
      if (!inside[i]) continue;
      sum += photo[i]!;
      sourceSum += source[i]!;
      n++;
    }
    if (n < 8) return 1;
    const meanHere = sum / n;
    const meanThere = sourceSum / n;
    const mostMixed = n - PLAIN_SHARE * n;
    let mixed = 0;
    let sourcePlain = 0;
    let same = 0;
    for (let k = 0, i = start; k < count; k++, i += step) {
      if (!inside[i]) continue;
      if (Math.abs(photo[i]! - meanHere) >= PLAIN && ++mixed > mostMixed) return 0;
      if (Math.abs(source[i]! - meanThere) < PLAIN) sourcePlain++;
      if (Math.abs(photo[i]! - source[i]!) < 2 * PLAIN) same++;
    }
    return same < 0.7 * n || sourcePlain < 0.9 * n ? 2 : 1;
  };
  const clear = (start: number, step: number, count: number): void => {
    for (let k = 0, i = start; k < count; k++, i += step) inside[i] = 0;
  };
  const sides = [
    { lines: height, line: (k: number) => k * width, step: 1, count: width },
    { lines: height, line: (k: number) => (height - 1 - k) * width, step: 1, count: width },
    { lines: width, line: (k: number) => k, step: width, count: height },
    { lines: width, line: (k: number) => width - 1 - k, step: width, count: height },
  ];
  // Twice, since a frame's corner hides that a column is frame until its rows are gone.
  let found = true;
  for (let round = 0; round < 2 && found; round++) {
    found = false;
    for (const side of sides) {
      let frame = 0;
      for (let depth = 0; depth < side.lines / 2; depth++) {
        const kind = kindOf(side.line(depth), side.step, side.count);
        if (kind === 0) break;
        if (kind === 2) frame = depth + 1;
      }
      if (frame === 0) continue;
      found = true;
      for (let k = 0; k < Math.min(side.lines, frame + SEAM); k++) clear(side.line(k), side.step, side.count);
    }
  }
}

/** `flow` moves the source by a smooth shift field on top of the map; `known` are the photo's planes on `grid` where they were read before. */
export function overlay(
  photo: Prepared,
  source: Prepared,
  transform: Homography,
  grid: Grid,
  flow: Flow | null,
  known?: Overlay['photo'],
): Overlay {
  const read = (plane: 'y' | 'cb' | 'cr', on: Grid, shift: Flow | null): [Float32Array, Sampled] => [
    known?.[plane] ?? sample(photo, plane, gridToPhoto(on), on).data,
    sample(source, plane, chain(transform, gridToPhoto(on)), on, shift ?? undefined),
  ];
  const [y, sy] = read('y', grid, flow);
  trimFrame(y, sy.data, sy.inside, grid.width, grid.height);
  trimCorners(y, sy.data, sy.inside, grid.width, grid.height);
  const small = { ...grid, width: grid.width >> 1, height: grid.height >> 1, step: grid.step * 2 };
  const smallFlow = flow && scaledFlow(flow, 0.5);
  const [cb, scb] = read('cb', small, smallFlow);
  const [cr, scr] = read('cr', small, smallFlow);
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
    halves: { photo: y2, source: s2 },
    inside: sy.inside,
    correlation: correlate(y, sy.data, sy.inside, width, height, 3),
    coarse: correlate(y2, s2, inside2, w, h, 3),
    coarsest: correlate(half(y2, w, h), half(s2, w, h), thinned(inside2, w, h), w >> 1, h >> 1, 2),
    flow,
  };
}
