/** Which parts of a photo are looked at for text, and at what scale. */
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';

export interface ReadingPass {
  name: 'top' | 'bottom' | 'whole';
  rect: Rect;
  /** Network pixels per photo pixel. */
  scale: number;
}

/** Height of a strip as a share of the short side: a 5 % label with its margin, twice over. */
const STRIP = 0.16;
/** Below this long side, small labels are read better enlarged. */
const SMALL = 1100;
const ENLARGE = 1.5;
/** Strips of larger photos are brought to this width: 3 % labels are 29 pixels high there, and as many of 120 drawn ones are read as at 1,600. */
const STRIP_WIDTH = 1280;
const WHOLE_LONG_SIDE = 960;

/** The strips along the edges: bottom first, since most labels stand there, then the top. */
export function edgePasses({ width, height }: Picture): ReadingPass[] {
  const long = Math.max(width, height);
  const strip = Math.min(height, Math.max(32, Math.ceil(STRIP * Math.min(width, height))));
  const scale = long < SMALL ? ENLARGE : Math.min(1, STRIP_WIDTH / width);
  return [
    { name: 'bottom', rect: { x: 0, y: height - strip, width, height: strip }, scale },
    { name: 'top', rect: { x: 0, y: 0, width, height: strip }, scale },
  ];
}

/** The picture as a whole, smaller. */
export const wholePass = ({ width, height }: Picture): ReadingPass => ({
  name: 'whole',
  rect: { x: 0, y: 0, width, height },
  scale: Math.min(1.5, WHOLE_LONG_SIDE / Math.max(width, height)),
});
