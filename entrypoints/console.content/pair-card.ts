/**
 * The card beside a badge that the seller points at: reason in words, and the two pictures at the place that changed. Drawn on
 * canvases in a closed root: the page gets no address, no element and no text of it.
 */
import { cropOf } from '../../components/photo/crop.ts';
import { fromBase64 } from '../../lib/formats/base64.ts';
import type { BackgroundToConsole, Badge, PairPicture } from '../../lib/platform/messages.ts';
import { createHost, describeBadge, drawShape, floatAbove } from './mark.ts';
import { has, t } from './texts.ts';

export type Pair = Extract<BackgroundToConsole, { type: 'pair' }>;

/** Side of one picture in CSS pixels. */
const SIDE = 120;
/** Width of the card as its style has it, in CSS pixels; its height with pictures is about as much. */
const CARD = { width: 276, height: 210 };

/** @param place top left corner of the pointed-at badge and its size, in the window */
export function cardSpot(
  place: { left: number; top: number; bottom: number },
  view: { innerWidth: number; innerHeight: number },
  height: number,
): { left: number; top: number } {
  const left = Math.max(4, Math.min(place.left, view.innerWidth - CARD.width - 4));
  const below = place.bottom + height <= view.innerHeight || place.top < height;
  return { left, top: below ? place.bottom : place.top - height };
}

export class PairCard {
  readonly host: HTMLElement;
  private readonly document: Document;
  private readonly card: HTMLElement;
  private readonly ask: (key: string) => void;
  private readonly pairs = new Map<string, Pair>();
  private shown: { badge: Badge; button: HTMLElement } | undefined;

  /** @param ask sends for the pair of a claim; the answer comes through `take` */
  constructor(document: Document, ask: (key: string) => void) {
    this.document = document;
    this.ask = ask;
    const { host, root } = createHost(document);
    floatAbove(host);
    this.host = host;
    this.card = document.createElement('div');
    this.card.className = 'card';
    this.card.hidden = true;
    // The badge's own label says it all to a screen reader.
    this.card.setAttribute('aria-hidden', 'true');
    root.append(this.card);
    this.card.addEventListener('pointerleave', (event) => this.leave(event));
  }

  /** Listens to a badge's button; `badge` tells what is known of its claim now. */
  attach(button: HTMLElement, badge: () => Badge): void {
    const show = (event: Event): void => {
      // A page can point by script as often as it likes.
      if (event.isTrusted) this.show(button, badge());
    };
    button.addEventListener('pointerenter', show);
    button.addEventListener('focus', show);
    button.addEventListener('pointerleave', (event) => this.leave(event as PointerEvent));
    button.addEventListener('blur', () => this.hide());
    button.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.hide();
    });
  }

  /** The background's answer; kept until what is known of the claims changes. */
  take(pair: Pair): void {
    this.pairs.set(pair.key, pair);
    if (this.shown?.badge.key === pair.key) this.draw();
  }

  /** What was kept may be old now. */
  forget(): void {
    this.pairs.clear();
  }

  hide(): void {
    this.shown = undefined;
    this.card.hidden = true;
  }

  /** The pointer may go over from badge to card, and back. */
  private leave(event: PointerEvent): void {
    const to = event.relatedTarget;
    const root = this.shown?.button.getRootNode() as ShadowRoot | undefined;
    if (to !== null && (to === this.host || to === root?.host)) return;
    this.hide();
  }

  private show(button: HTMLElement, badge: Badge): void {
    if (badge.state === 'waiting' && badge.verdict === null && badge.photos.length === 0) return;
    this.shown = { badge, button };
    if (!this.host.isConnected) this.document.documentElement.append(this.host);
    if (!this.pairs.has(badge.key)) this.ask(badge.key);
    this.draw();
  }

  private draw(): void {
    if (!this.shown) return;
    const { badge, button } = this.shown;
    const { document, card } = this;
    const { what, shape, word, level } = describeBadge(badge);
    const element = (tag: string, name: string, text = ''): HTMLElement => {
      const made = document.createElement(tag);
      made.className = name;
      made.textContent = text;
      return made;
    };
    card.dataset.verdict = what;
    const head = element('div', 'head');
    head.append(drawShape(element('span', ''), shape), element('span', '', word));
    const signs = badge.signs > 0 && t('consoles.card.signs', { n: badge.signs });
    const line = [word === level ? '' : level, signs, t('consoles.card.open')].filter(Boolean).join(' · ');
    const pictures = element('div', 'pair');
    const pair = this.pairs.get(badge.key);
    if (pair?.photo) pictures.append(this.picture(pair.photo, t('consoles.card.photo'), true));
    const source = `consoles.card.source.${pair?.kind}`;
    if (pair?.source && has(source)) pictures.append(this.picture(pair.source, t(source), false));
    card.replaceChildren(head, element('div', 'line', line), pictures);
    if (!pair) card.append(element('div', 'line', t('consoles.card.loading')));
    const view = document.defaultView;
    if (!view) return;
    card.hidden = false;
    const spot = cardSpot(button.getBoundingClientRect(), view, card.offsetHeight || CARD.height);
    card.style.left = `${spot.left}px`;
    card.style.top = `${spot.top}px`;
  }

  private picture(picture: PairPicture, caption: string, outlined: boolean): HTMLElement {
    const figure = this.document.createElement('figure');
    const canvas = this.document.createElement('canvas');
    const text = this.document.createElement('figcaption');
    text.textContent = caption;
    figure.append(canvas, text);
    void paint(canvas, picture, outlined);
    return figure;
  }
}

/** Draws the place of a picture; a preview that the browser cannot draw leaves an empty square. */
async function paint(canvas: HTMLCanvasElement, picture: PairPicture, outlined: boolean): Promise<void> {
  const bytes = fromBase64(picture.base64);
  const context = canvas.getContext('2d');
  if (!bytes || !context) return;
  const bitmap = await createImageBitmap(new Blob([bytes as BlobPart])).catch(() => null);
  if (!bitmap) return;
  const ratio = Math.min(3, canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1);
  canvas.width = SIDE * ratio;
  canvas.height = SIDE * ratio;
  context.scale(ratio, ratio);
  const { scale, left, top } = cropOf(picture, picture.box, SIDE);
  context.drawImage(bitmap, left, top, picture.width * scale, picture.height * scale);
  bitmap.close();
  const { box } = picture;
  if (!outlined || !box) return;
  const style = getComputedStyle(canvas);
  const frame = [left + box.x * scale, top + box.y * scale, box.width * scale, box.height * scale] as const;
  for (const [colour, width] of [
    ['--outline-halo', 3.5],
    ['--outline', 1.5],
  ] as const) {
    context.strokeStyle = style.getPropertyValue(colour);
    context.lineWidth = width;
    context.strokeRect(...frame);
  }
}
