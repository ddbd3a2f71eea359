import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONSOLE_PORT } from '../../../../lib/platform/messages.ts';
import { shopDb } from '../../../../lib/store/db.ts';
import { claim, photo } from '../../support/claims.ts';
import { EXTENSION_ID, FakePort, fakeExtension } from '../../support/extension.ts';
import { until } from '../../support/until.ts';

const extension = vi.hoisted(() => ({ current: undefined as never }));
vi.mock('wxt/browser', () => ({
  get browser() {
    return extension.current;
  },
}));

const LIST = 'https://mms.pinduoduo.com/aftersales';
let fake: ReturnType<typeof fakeExtension>;

beforeAll(async () => {
  fake = fakeExtension();
  extension.current = fake as never;
  const { startBackground } = await import('../../../../lib/app/background/background.ts');
  startBackground();
});

beforeEach(async () => {
  await Promise.all(shopDb().tables.map((table) => table.clear()));
});

function open(url = LIST, tabId = 7): FakePort {
  const port = new FakePort(CONSOLE_PORT, { id: EXTENSION_ID, url, tab: { id: tabId }, frameId: 0 });
  fake.runtime.onConnect.fire(port);
  return port;
}

const reading = (claims: unknown[], over: Record<string, unknown> = {}) => ({
  type: 'reading',
  url: LIST,
  console: 'pinduoduo',
  page: 'list',
  how: ['json'],
  seen: claims.length,
  read: claims.length,
  missing: [],
  version: '1',
  claims,
  ...over,
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('what a console page may say', () => {
  it('its own claims, kept and answered with badges', async () => {
    const port = open();
    port.onMessage.fire(reading([claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })]));
    await until(() =>
      expect(port.sent).toContainEqual({
        type: 'badges',
        claims: [expect.objectContaining({ key: 'pinduoduo:1001', verdict: null, state: 'waiting' })],
      }),
    );
    expect(await shopDb().claims.count()).toBe(1);
    expect(await shopDb().health.get('pinduoduo#list')).toMatchObject({
      seen: 1,
      read: 1,
      tabId: 7,
      url: LIST,
    });
    port.onDisconnect.fire();
  });

  it('nothing in the name of another console', async () => {
    open().onMessage.fire(reading([claim({ console: 'taobao', key: 'taobao:1001' })], { console: 'taobao' }));
    open('https://taught.example/refunds').onMessage.fire(reading([claim()]));
    open('about:srcdoc').onMessage.fire(reading([claim()], { console: 'null' }));
    await settle();
    expect([await shopDb().claims.count(), await shopDb().health.count()]).toEqual([0, 0]);
  });

  it("its own claims on a taught host, under that host's id only", async () => {
    const id = 'site-taught-example';
    const own = claim({ console: id, key: `${id}:1001` });
    open('https://taught.example/refunds').onMessage.fire(reading([own], { console: id }));
    await until(async () => expect(await shopDb().claims.count()).toBe(1));
  });

  it('claims that do not fit the model are left out one by one, and counted', async () => {
    open().onMessage.fire(
      reading([
        claim(),
        claim({ claimId: '2', key: 'pinduoduo:other' }),
        claim({ claimId: '3', key: 'pinduoduo:3', console: 'jd' }),
        { ...claim({ claimId: '4', key: 'pinduoduo:4' }), evidence: [photo('http://img.pddpic.com/1.jpg')] },
        { ...claim({ claimId: '5', key: 'pinduoduo:5' }), evidence: [photo('javascript:alert(1)')] },
        { ...claim({ claimId: '6', key: 'pinduoduo:6' }), amount: { value: 1.5, currency: 'CNY' } },
        'no claim',
        null,
      ]),
    );
    await until(async () =>
      expect(await shopDb().health.get('pinduoduo#list')).toMatchObject({ seen: 8, read: 1 }),
    );
    expect(await shopDb().claims.toCollection().primaryKeys()).toEqual(['pinduoduo:1001']);
  });

  it('markup in names stays text, cut to a bounded length', async () => {
    const name = '<img src=x onerror=alert(1)>';
    open().onMessage.fire(reading([claim({ buyer: { name }, description: 'x'.repeat(50_000) })]));
    await until(async () => expect(await shopDb().claims.count()).toBe(1));
    const stored = (await shopDb().claims.get('pinduoduo:1001'))!.claim;
    expect(stored.buyer?.name).toBe(name);
    expect(stored.description).toHaveLength(4_000);
  });
});

