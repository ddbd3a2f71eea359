/** Where the windows of a long picture stand. */
import { LONG_RATIO } from '../../images/limits.ts';
import type { Frame } from '../../pixels/frame.ts';

/** Pictures with a shorter side than this hold nothing that could be recognised in a window. */
const LEAST_SIDE = 64;
/** A strip of 1:67 at most is covered by the steps below; each window costs 4 KB in memory and a look. */
const MOST_WINDOWS = 100;
/**
 * Length and step of the windows in short sides: each has the shape of a photo, 3:4, so its features stand as close together, and
 * half of it is shared with the next.
 */
const LENGTH = 4 / 3;
const STEP = 2 / 3;

/**
 * Windows over a picture of more than 3:1 in its own pixels, from its beginning to its end; empty for all others. Of whatever
 * is no longer than the picture is wide at least five sixths stand in one of them.
 */
export function windowsOf({ width, height }: { width: number; height: number }): Frame[] {
  const [short, long] = width < height ? [width, height] : [height, width];
  if (short < LEAST_SIDE || long <= LONG_RATIO * short) return [];
  const length = Math.round(LENGTH * short);
  const count = Math.min(MOST_WINDOWS, Math.ceil((long - length) / (STEP * short)) + 1);
  return Array.from({ length: count }, (_, i) => {
    const at = Math.round(((long - length) * i) / (count - 1));
    return width < height ? { x: 0, y: at, width, height: length } : { x: at, y: 0, width: length, height };
  });
}
