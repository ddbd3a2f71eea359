/** The background: routes messages and remembers in the database; it holds nothing that its death would lose. */
import { liveQuery } from 'dexie';
import { dispatch, type Handlers } from '../../base/dispatch.ts';
import { logOf } from '../../base/log.ts';
import { consoleForUrl } from '../../consoles/registry.ts';
import { resolveLocale } from '../../i18n/locale.ts';
import {
  type ConsoleLine,
  listenForReaders,
  listenToConsoles,
  listenToSurfaces,
} from '../../platform/background-port.ts';
import { ensureEngine } from '../../platform/engine-host.ts';
import { onInstalled, onStartup } from '../../platform/lifecycle.ts';
import type { ConsoleToBackground, SurfaceToBackground } from '../../platform/messages.ts';
import { hasHosts, onHostsChanged } from '../../platform/permissions.ts';
import { startReader } from '../../platform/scripts.ts';
import { openSidePanelFor, openWelcome, openWorkbench, uiLanguage } from '../../platform/tabs.ts';
import { shopDb } from '../../store/db.ts';
import { writeMeta } from '../../store/meta.ts';
import { readSettings } from '../../store/settings.ts';
import { syncConsoleScripts } from '../consoles/consoles.ts';
import { closeWhenIdle, resumeWork } from './engine-life.ts';
import { addLine, isOwn, lineShowing, linesOf, openLine, postToTab, readTab, removeLine } from './lines.ts';
import { keepPageBytes } from './page-bytes.ts';
import { onPageShape, pageShapeOf } from './page-shape.ts';
import { pairOf } from './pair.ts';
import { nameEntries, offerPictureMenu } from './picture-menu.ts';
import { keepReading } from './reading.ts';
import { keepTaughtBy, sendTaught } from './taught-pages.ts';
import { insertText, onPageAnswer } from './text-boxes.ts';
import { startUpkeep } from './upkeep.ts';

const log = logOf('background');

/** Starts everything. Must be called synchronously at the top of the background script, so that no event is missed. */
export function startBackground(): void {
  listenToConsoles({
    onOpen: greetLine,
    onMessage: (line, message) =>
      void dispatch(CONSOLE_HANDLERS, message, line).catch(log.failed(`message ${message.type}`)),
    onClose: removeLine,
    onRefused: (why) => log.warn(`a message was refused (${why})`),
  });
  listenToSurfaces((message, tabId) => dispatch(SURFACE_HANDLERS, message, tabId));
  listenForReaders((tabId, frameId) => {
    // A page that went away in the meantime is no fault.
    startReader(tabId, frameId).catch((error) => log.info('a page took no reader', error));
  });
  onHostsChanged(() => void syncConsoleScripts());
  offerPictureMenu();
  onInstalled((first) => {
    void syncConsoleScripts();
    if (first) void openWelcome();
  });
  const resume = () => void resumeWork().catch(log.failed('resuming work'));
  onStartup(resume);
  startUpkeep();
  void syncConsoleScripts();
  resume();
}

/** What a console page may say. A page that names a claim of another console is ignored. */
const CONSOLE_HANDLERS: Handlers<ConsoleToBackground, ConsoleLine, Promise<void>> = {
  reading: (message, line) => keepReading(line, message),
  'open-claim': async ({ key }, line) => {
    if (isOwn(line, key)) await openClaim(line, openLine(line)?.stored.get(key) ?? key);
  },
  'show-pair': async ({ key }, line) => {
    // Only claims that this page shows: a reader asks for nothing else.
    const stored = openLine(line)?.stored.get(key);
    if (stored !== undefined) line.post(await pairOf(shopDb(), key, stored));
  },
  'page-bytes': async (message, line) => {
    if (isOwn(line, message.evidenceId)) await keepPageBytes(shopDb(), message, line.url);
  },
  taught: async ({ reader }, line) => {
    await keepTaughtBy(line, reader);
    await syncConsoleScripts();
  },
  'page-shape': async ({ report }, line) => onPageShape(line.tabId, report),
  box: async (message, line) => onPageAnswer(line, message),
  inserted: async (message, line) => onPageAnswer(line, message),
};

/** What the extension's own pages may ask; the answer goes back to them. `tabId` is the asking page's own tab. */
const SURFACE_HANDLERS: Handlers<SurfaceToBackground, number | undefined, Promise<unknown>> = {
  'wake-engine': () => done(ensureEngine()),
  'engine-idle': () => done(closeWhenIdle()),
  'may-fetch': ({ hostname }) => hasHosts([`https://${hostname}/*`]),
  'consoles-changed': () => done(syncConsoleScripts()),
  'settings-changed': () => done(nameEntries()),
  'open-side-panel': (message, tabId) => openSidePanelFor(message.tabId ?? tabId ?? -1),
  teach: async ({ tabId }) => {
    await readTab(tabId);
    postToTab(tabId, { type: 'teach' });
    return true;
  },
  'page-shape': async ({ tabId }) => {
    await readTab(tabId);
    return pageShapeOf(tabId);
  },
  'insert-text': ({ key, text }) => insertText(linesOf(key), text),
  'fetch-in-page': ({ evidenceId, url }) => done(fetchInPage(evidenceId, url)),
};

/** Answers `true` once the work is done. */
async function done(work: Promise<unknown>): Promise<true> {
  await work;
  return true;
}

/** A page that opened gets the language, whether its console is switched off, and what was taught about its host. */
function greetLine(line: ConsoleLine): void {
  const open = addLine(line);
  open.settings = liveQuery(() => readSettings(shopDb())).subscribe({
    next: (settings) => {
      const locale = resolveLocale(settings.locale, [uiLanguage(), ...navigator.languages]);
      const id = consoleForUrl(line.url)?.id;
      line.post({ type: 'locale', locale, off: id !== undefined && settings.consoles[id]?.on === false });
    },
    error: log.failed('watching settings'),
  });
  void sendTaught(line).catch(log.failed('sending taught readers'));
}

async function openClaim(line: ConsoleLine, key: string): Promise<void> {
  await writeMeta(shopDb(), 'looking-at', key);
  if (!(await openSidePanelFor(line.tabId))) await openWorkbench(`/claims/${encodeURIComponent(key)}`);
}

/** Asks the page that shows the picture for its bytes: its own context has the cookies and the referrer. */
async function fetchInPage(evidenceId: string, url: string): Promise<void> {
  const row = await shopDb().evidence.get(evidenceId);
  if (row) lineShowing(row.claimKey)?.post({ type: 'fetch-in-page', evidenceId, url });
}
