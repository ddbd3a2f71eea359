/** The content script's line to the background: reconnects when the background was put to sleep, ends with the extension. */
import { browser } from './browser.ts';
import { type BackgroundToConsole, CONSOLE_PORT, type ConsoleToBackground } from './messages.ts';

type Reading = Extract<ConsoleToBackground, { type: 'reading' }>;

export interface ConsolePort {
  post(message: ConsoleToBackground): void;
  onMessage(listener: (message: BackgroundToConsole) => void): void;
  /** Called with the claims that are not in the database yet, whenever they change. */
  onUnsaved(listener: (keys: ReadonlySet<string>) => void): void;
  /** Called once when the extension was updated, disabled or removed; nothing can be posted after that. */
  onGone(listener: () => void): void;
  close(): void;
}

/** Pause before a reconnect, so that a background that dies at start is not called in a tight loop. */
const RECONNECT_MS = 250;

/** A reading that nobody has confirmed is sent again after this long; twice as long each time, up to the second. */
const RESEND_MS = 4_000;
const LONGEST_RESEND_MS = 60_000;
/** Unconfirmed readings that are kept; the oldest goes first. A page that is scrolled gives several. */
const MOST_UNKEPT = 30;

/** Opens the line. Throws nothing: an invalidated extension context is reported through `onGone`. */
export function connectConsole(): ConsolePort {
  const listeners: ((message: BackgroundToConsole) => void)[] = [];
  const goneListeners: (() => void)[] = [];
  let port: ReturnType<typeof browser.runtime.connect> | undefined;
  let closed = false;
  /** The last reading is sent again after a reconnect, so that a restarted background knows the page. */
  let lastReading: Reading | undefined;
  /** Readings that the background has not confirmed, by their number. A failed write must not lose a page's claims. */
  const unkept = new Map<string, { message: Reading; late: boolean }>();
  const unsavedListeners: ((keys: ReadonlySet<string>) => void)[] = [];
  let resendMs = RESEND_MS;
  let resend: ReturnType<typeof setTimeout> | undefined;
  let count = 0;

  function reportUnsaved(): void {
    const keys = new Set(
      [...unkept.values()].flatMap(({ message, late }) =>
        late ? message.claims.map((claim) => String((claim as { key?: unknown }).key)) : [],
      ),
    );
    for (const listener of unsavedListeners) listener(keys);
  }

  function waitForAnswer(): void {
    if (resend !== undefined || unkept.size === 0 || closed) return;
    resend = setTimeout(() => {
      resend = undefined;
      resendMs = Math.min(LONGEST_RESEND_MS, resendMs * 2);
      for (const entry of unkept.values()) {
        entry.late = true;
        send(entry.message);
      }
      reportUnsaved();
      waitForAnswer();
    }, resendMs);
  }

  function onKept(id: string, done: boolean): void {
    const entry = unkept.get(id);
    if (!entry) return;
    if (done) {
      unkept.delete(id);
      resendMs = RESEND_MS;
      if (unkept.size === 0) {
        clearTimeout(resend);
        resend = undefined;
      }
    } else entry.late = true;
    reportUnsaved();
  }

  function send(message: ConsoleToBackground): void {
    if (!port) open();
    try {
      port?.postMessage(message);
    } catch {
      gone();
    }
  }

  function gone(): void {
    if (closed) return;
    closed = true;
    clearTimeout(resend);
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
      const received = message as BackgroundToConsole;
      if (received.type === 'kept') onKept(received.id, received.done);
      else for (const listener of listeners) listener(received);
    });
    port.onDisconnect.addListener(() => {
      port = undefined;
      setTimeout(() => {
        open();
        for (const { message } of unkept.values()) port?.postMessage(message);
        if (lastReading && !unkept.has(lastReading.id ?? '')) port?.postMessage(lastReading);
      }, RECONNECT_MS);
    });
  }

  open();
  return {
    post(message) {
      if (message.type !== 'reading') return send(message);
      count += 1;
      const id = `${count}`;
      lastReading = { ...message, id };
      if (message.claims.length > 0) unkept.set(id, { message: lastReading, late: false });
      const [oldest] = unkept.keys();
      if (unkept.size > MOST_UNKEPT && oldest !== undefined) unkept.delete(oldest);
      send(lastReading);
      waitForAnswer();
    },
    onMessage: (listener) => void listeners.push(listener),
    onUnsaved: (listener) => void unsavedListeners.push(listener),
    onGone: (listener) => void goneListeners.push(listener),
    close() {
      closed = true;
      clearTimeout(resend);
      port?.disconnect();
    },
  };
}