describe('a write that fails', () => {
  it('is told to the page, which sends its claims again', async () => {
    const port = open();
    const put = vi
      .spyOn(shopDb().claims, 'put')
      .mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
    port.onMessage.fire({ ...reading([claim()]), id: '7' });
    await until(() => expect(port.sent).toContainEqual({ type: 'kept', id: '7', done: false }));
    expect(await shopDb().claims.count()).toBe(0);
    put.mockRestore();
    port.onMessage.fire({ ...reading([claim()]), id: '7' });
    await until(() => expect(port.sent).toContainEqual({ type: 'kept', id: '7', done: true }));
    expect(await shopDb().claims.count()).toBe(1);
    port.onDisconnect.fire();
  });
});

describe('bytes from a page', () => {
  const base64 = Buffer.from([
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 8, 0, 0, 0, 8,
  ]).toString('base64');

  async function evidence(): Promise<string> {
    open().onMessage.fire(reading([claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })]));
    await until(async () => expect(await shopDb().evidence.count()).toBe(1));
    return (await shopDb().evidence.toArray())[0]!.id;
  }

  it('are kept for its own claim, marked with how they came', async () => {
    const evidenceId = await evidence();
    open().onMessage.fire({ type: 'page-bytes', evidenceId, base64, how: 'pixels-only' });
    await until(async () =>
      expect(await shopDb().evidence.get(evidenceId)).toMatchObject({
        state: 'kept',
        fetch: { how: 'pixels-only' },
      }),
    );
  });

  it.each([
    ['another console', 'https://taught.example/x', base64],
    ['bytes that are no picture', LIST, Buffer.from('<html>').toString('base64')],
    ['text that is no base64', LIST, '%%%'],
    ['nothing', LIST, null],
  ])('are refused: %s', async (_, url, bytes) => {
    const evidenceId = await evidence();
    open(url, 8).onMessage.fire({ type: 'page-bytes', evidenceId, base64: bytes, how: 'page' });
    await settle();
    expect((await shopDb().evidence.get(evidenceId))?.state).toBe('waiting');
    expect(await shopDb().blobs.count()).toBe(0);
  });

  it('never replace what is kept', async () => {
    const evidenceId = await evidence();
    const row = (await shopDb().evidence.get(evidenceId))!;
    await shopDb().evidence.put({ ...row, state: 'kept', sha256: 'original' });
    open().onMessage.fire({ type: 'page-bytes', evidenceId, base64, how: 'page' });
    await settle();
    expect((await shopDb().evidence.get(evidenceId))?.sha256).toBe('original');
  });
});

describe('a database that the browser closed', () => {
  it('is held against the canary at once: it may be an empty one by now', async () => {
    const local = new Map<string, unknown>([
      ['canary', { at: '2026-11-30T08:00:00.000Z', seat: 'here', n: 3, hash: 'x', claims: 2, cases: 0 }],
    ]);
    const storage = {
      local: {
        get: async (name: string) => (local.has(name) ? { [name]: local.get(name) } : {}),
        set: async (values: Record<string, unknown>) => {
          for (const [name, value] of Object.entries(values)) local.set(name, value);
        },
        remove: async (name: string) => void local.delete(name),
      },
    };
    Object.assign(fake, { storage });
    shopDb().on.close.fire(new Event('close'));
    await until(() => expect(local.get('loss')).toMatchObject({ why: 'missing', claims: 2, entries: 3 }));
    Object.assign(fake, { storage: undefined });
  });
});
