/** From measurements to a level and a confidence. */
import type { Changes } from './changes.ts';
import type { Overlay } from './overlay.ts';
import type { Prepared } from './prepare.ts';
import type { Refined } from './refine.ts';
import type { Match, MatchLevel } from './types.ts';

export interface Measurements {
  photo: Prepared;
  source: Prepared;
  start: { inliers: number; mirrored: boolean };
  refined: Refined;
  /** Longest side of the overlap in the coarser picture's real pixels. */
  real: number;
  /** Laid over each other by the map alone. */
  rigid: Overlay;
  /** The same with the smooth shift field, where that helped. */
  over: Overlay;
  changes: Changes;
}

/** Below this many real pixels on the longer side nothing is called a copy (photo-matching section 4). */
const SMALL = 400;
const COPY = 0.65;
const LIKELY = 0.5;
/** Raster pixels of drift that a re-encoding does not explain. */
const DRIFTED = 0.6;

/** Null when the pictures merely look alike. */
export function judge(m: Measurements): Match | null {
  const { rigid, over, refined, photo } = m;
  const compared = over.inside.reduce((n, v) => n + v, 0);
  const changed = over.inside.reduce((n, v, i) => n + (v && m.changes.mask[i] ? 1 : 0), 0);
  const cell = over.grid.step * over.grid.step;
  const own = photo.panel ? photo.panel.width * photo.panel.height : photo.width * photo.height;
  const overlap = Math.min(1, (compared * cell) / own);
  const kept = Math.min(1, ((compared - changed) * cell) / own);
  const score = rigid.correlation.f90 * (refined.driftPx >= DRIFTED ? 0.85 : 1);
  let level: MatchLevel | null = null;
  if (score >= COPY && m.start.inliers >= 8) level = m.real < SMALL ? 'likely' : 'copy';
  else if (score >= LIKELY) level = 'likely';
  else if (over.flow && over.correlation.f75 > 0.75) level = 'rerendered';
  else if (m.start.inliers >= 25) level = 'same-goods';
  if (!level) return null;
  return {
    level,
    confidence: Math.min(0.99, Math.max(0.01, score)),
    kept,
    overlap,
    transform: refined.transform,
    mirrored: m.start.mirrored,
    changed: level === 'same-goods' ? [] : m.changes.regions,
    scores: {
      inliers: m.start.inliers,
      f90: rigid.correlation.f90,
      f75: rigid.correlation.f75,
      driftPx: refined.driftPx,
    },
  };
}
