import { JSDOM } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayHoldClaims, watchForClaims } from '../../../lib/consoles/idle-watch.ts';
import { consoleById, pageRuleFor } from '../../../lib/consoles/registry.ts';
import { documentOf, loadCases } from '../../consoles/cases.ts';

describe('what may hold claims', () => {
  // A site that is no known console always has the whole reader; an answer that the tap heard brings it in by itself.
  const cases = loadCases().filter(({ console: id, url, claims, answers }) => {
    const definition = consoleById(id);
    return definition && !answers?.length && (claims.length > 0 || pageRuleFor(definition, new URL(url)));
  });

  it.each(cases.map((one) => [`${one.console}/${one.name}`, one] as const))('%s', (_, one) => {
    expect(mayHoldClaims(documentOf(one.html, one.url), one.url)).toBe(true);
  });

  it('is no page with menus alone, and no page with numbers alone', () => {
    const page = (html: string) =>
      documentOf(`<!doctype html><body>${html}</body>`, 'https://mms.example.com/');
    expect(
      mayHoldClaims(page('<nav>订单 售后管理 退款</nav><p>今日 128 单</p>'), 'https://mms.example.com/home'),
    ).toBe(false);
    expect(mayHoldClaims(page('<p>商品 1234567890123</p>'), 'https://mms.example.com/goods')).toBe(false);
    expect(mayHoldClaims(page('<p>退款 1234567890123</p>'), 'https://mms.example.com/chat')).toBe(true);
  });
});

describe('watching a page', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function watched(body = '<nav>售后</nav>') {
    const { window } = new JSDOM(`<!doctype html><body>${body}</body>`, {
      url: 'https://mms.example.com/home',
    });
    vi.stubGlobal('MutationObserver', window.MutationObserver);
    vi.stubGlobal('HTMLElement', window.HTMLElement);
    vi.stubGlobal('CustomEvent', window.CustomEvent);
    const start = vi.fn();
    const stop = watchForClaims(window as unknown as Window, start);
    return { window, start, stop };
  }
  /** The tap tells an answer under the name that was met by. */
  const hears = (window: JSDOM['window']) =>
    void window.document.dispatchEvent(new window.Event(String(window.claimlensTap)));
  const pass = async () => {
    await Promise.resolve();
    await vi.runAllTimersAsync();
  };

  it('calls once, when a claim comes in later, and then looks no more', async () => {
    const { window, start } = watched();
    const add = async (html: string) => {
      window.document.body.insertAdjacentHTML('beforeend', html);
      await pass();
    };
    await add('<p>今日 12 单</p>');
    expect(start).not.toHaveBeenCalled();
    await add('<p>售后单 202611290001 仅退款</p>');
    await add('<p>售后单 202611290002 仅退款</p>');
    hears(window);
    expect(start).toHaveBeenCalledTimes(1);
  });

  it('calls for an answer that the tap heard, for a text box that is clicked into, and after a change of address', async () => {
    const heard = watched();
    hears(heard.window);
    expect(heard.start).toHaveBeenCalledTimes(1);
    const typed = watched('<textarea></textarea><button>x</button>');
    typed.window.document
      .querySelector('button')!
      .dispatchEvent(new typed.window.Event('pointerdown', { bubbles: true }));
    expect(typed.start).not.toHaveBeenCalled();
    typed.window.document
      .querySelector('textarea')!
      .dispatchEvent(new typed.window.Event('pointerdown', { bubbles: true }));
    expect(typed.start).toHaveBeenCalledTimes(1);
    const moved = watched();
    moved.window.history.pushState(null, '', '/aftersales/list');
    moved.window.document.body.append('x');
    await pass();
    expect(moved.start).toHaveBeenCalledTimes(1);
  });

  it('does nothing once it was stopped', async () => {
    const { window, start, stop } = watched();
    stop();
    window.document.body.insertAdjacentHTML('beforeend', '<p>退款 202611290001</p>');
    hears(window);
    await pass();
    expect(start).not.toHaveBeenCalled();
  });
});
