/** A close look at the part of a photo that follows the source: is it moved as a cut-out is, and how much of it is exact? */

import type { Region } from '../../claims/finding.ts';
import { outlinesOf, type Part } from '../../pixels/contours.ts';
import { areaScale, type Homography } from '../../pixels/homography.ts';
import { closed, fillHoles, partsOf } from '../../pixels/kernels/masks.ts';
import { scratchBytes } from '../../pixels/kernels/scratch.ts';
import { GRID_SIDE, type Grid } from '../align/grid.ts';
import { type Refined, refine } from '../align/refine.ts';
import { type Overlay, overlay } from '../differences/overlay.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import { agreeingBlocks, boxAround, missesUnder, type Points, similarityOrStretched } from './blocks.ts';
import { type Shade, shadeOf } from './shade.ts';
import { type Stray, strayFrom } from './stray.ts';

/** Fewer blocks that agree than this are chance. */
const LEAST_BLOCKS = 6;
/** Room around the agreeing blocks: a share of their extent, and raster pixels. */
const MARGIN = 0.15;
const MARGIN_CELLS = 10;
/** Correlation of windows that belong to the part, and of those that are exact. */
const KEPT = 0.8;
const EXACT = 0.9;
/** The middle begins at this share of the sides. */
const CENTRE = 0.3;
/** Joins windows this far apart (half raster) into one part: smooth surfaces between textured ones. */
const JOIN = 3;
/** Residuals above this many raster pixels count as this many. */
const FARTHEST = 8;

/** Lengths in pixels of the part's own raster (512 on its longer side, or less where the pictures are coarser). */
export interface Kept {
  /** One turn, one size, one place: photo → source. */
  transform: Homography;
  /** Root mean square distance of the agreeing blocks from where that similarity, and where the free map, puts them. */
  bend: number;
  loose: number;
  /** The bend as a share of the part's extent: what tilt or depth leaves between two exposures. */
  skew: number;
  blocks: number;
  driftPx: number;
  /** Share (0..1) of the part's textured windows that correlate over 0.9. */
  tight: number;
  /** Share (0..1) of the source's textured windows in reach that are found again. */
  found: number;
  /** Share (0..1) of the textured windows in the middle of the look that belong to it: low where only what stands around agrees. */
  centre: number;
  /** The part's share (0..1) of the photo. */
  share: number;
  /** Longest side of the part in pixels of the coarser picture. */
  real: number;
  /** Longest side of the agreeing blocks' box. */
  extent: number;
  /** How they leave the similarity; null where there are too few. */
  stray: Stray | null;
  /** How the light on the part differs; null where it is too small. Looked for when it is first read: most parts are told without it. */
  readonly shade: Shade | null;
  /** Its outline in the photo's pixels; null when no window belongs to it. */
  outline: Region | null;
}

/** The largest connected area of windows that correlate, holes and smooth surfaces between them included. */
function exactPart(over: Overlay): { part: Part | null; tight: number; found: number; centre: number } {
  const { width, height, value, textured } = over.correlation;
  const mask = scratchBytes(width * height).fill(0);
  let own = 0;
  let again = 0;
  for (let i = 0; i < mask.length; i++) {
    if (!textured[i]) continue;
    const fromSource = textured[i]! & 2;
    if (fromSource) own++;
    if (value[i]! <= KEPT) continue;
    mask[i] = 1;
    if (fromSource) again++;
  }
  const all = scratchBytes(mask.length).fill(1);
  const joined = fillHoles(closed(mask, all, width, height, JOIN), width, height);
  const part = partsOf(joined, width, height).sort((a, b) => b.area - a.area)[0] ?? null;
  let counted = 0;
  let exact = 0;
  for (const p of part?.pixels ?? []) {
    if (!textured[p]) continue;
    counted++;
    if (value[p]! > EXACT) exact++;
  }
  let middle = 0;
  let keptThere = 0;
  for (let y = Math.round(CENTRE * height); y < (1 - CENTRE) * height; y++) {
    for (let x = Math.round(CENTRE * width); x < (1 - CENTRE) * width; x++) {
      const i = y * width + x;
      if (!textured[i]) continue;
      middle++;
      keptThere += mask[i]!;
    }
  }
  return {
    part,
    tight: counted ? exact / counted : 0,
    found: own ? again / own : 0,
    centre: middle ? keptThere / middle : 0,
  };
}

