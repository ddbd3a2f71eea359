/** Where a mark can stand without moving, covering or catching anything of the page. */
import { OWN_TAG } from '../../lib/consoles/page/walk.ts';
import { standInLine } from './mark.ts';

const CANNOT_HOLD = new Set(['IMG', 'INPUT', 'TEXTAREA', 'SELECT', 'VIDEO', 'CANVAS', 'BR', 'HR']);

const scrolls = (style: CSSStyleDeclaration): boolean =>
  /auto|scroll/.test(style.overflowY + style.overflowX);

/** The element that an element scrolls in; null where that is the page itself. */
export function scrollerOf(element: Element, view: Window): Element | null {
  for (let up: Element | null = element; up && up !== element.ownerDocument.body; up = up.parentElement) {
    if (scrolls(view.getComputedStyle(up))) return up;
  }
  return null;
}

/** The element that takes the host: the anchor, or an ancestor where the anchor cuts off what it holds. */
function holderOf(anchor: Element, view: Window): Element {
  let holder = anchor;
  if (holder.tagName === 'TR') holder = holder.querySelector('td, th') ?? holder;
  for (let step = 0; step < 3; step++) {
    const cuts =
      CANNOT_HOLD.has(holder.tagName) || /hidden|clip/.test(view.getComputedStyle(holder).overflowX);
    if (!cuts || !holder.parentElement) break;
    holder = holder.parentElement;
  }
  return holder;
}

export interface Mounting {
  host: HTMLElement;
  anchor: Element;
}

/**
 * Puts hosts beside their anchors so that they scroll with the content and take no room. All looking is done before all
 * changing, so that the page is laid out once and not once per host.
 */
export function mountAll(mountings: Mounting[]): void {
  const places = mountings.flatMap(({ host, anchor }) => {
    const view = anchor.ownerDocument.defaultView;
    if (!view) return [];
    const holder = holderOf(anchor, view);
    return [{ host, holder, scroller: scrollerOf(holder, view) }];
  });
  for (const { host, holder } of places) holder.append(host);
  const astray = places.filter(({ host, scroller }) => {
    const around = scroller && host.offsetParent;
    return around && !scroller.contains(around);
  });
  for (const { host } of astray) standInLine(host);
}

/** How far outside the window marks are drawn ahead of scrolling, in CSS pixels. */
const AHEAD = 600;

/** Whether an element is in the window or will be soon. */
export function isNear(element: Element): boolean {
  const view = element.ownerDocument.defaultView;
  if (!view) return false;
  const box = element.getBoundingClientRect();
  return box.bottom > -AHEAD && box.top < view.innerHeight + AHEAD && (box.width > 0 || box.height > 0);
}

export interface Spot {
  x: number;
  y: number;
  /** True where only the shape fits, not the word. */
  small: boolean;
}

const HEIGHT = 22;
const GAP = 6;

/** Whether nothing but empty background stands under a rectangle (viewport coordinates). */
function isFree(root: Document | ShadowRoot, within: Element, x: number, y: number, width: number): boolean {
  for (const px of [x + 1, x + width / 2, x + width - 1]) {
    for (const py of [y + 2, y + HEIGHT - 2]) {
      const [top] = root
        .elementsFromPoint(px, py)
        .filter((element) => element.tagName.toLowerCase() !== OWN_TAG);
      if (!top) return false;
      if (!(top === within || top.contains(within) || (within.contains(top) && isBackground(top, px, py))))
        return false;
    }
  }
  return true;
}

/** A container whose own texts and pictures are elsewhere. */
export function isBackground(element: Element, x: number, y: number): boolean {
  if (/^(?:IMG|VIDEO|CANVAS|BUTTON|A|INPUT|SELECT|TEXTAREA|SVG)$/i.test(element.tagName)) return false;
  const range = element.ownerDocument.createRange();
  for (const node of element.childNodes) {
    if (node.nodeType !== 3 || !(node as Text).data.trim()) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (x > box.left - 2 && x < box.right + 2 && y > box.top - 2 && y < box.bottom + 2) return false;
    }
  }
  return true;
}

/** Box of an element's last line of text, or of the element itself. */
function textBox(element: Element): DOMRect {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
  return boxes.at(-1) ?? element.getBoundingClientRect();
}

/**
 * A free place for a badge of the given width: right of the claim's number, at the right end of its line, else a small one
 * right of the number. Viewport coordinates; undefined while the anchor is out of sight or under something else: the badge then
 * stays where it was beside its number.
 */
export function findSpot(anchor: Element, block: Element, width: number): Spot | undefined {
  const view = anchor.ownerDocument.defaultView;
  if (!view) return undefined;
  const text = textBox(anchor);
  if (text.bottom < 0 || text.top > view.innerHeight || text.width === 0) return undefined;
  const middle = text.top + text.height / 2;
  const y = middle - HEIGHT / 2;
  const root = anchor.getRootNode() as Document | ShadowRoot;
  const inSight = [y + 1, middle, y + HEIGHT - 1].every((at) => {
    const top = root.elementFromPoint(text.left + text.width / 2, at);
    return top !== null && block.contains(top);
  });
  if (!inSight) return undefined;
  const frame = block.getBoundingClientRect();
  const right = Math.min(frame.right, view.innerWidth) - GAP;
  const spots = [text.right + GAP, right - width, frame.left + GAP];
  for (const x of spots) {
    if (x >= 0 && x + width <= view.innerWidth && isFree(root, block, x, y, width))
      return { x, y, small: false };
  }
  return { x: text.right + 3, y, small: true };
}
