/** Which parts of a photo are looked at for text, and at what scale. */
import type { Picture } from '../images/picture.ts';
import type { Rect } from './resample.ts';

export interface Look {
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
/** Strips of larger photos are brought to this width: a 5 % label is 60 pixels high there, far more than reading needs. */
const STRIP_WIDTH = 1600;
const WHOLE_LONG_SIDE = 960;

/** Bottom strip first (most labels stand there), then the top, then the whole picture if asked for. */
export function looks({ width, height }: Picture, wholePicture: boolean): Look[] {
  const long = Math.max(width, height);
  const strip = Math.min(height, Math.max(32, Math.ceil(STRIP * Math.min(width, height))));
  const scale = long < SMALL ? ENLARGE : Math.min(1, STRIP_WIDTH / width);
  const found: Look[] = [
    { name: 'bottom', rect: { x: 0, y: height - strip, width, height: strip }, scale },
    { name: 'top', rect: { x: 0, y: 0, width, height: strip }, scale },
  ];
  if (wholePicture) {
    found.push({
      name: 'whole',
      rect: { x: 0, y: 0, width, height },
      scale: Math.min(1.5, WHOLE_LONG_SIDE / long),
    });
  }
  return found;
}
