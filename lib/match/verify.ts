/** Is the photo pixel-derived from this source? Geometry, then pixels, then what was changed. */

import type { Region } from '../claims/finding.ts';
import { chain } from '../pixels/homography.ts';
import { withScratch } from '../pixels/kernels/scratch.ts';
import { findConsensus } from './align/consensus.ts';
import { layGrid } from './align/grid.ts';
import { pairFeatures } from './align/pairing.ts';
import { findFlow, type Refined, refine } from './align/refine.ts';
import { type Changes, findChanges } from './differences/changes.ts';
import { type Overlay, overlay } from './differences/overlay.ts';
import { closeUpOf } from './fingerprint/close-up.ts';
import { type Features, joinFeatures } from './fingerprint/features.ts';
import type { Prepared } from './fingerprint/prepare.ts';
import { judge, type Measurements } from './judge/level.ts';
import { lookAtPart } from './parts/kept.ts';
import { lookAtWhole, type Whole } from './parts/whole.ts';
import type { Match, MatchLevel } from './types.ts';

/** Fewer agreeing pairs than this are chance. */
const LEAST_PAIRS = 6;
/** Fewer than this, and the photo is looked at as a close crop too. */
const FEW_PAIRS = 25;
/**
 * Goods pasted at 0.4 of their size are placed to a pixel of the photo, which is 2.5 of the source's: then pairs may miss their map by so much of the
 * source's longest side, and so many must agree.
 */
const WIDE = 7 / 512;
const LEAST_WIDE = 9;
/** The other handedness is followed up when it has at least this share of the better one's pairs: symmetric goods have both. */
const RIVAL_SHARE = 0.2;
/** Shifts from which a smooth shift field is looked for, raster pixels. */
const DRIFT_TO_FOLLOW = 0.25;
/** Disagreeing share of the texture from which parallax is looked for. */
const CHANGED_TO_FOLLOW = 0.1;
/** With more of the texture agreeing than this the whole photo follows the source, not a part of it. */
const WHOLE_AGREES = 0.85;

interface Candidate {
  transform: number[];
  inliers: number;
  mirrored: boolean;
}

/** The best maps by these features of the photo, as it is and mirrored; `reach` as in `findConsensus`. */
function mapped(features: Features, source: Prepared, least = LEAST_PAIRS, reach?: number): Candidate[] {
  const side = Math.max(source.width, source.height);
  const found: Candidate[] = [];
  for (const mirrored of [false, true]) {
    const pairs = pairFeatures(features, source.features, mirrored);
    const map = findConsensus(pairs, features, source.features, side, mirrored, least, reach);
    if (map) found.push({ ...map, mirrored });
  }
  return found.sort((a, b) => b.inliers - a.inliers);
}

/** Maps worth a look, most pairs first. */
function candidates(photo: Prepared, source: Prepared): Candidate[] {
  let found = mapped(photo.features, source);
  if ((found[0]?.inliers ?? 0) < FEW_PAIRS) {
    const joined = joinFeatures(photo.features, closeUpOf(photo));
    const farther = mapped(joined, source);
    if ((farther[0]?.inliers ?? 0) > (found[0]?.inliers ?? 0)) found = farther;
    if ((found[0]?.inliers ?? 0) < FEW_PAIRS) {
      const [wide] = mapped(joined, source, LEAST_WIDE, WIDE);
      // More agree by chance within a wide reach: it says where to look, and counts for no more than few.
      if (wide && wide.inliers > (found[0]?.inliers ?? 0))
        found = [...found, { ...wide, inliers: Math.min(wide.inliers, found[0]?.inliers ?? LEAST_PAIRS) }];
    }
  }
  return found.filter((c) => c.inliers >= RIVAL_SHARE * found[0]!.inliers);
}

/** How many features of the photo agree on one map to the source; 0 where none does. */
export const agreeingPairs = (photo: Prepared, source: Prepared): number =>
  mapped(photo.features, source)[0]?.inliers ?? 0;

/** Everything that is measured of a pair before it is judged; null when no map brings them together. */
export function measurePair(photo: Prepared, source: Prepared): Measurements | null {
  let best: { start: Candidate; refined: Refined } | null = null;
  for (const start of candidates(photo, source)) {
    const laid = layGrid(photo, source, start.transform);
    if (!laid) continue;
    const refined = refine(photo, source, start.transform, laid.grid);
    if (!best || refined.agreement > best.refined.agreement) best = { start, refined };
  }
  if (!best) return null;
  const { start, refined } = best;
  const laid = layGrid(photo, source, refined.transform);
  if (!laid) return null;
  const rigid = overlay(photo, source, refined.transform, laid.grid, null);
  let over = rigid;
  let followed: Overlay | null = null;
  const drifts = refined.driftPx >= DRIFT_TO_FOLLOW && rigid.correlation.f75 < 0.97;
  if (drifts || (1 - rigid.correlation.f75 > CHANGED_TO_FOLLOW && refined.agreement > 0.5)) {
    const flow = findFlow(photo, source, refined.transform, laid.grid);
    followed = overlay(photo, source, refined.transform, laid.grid, flow, rigid.photo);
    if (drifts && followed.correlation.f75 > rigid.correlation.f75) {
      over = followed;
    }
  }
  const part =
    rigid.correlation.f75 < WHOLE_AGREES ? lookAtPart(photo, source, refined, start.mirrored) : null;
  let changes: Changes | undefined;
  let whole: Whole | undefined;
  return {
    ...{ photo, source, start, refined, real: laid.real, rigid, over, followed, part },
    get changes() {
      changes ??= findChanges(over, photo.width, photo.height);
      return changes;
    },
    get whole() {
      whole ??= lookAtWhole(photo, source, refined, rigid, start.mirrored);
      return whole;
    },
  };
}

/** Levels by how much they say, least first. */
const ORDER: MatchLevel[] = ['same-goods', 'flat', 'part', 'rerendered', 'likely', 'copy'];

/** A match of a panel as a match of the picture that the panel lies in. */
function inWhole(match: Match, { x, y }: { x: number; y: number }): Match {
  const move = (region: Region): Region => ({
    ...region,
    x: region.x + x,
    y: region.y + y,
    contours: region.contours?.map((line) => line.map((v, i) => v + (i % 2 ? y : x))),
  });
  return {
    ...match,
    inPanel: true,
    transform: chain(match.transform, [1, 0, -x, 0, 1, -y, 0, 0, 1]),
    changed: match.changed.map(move),
    ...(match.same ? { same: move(match.same) } : {}),
  };
}

/** Of the measurements nothing is kept but what the match says. */
const compared = (photo: Prepared, source: Prepared): Match | null =>
  withScratch(() => {
    const measured = measurePair(photo, source);
    return measured && judge(measured);
  });

/**
 * Null when the photo does not follow the source. `photo` is the suspect, `source` the known picture. Of a screen with several
 * photographs each is compared by itself; the match that says most is given.
 */
export function verify(photo: Prepared, source: Prepared): Match | null {
  let best = compared(photo, source);
  for (const panel of photo.panels) {
    if (best?.level === 'copy') break;
    const match = compared(panel.prepared, source);
    if (match && (!best || ORDER.indexOf(match.level) > ORDER.indexOf(best.level)))
      best = inWhole(match, panel);
  }
  return best;
}
