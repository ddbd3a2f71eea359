import { JSDOM } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cardSpot, PairCard } from '../../../entrypoints/console.content/pair-card.ts';
import { fits, Strip } from '../../../entrypoints/console.content/strip.ts';
import { setLocale } from '../../../lib/i18n/locale.ts';
import type { Badge } from '../../../lib/platform/messages.ts';

let window: JSDOM['window'];
/** Closed roots, as the test alone sees them. */
let roots: ShadowRoot[];

const badge = (over: Partial<Badge> = {}): Badge => ({
  key: 'pinduoduo:1',
  verdict: 'several-signs',
  reason: { code: 'copy-of-listing-edited' },
  signs: 2,
  state: 'done',
  flagged: false,
  passed: false,
  photos: [{ url: 'https://img.pddpic.com/1.jpg', mark: 'found' }],
  ...over,
});

beforeEach(() => {
  setLocale('en');
  ({ window } = new JSDOM('<body><main></main></body>'));
  roots = [];
  const attach = window.Element.prototype.attachShadow;
  window.Element.prototype.attachShadow = function (init) {
    expect(init.mode).toBe('closed');
    const root = attach.call(this, init);
    roots.push(root);
    return root;
  };
});
afterEach(() => {
  vi.restoreAllMocks();
  window.close();
});

/** Tells the listeners of an element, as a person's hand or a page's script would. */
function listenersOf(element: EventTarget): (type: string, isTrusted: boolean) => void {
  const heard: [string, (event: unknown) => void][] = [];
  const add = element.addEventListener.bind(element);
  element.addEventListener = ((type: string, listener: never) => {
    heard.push([type, listener]);
    add(type, listener);
  }) as never;
  return (type, isTrusted) => {
    const event = { type, isTrusted, relatedTarget: null, key: 'Escape', stopPropagation: () => undefined };
    for (const [name, listener] of heard) if (name === type) listener(event);
  };
}

describe('the strip above the list', () => {
  const claims = [
    badge(),
    badge({ key: 'pinduoduo:2', flagged: true }),
    badge({ key: 'pinduoduo:3', passed: true }),
    badge({ key: 'pinduoduo:4', verdict: 'no-anomaly' }),
    badge({ key: 'pinduoduo:5', verdict: null, state: 'checking' }),
  ];
  const texts = (): string[] =>
    [...(roots[0]?.querySelectorAll('.strip > *') ?? [])].map((part) => part.textContent ?? '');

  it('sums up: all, those nobody has decided on, those still checked', () => {
    new Strip(window.document, () => undefined).show(claims);
    expect(texts().slice(0, 3)).toEqual(['5 claims', '1 to look at', '1 waiting']);
  });

  it('is not there for a single claim', () => {
    const strip = new Strip(window.document, () => undefined);
    strip.show([badge()]);
    expect(strip.host.isConnected).toBe(false);
  });

  it('filters by a hand and by nothing else', () => {
    const onFilter = vi.fn();
    const create = window.document.createElement.bind(window.document);
    const acts: ((type: string, isTrusted: boolean) => void)[] = [];
    window.document.createElement = ((tag: string) => {
      const made = create(tag);
      if (tag === 'button') acts.push(listenersOf(made));
      return made;
    }) as never;
    const strip = new Strip(window.document, onFilter);
    strip.show(claims);
    acts[0]?.('click', false);
    expect([strip.filter, onFilter.mock.calls.length]).toEqual(['all', 0]);
    acts[0]?.('click', true);
    expect([strip.filter, onFilter.mock.calls.length]).toEqual(['look', 1]);
    expect(claims.map((claim) => fits(strip.filter, claim))).toEqual([true, false, false, false, false]);
    acts[0]?.('click', true);
    expect(strip.filter).toBe('all');
  });

  it('leaves nothing that the page can read', () => {
    const strip = new Strip(window.document, () => undefined);
    strip.show(claims);
    expect(strip.host.shadowRoot).toBeNull();
    expect(strip.host.textContent).toBe('');
    expect(window.document.body.textContent).toBe('');
  });
});

describe('the card of a badge', () => {
  const at = (now: () => Badge) => {
    const ask = vi.fn();
    const card = new PairCard(window.document, ask);
    const button = window.document.createElement('button');
    window.document.body.append(button);
    const act = listenersOf(button);
    card.attach(button, now);
    return { ask, card, act, body: () => roots[0]?.querySelector<HTMLElement>('.card') };
  };

  it('says the reason and asks for the pair when a person points', () => {
    const { ask, act, body } = at(() => badge());
    act('pointerenter', true);
    expect(ask).toHaveBeenCalledWith('pinduoduo:1');
    expect(body()?.textContent).toContain('Product picture altered');
    expect(body()?.textContent).toContain('Needs review · 2 results');
    expect(body()?.hidden).toBe(false);
  });

  it('shows nothing to a page that points by script', () => {
    const { ask, act, body } = at(() => badge());
    act('pointerenter', false);
    act('focus', false);
    expect([ask.mock.calls.length, body()?.hidden]).toEqual([0, true]);
  });

  it('names the two pictures, keeps them, and asks again once something changed', () => {
    const { ask, card, act, body } = at(() => badge());
    act('focus', true);
    const picture = { base64: '', width: 10, height: 10, box: null };
    card.take({ type: 'pair', key: 'pinduoduo:1', photo: picture, source: picture, kind: 'listing' });
    const captions = [...(body()?.querySelectorAll('figcaption') ?? [])].map((one) => one.textContent);
    expect(captions).toEqual(["Buyer's photo", 'Your product picture']);
    act('blur', true);
    expect(body()?.hidden).toBe(true);
    act('focus', true);
    expect(ask).toHaveBeenCalledTimes(1);
    card.forget();
    act('focus', true);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('goes with Escape', () => {
    const { act, body } = at(() => badge());
    act('focus', true);
    act('keydown', true);
    expect(body()?.hidden).toBe(true);
  });

  it('stays in the window', () => {
    const view = { innerWidth: 400, innerHeight: 600 };
    expect(cardSpot({ left: 380, top: 20, bottom: 42 }, view, 200)).toEqual({ left: 120, top: 42 });
    expect(cardSpot({ left: 10, top: 550, bottom: 572 }, view, 200)).toEqual({ left: 10, top: 350 });
  });
});
