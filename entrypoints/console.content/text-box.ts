/** The page's text box that the seller clicked into last, and how a text gets into it at the caret. Nothing is ever sent. */

/** Why a text did not go in. */
export type Refused = 'no-box' | 'too-long' | 'refused';

interface Box {
  element: HTMLElement;
  /** Where the caret was in editable content, which forgets it when another window is clicked. */
  range: Range | null;
  /** Milliseconds since epoch of the last time it had the focus. */
  at: number;
}

const isPlain = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
  element.localName === 'textarea' ||
  (element.localName === 'input' && ['text', 'search'].includes((element as HTMLInputElement).type));

const mayWrite = (element: HTMLElement): boolean =>
  element.isConnected &&
  element.getClientRects().length > 0 &&
  (isPlain(element) ? !element.readOnly && !element.disabled : element.isContentEditable);

/** The focused element, innermost first, and what is around it. */
function focusPath(document: Document): Node[] {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const path: Node[] = [];
  for (let node: Node | null = focused; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null)
    path.push(node);
  return path;
}

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
    document.addEventListener('focusin', this.#onFocus, true);
    document.addEventListener('selectionchange', this.#onSelect);
    // The click into a box may be what brought the reader in.
    this.#keep(editableOf(focusPath(document)));
  }

  stop(): void {
    this.#document.removeEventListener('focusin', this.#onFocus, true);
    this.#document.removeEventListener('selectionchange', this.#onSelect);
    this.#box = null;
  }

  /** When the box that a text would go into had the focus, in milliseconds since epoch; null when there is none. */
  lastFocus(): number | null {
    return this.#box && mayWrite(this.#box.element) ? this.#box.at : null;
  }

  /** Puts a text in at the caret, as typing would: the page's own listeners hear of it. Null when it went in. */
  insert(text: string): Refused | null {
    const box = this.#box;
    if (!box || !mayWrite(box.element)) return 'no-box';
    return isPlain(box.element) ? intoPlain(box.element, text) : intoContent(box.element, box.range, text);
  }

  readonly #onFocus = (event: Event): void => this.#keep(editableOf(event.composedPath()));

  #keep(element: HTMLElement | null): void {
    if (element) this.#box = { element, range: null, at: this.#now() };
  }

  readonly #onSelect = (): void => {
    const box = this.#box;
    const selection = this.#document.getSelection();
    if (!box || isPlain(box.element) || !selection?.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (box.element.contains(range.commonAncestorContainer)) box.range = range.cloneRange();
  };
}

/** `setRangeText` goes past the value that React remembers, so React sees a change and hears of it; Vue listens to `input`. */
function intoPlain(box: HTMLInputElement | HTMLTextAreaElement, text: string): Refused | null {
  const start = box.selectionStart ?? box.value.length;
  const end = box.selectionEnd ?? start;
  // What the box does not take by hand it would cut or refuse later; the limit counts UTF-16 units.
  if (box.maxLength >= 0 && box.value.length - (end - start) + text.length > box.maxLength) return 'too-long';
  const before = box.value;
  box.focus();
  box.setRangeText(text, start, end, 'end');
  tell(box, text);
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
    tell(box, text);
  }
  return box.textContent === before ? 'refused' : null;
}

const tell = (box: HTMLElement, text: string): void =>
  void box.dispatchEvent(
    new InputEvent('input', { inputType: 'insertText', data: text, bubbles: true, composed: true }),
  );
