/** The console pages that are open now, and which console each may speak for. */
import type { Subscription } from 'dexie';
import { logOf } from '../../base/log.ts';
import { siteId } from '../../consoles/platforms/site.ts';
import { consoleForUrl } from '../../consoles/registry.ts';
import type { ConsoleLine } from '../../platform/background-port.ts';
import type { BackgroundToConsole } from '../../platform/messages.ts';
import { startReader } from '../../platform/scripts.ts';
import { setIconText } from '../../platform/tabs.ts';

const log = logOf('background');

export interface OpenLine {
  line: ConsoleLine;
  /** Keys of the claims read on the page, in page order. */
  keys: string[];
  /** Stored key by the page's own, where a claim read by its order number is known by another (store/twins.ts). */
  stored: ReadonlyMap<string, string>;
  /** Claims of the page that a person should look at. */
  toLookAt: number;
  watching: Pick<Subscription, 'unsubscribe'> | undefined;
  settings: Subscription | undefined;
}

/** Lines by tab and frame. Lost with the background; every content script reconnects and reads again. */
const lines = new Map<string, OpenLine>();
const lineId = (line: ConsoleLine): string => `${line.tabId}.${line.frameId}`;

/** Remembers a line; one of the same tab and frame is closed first. */
export function addLine(line: ConsoleLine): OpenLine {
  removeLine(line);
  const open: OpenLine = {
    line,
    keys: [],
    stored: new Map(),
    toLookAt: 0,
    watching: undefined,
    settings: undefined,
  };
  lines.set(lineId(line), open);
  return open;
}

/** Forgets a line and ends what it watches. */
export function removeLine(line: ConsoleLine): void {
  const open = lines.get(lineId(line));
  open?.watching?.unsubscribe();
  open?.settings?.unsubscribe();
  if (lines.delete(lineId(line)) && open?.toLookAt) showCount(line.tabId);
}

/** Puts on the toolbar icon how many claims of a tab, all its frames together, are to be looked at; nothing for none. */
export function showCount(tabId: number): void {
  let n = 0;
  for (const { line, toLookAt } of lines.values()) if (line.tabId === tabId) n += toLookAt;
  // A tab that has gone meanwhile has no icon.
  setIconText(tabId, n ? String(n) : '').catch((error) => log.info('a tab took no count', error));
}

export const openLine = (line: ConsoleLine): OpenLine | undefined => lines.get(lineId(line));

/** Host of a line's page; undefined for an address without one. */
export const hostOf = (line: ConsoleLine): string | undefined => URL.parse(line.url)?.hostname;

/** The only console that a frame may speak for: the one that owns its real address, or its host's own (taught) reader. */
export function ownerOf(line: ConsoleLine): string | null {
  const known = consoleForUrl(line.url)?.id;
  if (known) return known;
  const url = URL.parse(line.url);
  return url?.protocol === 'https:' ? siteId(url.hostname) : null;
}

/** Whether a claim key, or an evidence id that begins with one, belongs to the line's console. */
export const isOwn = (line: ConsoleLine, key: string): boolean => key.startsWith(`${ownerOf(line)}:`);

/** Open pages of the console that a claim was read on. */
export const linesOf = (key: string): ConsoleLine[] =>
  [...lines.values()].flatMap(({ line }) => (isOwn(line, key) ? [line] : []));

/** Open pages of one host. */
export const linesOfHost = (host: string): ConsoleLine[] =>
  [...lines.values()].flatMap(({ line }) => (hostOf(line) === host ? [line] : []));

/** A page that shows the claim now; undefined when none does. */
export const lineShowing = (claimKey: string): ConsoleLine | undefined =>
  [...lines.values()].find((open) => open.keys.includes(claimKey))?.line;

/** Sends a message to every frame of a tab that a reader runs in. */
export function postToTab(tabId: number, message: BackgroundToConsole): void {
  for (const { line } of lines.values()) if (line.tabId === tabId) line.post(message);
}

/** Whether a reader runs in any frame of a tab. */
const isRead = (tabId: number): boolean => [...lines.values()].some(({ line }) => line.tabId === tabId);

/** How long a reader that was just brought in may take to open its line. */
const START_MS = 3_000;
const LOOK_MS = 50;

/** Brings the reader into a tab where none runs yet, and waits for its line. Resolves also where a page takes no script. */
export async function readTab(tabId: number): Promise<void> {
  if (isRead(tabId)) return;
  await startReader(tabId).catch(() => undefined);
  for (let waited = 0; waited < START_MS && !isRead(tabId); waited += LOOK_MS)
    await new Promise((next) => setTimeout(next, LOOK_MS));
}
