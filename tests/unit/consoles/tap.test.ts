import { JSDOM } from 'jsdom';
import { describe, expect, it, vi } from 'vitest';
import { parseKeepingDigits } from '../../../lib/claims/ids.ts';
import { CONSOLES } from '../../../lib/consoles/registry.ts';
import {
  answerOf,
  MAX_ANSWER,
  MAYBE_CLAIMS,
  MEET_EVENT,
  meetTap,
  type PassedAnswer,
} from '../../../lib/consoles/tap/channel.ts';
import { listenIn } from '../../../lib/consoles/tap/listen.ts';
import { loadCases } from '../../consoles/cases.ts';
import { until } from '../support/until.ts';

function pageWith(answer: () => Response): {
  view: Window & typeof globalThis;
  heard: PassedAnswer[];
  calls: unknown[][];
  meet: () => void;
} {
  const { window } = new JSDOM('', { url: 'https://mms.pinduoduo.com/aftersales/aftersale_list' });
  const view = window as unknown as Window & typeof globalThis;
  const calls: unknown[][] = [];
  view.fetch = async (...args: unknown[]) => {
    calls.push(args);
    return answer();
  };
  const heard: PassedAnswer[] = [];
  vi.stubGlobal('CustomEvent', view.CustomEvent);
  const meet = () =>
    meetTap(view.document, (event) => {
      const passed = answerOf(event);
      if (passed) heard.push(passed);
    });
  meet();
  return { view, heard, calls, meet };
}

function respond(url: string, body: string, type = 'application/json'): Response {
  const response = new Response(body, { headers: { 'content-type': type } });
  Object.defineProperty(response, 'url', { value: url });
  return response;
}

const LIST = 'https://mms.pinduoduo.com/mercury/mms/afterSales/queryList';
const settle = () => new Promise((done) => setTimeout(done, 5));

describe('the tap', () => {
  it('passes a copy on and leaves the page its own answer', async () => {
    const { view, heard, calls } = pageWith(() => respond(LIST, '{"id":41000000000000001234}'));
    listenIn(view);
    const answer = await view.fetch(LIST, { method: 'POST' });
    expect(await answer.json()).toBeDefined();
    await until(() => expect(heard).toHaveLength(1));
    expect(calls).toEqual([[LIST, { method: 'POST' }]]);
    expect(heard).toEqual([{ url: LIST, text: '{"id":41000000000000001234}' }]);
    expect(parseKeepingDigits(heard[0]!.text)).toEqual({ id: '41000000000000001234' });
  });

  it('says nothing of other answers, of errors, of pictures', async () => {
    for (const answer of [
      () => respond('https://mms.pinduoduo.com/mangkhut/orders', '{}'),
      () => respond(LIST, 'x', 'image/png'),
      () => respond(LIST, ''),
    ]) {
      const { view, heard } = pageWith(answer);
      listenIn(view);
      await view.fetch(LIST);
      await settle();
      expect(heard).toEqual([]);
    }
  });

  it('lets a failed request fail as it did', async () => {
    const { view } = pageWith(() => {
      throw new TypeError('network');
    });
    listenIn(view);
    await expect(view.fetch(LIST)).rejects.toThrow('network');
  });

  it('meets the reader whichever comes first, and hands over what was heard before', async () => {
    const { window } = new JSDOM('', { url: LIST });
    const view = window as unknown as Window & typeof globalThis;
    vi.stubGlobal('CustomEvent', view.CustomEvent);
    view.fetch = async () => respond(LIST, '{"a":1}');
    listenIn(view);
    await view.fetch(LIST);
    const heard: Event[] = [];
    // What was heard before anybody met waits for the first one who does.
    await settle();
    meetTap(view.document, (event) => heard.push(event));
    await until(() => expect(heard).toHaveLength(1));
  });

  it('is silent to a page: nothing known is told, and no meeting is held with it', async () => {
    const { window } = new JSDOM('', { url: LIST });
    const view = window as unknown as Window & typeof globalThis;
    vi.stubGlobal('CustomEvent', view.CustomEvent);
    view.fetch = async () => respond(LIST, '{"a":1}');
    listenIn(view);
    // From here on the page has run.
    view.document.documentElement.append(view.document.createElement('script'));
    const heard: string[] = [];
    const { dispatchEvent } = view.document;
    view.document.dispatchEvent = (event: Event) => {
      heard.push(event.type);
      return dispatchEvent.call(view.document, event);
    };
    for (const type of ['claimlens-answer', 'claimlens-ask', 'claimlens-meet-ask', 'mine'])
      view.document.addEventListener(type, () => heard.push(type));
    view.document.dispatchEvent(new view.CustomEvent(MEET_EVENT, { detail: 'mine' }));
    view.document.dispatchEvent(new view.CustomEvent('claimlens-meet-ask'));
    heard.length = 0;
    await view.fetch(LIST);
    await settle();
    expect(heard).toEqual([]);
  });

  it('reads no member of the page through a getter, and leaves no frame of its own in errors', async () => {
    const { view } = pageWith(() => respond(LIST, '{}'));
    const failing = new TypeError('no');
    failing.stack =
      'TypeError: no\n    at apply (chrome-extension://abc/page-tap.js:1:2)\n    at page.js:1:1';
    view.fetch = async () => {
      throw failing;
    };
    listenIn(view);
    let looked = 0;
    const init = Object.defineProperty({}, 'body', { get: () => (looked += 1) });
    const error = (await view.fetch(LIST, init).catch((one: unknown) => one)) as Error;
    expect(error).toBe(failing);
    expect(error.stack).toBe('TypeError: no\n    at page.js:1:1');
    expect(looked).toBe(0);
  });

  it('keeps the look of the functions and puts them back', () => {
    const { view } = pageWith(() => respond(LIST, '{}'));
    const { fetch } = view;
    const stop = listenIn(view);
    expect(view.fetch.name).toBe(fetch.name);
    const print = view.Function.prototype.toString;
    expect(print.call(view.fetch)).toBe(Function.prototype.toString.call(fetch));
    expect(print.call(view.XMLHttpRequest.prototype.send)).toContain('send');
    expect(print.call(print)).toContain('toString');
    expect(() => print.call({})).toThrow(TypeError);
    stop();
    expect(view.fetch).toBe(fetch);
  });

  it('hears every answer that a console file can read', () => {
    for (const one of loadCases()) {
      for (const answer of one.answers ?? []) expect(MAYBE_CLAIMS.test(answer.url), answer.url).toBe(true);
    }
    expect(CONSOLES.filter((definition) => definition.tap).length).toBeGreaterThan(12);
  });
});

describe('the channel', () => {
  it('refuses whatever is not of the agreed shape', () => {
    const event = (detail: unknown) => ({ detail }) as unknown as Event;
    for (const bad of [
      null,
      1,
      {},
      '',
      'no line',
      '\ntext',
      `not an address\n{}`,
      'x'.repeat(MAX_ANSWER + 5_000),
    ]) {
      expect(answerOf(event(bad))).toBeUndefined();
    }
    expect(answerOf(event('https://a/b\n{"x":\n1}'))).toEqual({ url: 'https://a/b', text: '{"x":\n1}' });
    vi.restoreAllMocks();
  });
});
