/** Whether a part of the photo was cut out of the source, or both are photographs of the same goods: from geometry. */

import { applyTo } from '../../pixels/homography.ts';
import { findFlow } from '../align/refine.ts';
import { type Overlay, overlay } from '../differences/overlay.ts';
import type { Kept } from '../parts/kept.ts';
import { bandAgreement } from './band.ts';
import type { Measurements } from './level.ts';

/**
 * A cut-out is moved by one turn, one size and one place. A second exposure never is: the camera stands elsewhere, so the goods
 * come out tilted and their near parts move against the far ones. Of 897 pairs of honest photos of one object or pack the
 * nearest have bends of 0.78 and skews of 0.0026 where the goods themselves agree; where only what stands behind them does,
 * at most 0.1 of the middle is the same, and 0.67 or more of cut-outs and kept products.
 */
const CUT_BEND = 0.72;
const CUT_SKEW = 0.002;
/** What a free map may gain over the similarity: a factor, and raster pixels. */
const CUT_GAIN = 1.12;
const CUT_GAIN_PX = 0.05;
const CUT_BLOCKS = 30;
/** Shares of the part's texture that is exact, and of the source's texture that is found again. */
const CUT_TIGHT = 0.55;
const CUT_FOUND = 0.25;
const CUT_DRIFT = 0.65;
/** Pixels (longest side) below which a part is too small to tell a cut-out from a photo. */
const CUT_REAL = 110;
/** Two photos taken from one place share what stands behind the goods, not the goods: the middle of the part must be in it. */
const CUT_CENTRE = 0.4;
/** The same for photos whose framing is the source's: bend and drift of a redrawn product are larger. */
const FRAMED_BEND = 0.8;
const FRAMED_TIGHT = 0.4;
const FRAMED_REAL = 400;

/**
 * Pairs that share what stands behind the goods agree in at most 0.14 of the middle, and in 0.5 or more of the outer band, where their light and
 * geometry are one; half of the replaced backgrounds agree in 0.05 of it. With other surroundings less of the middle is enough.
 */
const OTHER_BAND = 0.25;
const LEAST_CENTRE = 0.2;

/** Whether what agrees is the goods, and not what stands around them. */
const isOfGoods = ({ centre }: Kept, rigid: Overlay, enough: number): boolean =>
  centre >= enough || (centre >= LEAST_CENTRE && bandAgreement(rigid) <= OTHER_BAND);

/** Photo corners this near to the source's corners (share of its longer side): the same framing, as no second exposure has it. */
const SAME_FRAME = 0.02;

/** How far the photo's corners land from the source's, as a share of the source's longer side; the largest of four. */
export function framingApart({ photo, source, refined }: Measurements): number {
  const side = Math.max(source.width, source.height);
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height };
  const apart = (box: { x: number; y: number; width: number; height: number }): number => {
    let worst = 0;
    for (const u of [0, 1]) {
      for (const v of [0, 1]) {
        const [x, y] = applyTo(refined.transform, box.x + u * box.width, box.y + v * box.height);
        let nearest = Number.POSITIVE_INFINITY;
        for (const a of [0, source.width])
          for (const b of [0, source.height]) nearest = Math.min(nearest, Math.hypot(x - a, y - b));
        worst = Math.max(worst, nearest / side);
      }
    }
    return worst;
  };
  return Math.min(apart(whole), photo.panel ? apart(photo.panel) : Number.POSITIVE_INFINITY);
}

const isCutOut = (k: Kept): boolean =>
  k.bend <= CUT_BEND &&
  k.bend <= CUT_GAIN * k.loose + CUT_GAIN_PX &&
  k.skew <= CUT_SKEW &&
  k.blocks >= CUT_BLOCKS &&
  k.tight >= CUT_TIGHT &&
  k.found >= CUT_FOUND &&
  k.driftPx <= CUT_DRIFT &&
  k.real >= CUT_REAL &&
  k.centre >= CUT_CENTRE;

/**
 * Light is the second witness where noise keeps the geometry from deciding: shading, highlights and shadows lie on a cut-out as on its source,
 * and no second exposure gives them again. Both must hold, the tone curve to LIT_APART grey steps and the similarity but for a smooth swing. Of 914
 * honest pairs of packs and things that a map joins, and in whose middle the goods agree, the nearest by light is 0.97 steps apart and swings by 0.0018
 * of its extent (0.54 raster pixels), the next is 1.5 steps apart; the nearest by swing, 0.0014, is 5.6 steps apart. All of these are shots of one
 * shelf a moment apart. Made cut-outs and replaced backgrounds that the rule above misses have 0.3 steps and 0.0005 in the median.
 */
