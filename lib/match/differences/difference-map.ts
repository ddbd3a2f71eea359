/** The difference picture of the comparison view. */

import { applyTo, invert } from '../../pixels/homography.ts';
import { gridToPhoto, layGrid } from '../align/grid.ts';
import { findFlow } from '../align/refine.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import type { Match } from '../types.ts';
import { findChanges } from './changes.ts';
import { overlay } from './overlay.ts';

/** Excess (in noise units) shown as full strength. */
const FULL = 12;

/**
 * Strength 0..255 of the difference at every pixel of the photo's working copy (`photo.planes`), 0 outside the overlap.
 * `match` must come from `verify` on the same two pictures.
 */
export function differenceMap(
  photo: Prepared,
  source: Prepared,
  match: Match,
): { width: number; height: number; data: Uint8Array } {
  const { width, height } = photo.planes;
  const data = new Uint8Array(width * height);
  const laid = layGrid(photo, source, match.transform);
  if (!laid) return { width, height, data };
  const flow = match.level === 'rerendered' ? findFlow(photo, source, match.transform, laid.grid) : null;
  const over = overlay(photo, source, match.transform, laid.grid, flow);
  const { excess } = findChanges(over, photo.width, photo.height);
  const toGrid = invert(gridToPhoto(laid.grid))!;
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o++) {
      const [gx, gy] = applyTo(toGrid, (x + 0.5) * photo.scaleX, (y + 0.5) * photo.scaleY);
      const i = Math.floor(gx);
      const j = Math.floor(gy);
      if (i < 0 || j < 0 || i >= laid.grid.width || j >= laid.grid.height) continue;
      data[o] = Math.min(255, (255 * excess[j * laid.grid.width + i]!) / FULL);
    }
  }
  return { width, height, data };
}
