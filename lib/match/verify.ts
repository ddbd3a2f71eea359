/** Is the photo pixel-derived from this source? Geometry, then pixels, then what was changed. */
import { findChanges } from './changes.ts';
import { findConsensus } from './consensus.ts';
import { layGrid } from './grid.ts';
import { judge } from './level.ts';
import { overlay } from './overlay.ts';
import { pairFeatures } from './pairing.ts';
import type { Prepared } from './prepare.ts';
import { findFlow, refine } from './refine.ts';
import type { Match } from './types.ts';

/** Fewer agreeing pairs than this are chance. */
const LEAST_PAIRS = 6;
/** With this many the other handedness is not tried. */
const PLENTY = 25;
/** Shifts from which a smooth shift field is looked for, raster pixels. */
const DRIFT_TO_FOLLOW = 0.25;

interface Alignment {
  transform: number[];
  inliers: number;
  mirrored: boolean;
}

function align(photo: Prepared, source: Prepared): Alignment | null {
  const side = Math.max(source.width, source.height);
  let best: Alignment | null = null;
  for (const mirrored of [false, true]) {
    const pairs = pairFeatures(photo.features, source.features, mirrored);
    const found = findConsensus(pairs, photo.features, source.features, side, mirrored, LEAST_PAIRS);
    if (found && (!best || found.inliers > best.inliers)) best = { ...found, mirrored };
    if (best && best.inliers >= PLENTY) break;
  }
  return best;
}

/** Null when the photo does not follow the source. Symmetric in nothing: `photo` is the suspect, `source` the known picture. */
export function verify(photo: Prepared, source: Prepared): Match | null {
  const start = align(photo, source);
  if (!start) return null;
  const laid = layGrid(photo, source, start.transform);
  if (!laid) return null;
  const refined = refine(photo, source, start.transform, laid.grid);
  const final = layGrid(photo, source, refined.transform);
  if (!final) return null;
  let over = overlay(photo, source, refined.transform, final.grid, null);
  const rigid = over.correlation;
  if (refined.driftPx >= DRIFT_TO_FOLLOW && rigid.f75 < 0.97) {
    const followed = overlay(
      photo,
      source,
      refined.transform,
      final.grid,
      findFlow(photo, source, refined.transform, final.grid),
    );
    if (followed.correlation.f75 > rigid.f75) over = followed;
  }
  const changes = findChanges(over, photo.width, photo.height);
  return judge({ photo, source, start, refined, real: final.real, rigid, over, changes });
}
