/** The background's side of the console lines and of the surfaces' messages: the sender is checked before the message. */
import * as v from 'valibot';
import { START_READER } from './ask-for-reader.ts';
import { browser } from './browser.ts';
import {
  type BackgroundToConsole,
  CONSOLE_PORT,
  ConsoleToBackground,
  SurfaceToBackground,
} from './messages.ts';

/** One open console page (one frame of one tab). */
export interface ConsoleLine {
  tabId: number;
  frameId: number;
  /** Address of the frame as the browser knows it, never as the page claims it. */
  url: string;
  post(message: BackgroundToConsole): void;
}

type Port = Parameters<Parameters<typeof browser.runtime.onConnect.addListener>[0]>[0];

/**
 * Listens for console pages. Lines from other extensions, from web pages or without a tab are dropped;
 * messages that do not fit the schema are dropped and counted.
 */
export function listenToConsoles(handlers: {
  onOpen(line: ConsoleLine): void;
  onMessage(line: ConsoleLine, message: ConsoleToBackground): void;
  onClose(line: ConsoleLine): void;
  onRefused(why: string): void;
}): void {
  browser.runtime.onConnect.addListener((port: Port) => {
    if (port.name !== CONSOLE_PORT) return;
    const { sender } = port;
    if (sender?.id !== browser.runtime.id || sender.tab?.id === undefined || !sender.url) {
      handlers.onRefused('sender');
      port.disconnect();
      return;
    }
    const line: ConsoleLine = {
      tabId: sender.tab.id,
      frameId: sender.frameId ?? 0,
      url: sender.url,
      post(message) {
        try {
          port.postMessage(message);
        } catch {
          // The page went away between two messages; onDisconnect follows.
        }
      },
    };
    handlers.onOpen(line);
    port.onMessage.addListener((raw: unknown) => {
      const parsed = v.safeParse(ConsoleToBackground, raw);
      if (parsed.success) handlers.onMessage(line, parsed.output);
      else handlers.onRefused('schema');
    });
    port.onDisconnect.addListener(() => handlers.onClose(line));
  });
}

/** Listens for the extension's own pages. Anything else that speaks is ignored. */
export function listenToSurfaces(
  handle: (message: SurfaceToBackground, tabId: number | undefined) => Promise<unknown>,
): void {
  browser.runtime.onMessage.addListener(
    (raw: unknown, sender: { id?: string; url?: string; tab?: { id?: number } }) => {
      const own = browser.runtime.getURL('');
      if (sender.id !== browser.runtime.id || (sender.url !== undefined && !sender.url.startsWith(own)))
        return undefined;
      const parsed = v.safeParse(SurfaceToBackground, raw);
      return parsed.success ? handle(parsed.output, sender.tab?.id) : undefined;
    },
  );
}

/** Listens for console pages that may hold claims and want the reader; only frames of tabs that run this extension's script are heard. */
export function listenForReaders(start: (tabId: number, frameId: number) => void): void {
  browser.runtime.onMessage.addListener(
    (raw: unknown, sender: { id?: string; frameId?: number; tab?: { id?: number } }) => {
      if (raw !== START_READER || sender.id !== browser.runtime.id || sender.tab?.id === undefined)
        return undefined;
      start(sender.tab.id, sender.frameId ?? 0);
      return Promise.resolve(true);
    },
  );
}

/** Sends one message to the background; resolves when it has been handled, also when the background had to be woken. */
export async function sendToBackground(message: SurfaceToBackground): Promise<unknown> {
  return browser.runtime.sendMessage(message);
}