function outlined(part: Part, across: number, grid: Grid): Region {
  const cell = 2 * grid.step;
  return {
    x: grid.x + part.left * cell,
    y: grid.y + part.top * cell,
    width: (part.right - part.left) * cell,
    height: (part.bottom - part.top) * cell,
    area: Math.round(part.area * cell * cell),
    contours: outlinesOf(part, across).map((points) =>
      points.map((v, i) => (i % 2 ? grid.y : grid.x) + v * cell),
    ),
    same: true,
  };
}

/** The raster over the blocks that follow `start`; null when they cover next to nothing. */
function partGrid(
  photo: Prepared,
  source: Prepared,
  points: Points,
  start: Homography,
  step: number,
): Grid | null {
  const local = Math.sqrt(Math.abs(areaScale(start, points.from[0]!, points.from[1]!)));
  const near = missesUnder(points, start).map((v) => (v < 6 * step * local ? 1 : 0));
  const box = boxAround(points, near);
  const pad = MARGIN * Math.max(box.width, box.height) + MARGIN_CELLS * step;
  const x = Math.max(0, box.x - pad);
  const y = Math.max(0, box.y - pad);
  const width = Math.min(photo.width, box.x + box.width + pad) - x;
  const height = Math.min(photo.height, box.y + box.height + pad) - y;
  const cell = Math.max(photo.scaleX, source.scaleX / local, Math.max(width, height) / GRID_SIDE);
  const grid = { width: Math.floor(width / cell), height: Math.floor(height / cell), x, y, step: cell };
  return Number.isFinite(cell) && grid.width >= 24 && grid.height >= 24 ? grid : null;
}

/**
 * Looks at the agreeing part alone, on its own raster and under one similarity: a map fitted to the whole overlap is bent by
 * whatever else is in the photo. Null when no part follows the source.
 */
export function lookAtPart(
  photo: Prepared,
  source: Prepared,
  whole: Refined,
  mirrored: boolean,
): Kept | null {
  const first = agreeingBlocks(whole);
  if (first.weight.length < LEAST_BLOCKS) return null;
  const stretch = photo.height / photo.width / (source.height / source.width);
  const scaleAt = (map: Homography, p: Points): number =>
    Math.sqrt(Math.abs(areaScale(map, p.from[0]!, p.from[1]!)));
  const start = similarityOrStretched(
    first,
    mirrored,
    2 * whole.grid.step * scaleAt(whole.transform, first),
    stretch,
  );
  const grid = start && partGrid(photo, source, first, start, whole.grid.step / 2);
  if (!start || !grid) return null;
  const refined = refine(photo, source, start, grid);
  const points = agreeingBlocks(refined);
  if (points.weight.length < LEAST_BLOCKS) return null;
  const cell = grid.step * scaleAt(refined.transform, points);
  const similar = similarityOrStretched(points, mirrored, 2 * cell, stretch);
  if (!similar) return null;
  const spread = (map: Homography): number => {
    const miss = missesUnder(points, map);
    let sum = 0;
    let n = 0;
    for (let i = 0; i < miss.length; i++) {
      sum += points.weight[i]! * Math.min(FARTHEST, miss[i]! / cell) ** 2;
      n += points.weight[i]!;
    }
    return Math.sqrt(sum / n);
  };
  const bend = spread(similar);
  const over = overlay(photo, source, similar, grid, null);
  const { part, tight, found, centre } = exactPart(over);
  const extent = boxAround(
    points,
    missesUnder(points, similar).map((v) => (v < 3 * cell ? 1 : 0)),
  );
  const outline = part && outlined(part, over.correlation.width, grid);
  const finest = Math.max(photo.scaleX, source.scaleX / scaleAt(similar, points));
  let shade: Shade | null = null;
  return {
    transform: similar,
    bend,
    loose: spread(refined.transform),
    skew: (bend * grid.step) / Math.max(grid.step, extent.width, extent.height),
    blocks: points.weight.length,
    extent: Math.max(extent.width, extent.height) / grid.step,
    stray: strayFrom(points, similar, cell),
    get shade() {
      shade ??= part && shadeOf(over, part.pixels);
      return shade;
    },
    driftPx: refined.driftPx,
    tight,
    found,
    centre,
    share: outline ? outline.area / (photo.width * photo.height) : 0,
    real: outline ? Math.max(outline.width, outline.height) / finest : 0,
    outline,
  };
}
