/** From measurements to a level and a confidence. */

import { applyTo } from '../../pixels/homography.ts';
import { sumOf, sumWhere } from '../../pixels/kernels/marked.ts';
import type { Refined } from '../align/refine.ts';
import { type Around, aroundChanges } from '../differences/around.ts';
import type { Changes } from '../differences/changes.ts';
import { colourApart } from '../differences/colour-fit.ts';
import { redrawn, unscaled } from '../differences/detail.ts';
import type { Overlay } from '../differences/overlay.ts';
import type { Prepared } from '../fingerprint/prepare.ts';
import type { Kept } from '../parts/kept.ts';
import type { Whole } from '../parts/whole.ts';
import type { Match, MatchLevel } from '../types.ts';
import { bandAgreement } from './band.ts';
import { confidenceOf } from './confidence.ts';
import { isPart, isSameLight, isSecondExposure } from './exposure.ts';
import { originOfPart, originOfWhole } from './origin.ts';
import { isScreenPhoto } from './screen-photo.ts';

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
  /** The overlay with the shift field, where one was looked for. */
  followed: Overlay | null;
  /** Looked for when it is first read: half of a comparison's work, which pairs that merely look alike never need. */
  readonly changes: Changes;
  /** The agreeing part by itself; null where the whole photo follows the source, or nothing does. */
  part: Kept | null;
  /** The same of the whole overlap. Looked for when it is first read: only pairs that would be named need it. */
  readonly whole: Whole;
}

/** Below this many real pixels on the longer side nothing is called a copy (photo-matching section 4). */
export const SMALL = 400;
/** Scores from which a pair is called a copy, and worth a look. Chosen on one half of the sources (docs/benchmarks.md). */
export const COPY = 0.75;
export const LIKELY = 0.56;
/** A lower score is enough where what agrees is tight to the pixel: a large edit lowers the area, not the fit. */
const COPY_TIGHT = 0.62;
const TIGHT_AGREEMENT = 0.93;
const TIGHT_DRIFT = 0.2;
/** Raster pixels of drift that a re-encoding does not explain. */
const DRIFTED = 0.6;
/** Fine texture must be there before it can be called redrawn. */
const FINE = 0.5;
/** Agreement under a smooth shift field that shows a redrawn picture. */
const FOLLOWS = 0.65;
/** Share of the textured area that agrees only after its own shift: parallax of a second exposure, or a redrawing. */
const MOVED = 0.05;
/** A shift (raster pixels) that no re-encoding leaves. */
const SHIFT = 1;
/** What must agree in the overlap's outer band: a second photo of a pack has other surroundings. */
const BAND_AGREES = 0.45;
/** A score from which other surroundings are an edit, not another photo: packs stay well under it. */
const BEYOND_DOUBT = 0.78;
const BAND_FOLLOWS = 0.55;
/** The same where photo and source share their framing to within this part of the longer side, and at least this many inliers. */
const FOLLOWS_FRAMED = 0.5;
const SAME_FRAMING = 0.04;
const FRAMED_INLIERS = 60;
/** With this share of the compared area changed or less, the rest is judged by itself, where this much of the source's texture is in it. */
const LOCAL_EDIT = 0.16;
const FOUND_AGAIN = 0.55;
/**
 * A large edit: up to this share changed, the rest of it the source to the pixel. Second photos and other goods before the same
 * backdrop agree in at most 0.84 of what is not marked, edits of a quarter in 0.86 or more after a strong re-save, mostly in 0.95.
 */
const LARGE_EDIT = 0.4;
const LARGE_FOUND = 0.5;
const LARGE_AGREES = 0.9;
/** A strong re-save of a picture of which less is left to register by drifts this far (raster pixels). */
const LARGE_DRIFT = 0.3;
/** With more changed, or less of the source's texture found again, it is said that one part is the same. */
const PART_EDIT = 0.5;
const PART_FOUND = 0.3;
/** Less of the middle than this is the source's: what agrees stands around the goods. */
const CENTRE_KEPT = 0.25;
/** Map inliers without which no copy is named, and with which shared goods are. */
const LEAST_INLIERS = 8;
const SAME_GOODS_INLIERS = 25;

/** Share of textured pixels that agree under the shift field but not under the map alone. */
function movedShare(rigid: Overlay, followed: Overlay): number {
  const { flow } = followed;
  if (!flow) return 0;
  const { width, height, value, textured } = rigid.correlation;
  let own = 0;
  let moved = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const fy = Math.min(flow.down - 1, Math.floor((2 * y) / flow.cell));
    for (let x = 0; x < width; x++, i++) {
      if (!textured[i]) continue;
      own++;
      if (value[i]! > 0.75 || followed.correlation.value[i]! <= 0.75) continue;
      const f = fy * flow.across + Math.min(flow.across - 1, Math.floor((2 * x) / flow.cell));
      if (Math.hypot(flow.u[f]!, flow.v[f]!) > SHIFT) moved++;
    }
  }
  return own > 0 ? moved / own : 0;
}

