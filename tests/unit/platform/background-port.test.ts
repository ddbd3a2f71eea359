import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ConsoleLine,
  listenToConsoles,
  listenToSurfaces,
} from '../../../lib/platform/background-port.ts';
import { CONSOLE_PORT, MAX_CLAIMS_PER_READING } from '../../../lib/platform/messages.ts';
import { EXTENSION_ID, type FakePort, fakeExtension, ownUrl, type Sender } from '../support/extension.ts';

const extension = vi.hoisted(() => ({ current: undefined as never }));
vi.mock('wxt/browser', () => ({
  get browser() {
    return extension.current;
  },
}));

const PAGE: Sender = {
  id: EXTENSION_ID,
  url: 'https://mms.pinduoduo.com/aftersales',
  tab: { id: 7 },
  frameId: 0,
};
const READING = {
  type: 'reading',
  url: 'https://mms.pinduoduo.com/aftersales',
  console: 'pinduoduo',
  page: 'list',
  how: ['json'],
  seen: 1,
  read: 1,
  missing: [],
  version: '1',
  claims: [{ any: 'thing' }],
};

let fake: ReturnType<typeof fakeExtension>;
beforeEach(() => {
  fake = fakeExtension();
  extension.current = fake as never;
});

async function port(name: string, sender: Sender | undefined): Promise<FakePort> {
  const { FakePort } = await import('../support/extension.ts');
  return new FakePort(name, sender);
}

function listen() {
  const log: string[] = [];
  const lines: ConsoleLine[] = [];
  const messages: unknown[] = [];
  listenToConsoles({
    onOpen: (line) => {
      log.push('opened');
      lines.push(line);
    },
    onMessage: (_, message) => messages.push(message),
    onClose: () => log.push('closed'),
    onRefused: (why) => log.push(`refused ${why}`),
  });
  return { log, lines, messages };
}

describe('listenToConsoles', () => {
  it('opens a line for a console page, with the address that the browser knows', async () => {
    const { log, lines } = listen();
    const line = await port(CONSOLE_PORT, PAGE);
    fake.runtime.onConnect.fire(line);
    expect(lines[0]).toMatchObject({ tabId: 7, frameId: 0, url: PAGE.url });
    lines[0]?.post({ type: 'teach' });
    expect(line.sent).toEqual([{ type: 'teach' }]);
    line.onDisconnect.fire();
    expect(log).toEqual(['opened', 'closed']);
  });

  it.each([
    ['another extension', { ...PAGE, id: 'other' }],
    ['a page without a tab', { ...PAGE, tab: undefined }],
    ['a sender without an address', { ...PAGE, url: undefined }],
    ['nobody', undefined],
  ] as [string, Sender | undefined][])('refuses %s', async (_, sender) => {
    const { log, messages } = listen();
    const line = await port(CONSOLE_PORT, sender);
    fake.runtime.onConnect.fire(line);
    line.onMessage.fire(READING);
    expect(log).toEqual(['refused sender']);
    expect(line.closed).toBe(true);
    expect(messages).toEqual([]);
  });

  it('leaves other lines of the extension alone', async () => {
    const { log } = listen();
    const line = await port('something else', PAGE);
    fake.runtime.onConnect.fire(line);
    expect([log, line.closed]).toEqual([[], false]);
  });

  it.each([
    ['no object', 'reading'],
    ['an unknown type', { type: 'drop-table' }],
    ['a surface message', { type: 'wake-engine' }],
    ['a console id that is none', { ...READING, console: '../x' }],
    ['too many claims', { ...READING, claims: new Array(MAX_CLAIMS_PER_READING + 1).fill({}) }],
    ['a negative count', { ...READING, seen: -1 }],
    ['an endless address', { ...READING, url: 'x'.repeat(5_000) }],
    ['an endless key', { type: 'open-claim', key: 'x'.repeat(300) }],
    ['bytes that are no text', { type: 'page-bytes', evidenceId: 'e', base64: [1, 2], how: 'page' }],
    ['a missing field', { type: 'reading' }],
  ])('drops %s and counts it', async (_, message) => {
    const { log, messages } = listen();
    const line = await port(CONSOLE_PORT, PAGE);
    fake.runtime.onConnect.fire(line);
    line.onMessage.fire(message);
    expect(log).toEqual(['opened', 'refused schema']);
    expect(messages).toEqual([]);
  });

  it('hands on only the fields it knows', async () => {
    const { messages } = listen();
    const line = await port(CONSOLE_PORT, PAGE);
    fake.runtime.onConnect.fire(line);
    line.onMessage.fire({ ...READING, tabId: 99, extra: 'x', ['__proto__']: { polluted: true } });
    expect(messages).toMatchObject([READING]);
    expect(Object.keys(messages[0] ?? {})).not.toContain('extra');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('survives posting to a page that went away', async () => {
    const { lines } = listen();
    const line = await port(CONSOLE_PORT, PAGE);
    line.postMessage = () => {
      throw new Error('Attempting to use a disconnected port object');
    };
    fake.runtime.onConnect.fire(line);
    expect(() => lines[0]?.post({ type: 'teach' })).not.toThrow();
  });
});

describe('listenToSurfaces', () => {
  function handled(raw: unknown, sender: Sender): unknown[] {
    const seen: unknown[] = [];
    listenToSurfaces(async (message, tabId) => seen.push([message.type, tabId]));
    fake.runtime.onMessage.fire(raw, sender);
    return seen;
  }

  it("hears the extension's own pages", () =>
    expect(
      handled({ type: 'wake-engine' }, { id: EXTENSION_ID, url: ownUrl('popup.html'), tab: { id: 3 } }),
    ).toEqual([['wake-engine', 3]]));

  it.each([
    ['a content script', { id: EXTENSION_ID, url: 'https://mms.pinduoduo.com/', tab: { id: 3 } }],
    [
      'a page whose address begins alike',
      { id: EXTENSION_ID, url: `chrome-extension://${EXTENSION_ID}.evil.example/popup.html` },
    ],
    ['another extension', { id: 'other', url: ownUrl('popup.html') }],
  ] as [string, Sender][])('does not hear %s', (_, sender) =>
    expect(handled({ type: 'wake-engine' }, sender)).toEqual([]),
  );

  it.each([
    [{ type: 'nonsense' }],
    [null],
    ['wake-engine'],
    [{ type: 'teach', tabId: 'x' }],
    [{ type: 'fetch-in-page' }],
  ])('drops %j', (raw) => expect(handled(raw, { id: EXTENSION_ID, url: ownUrl('popup.html') })).toEqual([]));
});
