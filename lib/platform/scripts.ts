/** Content scripts exist only on consoles that the seller switched on: registered at run time, removed at once. */
import { browser } from './browser.ts';

export interface ConsoleScripts {
  /** Stable id, used to replace or remove the registration. */
  id: string;
  matches: string[];
  /** Whether the reader runs on every page from the start; else a small script brings it in where claims may be. */
  always: boolean;
}

const STUB = '/content-scripts/console-stub.js';
const READER = '/content-scripts/console.js';
const TAP = '/content-scripts/page-tap.js';

/** The part of a registration that is compared. */
interface Registered {
  id: string;
  matches?: string[];
}

let syncing: Promise<unknown> = Promise.resolve();

/**
 * Makes the registered scripts equal to the list: adds, replaces and removes what differs and leaves the rest alone, so that
 * a page that loads meanwhile is not missed. Calls are taken one after another. Resolves to the patterns that are new.
 */
export function registerConsoleScripts(consoles: ConsoleScripts[]): Promise<string[]> {
  const next = syncing.then(() => sync(consoles));
  syncing = next.catch(() => undefined);
  return next;
}

async function sync(consoles: ConsoleScripts[]): Promise<string[]> {
  const wanted = consoles.flatMap(({ id, matches, always }) => [
    {
      id: `${id}.tap`,
      matches,
      js: [TAP],
      world: 'MAIN' as const,
      runAt: 'document_start' as const,
      allFrames: true,
    },
    {
      id: `${id}.${always ? 'reader' : 'stub'}`,
      matches,
      js: [always ? READER : STUB],
      runAt: 'document_start' as const,
      allFrames: true,
    },
  ]);
  // The polyfill's types leave out what the call resolves to.
  const known = (await browser.scripting.getRegisteredContentScripts()) as unknown as Registered[];
  const same = (a: Registered, b: (typeof wanted)[number]): boolean =>
    a.id === b.id && [...(a.matches ?? [])].sort().join() === [...b.matches].sort().join();
  const stale = known.filter((script) => !wanted.some((other) => same(script, other)));
  if (stale.length)
    await browser.scripting.unregisterContentScripts({ ids: stale.map((script) => script.id) });
  const missing = wanted.filter((script) => !known.some((other) => same(other, script)));
  if (missing.length) {
    // `world` is newer than the polyfill's types.
    await browser.scripting.registerContentScripts(
      missing as Parameters<typeof browser.scripting.registerContentScripts>[0],
    );
  }
  return missing.filter((script) => script.js[0] !== TAP).flatMap((script) => script.matches);
}

/** Starts the reader in one frame of a tab, or in all of them. A frame that has gone meanwhile takes none. */
export async function startReader(tabId: number, frameId?: number): Promise<void> {
  const target = frameId === undefined ? { tabId, allFrames: true } : { tabId, frameIds: [frameId] };
  await browser.scripting.executeScript({
    target,
    files: [READER] as never,
    injectImmediately: true,
  } as never);
}

/** Starts the reader in tabs that were open before their console was switched on. */
export async function startInOpenTabs(matches: string[]): Promise<void> {
  for (const tab of await browser.tabs.query({ url: matches })) {
    if (tab.id === undefined) continue;
    try {
      await startReader(tab.id);
    } catch {
      // A tab that is closing or shows an error page takes no script; it gets one with its next load.
    }
  }
}
