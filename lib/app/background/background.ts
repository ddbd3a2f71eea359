/** The background: routes and remembers in the database, holds nothing that its death would lose. */
import { liveQuery, type Subscription } from 'dexie';
import * as v from 'valibot';
import { Claim } from '../../claims/model.ts';
import { siteId } from '../../consoles/platforms/site.ts';
import { consoleForUrl } from '../../consoles/registry.ts';
import { resolveLocale } from '../../i18n/locale.ts';
import { every } from '../../platform/alarms.ts';
import { type ConsoleLine, listenToConsoles, listenToSurfaces } from '../../platform/background-port.ts';
import { closeEngine, ensureEngine } from '../../platform/engine-host.ts';
import { onInstalled, onStartup } from '../../platform/lifecycle.ts';
import type {
  BackgroundToConsole,
  Badge,
  ConsoleToBackground,
  SurfaceToBackground,
} from '../../platform/messages.ts';
import { hasHosts, onHostsChanged } from '../../platform/permissions.ts';
import { openSidePanelFor, openWelcome, openWorkbench, uiLanguage } from '../../platform/tabs.ts';
import { saveReadings } from '../../store/claims.ts';
import { shopDb } from '../../store/db.ts';
import { readSettings } from '../../store/settings.ts';
import { claimViews } from '../claims/views.ts';
import { syncConsoleScripts } from '../consoles/consoles.ts';
import { keepTaught, taughtReaders } from '../consoles/taught.ts';
import { runRetention } from '../keeping/erase.ts';
import { checkStore } from '../keeping/store-health.ts';
import { noticeDeadlines } from './deadline-notices.ts';
import { keepPageBytes } from './page-bytes.ts';
import { offerSaving } from './save-from-page.ts';
import { heardFromPage, insertText } from './text-boxes.ts';

interface OpenLine {
  line: ConsoleLine;
  keys: string[];
  watching: Subscription | undefined;
  settings: Subscription | undefined;
}

/** Lines by tab and frame. Lost with the background; every content script reconnects and reads again. */
const lines = new Map<string, OpenLine>();
const lineId = (line: ConsoleLine): string => `${line.tabId}.${line.frameId}`;

/** Starts everything. Must be called synchronously at the top of the background script, so that no event is missed. */
export function startBackground(): void {
  listenToConsoles({
    opened: (line) => openLine(line),
    said: (line, message) =>
      void said(line, message).catch((error) => console.error('claimlens: message failed', error)),
    closed: (line) => closeLine(line),
    refused: (why) => console.warn(`claimlens: a message was refused (${why})`),
  });
  listenToSurfaces(handleSurface);
  onHostsChanged(() => void syncConsoleScripts());
  offerSaving();
  onInstalled((first) => {
    void syncConsoleScripts();
    if (first) void openWelcome();
  });
  onStartup(() => void resume());
  every('resume', 1, () => void resume());
  every(
    'notices',
    5,
    () => void noticeDeadlines().catch((error) => console.error('claimlens: notices failed', error)),
  );
  every(
    'retention',
    720,
    () => void runRetention().catch((error) => console.error('claimlens: retention failed', error)),
  );
  every('store-health', 60, () => void checkStored());
  void checkStored();
  void syncConsoleScripts();
  void resume();
}

/** The newest part of the ledger and the room on the disk, at every start and every hour. */
async function checkStored(): Promise<void> {
  try {
    const { damage } = await checkStore(false);
    if (damage.length) console.error('claimlens: the ledger is damaged', damage);
  } catch (error) {
    console.error('claimlens: the stored data could not be checked', error);
  }
}

/** Work that an earlier session left is taken up again. */
async function resume(): Promise<void> {
  const open = await shopDb().jobs.where('state').anyOf('queued', 'running').count();
  if (open) await ensureEngine();
}

