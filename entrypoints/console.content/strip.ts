/** The strip above the list: how many claims, how many to look at, how many waiting; each number fades the other rows. */
import { type Attended, isToLookAt, isWaiting } from '../../lib/claims/attention.ts';
import { createHost, keepEvents } from './mark.ts';
import { findStripSpot, listFrame } from './strip-spot.ts';
import { t } from './texts.ts';

/** Which rows stay as they are; the others are faded. */
export type Filter = 'all' | 'look' | 'waiting';

const FITS: Record<Filter, (claim: Attended) => boolean> = {
  all: () => true,
  look: isToLookAt,
  waiting: isWaiting,
};

/** Whether a claim's row stays as it is under a filter. */
export const fits = (filter: Filter, claim: Attended): boolean => FITS[filter](claim);

/** A single claim needs no sum. */
const LEAST_CLAIMS = 2;

export class Strip {
  readonly host: HTMLElement;
  filter: Filter = 'all';
  private readonly document: Document;
  private readonly bar: HTMLElement;
  private readonly total: HTMLElement;
  private readonly buttons = new Map<Exclude<Filter, 'all'>, HTMLButtonElement>();
  private readonly close: HTMLButtonElement;
  private closed = false;
  /** List and strip as they were when room was looked for last. */
  private shape = '';

  /** @param onFilter called when the seller chose other rows */
  constructor(document: Document, onFilter: () => void) {
    this.document = document;
    const { host, root } = createHost(document);
    this.host = host;
    this.bar = document.createElement('div');
    this.bar.className = 'strip';
    this.bar.setAttribute('role', 'group');
    this.total = document.createElement('span');
    this.total.className = 'total';
    this.bar.append(this.total);
    for (const name of ['look', 'waiting'] as const) {
      const button = this.button(name, () => {
        this.filter = this.filter === name ? 'all' : name;
        onFilter();
      });
      this.buttons.set(name, button);
    }
    this.close = this.button('close', () => {
      this.closed = true;
      this.filter = 'all';
      this.host.remove();
      onFilter();
    });
    root.append(this.bar);
  }

  private button(name: string, act: () => void): HTMLButtonElement {
    const button = this.document.createElement('button');
    button.type = 'button';
    button.className = name;
    keepEvents(button);
    button.addEventListener('click', (event) => {
      // The page can neither choose nor close by script.
      if (event.isTrusted) act();
    });
    this.bar.append(button);
    return button;
  }

  /** Shows the sums of all claims read on the page; nothing for a single one, or once closed. */
  show(claims: readonly Attended[]): void {
    if (this.closed || claims.length < LEAST_CLAIMS) {
      this.host.remove();
      return;
    }
    this.bar.setAttribute('aria-label', t('consoles.strip.label'));
    this.total.textContent = t('consoles.strip.total', { n: claims.length });
    for (const [name, button] of this.buttons) {
      const n = claims.filter(FITS[name]).length;
      const on = this.filter === name;
      const what = t(`consoles.strip.${name}`, { n });
      button.textContent = what;
      button.title = on ? t('consoles.strip.all') : t('consoles.strip.show', { what });
      button.setAttribute('aria-pressed', String(on));
      button.disabled = n === 0 && !on;
      button.style.display = name === 'waiting' && n === 0 && !on ? 'none' : '';
    }
    this.close.textContent = '×';
    this.close.title = t('consoles.strip.close');
    this.close.setAttribute('aria-label', t('consoles.strip.close'));
    if (!this.host.isConnected) this.document.body?.append(this.host);
  }

  /** Finds a place where it covers nothing: above the first row, else afloat at the window's foot. */
  place(rows: readonly Element[]): void {
    if (!this.host.isConnected) return;
    const list = listFrame(rows);
    const size = { width: this.bar.offsetWidth, height: this.bar.offsetHeight };
    if (!list || size.width === 0) return;
    // Looking for room asks the page hundreds of times what lies where: only when list or strip have another shape.
    const shape = [list.left, list.right, list.top, size.width, size.height].map(Math.round).join();
    if (shape === this.shape) return;
    this.shape = shape;
    const spot = findStripSpot(list, size);
    const from = this.host.getBoundingClientRect();
    this.bar.classList.toggle('afloat', !spot);
    this.bar.classList.add('placed');
    this.bar.style.left = spot ? `${Math.round(spot.x - from.left)}px` : '';
    this.bar.style.top = spot ? `${Math.round(spot.y - from.top)}px` : '';
  }

  remove(): void {
    this.host.remove();
  }
}
