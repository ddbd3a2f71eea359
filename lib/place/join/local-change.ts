/** What a map does around one point: change of size, turn, and whether a feature's own frame agrees. */
import { applyTo, type Homography } from '../../pixels/homography.ts';

/** A pair's own change of size and turn must agree with its map's there: frames are rough, and a tilt pulls them. */
const SIZE_AGREES = Math.log2(1.8);
const TURN_AGREES = Math.PI / 6;

const TAU = 2 * Math.PI;
const turnApart = (a: number, b: number): number =>
  Math.abs(((((a - b) % TAU) + TAU + Math.PI) % TAU) - Math.PI);

/** The map's derivative at a point, row by row; null beyond the horizon. */
export function derivative(h: Homography, x: number, y: number): [number, number, number, number] | null {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  if (w <= 0) return null;
  const [u, v] = applyTo(h, x, y);
  return [(h[0]! - h[6]! * u) / w, (h[1]! - h[7]! * u) / w, (h[3]! - h[6]! * v) / w, (h[4]! - h[7]! * v) / w];
}

/** Whether a pair that shows this change of size (log2) and turn (radians) fits the map there; never where it folds or mirrors. */
export function agrees(h: Homography, x: number, y: number, size: number, turn: number): boolean {
  const d = derivative(h, x, y);
  if (!d) return false;
  const det = d[0] * d[3] - d[1] * d[2];
  if (!(det > 0) || Math.abs(Math.log2(det) / 2 - size) > SIZE_AGREES) return false;
  return turnApart(Math.atan2(d[2] - d[1], d[0] + d[3]), turn) <= TURN_AGREES;
}
