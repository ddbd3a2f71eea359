/** Decides, at next to no cost, whether a console page may hold claims: only then the reader itself is brought in. */
import { MAYBE_CLAIMS, meetTap } from './tap/channel.ts';

/** Words of claim pages in the consoles' languages; a sidebar has them too, so a page needs a number beside them. */
const WORDS =
  /退款|退货|退貨|退換|售后|售後|仲裁|纠纷|糾紛|refund|return|dispute|chargeback|claim|reembolso|devoluci|devolu[cç]|reclam|rembours|retour|r[üu]ckgabe|erstattung|hoàn tiền|trả hàng|คืนเงิน|คืนสินค้า|pengembalian|bayaran balik|返品|返金|반품|환불/i;
/** A claim's or an order's number: eight digits and more, or groups of them, as no menu has. */
const NUMBER = /\d{8}|\d{3}-\d{7}-\d{7}|\d{6}[A-Z][0-9A-Z]{5}/;

/** One order's own page, where some consoles show its refund. */
const ORDER_PAGE = /\/orders?\/[^/]*\d{5}/i;

/** Talks with buyers and tickets, where a claim may be spoken of without its number in the text. */
const TALK_PAGE = /chat|ticket|conversation|message|kefu|\bim\b/i;

/** Shortest time between two looks; a page whose text takes long to look at is looked at more seldom. */
const PAUSE_MS = 400;
const COST_SHARE = 100;

/** Whether the address or the text of a page speaks of claims. Text inside shadow roots is not looked at. */
export function mayHoldClaims(document: Document, address: string): boolean {
  if ([MAYBE_CLAIMS, ORDER_PAGE, TALK_PAGE].some((pattern) => pattern.test(address))) return true;
  if (WORDS.test(decoded(address))) return true;
  const text = document.body?.textContent ?? '';
  return NUMBER.test(text) && WORDS.test(text);
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** What a person does in a box: clicking into it, or typing. */
export const BY_HAND = ['pointerdown', 'keydown'] as const;

/** Kept in the world of the extension's scripts, which the page has no part in. */
interface Hand {
  claimlensHand?: EventTarget[];
}

/** Where a person clicked or typed last before the reader came; empty when nowhere. */
export const lastHand = (document: Document): EventTarget[] =>
  (document.defaultView as (Window & Hand) | null)?.claimlensHand ?? [];

/**
 * Watches a page until it may hold claims, then calls `start` once and is gone. An answer that the tap heard, and a text box that is
 * clicked or typed into (a text may be put into it later), count as well.
 */
export function watchForClaims(page: Window, start: () => void): () => void {
  const { document } = page;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = PAUSE_MS;
  const look = (): void => {
    timer = undefined;
    const from = performance.now();
    if (mayHoldClaims(document, page.location.href)) begin();
    else pause = Math.max(PAUSE_MS, COST_SHARE * (performance.now() - from));
  };
  const soon = (): void => {
    timer ??= setTimeout(look, pause);
  };
  const onHand = (event: Event): void => {
    const path = event.composedPath();
    const [target] = path;
    // The reader that is brought in by it finds here which box a person meant.
    if (event.isTrusted) (page as Window & Hand).claimlensHand = path;
    if (
      target instanceof HTMLElement &&
      (target.isContentEditable || /^(input|textarea)$/.test(target.localName))
    )
      begin();
  };
  let begun = false;
  const observer = new MutationObserver(soon);
  let stopListening = (): void => undefined;
  const stop = (): void => {
    clearTimeout(timer);
    observer.disconnect();
    stopListening();
    for (const name of BY_HAND) document.removeEventListener(name, onHand, true);
    page.removeEventListener('popstate', soon);
    page.removeEventListener('hashchange', soon);
  };
  function begin(): void {
    if (begun) return;
    begun = true;
    stop();
    start();
  }
  for (const name of BY_HAND) document.addEventListener(name, onHand, true);
  page.addEventListener('popstate', soon);
  page.addEventListener('hashchange', soon);
  stopListening = meetTap(document, begin);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
  if (begun) stop();
  else look();
  return stop;
}