function openLine(line: ConsoleLine): void {
  closeLine(line);
  const open: OpenLine = { line, keys: [], watching: undefined, settings: undefined };
  open.settings = liveQuery(() => readSettings(shopDb())).subscribe({
    next: (settings) => {
      const locale = resolveLocale(settings.locale, [uiLanguage(), ...navigator.languages]);
      const id = consoleForUrl(line.url)?.id;
      line.post({ type: 'locale', locale, off: id !== undefined && settings.consoles[id]?.on === false });
    },
    error: (error) => console.error('claimlens: watching settings failed', error),
  });
  lines.set(lineId(line), open);
  void tellTaught(line);
}

/** What the seller taught about the line's host. */
async function tellTaught(line: ConsoleLine): Promise<void> {
  const host = URL.parse(line.url)?.hostname;
  const readers = (await taughtReaders(shopDb())).filter((reader) => reader.host === host);
  if (readers.length) line.post({ type: 'taught', readers });
}

/** A reader from a page is only taken for that page's own host and console; other open pages of the host learn it too. */
async function taught(line: ConsoleLine, value: unknown): Promise<void> {
  const host = URL.parse(line.url)?.hostname;
  const owner = ownerOf(line);
  if (!host || !owner || !(await keepTaught(shopDb(), value, { host, console: owner }))) return;
  for (const open of lines.values()) {
    if (URL.parse(open.line.url)?.hostname === host) await tellTaught(open.line);
  }
}

/** Who waits for the shape of a tab's page. */
const shapeWaiters = new Map<number, (report: string) => void>();
const SHAPE_WAIT_MS = 5_000;

/** The shape of the page in a tab, every text and id replaced; null when no reader answers there. */
async function pageShapeOf(tabId: number): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), SHAPE_WAIT_MS);
    shapeWaiters.set(tabId, (report) => {
      clearTimeout(timer);
      resolve(report);
    });
    toTab(tabId, { type: 'page-shape' });
  });
}

function closeLine(line: ConsoleLine): void {
  const open = lines.get(lineId(line));
  open?.watching?.unsubscribe();
  open?.settings?.unsubscribe();
  lines.delete(lineId(line));
}

/** Whether a claim key, or an evidence id that begins with one, belongs to the line's console. */
const isOwn = (line: ConsoleLine, key: string): boolean => key.startsWith(`${ownerOf(line)}:`);

async function said(line: ConsoleLine, message: ConsoleToBackground): Promise<void> {
  if (message.type === 'reading') await reading(line, message);
  else if (message.type === 'open-claim' && isOwn(line, message.key)) await openClaim(line, message.key);
  else if (message.type === 'page-bytes' && isOwn(line, message.evidenceId))
    await keepPageBytes(shopDb(), message, line.url);
  else if (message.type === 'taught') await taught(line, message.reader);
  else if (message.type === 'page-shape') shapeWaiters.get(line.tabId)?.(message.report);
  else if (message.type === 'box' || message.type === 'inserted') heardFromPage(line, message);
}

/** The only console that a frame may speak for: the one that owns its real address, or its host's own (taught) reader. */
function ownerOf(line: ConsoleLine): string | null {
  const known = consoleForUrl(line.url)?.id;
  if (known) return known;
  const url = URL.parse(line.url);
  return url?.protocol === 'https:' ? siteId(url.hostname) : null;
}

/** A page can claim to be any console; what it says of another one's claims is dropped. */
async function reading(
  line: ConsoleLine,
  message: Extract<ConsoleToBackground, { type: 'reading' }>,
): Promise<void> {
  if (ownerOf(line) !== message.console) return;
  const db = shopDb();
  const claims: Claim[] = [];
  let refused = 0;
  for (const raw of message.claims) {
    const parsed = v.safeParse(Claim, raw);
    if (
      parsed.success &&
      parsed.output.console === message.console &&
      parsed.output.key === `${message.console}:${parsed.output.claimId}`
    ) {
      claims.push(parsed.output);
    } else refused += 1;
  }
  await db.health.put({
    v: 1,
    id: `${message.console}#${message.page}`,
    console: message.console,
    page: message.page,
    at: new Date().toISOString(),
    seen: message.seen,
    read: Math.max(0, message.read - refused),
    missing: message.missing,
    how: message.how,
    version: message.version,
    url: line.url,
    tabId: line.tabId,
    keys: claims.map((claim) => claim.key),
  });
  if (claims.length) {
    await saveReadings(db, claims, new Date());
    // Running jobs count too: an engine that was killed left them so, and only a new one takes them up.
    await resume();
  }
  watchBadges(
    line,
    claims.map((claim) => claim.key),
  );
}

