/** Watches a page and every open shadow root in it. */
import { parseCountdown } from '../claims/countdown.ts';
import { shadowHosts } from './page/walk.ts';

const WATCHED: MutationObserverInit = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ['src', 'srcset', 'data-src', 'href', 'hidden'],
};

export class RootObserver {
  private readonly observer: MutationObserver;
  private readonly roots = new WeakSet<Node>();
  private readonly document: Document;

  constructor(document: Document, onChange: (mutations: MutationRecord[]) => void) {
    this.document = document;
    const View = document.defaultView?.MutationObserver ?? MutationObserver;
    this.observer = new View(onChange);
  }

  watch(): void {
    this.observer.observe(this.document, WATCHED);
    this.watchNewRoots();
  }

  /** Shadow roots opened since the last look; there is no event for them. */
  watchNewRoots(): void {
    const enter = (root: ParentNode): void => {
      for (const { shadowRoot } of shadowHosts(root)) {
        if (!shadowRoot) continue;
        if (!this.roots.has(shadowRoot)) {
          this.roots.add(shadowRoot);
          this.observer.observe(shadowRoot, WATCHED);
        }
        enter(shadowRoot);
      }
    };
    enter(this.document);
  }

  stop(): void {
    this.observer.disconnect();
  }
}

const onlyTexts = (nodes: NodeList): boolean => [...nodes].every((node) => node.nodeType === 3);

/** A countdown that ticks changes a text every second and tells nothing new. */
export function isCountdownChange(mutation: MutationRecord): boolean {
  if (mutation.type === 'attributes') return false;
  if (mutation.type === 'childList' && !(onlyTexts(mutation.addedNodes) && onlyTexts(mutation.removedNodes)))
    return false;
  const text = mutation.target.textContent ?? '';
  return text.length < 80 && (parseCountdown(text) !== undefined || /^\d{1,2}$/.test(text.trim()));
}
