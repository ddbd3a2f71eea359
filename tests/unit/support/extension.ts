/** The browser's extension API as far as the background needs it: WXT's fake, with lines and senders that a test can forge. */
import { vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

export const EXTENSION_ID = 'test-extension-id';
const ROOT = `chrome-extension://${EXTENSION_ID}`;

/** An event that tests fire by hand. */
export class FakeEvent<Args extends unknown[]> {
  private readonly listeners = new Set<(...args: Args) => unknown>();
  addListener(listener: (...args: Args) => unknown): void {
    this.listeners.add(listener);
  }
  removeListener(listener: (...args: Args) => unknown): void {
    this.listeners.delete(listener);
  }
  /** Calls the listeners and gives what they answered. */
  fire(...args: Args): unknown[] {
    return [...this.listeners].map((listener) => listener(...args));
  }
}

export interface Sender {
  id?: string;
  url?: string;
  tab?: { id?: number };
  frameId?: number;
}

/** One end of a line, as the background sees it; `sent` is what the background posted. */
export class FakePort {
  readonly onMessage = new FakeEvent<[unknown]>();
  readonly onDisconnect = new FakeEvent<[]>();
  readonly sent: unknown[] = [];
  closed = false;
  readonly name: string;
  readonly sender: Sender | undefined;
  constructor(name: string, sender: Sender | undefined) {
    this.name = name;
    this.sender = sender;
  }
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  disconnect(): void {
    this.closed = true;
  }
}

/** A fresh fake API; use as `vi.mock('wxt/browser', () => ({ browser: extension }))`. */
export function fakeExtension() {
  const onConnect = new FakeEvent<[FakePort]>();
  const onMessage = new FakeEvent<[unknown, Sender]>();
  return {
    ...fakeBrowser,
    contextMenus: {
      onClicked: new FakeEvent<[unknown, unknown]>(),
      removeAll: vi.fn(async () => undefined),
      create: vi.fn(),
    },
    runtime: {
      ...fakeBrowser.runtime,
      id: EXTENSION_ID,
      getURL: (path: string) => `${ROOT}/${path.replace(/^\//, '')}`,
      getManifest: () => ({ version: '1.0.0' }),
      onConnect,
      onMessage,
      onInstalled: new FakeEvent<[{ reason: string }]>(),
      onStartup: new FakeEvent<[]>(),
      sendMessage: vi.fn(async () => true),
    },
    permissions: {
      contains: vi.fn(async () => false),
      getAll: vi.fn(async () => ({ origins: [] as string[] })),
      request: vi.fn(async () => true),
      remove: vi.fn(async () => true),
      onAdded: new FakeEvent<[]>(),
      onRemoved: new FakeEvent<[]>(),
    },
    scripting: {
      getRegisteredContentScripts: vi.fn(async () => [] as { id: string }[]),
      unregisterContentScripts: vi.fn(async () => undefined),
      registerContentScripts: vi.fn(async () => undefined),
      executeScript: vi.fn(async () => undefined),
    },
    i18n: { getUILanguage: () => 'zh-CN' },
  };
}

/** Address inside the extension. */
export const ownUrl = (path: string): string => `${ROOT}/${path}`;
