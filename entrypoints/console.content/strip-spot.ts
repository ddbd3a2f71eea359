/** Where the strip can stand above a list without covering anything of the page. */

import { OWN_TAG } from '../../lib/consoles/page/walk.ts';
import { isBackground, scrollerOf } from './place.ts';

interface Size {
  width: number;
  height: number;
}

const GAP = 8;
/** How far above the list it is looked for, in CSS pixels. */
const REACH = 140;
const STEP = 6;
/** Points that are looked at along and across. */
const ALONG = 9;

/** Whether nothing but empty background stands under a rectangle. */
function isEmpty(document: Document, x: number, y: number, { width, height }: Size): boolean {
  for (let i = 0; i < ALONG; i += 1) {
    const px = x + 1 + ((width - 2) * i) / (ALONG - 1);
    for (const py of [y + 1, y + height / 2, y + height - 1]) {
      const [top] = document
        .elementsFromPoint(px, py)
        .filter((element) => element.tagName.toLowerCase() !== OWN_TAG);
      if (!top || !isBackground(top, px, py)) return false;
    }
  }
  return true;
}

/** The list's upper edge and sides in the window: of what it scrolls in, else of its rows. */
export interface ListFrame {
  document: Document;
  left: number;
  right: number;
  top: number;
}

/** @param rows the blocks of the claims that are drawn now */
export function listFrame(rows: readonly Element[]): ListFrame | undefined {
  const [first] = rows;
  const view = first?.ownerDocument.defaultView;
  if (!first || !view) return undefined;
  const scroller = scrollerOf(first, view);
  const frame = (scroller ?? first).getBoundingClientRect();
  return {
    document: first.ownerDocument,
    left: Math.max(frame.left, 0),
    right: Math.min(frame.right, view.innerWidth),
    top: scroller ? frame.top : Math.min(...rows.map((row) => row.getBoundingClientRect().top)),
  };
}

/** A free place close above the list, at its right end first. Window coordinates; undefined where there is none in sight. */
export function findStripSpot(list: ListFrame, size: Size): { x: number; y: number } | undefined {
  const left = list.left + GAP;
  const right = list.right - size.width - GAP;
  for (let y = list.top - size.height - 2; y >= Math.max(0, list.top - REACH); y -= STEP) {
    for (const x of [right, (left + right) / 2, left]) {
      if (x >= 0 && isEmpty(list.document, x, y, size)) return { x, y };
    }
  }
  return undefined;
}