/** What the judgement rests on; shares 0..1. */
export interface Evidence {
  score: number;
  /** Best score under a smooth shift field. */
  followed: number;
  changedShare: number;
  moved: number;
  band: number;
  /** Clear of the marked regions. */
  around: Around;
  /** The photo is the source to the pixel wherever it is not marked. */
  restExact: boolean;
  /** Fine detail was redrawn. */
  redrawn: boolean;
  drift: number;
}

/** Fine texture, as a re-save keeps it. */
const fineOf = ({ rigid, refined }: Measurements): number =>
  0.35 * rigid.correlation.f90 + 0.2 * rigid.coarse.f75 + 0.25 * rigid.coarsest.f75 + 0.2 * refined.agreement;

/** Texture on a quarter of the raster, as a photographed screen keeps it. */
const coarseOf = ({ coarsest }: Overlay): number => 0.55 * coarsest.f75 + 0.45 * coarsest.f90 - 0.03;

/**
 * Four readings, the best of which counts: fine texture (what a re-save keeps), texture on a quarter of the raster (what a
 * photographed screen keeps), the texture outside a small edit (what stickers leave), and a rest that is exact outside a large one.
 */
export function evidenceOf(m: Measurements): Evidence {
  const { rigid, over, refined } = m;
  const changed = sumWhere(m.changes.mask, over.inside);
  const changedShare = changed / Math.max(1, sumOf(over.inside));
  const around = aroundChanges(rigid, m.changes.mask);
  const band = bandAgreement(rigid);
  // Two small exposures from one place agree as well as a small copy does.
  const big = Math.round(m.real) >= SMALL;
  const restExact =
    !over.flow &&
    around.agrees >= LARGE_AGREES &&
    refined.driftPx <= LARGE_DRIFT &&
    band >= BAND_AGREES &&
    m.start.inliers >= SAME_GOODS_INLIERS;
  const local =
    changedShare <= LOCAL_EDIT && !over.flow && around.found >= FOUND_AGAIN ? 0.9 * around.agrees : 0;
  const large =
    big && restExact && changedShare <= LARGE_EDIT && around.found >= LARGE_FOUND
      ? COPY + 0.4 * (around.agrees - LARGE_AGREES)
      : 0;
  const steady = refined.driftPx >= DRIFTED ? 0.85 : 1;
  return {
    score: Math.max(fineOf(m), coarseOf(rigid), local, large) * steady,
    followed:
      over.flow && bandAgreement(over) >= BAND_FOLLOWS ? 0.5 * over.coarse.f75 + 0.5 * over.coarsest.f75 : 0,
    changedShare,
    moved: m.followed ? movedShare(rigid, m.followed) : 0,
    band,
    around,
    restExact,
    redrawn:
      rigid.correlation.f90 > FINE &&
      unscaled(refined.transform, m.photo.width, m.photo.height) &&
      redrawn(rigid),
    drift: refined.driftPx,
  };
}

/** Whether the photo's corners land on the source's: a redrawing keeps the framing, a second exposure hardly ever has it. */
function framedAlike(m: Measurements): boolean {
  const { photo, source } = m;
  const reach = SAME_FRAMING * Math.max(source.width, source.height);
  return [0, 1].every((u) =>
    [0, 1].every((v) => {
      const [x, y] = applyTo(m.refined.transform, u * photo.width, v * photo.height);
      return Math.abs(x - u * source.width) < reach && Math.abs(y - v * source.height) < reach;
    }),
  );
}

const isTight = (m: Measurements, e: Evidence): boolean =>
  e.score >= COPY_TIGHT &&
  m.refined.agreement >= TIGHT_AGREEMENT &&
  e.drift <= TIGHT_DRIFT &&
  e.band >= BAND_AGREES;

/** `lit`: a part that is told by its light alone; `screen`: what agrees as far as stripes and glare let it. */
type Said = MatchLevel | 'lit' | 'screen';

