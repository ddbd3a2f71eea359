/** The content script's line to the background: reconnects when the background was put to sleep, ends with the extension. */
import { browser } from './browser.ts';
import { type BackgroundToConsole, CONSOLE_PORT, type ConsoleToBackground } from './messages.ts';

export interface ConsolePort {
  post(message: ConsoleToBackground): void;
  onMessage(listener: (message: BackgroundToConsole) => void): void;
  /** Called once when the extension was updated, disabled or removed; nothing can be posted after that. */
  onGone(listener: () => void): void;
  close(): void;
}

/** Pause before a reconnect, so that a background that dies at start is not called in a tight loop. */
const RECONNECT_MS = 250;

/** Opens the line. Throws nothing: an invalidated extension context is reported through `onGone`. */
export function connectConsole(): ConsolePort {
  const listeners: ((message: BackgroundToConsole) => void)[] = [];
  const goneListeners: (() => void)[] = [];
  let port: ReturnType<typeof browser.runtime.connect> | undefined;
  let closed = false;
  /** The last reading is sent again after a reconnect, so that a restarted background knows the page. */
  let lastReading: ConsoleToBackground | undefined;

  function gone(): void {
    if (closed) return;
    closed = true;
    for (const listener of goneListeners) listener();
  }

  function open(): void {
    if (closed) return;
    try {
      if (!browser.runtime?.id) throw new Error('extension context invalidated');
      port = browser.runtime.connect({ name: CONSOLE_PORT });
    } catch {
      gone();
      return;
    }
    port.onMessage.addListener((message: unknown) => {
      for (const listener of listeners) listener(message as BackgroundToConsole);
    });
    port.onDisconnect.addListener(() => {
      port = undefined;
      setTimeout(() => {
        open();
        if (lastReading) port?.postMessage(lastReading);
      }, RECONNECT_MS);
    });
  }

  open();
  return {
    post(message) {
      if (message.type === 'reading') lastReading = message;
      if (!port) open();
      try {
        port?.postMessage(message);
      } catch {
        gone();
      }
    },
    onMessage: (listener) => void listeners.push(listener),
    onGone: (listener) => void goneListeners.push(listener),
    close() {
      closed = true;
      port?.disconnect();
    },
  };
}
