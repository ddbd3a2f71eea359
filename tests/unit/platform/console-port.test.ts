import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectConsole } from '../../../lib/platform/console-port.ts';
import { CONSOLE_PORT } from '../../../lib/platform/messages.ts';
import { FakePort } from '../support/extension.ts';

const extension = vi.hoisted(() => ({ current: undefined as never }));
vi.mock('wxt/browser', () => ({
  get browser() {
    return extension.current;
  },
}));

const READING = {
  type: 'reading',
  url: 'https://a.b/',
  console: 'x',
  page: 'list',
  how: [],
  seen: 0,
  read: 0,
  missing: [],
  version: '1',
  claims: [],
} as const;

let ports: FakePort[] = [];
let runtime: { id: string | undefined; connect: (options: { name: string }) => FakePort };

beforeEach(() => {
  vi.useFakeTimers();
  ports = [];
  runtime = {
    id: 'me',
    connect({ name }) {
      const port = new FakePort(name, undefined);
      ports.push(port);
      return port;
    },
  };
  extension.current = { runtime } as never;
});
afterEach(() => void vi.useRealTimers());

describe('connectConsole', () => {
  it('carries messages both ways', () => {
    const port = connectConsole();
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    port.post(READING as never);
    ports[0]?.onMessage.fire({ type: 'teach' });
    expect(ports[0]?.name).toBe(CONSOLE_PORT);
    expect(ports[0]?.sent).toEqual([{ ...READING, id: '1' }]);
    expect(heard).toEqual([{ type: 'teach' }]);
  });

  it('connects again after the background slept, and tells the page once more', async () => {
    const port = connectConsole();
    port.post(READING as never);
    ports[0]?.onDisconnect.fire();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ports).toHaveLength(2);
    expect(ports[1]?.sent).toEqual([{ ...READING, id: '1' }]);
    port.post({ type: 'open-claim', key: 'k' });
    expect(ports[1]?.sent).toHaveLength(2);
  });

  it('says once that the extension is gone, and then keeps still', async () => {
    const port = connectConsole();
    let gone = 0;
    port.onGone(() => {
      gone += 1;
    });
    runtime.id = undefined;
    ports[0]?.onDisconnect.fire();
    await vi.advanceTimersByTimeAsync(5_000);
    port.post(READING as never);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(gone).toBe(1);
    expect(ports).toHaveLength(1);
  });

  it('does not connect again after it was closed', async () => {
    const port = connectConsole();
    port.close();
    ports[0]?.onDisconnect.fire();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ports[0]?.closed).toBe(true);
    expect(ports).toHaveLength(1);
  });

  it('sends claims again until the background has kept them, and says which are not saved', async () => {
    const port = connectConsole();
    const unsaved: string[][] = [];
    port.onUnsaved((keys) => unsaved.push([...keys]));
    const first = { ...READING, claims: [{ key: 'x:1' }] };
    port.post(first as never);
    port.post({ ...READING, claims: [{ key: 'x:2' }] } as never);
    ports[0]?.onMessage.fire({ type: 'kept', id: '2', done: true });
    ports[0]?.onMessage.fire({ type: 'kept', id: '1', done: false });
    expect(unsaved.at(-1)).toEqual(['x:1']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ports[0]?.sent.slice(2)).toEqual([{ ...first, id: '1' }]);
    // The background dies with the write: the next one gets the claims, too.
    ports[0]?.onDisconnect.fire();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ports[1]?.sent).toContainEqual({ ...first, id: '1' });
    ports[1]?.onMessage.fire({ type: 'kept', id: '1', done: true });
    expect(unsaved.at(-1)).toEqual([]);
    const { length } = ports[1]?.sent ?? [];
    await vi.advanceTimersByTimeAsync(300_000);
    expect(ports[1]?.sent).toHaveLength(length);
  });
});
