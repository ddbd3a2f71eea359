/**
 * How what agrees came into the photo: as pixels, or through a camera. A flat print (a cover, a poster, a card, a label) that an honest buyer
 * photographs follows the listing's picture as a photographed screen does, so agreement alone accuses nobody.
 */
import type { Shade } from '../parts/shade.ts';
import type { Stray } from '../parts/stray.ts';
import type { Measurements } from './level.ts';

/**
 * Copies keep one turn, one size and one place; a camera tilts, its lens bends, paper curls. Swing as a share of the extent. Copies under filters, in
 * chats, collages and crops (62 made ones): 0.0005 at most, filtered ones 0.00005. Honest photos of flat prints, 60 made ones and 84 public ones of
 * covers: 0.00085 and more.
 */
const SWING = 0.0012;
/** The same in raster pixels, where blocks of a small picture cannot be placed any better. */
const SWING_PX = 0.3;
/**
 * No camera is held as straight as this. Filters change the light, and leave the shape alone: of 16 filtered copies 15 scatter by 0.15 raster pixels at
 * most. A scanner app may pull a sheet straight: of 159 such photos three are within 0.00015, and scatter by 0.29 and more.
 */
const EXACT_SWING = 0.0001;
const EXACT_SCATTER = 0.16;
const EXACT_FIRM = 0.9;
const EXACT_BLOCKS = 60;
/**
 * What scatter feigns must itself stay within this, raster pixels: two receipts of one till on a flatbed scanner share what
 * every receipt has, 66 blocks that scatter by 0.15 and feign 0.09, and no swing of theirs could be told from none.
 */
const EXACT_CHANCE_PX = 0.06;
/**
 * A large redrawn part spoils the blocks along its edge, and the rest is all the more exact: 0.03 to 0.07 in copies with 20 to 40 % painted over. With a
 * swing of up to 0.0008 honest photos scatter by 0.11 and more (160 made prints).
 */
const REST_SCATTER = 0.08;
const REST_FIRM = 0.8;
/** Two shots of one moment have one light, so between claims the shape alone must say it: share of the extent, and raster pixels. */
const MOMENT_SWING = 0.0003;
const MOMENT_SWING_PX = 0.15;

/**
 * Light, in grey steps and as a share of its range: how far tiles lie from one tone curve in the median, and what of that is a slow fall across the
 * picture. Copies: 0.3 and 0.15 in the median; imitated re-renderings have other tones, but a fall of 0.3 at most in 24 of 32. Honest photos of flat
 * prints: 0.8 and 0.9 at the least (67 made ones), 5 and 7 (243 public ones).
 */
const APART = 0.5;
const APART_OF_RANGE = 0.02;
const MOST_FALL = 0.6;
const FALL = 0.3;
const FALL_OF_RANGE = 0.01;
const FALL_APART = 3;
const TILES = 40;
/**
 * A camera on a stand gives one shape twice, and flash another light: both numbers are then 0.52 of the range and more. Of some 80 made copies under
 * filters the palest has 0.37 and 0.48, the next 0.28 and 0.39: the first is left as the same flat picture. The others reach 0.17 and 0.23.
 */
const OTHER_LAMP = 0.3;
/**
 * In a redrawing every place slips by itself: of 18 imitated ones the smooth swing is 0.85 of the scatter at most. Two shots from nearly one place a moment
 * apart have the framing and the light of one another, and are bent smoothly by what lies nearer: 4.6 and more of the scatter.
 */
const SWING_OF_SLIPS = 2;

/**
 * `pixels`: by its shape alone. `light`: by shape and light together, as two shots of one moment may agree, too. `camera`: neither was shown.
 */
export type Origin = 'pixels' | 'light' | 'camera';

/** Whether no room's light falls off across it. */
const isEven = ({ fall, apart, range }: Shade): boolean =>
  fall <= FALL && fall <= FALL_OF_RANGE * range && apart <= FALL_APART;

/** Whether another lamp shone on it, as no filter does: what is left of the light beside one tone curve, and its fall, are large. */
const isOtherLamp = ({ apart, fall, range }: Shade): boolean =>
  apart > OTHER_LAMP * range && fall > OTHER_LAMP * range;

/**
 * Whether no light but the source's lies on it. `isPart`: on the few tiles of a part a slow fall cannot be told from what was painted on it, so the
 * median speaks alone.
 */
function isSourceLight(shade: Shade | null, isPart: boolean): boolean {
  if (!shade || shade.tiles < TILES) return false;
  const isClose = shade.apart <= APART && shade.apart <= APART_OF_RANGE * shade.range;
  return (isClose && (isPart || shade.fall <= MOST_FALL)) || isEven(shade);
}

interface Lying {
  stray: Stray | null;
  shade: Shade | null;
  /** Of the blocks, in raster pixels. */
  extent: number;
  blocks: number;
}

function originOf({ stray, shade, extent, blocks }: Lying, isPart = false): Origin {
  if (!stray) return 'camera';
  const within = (share: number, px: number): boolean => stray.swing <= Math.max(px, share * extent);
  const isSharp =
    (stray.scatter <= EXACT_SCATTER && stray.firm >= EXACT_FIRM) ||
    (stray.scatter <= REST_SCATTER && stray.firm >= REST_FIRM);
  const isTold = blocks >= EXACT_BLOCKS && stray.chance <= EXACT_CHANCE_PX;
  if (isSharp && isTold && within(EXACT_SWING, 0)) return 'pixels';
  if (!within(SWING, SWING_PX) || !isSourceLight(shade, isPart)) return 'camera';
  return within(MOMENT_SWING, MOMENT_SWING_PX) ? 'pixels' : 'light';
}

/** How the photo as a whole came to be. `framed`: a redrawing, whose places slip, and whose corners are its source's. */
export function originOfWhole({ whole }: Measurements, framed: boolean): Origin {
  const origin = originOf(whole);
  const { stray, shade } = whole;
  if (origin === 'pixels' && shade && isOtherLamp(shade)) return 'camera';
  if (origin !== 'camera' || !framed || !shade) return origin;
  if (stray && stray.swing > SWING_OF_SLIPS * stray.scatter) return 'camera';
  return shade.tiles >= TILES && isEven(shade) ? 'light' : 'camera';
}

/** How the part that is the source's came to be, or the whole where the part alone does not say it. */
export function originOfPart({ whole, part }: Measurements): Origin {
  const own = part ? originOf(part, true) : 'camera';
  return own === 'camera' ? originOf(whole) : own;
}
