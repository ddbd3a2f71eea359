/** All marks of one page: keeps one badge per claim and one mark per evidence picture in step with what is on the page now. */

import { OWN_TAG, queryAll } from '../../lib/consoles/page/walk.ts';
import type { SessionReading } from '../../lib/consoles/session.ts';
import { LOCALES, type Locale, watchLocale } from '../../lib/i18n/locale.ts';
import { bestOriginal } from '../../lib/images/originals.ts';
import type { Badge, BadgePhoto } from '../../lib/platform/messages.ts';
import { createBadge, createHost, createPhotoMark, drawBadge, drawPhotoMark } from './mark.ts';
import { type Pair, PairCard } from './pair-card.ts';
import { findSpot, isNear, type Mounting, mountAll } from './place.ts';
import { fits, Strip } from './strip.ts';

interface ClaimPlace {
  anchor: Element;
  block: Element;
}

interface ClaimMark extends ClaimPlace {
  host: HTMLElement;
  button: HTMLButtonElement;
  /** Fades the row under a filter that it does not fit. */
  veil: HTMLElement;
  placed: boolean;
}

interface PhotoMark {
  host: HTMLElement;
  mark: HTMLElement;
  element: Element;
  placed: boolean;
}

/** A claim that the background has said nothing about yet. */
const UNKNOWN: Omit<Badge, 'key'> = {
  verdict: null,
  reason: null,
  signs: 0,
  state: 'waiting',
  flagged: false,
  passed: false,
  photos: [],
};

/** Width that a badge with its word has about, in CSS pixels. */
const WIDTH = 112;

export const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text);

export class PageMarks {
  private readonly document: Document;
  private readonly onOpen: (key: string) => void;
  private readonly card: PairCard;
  private readonly strip: Strip;
  private readonly claims = new Map<string, ClaimMark>();
  private readonly photos = new Map<Element, PhotoMark>();
  private readonly badges = new Map<string, Badge>();
  private readonly photoStates = new Map<string, BadgePhoto['mark']>();
  private readonly stopWatching: () => void;
  private latest: SessionReading | undefined;
  private unsaved: ReadonlySet<string> = new Set();
  private off = false;
  private frame = 0;
  private placeAll = false;
  private waitingForLoad = false;

  /**
   * @param onOpen the seller pressed a claim's badge
   * @param onPoint the seller points at a badge whose pair is not known here; the answer comes through `showPair`
   */
  constructor(document: Document, onOpen: (key: string) => void, onPoint: (key: string) => void) {
    this.document = document;
    this.onOpen = onOpen;
    this.card = new PairCard(document, onPoint);
    this.strip = new Strip(document, () => this.redraw());
    this.stopWatching = watchLocale(this.redraw);
    document.defaultView?.addEventListener('resize', this.redraw, { passive: true });
    document.addEventListener('scroll', this.onScroll, { passive: true, capture: true });
  }

  /** Takes over what was read: marks of claims that left the page go, new ones come, moved ones move. */
  show(result: SessionReading): void {
    this.latest = result;
    // A page that the server drew is still being taken over by its own scripts until it has loaded.
    if (this.document.readyState !== 'complete') {
      if (!this.waitingForLoad) {
        this.waitingForLoad = true;
        this.document.defaultView?.addEventListener('load', () => this.show(this.latest ?? result), {
          once: true,
        });
      }
      return;
    }
    this.schedule(true);
  }

  /** What is known of the claims now. */
  update(badges: Badge[]): void {
    for (const badge of badges) {
      this.badges.set(badge.key, badge);
      for (const photo of badge.photos) this.photoStates.set(bestOriginal(photo.url), photo.mark);
    }
    this.card.forget();
    this.redraw();
  }

  /** The two pictures of a claim that was pointed at. */
  showPair(pair: Pair): void {
    this.card.take(pair);
  }

  /** Claims that are not in the database yet. */
  setUnsaved(keys: ReadonlySet<string>): void {
    this.unsaved = keys;
    this.redraw();
  }

  setOff(off: boolean): void {
    this.off = off;
    if (off) this.clear();
    else this.redraw();
  }

  /** Takes everything off the page. */
  remove(): void {
    this.stopWatching();
    this.document.defaultView?.removeEventListener('resize', this.redraw);
    this.document.removeEventListener('scroll', this.onScroll, { capture: true });
    this.clear();
    for (const left of queryAll(this.document, OWN_TAG)) left.remove();
  }

  private clear(): void {
    for (const { host } of this.claims.values()) host.remove();
    for (const { host } of this.photos.values()) host.remove();
    this.claims.clear();
    this.photos.clear();
    this.card.hide();
    this.card.host.remove();
    this.strip.remove();
  }