const LIT_APART = 1;
const LIT_APART_OF_RANGE = 0.04;
const LIT_TILES = 40;
const LIT_CENTRE = 0.3;
const LIT_SWING = 0.0012;
/** The same in raster pixels, where a part is so small that blocks cannot be placed any better. */
const LIT_SWING_PX = 0.3;
const LIT_SCATTER = 0.6;
const LIT_FIRM = 0.75;
const LIT_TIGHT = 0.5;
const LIT_FOUND = 0.2;
/** Two views from nearly one place have one light; under a shift field 0.97 or more of them agree (quarter raster), of replaced backgrounds 0.72 at most. */
const LIT_FOLLOWS = 0.85;

/** Whether light and shape of a part are its source's, though its outline is too rough for `isPart`. Two shots of one moment have that too. */
export function isSameLight(m: Measurements): boolean {
  const { part, rigid } = m;
  if (!part?.stray) return false;
  const { stray } = part;
  const isShape =
    stray.swing <= Math.max(LIT_SWING_PX, LIT_SWING * part.extent) &&
    stray.scatter <= LIT_SCATTER &&
    stray.firm >= LIT_FIRM &&
    part.tight >= LIT_TIGHT &&
    part.found >= LIT_FOUND &&
    part.blocks >= CUT_BLOCKS &&
    part.real >= CUT_REAL &&
    isOfGoods(part, rigid, LIT_CENTRE);
  const shade = isShape ? part.shade : null;
  return (
    shade !== null &&
    shade.tiles >= LIT_TILES &&
    shade.apart <= LIT_APART &&
    shade.apart <= LIT_APART_OF_RANGE * shade.range &&
    followedOf(m).coarsest.f75 <= LIT_FOLLOWS
  );
}

/** The pair under a smooth shift field, which is looked for here where nothing else asked for it. */
function followedOf({ photo, source, refined, rigid, followed }: Measurements): Overlay {
  if (followed) return followed;
  const { transform } = refined;
  const flow = findFlow(photo, source, transform, rigid.grid);
  return overlay(photo, source, transform, rigid.grid, flow, rigid.photo);
}

/** Whether one part of the photo is the source to the pixel. `inliers` as the map has them. */
export function isPart(m: Measurements, manyInliers: number): boolean {
  const { part } = m;
  if (!part) return false;
  if (isCutOut(part)) return true;
  return (
    m.start.inliers >= manyInliers &&
    framingApart(m) <= SAME_FRAME &&
    part.bend <= FRAMED_BEND &&
    part.tight >= FRAMED_TIGHT &&
    part.real >= FRAMED_REAL &&
    isOfGoods(part, m.rigid, CUT_CENTRE)
  );
}

/**
 * What a second exposure shows and no copy does: the agreeing blocks leave every similarity (tilt) and every plane (depth), the
 * photo is framed otherwise, and what surrounds the goods does not follow even coarsely. A photographed screen is tilted but
 * flat, a redrawing slips but keeps its framing, a cut-out is neither.
 */
const TILTED = 1.3;
const TILT_GAIN = 1.25;
const DEEP = 0.7;
const MOVES = 0.5;
const OTHER_FRAME = 0.15;
const OTHER_AROUND = 0.45;
const BLOCKS = 24;
/**
 * Share of the source's texture that agrees as one part: two sheets of one form (receipts of one till) share heading and lines, and curl, and are not
 * the same sheet. Of five such pairs the part has 0.033 at most, of fifteen pairs of one thing 0.038 to 0.3.
 */
const SAME_FOUND = 0.04;

/** Whether it was shown, not merely not disproved, that the goods of the source were photographed again. */
export function isSecondExposure(m: Measurements): boolean {
  const { part } = m;
  return (
    part !== null &&
    part.blocks >= BLOCKS &&
    part.found >= SAME_FOUND &&
    part.bend >= TILTED &&
    part.bend >= TILT_GAIN * part.loose &&
    part.loose >= DEEP &&
    m.refined.driftPx >= MOVES &&
    m.rigid.coarsest.f75 <= OTHER_AROUND &&
    framingApart(m) >= OTHER_FRAME
  );
}
