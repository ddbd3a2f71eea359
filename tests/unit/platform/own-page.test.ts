import { beforeEach, expect, it, vi } from 'vitest';
import { postFromOwnPage } from '../../../lib/platform/outside/own-page.ts';

type Listener = (id: number) => void;
const fake = vi.hoisted(() => ({
  tabs: [] as { url: string; status: string; shown: string | undefined }[],
  listeners: new Set<(id: number) => void>(),
  closed: [] as number[],
  ran: [] as unknown[][],
  /** Pages that take no script, by their path. */
  dead: new Set<string>(),
}));
vi.mock('wxt/browser', () => ({
  browser: {
    tabs: {
      create: async ({ url }: { url: string }) => {
        // As Firefox has it: complete, with nothing in it and no address shown, before it begins to load.
        const id = fake.tabs.push({ url, status: 'complete', shown: undefined }) - 1;
        queueMicrotask(() => {
          for (const listener of fake.listeners) listener(id);
          Object.assign(fake.tabs[id]!, { shown: url });
          for (const listener of fake.listeners) listener(id);
        });
        return { id };
      },
      get: async (id: number) => ({ status: fake.tabs[id]!.status, url: fake.tabs[id]!.shown }),
      remove: async (id: number) => void fake.closed.push(id),
      onUpdated: {
        addListener: (listener: Listener) => void fake.listeners.add(listener),
        removeListener: (listener: Listener) => void fake.listeners.delete(listener),
      },
    },
    scripting: {
      executeScript: async ({ target, args }: { target: { tabId: number }; args: unknown[] }) => {
        const { shown } = fake.tabs[target.tabId]!;
        if (!shown) throw new Error('about:blank takes no script');
        if (fake.dead.has(new URL(shown).pathname)) throw new Error('an error page takes no script');
        fake.ran.push(args);
        return [{ result: 'YW5zd2Vy' }];
      },
    },
  },
}));

beforeEach(() => {
  fake.tabs.length = 0;
  fake.closed.length = 0;
  fake.ran.length = 0;
  fake.dead.clear();
});

it('waits for the page itself, sends once from it, and closes the tab', async () => {
  expect(await postFromOwnPage('https://tsa.example/tsr', 'cQ==', 'application/x')).toBe('YW5zd2Vy');
  expect(fake.tabs.map(({ url }) => url)).toEqual(['https://tsa.example/robots.txt']);
  expect(fake.ran).toHaveLength(1);
  expect(fake.ran[0]!.slice(0, 3)).toEqual(['https://tsa.example/tsr', 'cQ==', 'application/x']);
  expect(fake.closed).toEqual([0]);
  expect(fake.listeners.size).toBe(0);
});

it('tries the front page where the first one takes no script, and gives up after that', async () => {
  fake.dead.add('/robots.txt');
  expect(await postFromOwnPage('https://tsa.example/tsr', 'cQ==', 'x')).toBe('YW5zd2Vy');
  fake.dead.add('/');
  expect(await postFromOwnPage('https://tsa.example/tsr', 'cQ==', 'x')).toBeNull();
  expect(fake.closed).toEqual([0, 1, 2, 3]);
});