function watchBadges(line: ConsoleLine, keys: string[]): void {
  const open = lines.get(lineId(line));
  if (!open || (open.watching && open.keys.join() === keys.join())) return;
  open.watching?.unsubscribe();
  open.keys = keys;
  open.watching = liveQuery(() => badges(keys)).subscribe({
    next: (claims) => line.post({ type: 'badges', claims }),
    error: (error) => console.error('claimlens: watching badges failed', error),
  });
}

const SPEAKS = new Set(['contradiction', 'strong', 'moderate', 'weak']);

async function badges(keys: string[]): Promise<Badge[]> {
  const db = shopDb();
  const rows = (await db.claims.bulkGet(keys)).filter((row) => row !== undefined);
  return (await claimViews(db, rows)).map((view) => ({
    key: view.row.key,
    verdict: view.verdict?.verdict ?? null,
    signs: view.findings.filter((row) => SPEAKS.has(row.finding.strength)).length,
    state: view.state,
    flagged: view.flag !== null,
    photos: view.photos.map((photo) => ({
      url: photo.evidence.url,
      mark:
        photo.state === 'failed'
          ? 'not-checked'
          : photo.state !== 'done'
            ? 'checking'
            : photo.findings.some((row) => SPEAKS.has(row.finding.strength))
              ? 'found'
              : 'clean',
    })),
  }));
}

async function openClaim(line: ConsoleLine, key: string): Promise<void> {
  await shopDb().meta.put({ v: 1, name: 'looking-at', value: key });
  if (!(await openSidePanelFor(line.tabId))) await openWorkbench(`/claims/${encodeURIComponent(key)}`);
}

async function handleSurface(message: SurfaceToBackground, tabId: number | undefined): Promise<unknown> {
  if (message.type === 'wake-engine') await ensureEngine();
  else if (message.type === 'engine-idle') await idle();
  else if (message.type === 'may-fetch') return hasHosts([`https://${message.hostname}/*`]);
  else if (message.type === 'consoles-changed') await syncConsoleScripts();
  else if (message.type === 'open-side-panel') return openSidePanelFor(message.tabId ?? tabId ?? -1);
  else if (message.type === 'teach') toTab(message.tabId, { type: 'teach' });
  else if (message.type === 'page-shape') return pageShapeOf(message.tabId);
  else if (message.type === 'insert-text') return insertText(linesOf(message.key), message.text);
  else if (message.type === 'fetch-in-page') await fetchInPage(message.evidenceId, message.url);
  return true;
}

/** The engine said that it is idle; a job that came in the meantime keeps it. */
async function idle(): Promise<void> {
  const open = await shopDb().jobs.where('state').anyOf('queued', 'running').count();
  if (!open) await closeEngine();
}

/** Open pages of the console that a claim was read on. */
const linesOf = (key: string): ConsoleLine[] =>
  [...lines.values()].flatMap(({ line }) => (isOwn(line, key) ? [line] : []));

function toTab(tabId: number, message: BackgroundToConsole): void {
  for (const open of lines.values()) if (open.line.tabId === tabId) open.line.post(message);
}

/** Asks the page that shows the picture for its bytes: its own context has the cookies and the referrer. */
async function fetchInPage(evidenceId: string, url: string): Promise<void> {
  const row = await shopDb().evidence.get(evidenceId);
  if (!row) return;
  for (const open of lines.values()) {
    if (open.keys.includes(row.claimKey)) {
      open.line.post({ type: 'fetch-in-page', evidenceId, url });
      return;
    }
  }
}
