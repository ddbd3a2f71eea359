/** Where the windows of a long picture stand. */
import { LONG_RATIO } from '../../images/limits.ts';
import type { Frame } from '../../pixels/frame.ts';

/** Pictures with a shorter side than this hold nothing that could be recognised in a window. */
const LEAST_SIDE = 64;
/** A strip of 1:60 at most is covered without gaps that matter; each window costs 4 KB in memory and a look. */
const MOST_WINDOWS = 64;

/**
 * Windows over a picture of more than 3:1 in its own pixels, from its beginning to its end; empty for all others. Each is twice as
 * long as the short side and the next begins one short side on, so whatever is no longer than the picture is wide stands
 * whole in one of them.
 */
export function windowsOf({ width, height }: { width: number; height: number }): Frame[] {
  const [short, long] = width < height ? [width, height] : [height, width];
  if (short < LEAST_SIDE || long <= LONG_RATIO * short) return [];
  const length = 2 * short;
  const count = Math.min(MOST_WINDOWS, Math.ceil((long - length) / short) + 1);
  return Array.from({ length: count }, (_, i) => {
    const at = Math.round(((long - length) * i) / (count - 1));
    return width < height ? { x: 0, y: at, width, height: length } : { x: at, y: 0, width: length, height };
  });
}
