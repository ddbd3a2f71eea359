/** Content scripts exist only on consoles that the seller switched on: registered at run time, removed at once. */
import { browser } from './browser.ts';

export interface ConsoleScripts {
  /** Stable id, used to replace or remove the registration. */
  id: string;
  matches: string[];
}

const READER = '/content-scripts/console.js';
const TAP = '/content-scripts/page-tap.js';

/** Makes the registered scripts equal to the list: adds, replaces and removes. */
export async function registerConsoleScripts(consoles: ConsoleScripts[]): Promise<void> {
  const known = await browser.scripting.getRegisteredContentScripts();
  if (known.length)
    await browser.scripting.unregisterContentScripts({ ids: known.map((script) => script.id) });
  const scripts = consoles.flatMap(({ id, matches }) => [
    {
      id: `${id}.tap`,
      matches,
      js: [TAP],
      world: 'MAIN' as const,
      runAt: 'document_start' as const,
      allFrames: true,
    },
    { id: `${id}.reader`, matches, js: [READER], runAt: 'document_start' as const, allFrames: true },
  ]);
  if (scripts.length) {
    // `world` is newer than the polyfill's types.
    await browser.scripting.registerContentScripts(
      scripts as Parameters<typeof browser.scripting.registerContentScripts>[0],
    );
  }
}

/** Starts the reader in tabs that were open before their console was switched on. */
export async function startInOpenTabs(matches: string[]): Promise<void> {
  for (const tab of await browser.tabs.query({ url: matches })) {
    if (tab.id === undefined) continue;
    try {
      await browser.scripting.executeScript({
        target: { tabId: tab.id, allFrames: true },
        files: [READER] as never,
      });
    } catch {
      // A tab that is closing or shows an error page takes no script; it gets one with its next load.
    }
  }
}
