/** The shape of a page without anything of what stands on it: fit to send to a maintainer when a console has changed. */

import { isSkipped, parentOf } from './page/walk.ts';
import { vocabularyFor } from './words/vocabulary.ts';

const MAX_ELEMENTS = 1_500;
const MAX_DEPTH = 60;
/** Longest report, in characters. */
const MAX_REPORT = 200_000;

/** A text as classes of characters and its length; known label words are the console's own and stay. */
export function disguise(text: string): string {
  const kept = text.replace(/\s+/g, ' ').trim();
  if (!kept) return '';
  if (kept.length <= 30 && vocabularyFor().exact(kept)) return kept;
  const shape = kept.slice(0, 60).replace(/[\p{L}\p{N}]/gu, (sign) => {
    if (/\p{N}/u.test(sign)) return '9';
    if (/\p{Lu}/u.test(sign)) return 'A';
    return /\p{Ll}/u.test(sign) ? 'a' : '字';
  });
  return kept.length > 60 ? `${shape}…${kept.length}` : shape;
}

/** Class names are the console's, but long figures in them may be ids. */
const withoutIds = (name: string): string => name.replace(/\d{5,}/g, (digits) => '9'.repeat(digits.length));

/** Host and path of a picture's address with everything telling replaced. */
function disguiseUrl(address: string): string {
  try {
    const url = new URL(address, 'https://page.invalid/');
    const path = url.pathname
      .split('/')
      .map((part) => (/\d|.{24}/.test(part) ? `x${/\.[a-z]{2,5}$/i.exec(part)?.[0] ?? ''}` : part))
      .join('/');
    return `${url.protocol}//${url.host}${path.slice(0, 120)}${url.search ? '?…' : ''}`;
  } catch {
    return '(address)';
  }
}

function line(element: Element, depth: number): string {
  const classes = [...element.classList].slice(0, 4).map(withoutIds);
  const test = element.getAttribute('data-testid');
  const role = element.getAttribute('role');
  const own = [...element.childNodes]
    .filter((node) => node.nodeType === 3)
    .map((node) => node.textContent ?? '')
    .join('');
  const parts = [
    `${'  '.repeat(Math.min(depth, 30))}${element.tagName.toLowerCase()}`,
    classes.length ? `.${classes.join('.')}` : '',
    role ? `[role=${withoutIds(role)}]` : '',
    test ? `[data-testid=${withoutIds(test)}]` : '',
    element.tagName === 'IMG' ? ` <${disguiseUrl(element.getAttribute('src') ?? '')}>` : '',
    own.trim() ? ` "${disguise(own)}"` : '',
  ];
  return parts.join('');
}

/** What the report says about the reading itself. */
export interface ShapeFacts {
  console: string;
  version: string;
  page: string;
  seen: number;
  read: number;
  missing: string[];
}

/**
 * The report: facts of the reading, the page's address without ids, and the tree of elements with every text and id replaced by
 * its shape. Bounded in elements, depth and length.
 */
export function pageShape(root: Document, address: string, facts: ShapeFacts): string {
  const lines: string[] = [
    `console ${facts.console} · reader ${facts.version} · ${facts.page}`,
    `read ${facts.read} of ${facts.seen}; missing: ${facts.missing.join(', ') || 'nothing'}`,
    `address ${disguiseUrl(address)}`,
    '',
  ];
  const stack: { element: Element; depth: number }[] = root.body ? [{ element: root.body, depth: 0 }] : [];
  let seen = 0;
  for (let entry = stack.pop(); entry && seen < MAX_ELEMENTS; entry = stack.pop()) {
    const { element, depth } = entry;
    if (isSkipped(element)) continue;
    seen += 1;
    lines.push(line(element, depth) + (parentOf(element)?.shadowRoot?.contains(element) ? ' (shadow)' : ''));
    if (depth >= MAX_DEPTH) continue;
    const children = [...(element.shadowRoot?.children ?? []), ...element.children];
    // Of many rows alike three tell everything; short lines of label and value are not rows.
    const rows =
      children.length > 8 &&
      children.every(
        (child) => child.tagName === children[0]?.tagName && child.querySelectorAll('*').length > 6,
      );
    const shown = rows ? children.slice(0, 3) : children;
    for (const child of shown.reverse()) stack.push({ element: child, depth: depth + 1 });
  }
  return lines.join('\n').slice(0, MAX_REPORT);
}
