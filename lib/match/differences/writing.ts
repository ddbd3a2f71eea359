/**
 * Whether a changed part is a line of writing along the picture's upper or lower edge: the time stamp, place or maker's name that
 * a camera or an app prints over a photo. It was added, and says nothing about the goods.
 */
import type { Part } from '../../pixels/contours.ts';
import { nth } from '../../pixels/kernels/compared.ts';
import type { Overlay } from './overlay.ts';

/** The outer part of the height in which such lines stand, the most of it that one takes, and how many times longer than high it is. */
const BAND = 0.2;
const HIGHEST = 0.1;
const LONGER = 2.5;
/** Share of a row's strongest difference from which ink is counted, and the least such difference (grey steps). */
const INK = 0.5;
const LEAST_INK = 16;
/** Strokes that a row through the middle of a line of writing crosses, at least; and for each of its heights of length. */
const STROKES = 6;
const STROKES_PER_HEIGHT = 0.8;

export function isWriting(part: Part, { grid, photo, source }: Overlay): boolean {
  const high = part.bottom - part.top;
  const long = part.right - part.left;
  if (high > HIGHEST * grid.height || long < LONGER * high) return false;
  if (part.bottom > BAND * grid.height && part.top < (1 - BAND) * grid.height) return false;
  const counts: number[] = [];
  for (let y = part.top + Math.floor(high / 4); y < part.bottom - Math.floor(high / 4); y++) {
    const row = y * grid.width;
    let most = 0;
    for (let x = part.left; x < part.right; x++)
      most = Math.max(most, Math.abs(photo.y[row + x]! - source.y[row + x]!));
    if (most < LEAST_INK) continue;
    let strokes = 0;
    let on = false;
    for (let x = part.left; x < part.right; x++) {
      const ink = Math.abs(photo.y[row + x]! - source.y[row + x]!) > INK * most;
      if (ink && !on) strokes++;
      on = ink;
    }
    counts.push(strokes);
  }
  if (counts.length === 0) return false;
  const usual = nth(Float32Array.from(counts), counts.length >> 1);
  return usual >= Math.max(STROKES, (STROKES_PER_HEIGHT * long) / high);
}