  private draw(): void {
    if (this.off || !this.latest) return;
    const { reading, keys } = this.latest;
    const anchors = new Map<string, ClaimPlace>();
    const pictures = new Map<Element, string>();
    for (const [index, claim] of reading.claims.entries()) {
      const key = keys[index];
      if (!key || !claim.anchor?.isConnected) continue;
      anchors.set(key, { anchor: claim.anchor, block: claim.block ?? claim.anchor });
      for (const { element, url } of claim.evidenceAnchors)
        if (element.isConnected) pictures.set(element, url);
    }
    this.dropGone(anchors, pictures);
    const mountings = [...this.newClaims(anchors), ...this.newPhotos(pictures)];
    mountAll(mountings);
    this.strip.show([...new Set(keys)].map((key) => this.known(key)));
    for (const [key, mark] of this.claims) {
      mark.block = anchors.get(key)?.block ?? mark.block;
      drawBadge(mark.button, this.known(key), this.unsaved.has(key));
      mark.veil.hidden = fits(this.strip.filter, this.known(key));
    }
    for (const [element, { mark }] of this.photos) {
      drawPhotoMark(mark, this.photoStates.get(bestOriginal(pictures.get(element) ?? '')) ?? 'none');
    }
  }

  private known(key: string): Badge {
    return this.badges.get(key) ?? { ...UNKNOWN, key };
  }

  private dropGone(anchors: Map<string, ClaimPlace>, pictures: Map<Element, string>): void {
    for (const [key, mark] of this.claims) {
      if (anchors.get(key)?.anchor === mark.anchor && mark.host.isConnected) continue;
      mark.host.remove();
      this.claims.delete(key);
    }
    for (const [element, mark] of this.photos) {
      if (pictures.has(element) && mark.host.isConnected) continue;
      mark.host.remove();
      this.photos.delete(element);
    }
  }

  private newClaims(anchors: Map<string, ClaimPlace>): Mounting[] {
    return [...anchors]
      .filter(([key, { anchor }]) => !this.claims.has(key) && isNear(anchor))
      .map(([key, { anchor, block }]) => {
        const { host, root } = createHost(this.document);
        const button = createBadge(this.document, () => this.onOpen(key));
        const veil = this.document.createElement('span');
        veil.className = 'veil';
        veil.hidden = true;
        root.append(veil, button);
        host.dataset.claim = key;
        this.card.attach(button, () => this.known(key));
        this.claims.set(key, { host, button, veil, anchor, block, placed: false });
        return { host, anchor };
      });
  }

  private newPhotos(pictures: Map<Element, string>): Mounting[] {
    return [...pictures.keys()]
      .filter((element) => !this.photos.has(element) && isNear(element))
      .map((element) => {
        const { host, root } = createHost(this.document);
        const mark = createPhotoMark(this.document);
        root.append(mark);
        this.photos.set(element, { host, mark, element, placed: false });
        return { host, anchor: element };
      });
  }

  private readonly redraw = (): void => {
    if (!this.off && this.latest && this.document.readyState === 'complete') this.schedule(true);
  };

  /** Marks scroll with the content by themselves; only those that come into sight are new. */
  private readonly onScroll = (): void => {
    if (!this.off && this.latest && this.document.readyState === 'complete') this.schedule(false);
  };

  /** Draws in the next frame; `all` finds every mark's place again, else only that of marks without one. */
  private schedule(all: boolean): void {
    this.placeAll ||= all;
    const view = this.document.defaultView;
    if (this.frame || !view) return;
    this.frame = view.requestAnimationFrame(() => {
      this.frame = 0;
      const again = this.placeAll;
      this.placeAll = false;
      this.draw();
      this.place(again);
    });
  }

  /** All measuring first, then all moving. */
  private place(again: boolean): void {
    const moves: (() => void)[] = [];
    for (const claim of this.claims.values()) {
      if (claim.placed && !again) continue;
      const { host, button, veil, anchor, block } = claim;
      const spot = findSpot(anchor, block, button.classList.contains('small') ? WIDTH : button.offsetWidth);
      if (!spot) continue;
      const from = host.getBoundingClientRect();
      const row = block.getBoundingClientRect();
      moves.push(() => {
        claim.placed = true;
        Object.assign(veil.style, {
          left: `${row.left - from.left}px`,
          top: `${row.top - from.top}px`,
          width: `${row.width}px`,
          height: `${row.height}px`,
        });
        button.classList.toggle('small', spot.small);
        button.classList.add('placed');
        button.style.left = `${Math.round(spot.x - from.left)}px`;
        button.style.top = `${Math.round(spot.y - from.top)}px`;
      });
    }
    for (const photo of this.photos.values()) {
      if (photo.placed && !again) continue;
      const box = photo.element.getBoundingClientRect();
      if (box.width === 0) continue;
      const from = photo.host.getBoundingClientRect();
      moves.push(() => {
        photo.placed = true;
        photo.mark.style.left = `${Math.round(box.right - from.left - 20)}px`;
        photo.mark.style.top = `${Math.round(box.top - from.top + 4)}px`;
      });
    }
    for (const move of moves) move();
    if (again) this.strip.place([...this.claims.values()].map(({ block }) => block));
  }
}
