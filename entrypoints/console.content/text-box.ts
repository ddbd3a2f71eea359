/** The page's text box that the seller clicked or typed into last, and how a text gets into it at the caret. Nothing is ever sent. */

import { BY_HAND, lastHand } from '../../lib/consoles/idle-watch.ts';

/** Why a text did not go in. */
export type Refused = 'no-box' | 'too-long' | 'refused';

interface Box {
  element: HTMLElement;
  /** Where the caret was in editable content, which forgets it when another window is clicked. */
  range: Range | null;
  /** Milliseconds since epoch of the seller's last click or key in it. */
  at: number;
}

const isPlain = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
  element.localName === 'textarea' ||
  (element.localName === 'input' && ['text', 'search'].includes((element as HTMLInputElement).type));

/** A box that a person can see and aim at, in CSS pixels; text put into a dot would go where nobody looks. */
const LEAST_WIDTH = 24;
const LEAST_HEIGHT = 12;

/** True for a box that is large enough and not hidden by its own style or one around it. */
function isLarge(element: HTMLElement): boolean {
  const { width, height } = element.getBoundingClientRect();
  if (width < LEAST_WIDTH || height < LEAST_HEIGHT) return false;
  return (
    element.checkVisibility?.({
      opacityProperty: true,
      visibilityProperty: true,
      contentVisibilityAuto: true,
    }) ?? true
  );
}

const mayWrite = (element: HTMLElement): boolean =>
  element.isConnected &&
  isLarge(element) &&
  (isPlain(element) ? !element.readOnly && !element.disabled : element.isContentEditable);

/** The editable element on an event's path; the extension's own boxes in the page are not the page's. */
function editableOf(nodes: readonly EventTarget[]): HTMLElement | null {
  const path = nodes.filter((node): node is HTMLElement => node instanceof HTMLElement);
  if (path.some(({ localName }) => localName.startsWith('claimlens-'))) return null;
  const [target] = path;
  if (!target) return null;
  if (isPlain(target)) return target;
  // The outermost editable element is the editor; what was clicked may be one of its paragraphs.
  return target.isContentEditable ? (path.findLast((element) => element.isContentEditable) ?? null) : null;
}

/** Follows the focus in one frame of a console page. */
export class TextBox {
  readonly #document: Document;
  readonly #now: () => number;
  #box: Box | null = null;

  constructor(document: Document, now: () => number) {
    this.#document = document;
    this.#now = now;
    for (const name of BY_HAND) document.addEventListener(name, this.#onHand, true);
    document.addEventListener('selectionchange', this.#onSelect);
    // The click into a box may be what brought the reader in.
    this.#keep(editableOf(lastHand(document)));
  }

  stop(): void {
    for (const name of BY_HAND) this.#document.removeEventListener(name, this.#onHand, true);
    this.#document.removeEventListener('selectionchange', this.#onSelect);
    this.#box = null;
  }

  /** When the box that a text would go into had the focus, in milliseconds since epoch; null when there is none. */
  lastFocus(): number | null {
    return this.#box && mayWrite(this.#box.element) ? this.#box.at : null;
  }

  /** Puts a text in at the caret, as typing would: the page's own listeners notice it. Null when it went in. */
  insert(text: string): Refused | null {
    const box = this.#box;
    if (!box || !mayWrite(box.element)) return 'no-box';
    return isPlain(box.element) ? intoPlain(box.element, text) : intoContent(box.element, box.range, text);
  }

  /** A page can focus any box by script; only a person's click or key says which box is meant. */
  readonly #onHand = (event: Event): void => {
    if (event.isTrusted) this.#keep(editableOf(event.composedPath()));
  };

  #keep(element: HTMLElement | null): void {
    if (element && isLarge(element)) this.#box = { element, range: null, at: this.#now() };
  }

  readonly #onSelect = (): void => {
    const box = this.#box;
    const selection = this.#document.getSelection();
    if (!box || isPlain(box.element) || !selection?.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (box.element.contains(range.commonAncestorContainer)) box.range = range.cloneRange();
  };
}

/** `setRangeText` goes past the value that React remembers, so React sees a change and notices it; Vue listens to `input`. */
function intoPlain(box: HTMLInputElement | HTMLTextAreaElement, text: string): Refused | null {
  const start = box.selectionStart ?? box.value.length;
  const end = box.selectionEnd ?? start;
  // What the box does not take by hand it would cut or refuse later; the limit counts UTF-16 units.
  if (box.maxLength >= 0 && box.value.length - (end - start) + text.length > box.maxLength) return 'too-long';
  const before = box.value;
  box.focus();
  box.setRangeText(text, start, end, 'end');
  notifyPage(box, text);
  box.dispatchEvent(new Event('change', { bubbles: true }));
  return box.value === before ? 'refused' : null;
}

/** The browser's own typing command first, since editors built on it keep their undo; else what it would have done. */
function intoContent(box: HTMLElement, range: Range | null, text: string): Refused | null {
  const document = box.ownerDocument;
  const before = box.textContent;
  box.focus();
  const selection = document.getSelection();
  if (!selection) return 'refused';
  if (range?.commonAncestorContainer.isConnected) {
    selection.removeAllRanges();
    selection.addRange(range);
  } else if (!selection.rangeCount || !box.contains(selection.anchorNode)) {
    selection.selectAllChildren(box);
    selection.collapseToEnd();
  }
  if (document.execCommand('insertText', false, text) && box.textContent !== before) return null;
  const asked = new InputEvent('beforeinput', {
    inputType: 'insertText',
    data: text,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  if (box.dispatchEvent(asked)) {
    const at = selection.getRangeAt(0);
    at.deleteContents();
    at.insertNode(document.createTextNode(text));
    at.collapse(false);
    notifyPage(box, text);
  }
  return box.textContent === before ? 'refused' : null;
}

const notifyPage = (box: HTMLElement, text: string): void =>
  void box.dispatchEvent(
    new InputEvent('input', { inputType: 'insertText', data: text, bubbles: true, composed: true }),
  );
