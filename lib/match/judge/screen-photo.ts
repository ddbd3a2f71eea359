/** Whether the photo shows the whole source on a screen, too disturbed by moire and glare for the readings of a re-saved picture. */
import type { Correlation } from '../../pixels/correlation.ts';
import { half } from '../../pixels/kernels/compared.ts';
import { correlate } from '../../pixels/kernels/correlation.ts';
import type { Overlay } from '../differences/overlay.ts';
import type { Measurements } from './level.ts';

/** The raster is halved so many times: stripes of a screen's pixels, two to seven cells wide, are gone there. */
const HALVED = 3;
/**
 * Shares (0..1), on that raster, of the texture of either picture and of the source's own that correlate over 0.75. Of 15 made screen photos
 * that no other reading names 9 reach all of what is asked here; honest photos of at least 400 real pixels with this many inliers, of one thing or
 * pack, find 0.55 of the source's texture at most.
 */
const AGREES = 0.7;
const FOUND = 0.8;
/** Agreeing features, and the drift (raster pixels) of a flat picture: a tilted screen stays flat, goods do not. */
const INLIERS = 30;
const DRIFT = 0.5;
/**
 * Stripes are texture where the source is plain, and are gone on the small raster; what stands around a pack stays. `STRIPES`: share of the quarter
 * raster's texture that only the photo has; at most `STAYS` of it may be left on the eighth.
 */
const STRIPES = 0.12;
const STAYS = 0.5;
/** A source with texture nearly everywhere has no plain place for stripes: then its surroundings too must be found again. */
const ALL_OVER = 0.85;

/** Two shots from one place share what stands behind the goods: the goods in the middle, this share of the sides, must be found too. */
const MIDDLE = 0.5;
const MIDDLE_FOUND = 0.7;
/** The same of a source with texture all over: made neighbouring views find 0.66 there, such screens 0.94. */
const MIDDLE_ALL_OVER = 0.85;

interface Shares {
  photoOnly: number;
  found: number;
  middle: number;
  allOver: number;
}

function smaller({ photo, source, inside, grid }: Overlay): Correlation {
  let { width, height } = grid;
  let [own, other] = [photo.y, source.y];
  for (let n = 0; n < HALVED; n++) {
    [own, other] = [half(own, width, height), half(other, width, height)];
    width >>= 1;
    height >>= 1;
  }
  const there = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) there[i] = inside[(y * grid.width + x) << HALVED]!;
  return correlate(own, other, there, width, height, 2);
}

/**
 * Of the textured places: the share that only the photo has; of the source's own: the share found again, the same of those in the middle, and their
 * share of the raster.
 */
function shares({ width, height, textured, value }: Correlation): Shares {
  let [any, own, again, inMiddle, middleAgain] = [0, 0, 0, 0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!textured[i]) continue;
      any++;
      if (!(textured[i]! & 2)) continue;
      const found = value[i]! > 0.75 ? 1 : 0;
      own++;
      again += found;
      if (Math.abs(2 * x - width) > MIDDLE * width || Math.abs(2 * y - height) > MIDDLE * height) continue;
      inMiddle++;
      middleAgain += found;
    }
  }
  return {
    photoOnly: any ? (any - own) / any : 0,
    found: own ? again / own : 0,
    middle: inMiddle ? middleAgain / inMiddle : 1,
    allOver: textured.length ? own / textured.length : 0,
  };
}

/** `big`: large enough for a copy to be named. */
export function isScreenPhoto({ start, refined, rigid }: Measurements, big: boolean): boolean {
  if (!big || start.inliers < INLIERS || refined.driftPx > DRIFT) return false;
  const small = smaller(rigid);
  const { photoOnly, found, middle, allOver } = shares(small);
  if (small.f75 < AGREES || found < FOUND || middle < MIDDLE_FOUND) return false;
  const before = shares(rigid.coarsest).photoOnly;
  const striped = before >= STRIPES && photoOnly <= STAYS * before;
  return striped || (allOver >= ALL_OVER && found >= ALL_OVER && middle >= MIDDLE_ALL_OVER);
}
