/** Which part of a picture a small square shows: the place that counts with what is beside it, else the middle. */
import type { Box } from '../../lib/pixels/box.ts';
import type { Size } from './geometry.ts';

/** Air around the place, in shares of its size: it is seen with what is beside it. */
const AIR = 0.6;
/** A preview of 320 pixels is not enlarged further than this. */
const CLOSEST = 4;

export interface Crop {
  /** Square pixels per picture pixel. */
  scale: number;
  /** Where the picture's top left corner lies in the square; 0 or less. */
  left: number;
  top: number;
}

/**
 * @param box the place to show, in the picture's pixels; null shows the middle
 * @param side of the square; the picture always covers all of it
 */
export function cropOf({ width, height }: Size, box: Box | null, side: number): Crop {
  const cover = side / Math.min(width, height);
  const near = box ? side / (Math.max(box.width, box.height) * (1 + AIR)) : cover;
  const scale = Math.max(cover, Math.min(near, cover * CLOSEST));
  const x = box ? box.x + box.width / 2 : width / 2;
  const y = box ? box.y + box.height / 2 : height / 2;
  return {
    scale,
    left: Math.min(0, Math.max(side - width * scale, side / 2 - x * scale)),
    top: Math.min(0, Math.max(side - height * scale, side / 2 - y * scale)),
  };
}
