/** All marks of one page: keeps one badge per claim and one mark per evidence picture in step with what is on the page now. */

import { OWN_TAG, queryAll } from '../../lib/consoles/reader/walk.ts';
import type { SessionReading } from '../../lib/consoles/session.ts';
import { LOCALES, type Locale, watchLocale } from '../../lib/i18n/locale.ts';
import { bestOriginal } from '../../lib/images/originals.ts';
import type { Badge, BadgePhoto } from '../../lib/platform/messages.ts';
import { createBadge, createHost, createPhotoMark, drawBadge, drawPhotoMark } from './mark.ts';
import { findSpot, mount } from './place.ts';

interface ClaimMark {
  host: HTMLElement;
  button: HTMLButtonElement;
  anchor: Element;
  block: Element;
}

interface PhotoMark {
  host: HTMLElement;
  mark: HTMLElement;
  element: Element;
}

export const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text);

export class PageMarks {
  private readonly document: Document;
  private readonly onOpen: (key: string) => void;
  private readonly claims = new Map<string, ClaimMark>();
  private readonly photos = new Map<Element, PhotoMark>();
  private readonly badges = new Map<string, Badge>();
  private readonly photoStates = new Map<string, BadgePhoto['mark']>();
  private readonly stopWatching: () => void;
  private latest: SessionReading | undefined;
  private off = false;
  private frame = 0;
  private waitingForLoad = false;

  constructor(document: Document, onOpen: (key: string) => void) {
    this.document = document;
    this.onOpen = onOpen;
    this.stopWatching = watchLocale(() => this.redraw());
    document.defaultView?.addEventListener('resize', this.replace, { passive: true });
    document.addEventListener('scroll', this.replace, { passive: true, capture: true });
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
    this.draw();
  }

  /** What is known of the claims now. */
  update(badges: Badge[]): void {
    for (const badge of badges) {
      this.badges.set(badge.key, badge);
      for (const photo of badge.photos) this.photoStates.set(bestOriginal(photo.url), photo.mark);
    }
    if (this.document.readyState === 'complete') this.draw();
  }

  setOff(off: boolean): void {
    this.off = off;
    if (off) this.clear();
    else this.draw();
  }

  /** Takes everything off the page. */
  remove(): void {
    this.stopWatching();
    this.document.defaultView?.removeEventListener('resize', this.replace);
    this.document.removeEventListener('scroll', this.replace, { capture: true });
    this.clear();
    for (const left of queryAll(this.document, OWN_TAG)) left.remove();
  }

  private clear(): void {
    for (const { host } of this.claims.values()) host.remove();
    for (const { host } of this.photos.values()) host.remove();
    this.claims.clear();
    this.photos.clear();
  }

  private draw(): void {
    if (this.off || !this.latest) return;
    const { reading, keys } = this.latest;
    const present = new Set<string>();
    const pictures = new Set<Element>();
    for (const [index, claim] of reading.claims.entries()) {
      const key = keys[index];
      if (!key || !claim.anchor?.isConnected) continue;
      present.add(key);
      this.drawClaim(key, claim.anchor, claim.block ?? claim.anchor);
      for (const anchor of claim.evidenceAnchors) {
        if (!anchor.element.isConnected) continue;
        pictures.add(anchor.element);
        this.drawPhoto(anchor.element, anchor.url);
      }
    }
    for (const [key, mark] of this.claims) {
      if (present.has(key)) continue;
      mark.host.remove();
      this.claims.delete(key);
    }
    for (const [element, mark] of this.photos) {
      if (pictures.has(element)) continue;
      mark.host.remove();
      this.photos.delete(element);
    }
    this.replace();
  }

  private drawClaim(key: string, anchor: Element, block: Element): void {
    const badge = this.badges.get(key) ?? {
      key,
      verdict: null,
      signs: 0,
      state: 'waiting',
      flagged: false,
      photos: [],
    };
    let mark = this.claims.get(key);
    if (!mark || mark.anchor !== anchor || !mark.host.isConnected) {
      mark?.host.remove();
      const { host, root } = createHost(this.document);
      const button = createBadge(this.document, () => this.onOpen(key));
      root.append(button);
      host.dataset.claim = key;
      mount(host, anchor);
      mark = { host, button, anchor, block };
      this.claims.set(key, mark);
    }
    mark.block = block;
    drawBadge(mark.button, badge);
  }

  private drawPhoto(element: Element, url: string): void {
    let mark = this.photos.get(element);
    if (!mark?.host.isConnected) {
      const { host, root } = createHost(this.document);
      const inner = createPhotoMark(this.document);
      root.append(inner);
      mount(host, element);
      mark = { host, mark: inner, element };
      this.photos.set(element, mark);
    }
    drawPhotoMark(mark.mark, this.photoStates.get(bestOriginal(url)) ?? 'none');
  }

  private redraw(): void {
    if (!this.off && this.latest && this.document.readyState === 'complete') this.draw();
  }

  /** Moves every mark to its place in the next frame: all measuring first, then all moving. */
  private readonly replace = (): void => {
    const view = this.document.defaultView;
    if (this.frame || !view) return;
    this.frame = view.requestAnimationFrame(() => {
      this.frame = 0;
      const moves: (() => void)[] = [];
      for (const { host, button, anchor, block } of this.claims.values()) {
        const spot = findSpot(anchor, block, button.classList.contains('small') ? 112 : button.offsetWidth);
        if (!spot) continue;
        const from = host.getBoundingClientRect();
        moves.push(() => {
          button.classList.toggle('small', spot.small);
          button.classList.add('placed');
          button.style.left = `${Math.round(spot.x - from.left)}px`;
          button.style.top = `${Math.round(spot.y - from.top)}px`;
        });
      }
      for (const { host, mark, element } of this.photos.values()) {
        const box = element.getBoundingClientRect();
        const from = host.getBoundingClientRect();
        moves.push(() => {
          mark.style.left = `${Math.round(box.right - from.left - 20)}px`;
          mark.style.top = `${Math.round(box.top - from.top + 4)}px`;
        });
      }
      for (const move of moves) move();
    });
  };
}
