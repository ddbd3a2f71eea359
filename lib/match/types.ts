/** What the matching layer takes and gives. */
import type { Region } from '../claims/finding.ts';

/**
 * copy: pixel-derived, certain enough to say so. likely: look at it (small picture or drift).
 * rerendered: the whole photo follows the picture but every pixel was redrawn.
 * part: one area is identical to the pixel, the rest is different; `same` outlines it, `changed` what differs beside an exact rest.
 * flat: the same flat picture, seen through a camera: a screen or a print was photographed, nobody can tell which.
 * same-goods: the goods were photographed again, as tilt, depth and framing show; speaks for the buyer.
 */
export type MatchLevel = 'copy' | 'likely' | 'rerendered' | 'part' | 'flat' | 'same-goods';

export interface Match {
  level: MatchLevel;
  /** 0..1, calibrated: the share of matches at this confidence that are right (docs/findings.md has the curve). */
  confidence: number;
  /** 0..1 share of the photo's own area (inside its frame) that is pixel-derived from the source. */
  kept: number;
  /** 0..1 share of the photo that could be compared at all (overlap with the source). */
  overlap: number;
  /** Row-major homography, photo pixels → source pixels. */
  transform: number[];
  mirrored: boolean;
  /** Found in one of several photographs on a screen. */
  inPanel?: true;
  /** Told by its light: of the shop's pictures alone; two shots of one moment have one light too. */
  byLight?: true;
  /** Regions that differ, in the photo's pixels, largest certainty first. Never outside the overlap. */
  changed: Region[];
  /** Of a part: the outline of what is the same, in the photo's pixels. */
  same?: Region;
  /** Numbers behind the level, for the finding's facts and the docs. */
  scores: {
    inliers: number;
    f90: number;
    f75: number;
    driftPx: number;
    /** Steps of 0..255 by which colours differ that light and filters do not explain: small for the source, larger for a colour variant. */
    colourApart: number;
  };
}
