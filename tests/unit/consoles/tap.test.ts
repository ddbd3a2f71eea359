import { JSDOM } from 'jsdom';
import { describe, expect, it, vi } from 'vitest';
import { parseKeepingDigits } from '../../../lib/claims/ids.ts';
import { CONSOLES } from '../../../lib/consoles/registry.ts';
import {
  ANSWER_EVENT,
  ASK_EVENT,
  answerOf,
  MAX_ANSWER,
  MAYBE_CLAIMS,
  type PassedAnswer,
} from '../../../lib/consoles/tap/channel.ts';
import { listenIn } from '../../../lib/consoles/tap/listen.ts';
import { loadCases } from '../../consoles/cases.ts';

function pageWith(answer: () => Response): {
  view: Window & typeof globalThis;
  heard: PassedAnswer[];
  calls: unknown[][];
} {
  const { window } = new JSDOM('', { url: 'https://mms.pinduoduo.com/aftersales/aftersale_list' });
  const view = window as unknown as Window & typeof globalThis;
  const calls: unknown[][] = [];
  view.fetch = async (...args: unknown[]) => {
    calls.push(args);
    return answer();
  };
  const heard: PassedAnswer[] = [];
  view.document.addEventListener(ANSWER_EVENT, (event) => {
    const passed = answerOf(event);
    if (passed) heard.push(passed);
  });
  return { view, heard, calls };
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
    await settle();
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

  it('tells again what was heard before the reader came', async () => {
    const { view, heard } = pageWith(() => respond(LIST, '{"a":1}'));
    listenIn(view);
    await view.fetch(LIST);
    await settle();
    heard.length = 0;
    view.document.dispatchEvent(new view.Event(ASK_EVENT));
    expect(heard).toHaveLength(1);
  });

  it('keeps the look of the functions and puts them back', () => {
    const { view } = pageWith(() => respond(LIST, '{}'));
    const { fetch } = view;
    const stop = listenIn(view);
    expect(view.fetch.name).toBe(fetch.name);
    expect(Function.prototype.toString.call(view.fetch)).toContain('[native code]');
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
