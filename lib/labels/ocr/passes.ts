/** Which parts of a photo are looked at for text, and at what scale. */
import type { Picture } from '../../pixels/picture.ts';
import { type Look, MULTIPLE } from './detector.ts';

export interface ReadingPass extends Look {
  name: 'top' | 'bottom' | 'whole';
}

/** Height of a strip as a share of the short side: a 5 % label with its margin, twice over. */
const STRIP = 0.16;
/** Below this long side, small labels are read better enlarged. */
const SMALL = 1100;
const ENLARGE = 1.5;
/** Strips of larger photos are brought to this width: 3 % labels are 29 pixels high there, and as many of 120 drawn ones are read as at 1,600. */
const STRIP_WIDTH = 1280;
/** Side of the look at the whole: 960 reads no more of the labels drawn inside, 640 one less (docs/findings/labels.md). */
const WHOLE = { side: 736, most: 1 };
/** The same around a label that was found: its neighbours decide how much it weighs, so none of them may be missed. */
const WHOLE_CLOSE = { side: 960, most: 1.5 };
/** Scale of the look at evened strips, over that of the others. Evening has given the letters all the contrast there is. */
const EVENED = 0.5;
/** At that scale a strip may be lower by this share, rather than be a whole network step higher. */
const LOWER = 0.1;

const scaleOf = ({ width, height }: Picture): number =>
  Math.max(width, height) < SMALL ? ENLARGE : Math.min(1, STRIP_WIDTH / width);

const strips = ({ width, height }: Picture, strip: number, scale: number): ReadingPass[] => [
  { name: 'bottom', rect: { x: 0, y: height - strip, width, height: strip }, scale },
  { name: 'top', rect: { x: 0, y: 0, width, height: strip }, scale },
];

/** The strips along the edges: bottom first, since most labels stand there, then the top. */
export function edgePasses(picture: Picture): ReadingPass[] {
  const { width, height } = picture;
  const strip = Math.min(height, Math.max(32, Math.ceil(STRIP * Math.min(width, height))));
  return strips(picture, strip, scaleOf(picture));
}

/** The strips again, for the look with their light evened: as high as fits the network, since at this scale its steps are coarse. */
export function evenedPasses(picture: Picture): ReadingPass[] {
  const { width, height } = picture;
  const scale = EVENED * scaleOf(picture);
  const least = (1 - LOWER) * STRIP * Math.min(width, height) * scale;
  const strip = Math.round((Math.ceil(least / MULTIPLE) * MULTIPLE) / scale);
  return strips(picture, Math.min(height, strip), scale);
}

/** The picture as a whole, smaller; `close` where a label was found and its surroundings must be seen. */
export function wholePass({ width, height }: Picture, close: boolean): ReadingPass {
  const { side, most } = close ? WHOLE_CLOSE : WHOLE;
  const scale = Math.min(most, side / Math.max(width, height));
  return { name: 'whole', rect: { x: 0, y: 0, width, height }, scale };
}