function levelOf(m: Measurements, e: Evidence): Said | null {
  const { inliers } = m.start;
  const big = Math.round(m.real) >= SMALL;
  if ((e.score >= COPY || isTight(m, e)) && inliers >= LEAST_INLIERS) {
    if (e.band < BAND_AGREES && e.score < BEYOND_DOUBT) return 'part';
    if (e.moved >= MOVED && !big) return isSecondExposure(m) ? 'same-goods' : null;
    if (e.drift >= DRIFTED || e.redrawn || e.moved >= MOVED) return big ? 'rerendered' : 'likely';
    return big ? 'copy' : 'likely';
  }
  if (big && e.followed >= FOLLOWS && inliers >= SAME_GOODS_INLIERS) return 'rerendered';
  if (big && e.followed >= FOLLOWS_FRAMED && inliers >= FRAMED_INLIERS && framedAlike(m)) return 'rerendered';
  // Two small photos from one place agree in everything but the goods in the middle.
  const aroundOnly = !big && e.changedShare > LOCAL_EDIT && m.part !== null && m.part.centre < CENTRE_KEPT;
  if (e.score >= LIKELY && e.moved < MOVED && inliers >= LEAST_INLIERS && !aroundOnly) {
    // At full size other surroundings speak of a second photo of the same print.
    if (!big || e.band >= BAND_AGREES) return 'likely';
  }
  if (e.moved < MOVED && isScreenPhoto(m, big)) return 'screen';
  if (isPart(m, SAME_GOODS_INLIERS)) return 'part';
  const many = inliers >= SAME_GOODS_INLIERS;
  const mostlyExact = big && e.restExact && e.moved < MOVED && e.changedShare <= PART_EDIT;
  if (many && mostlyExact && e.around.found >= PART_FOUND) return 'part';
  if (isSameLight(m)) return 'lit';
  if (!many) return null;
  return isSecondExposure(m) ? 'same-goods' : null;
}

/** Share (0..1) of the source's textured pixels that are found again at all, marked or not. */
function mostFound({ textured, value }: Overlay['correlation']): number {
  let own = 0;
  let again = 0;
  for (let i = 0; i < textured.length; i++) {
    if (!(textured[i]! & 2)) continue;
    own++;
    if (value[i]! > 0.75) again++;
  }
  return own > 0 ? again / own : 0;
}

/**
 * Whether nothing can be said of the pair, whatever turned out to be changed in it: no reading that takes changes out can count with so
 * little of the source found again, and without them the pictures do not agree.
 */
function isHopeless(m: Measurements): boolean {
  const { rigid, over, start } = m;
  if (mostFound(rigid.correlation) >= PART_FOUND) return false;
  if (Math.max(fineOf(m), coarseOf(rigid)) >= LIKELY) return false;
  if (over.flow && start.inliers >= SAME_GOODS_INLIERS) return false;
  if (isScreenPhoto(m, Math.round(m.real) >= SMALL)) return false;
  return !isPart(m, SAME_GOODS_INLIERS) && !isSameLight(m) && !isSecondExposure(m);
}

/** Of a loose part it is not known what differs and what merely stands elsewhere, of a disturbed screen not what glare did; of an exact rest it is. */
const namesChanges = (said: Said, { restExact }: Evidence): boolean =>
  said === 'part' ? restExact : said !== 'same-goods' && said !== 'lit' && said !== 'screen';

interface Told {
  level: MatchLevel;
  /** What agrees, before it was asked how it came into the photo. */
  said: Said;
  byLight: boolean;
}

/** What may be said of pictures that agree: what came through a camera shows the same flat picture at most, and is no copy. */
function toldOf(m: Measurements, e: Evidence): Told | null {
  const said = levelOf(m, e);
  if (!said || said === 'same-goods') return said && { level: said, said, byLight: false };
  const isOfPart = said === 'part' || said === 'lit';
  const origin = isOfPart ? originOfPart(m) : originOfWhole(m, said === 'rerendered' && framedAlike(m));
  if (origin !== 'camera' && said !== 'screen') {
    const byLight = said === 'lit' || origin === 'light';
    return { level: isOfPart ? 'part' : said, said, byLight };
  }
  // Goods that are not flat move against each other, and two views of them are not one flat picture.
  const isFlat = e.moved < MOVED && e.drift < DRIFTED && (!isOfPart || e.score >= LIKELY);
  return isFlat ? { level: 'flat', said, byLight: false } : null;
}

/** Null when the pictures merely look alike. */
export function judge(m: Measurements): Match | null {
  if (isHopeless(m)) return null;
  const evidence = evidenceOf(m);
  const told = toldOf(m, evidence);
  if (!told) return null;
  const { level, said } = told;
  const { over, photo } = m;
  const cells = sumOf(over.inside) * over.grid.step * over.grid.step;
  const own = photo.panel ? photo.panel.width * photo.panel.height : photo.width * photo.height;
  const overlap = Math.min(1, cells / own);
  // A map fitted to the whole overlap is bent by what does not belong to the part.
  const part = level === 'part' ? m.part : null;
  return {
    ...(part?.outline ? { same: part.outline } : {}),
    ...(told.byLight ? { byLight: true } : {}),
    level,
    confidence: confidenceOf(level, evidence.score),
    kept: part ? Math.min(1, part.share) : Math.min(1, (cells * (1 - evidence.changedShare)) / own),
    overlap,
    transform: part?.transform ?? m.refined.transform,
    mirrored: m.start.mirrored,
    changed: level !== 'flat' && namesChanges(said, evidence) ? m.changes.regions : [],
    scores: {
      inliers: m.start.inliers,
      f90: m.rigid.correlation.f90,
      f75: m.rigid.correlation.f75,
      driftPx: m.refined.driftPx,
      colourApart: colourApart(over, m.changes.mask),
    },
  };
}
