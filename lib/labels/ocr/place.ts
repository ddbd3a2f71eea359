/** Where in the picture a box stands. */
import type { Rect } from '../../pixels/resample.ts';

export type Position =
  | 'top-left'
  | 'top-right'
  | 'bottom-left'
  | 'bottom-right'
  | 'top'
  | 'bottom'
  | 'left'
  | 'right'
  | 'inside';

/** A box is at an edge when its nearer side lies within this share of the picture's short side: GB 45438 says "edge or corner". */
const EDGE = 0.1;
/** Corner across: the box's nearer side within this share of the width. */
const CORNER_ACROSS = 0.12;

/** Edge or corner of the `width`×`height` picture that `box` stands at. */
export function positionOf(box: Rect, width: number, height: number): Position {
  const near = EDGE * Math.min(width, height);
  const left = box.x;
  const right = width - box.x - box.width;
  const top = box.y;
  const bottom = height - box.y - box.height;
  const rows = Math.min(top, bottom) <= near ? (top <= bottom ? 'top' : 'bottom') : null;
  const columns = Math.min(left, right) <= near ? (left <= right ? 'left' : 'right') : null;
  const corner = Math.min(left, right) <= CORNER_ACROSS * width ? (left <= right ? 'left' : 'right') : null;
  if (rows) return corner ? `${rows}-${corner}` : rows;
  return columns ?? 'inside';
}

export const isCorner = (position: Position): boolean => position.includes('-');
