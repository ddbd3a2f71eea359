/** How a photo as a whole lies on its source: moved and bent, and under which light. */
import { areaScale } from '../../pixels/homography.ts';
import type { Refined } from '../align/refine.ts';
import type { Overlay } from '../differences/overlay.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import { agreeingBlocks, similarityOrStretched } from './blocks.ts';
import { type Shade, shadeOf } from './shade.ts';
import { type Stray, strayFrom } from './stray.ts';

/** Fewer blocks that agree than this say nothing of how the photo is moved. */
const LEAST_BLOCKS = 24;

export interface Whole {
  /** How the blocks leave one turn, size and place (or a stretch to the photo's proportions); null where there are too few. */
  stray: Stray | null;
  /** How the light differs; null where there is too little to compare. */
  shade: Shade | null;
  /** Longer side of the overlap, in the raster pixels that `stray` is measured in. */
  extent: number;
  blocks: number;
}

/** Photo and source as `refined` maps them; `rigid` is their overlay under that map. */
export function lookAtWhole(
  photo: Prepared,
  source: Prepared,
  refined: Refined,
  rigid: Overlay,
  mirrored: boolean,
): Whole {
  const { grid } = rigid;
  const points = agreeingBlocks(refined);
  const [x, y] = [grid.x + (grid.width * grid.step) / 2, grid.y + (grid.height * grid.step) / 2];
  const cell = grid.step * Math.sqrt(Math.abs(areaScale(refined.transform, x, y)));
  const stretch = photo.height / photo.width / (source.height / source.width);
  const similar =
    points.weight.length >= LEAST_BLOCKS ? similarityOrStretched(points, mirrored, 2 * cell, stretch) : null;
  return {
    stray: similar && strayFrom(points, similar, cell),
    shade: shadeOf(rigid, null),
    extent: Math.max(grid.width, grid.height),
    blocks: points.weight.length,
  };
}
