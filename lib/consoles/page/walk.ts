/** Walking a page that a console drew: open shadow roots included, hidden left-overs and our own marks left out. */
import { clean } from '../words/text.ts';

/** Every element that the product puts into a page has this name, so that readers and observers can skip it. */
export const OWN_TAG = 'claimlens-mark';

const SKIPPED = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'TEXTAREA',
  'SELECT',
  'DATALIST',
  'CANVAS',
  'IFRAME',
  'HEAD',
  // What is struck out no longer holds.
  'DEL',
  'S',
  'STRIKE',
]);

/** Deepest nesting that is followed; real consoles stay below 100. */
const MAX_DEPTH = 400;
/** How many elements are visited between two chances to give the page its thread back. */
const STEP = 400;

/** Neighbouring text nodes of one element with no element between them (line breaks and comments do not part them). */
export interface Run {
  element: Element;
  first: Text;
  last: Text;
  text: string;
}

/** Whether a page keeps this element out of sight: single-page apps hide the previous claim instead of removing it. */
function isHidden(element: Element): boolean {
  if (element.hasAttribute('hidden')) return true;
  const style = element.getAttribute('style');
  if (style !== null && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)) return true;
  if (HIDDEN_CLASSES.some((name) => element.classList.contains(name)))
    return !/:(?:block|flex|grid|inline|table)/.test(element.getAttribute('class') ?? '');
  return element.getAttribute('aria-hidden') === 'true' && isKeptAside(element);
}

/** Classes of Tailwind, Bootstrap and Bulma that take an element out of sight; with `md:block` beside them it is shown on wide screens. */
const HIDDEN_CLASSES = ['hidden', 'd-none', 'is-hidden'];

/** Shortest text of a part that a page keeps; icons, slides and prices that are shown twice have less. */
const MIN_KEPT = 12;

/** Whether what is hidden from readers is a part that the page keeps for later, and not the page under an open dialog. */
const isKeptAside = (element: Element): boolean =>
  (element.textContent ?? '').trim().length >= MIN_KEPT &&
  element.ownerDocument.querySelector(
    'dialog[open], [aria-modal="true"], [role="dialog"], [role="alertdialog"]',
  ) === null;

const STRUCK = /text-decoration[^;]*line-through/i;
const STRUCK_CLASS = /(?:^|[\s_-])(?:line-through|strikethrough|strike)(?:$|[\s_-])/i;

/** Struck out by its style or class: what stood there no longer holds. */
const isStruck = (element: Element): boolean =>
  STRUCK.test(element.getAttribute('style') ?? '') || STRUCK_CLASS.test(element.getAttribute('class') ?? '');

/** Whether an element or anything around it is out of sight. */
export function isOutOfSight(element: Element): boolean {
  for (let up: Element | null = element; up; up = parentOf(up)) if (isHidden(up)) return true;
  return false;
}

export function isSkipped(element: Element): boolean {
  const { tagName } = element;
  if (SKIPPED.has(tagName) || tagName === 'svg' || tagName.toLowerCase() === OWN_TAG) return true;
  return isHidden(element) || isStruck(element);
}

/** The parent across the border of a shadow root. */
export function parentOf(node: Node): Element | null {
  const parent = node.parentNode;
  if (parent === null) return null;
  if (parent.nodeType === 11) return (parent as ShadowRoot).host ?? null;
  return parent.nodeType === 1 ? (parent as Element) : null;
}

/** Child nodes as shown: those of the open shadow root first, then the element's own. */
function firstChildren(node: Node): Node[] {
  const shadow = (node as Element).shadowRoot;
  return shadow ? [...shadow.childNodes, ...node.childNodes] : [...node.childNodes];
}

/** Called for each element before it is entered; returning false keeps the walk out of it. */
export type Enter = (element: Element) => boolean;

/**
 * Collects the runs below `root` into `out`, in document order, and yields now and then so that the caller can let the page
 * work. Runs longer than 4000 characters are cut.
 */
export function* collectRuns(root: Node, out: Run[], enter: Enter = () => true): Generator<void> {
  let visited = 0;
  const stack: { children: Node[]; at: number; element: Element | null; run: Run | null; depth: number }[] =
    [];
  const push = (node: Node, depth: number): void => {
    stack.push({
      children: firstChildren(node),
      at: 0,
      element: node.nodeType === 1 ? (node as Element) : parentOf(node),
      run: null,
      depth,
    });
  };
  const close = (run: Run | null): void => {
    if (!run) return;
    run.text = clean(run.text.slice(0, 4_000));
    if (run.text) out.push(run);
  };
  push(root, 0);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const node = frame.children[frame.at++];
    if (!node) {
      close(frame.run);
      stack.pop();
      continue;
    }
    if (node.nodeType === 3) {
      const text = node as Text;
      if (frame.run) {
        frame.run.last = text;
        frame.run.text += text.data;
      } else if (frame.element && text.data.trim()) {
        frame.run = { element: frame.element, first: text, last: text, text: text.data };
      }
      continue;
    }
    if (node.nodeType !== 1) continue;
    const element = node as Element;
    if (element.tagName === 'BR') {
      if (frame.run) frame.run.text += '\n';
      continue;
    }
    if (element.tagName.toLowerCase() === OWN_TAG) continue;
    close(frame.run);
    frame.run = null;
    if (isSkipped(element) || frame.depth >= MAX_DEPTH || !enter(element)) continue;
    push(element, frame.depth + 1);
    visited += 1;
    if (visited % STEP === 0) yield;
  }
}

/** Runs below an element, at once; for small parts of a page. */
export function runsIn(root: Node): Run[] {
  const out: Run[] = [];
  for (const _ of collectRuns(root, out));
  return out;
}

/** Longest text that is put together from an element. */
const MAX_TEXT = 4_200;

/** The text of an element as shown, runs joined by one space, cut after some thousand characters (or `most`). */
export function textOf(element: Element, most = MAX_TEXT): string {
  if (element.childElementCount === 0 && !element.shadowRoot)
    return clean((element.textContent ?? '').slice(0, MAX_TEXT)).slice(0, most);
  const runs: Run[] = [];
  let length = 0;
  let counted = 0;
  const work = collectRuns(element, runs, () => {
    for (; counted < runs.length; counted++) length += runs[counted]?.text.length ?? 0;
    return length < most;
  });
  for (const _ of work);
  return runs
    .map((run) => run.text)
    .join(' ')
    .slice(0, most);
}

/** The text of an element with one line per run: what stands in two elements stays apart, so that no digits run together. */
export const linesOf = (element: Element): string =>
  runsIn(element)
    .map((run) => run.text)
    .join('\n')
    .slice(0, MAX_TEXT);

/** Elements below a root that fit a selector, open shadow roots included, in document order per root. */
export function queryAll(root: ParentNode, selector: string): Element[] {
  const found = [...root.querySelectorAll(selector)];
  for (const host of shadowHosts(root))
    if (host.shadowRoot) found.push(...queryAll(host.shadowRoot, selector));
  return found;
}

/** Elements with an open shadow root below a root (not inside those shadow roots). */
export function shadowHosts(root: ParentNode): Element[] {
  const hosts: Element[] = [];
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) hosts.push(element);
  return hosts;
}

/** Whether `outer` holds `inner` (or is it), across shadow roots. */
export function holds(outer: Element, inner: Node): boolean {
  for (let node: Node | null = inner; node; node = parentOf(node)) if (node === outer) return true;
  return false;
}

/** Runs a sliced reading to its end at once and returns its result. */
export function runToEnd<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
