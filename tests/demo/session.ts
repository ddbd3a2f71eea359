/** A demo console with the built extension at work on it: what the demo run and the browser tests start from. */
import type { Settings } from '../../lib/store/settings.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { TIMEOUT } from '../browsers/patience.ts';
import { changeSettings } from '../browsers/settings.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { BrowserName, LaunchOptions, TestBrowser, TestPage } from '../browsers/types.ts';
import { wear } from '../screens/surfaces.ts';
import { makeAll } from './pictures/make.ts';
import { type DemoOptions, type DemoServer, startDemo } from './server.ts';

/** What a seller grants who switches Pinduoduo on. */
export const GRANT = [
  'https://mms.pinduoduo.com/*',
  'https://*.pddpic.com/*',
  'https://*.pddugc.com/*',
  'https://*.yangkeduo.com/*',
];

export interface SessionOptions extends DemoOptions, Partial<LaunchOptions> {
  /**
   * Whether photos are read for printed labels; default false. Reading takes most of a photo's time and goes on long after the
   * verdict, and no picture of the demo bears a printed label.
   */
  labels?: boolean;
}

export interface Session {
  demo: DemoServer;
  browser: TestBrowser;
  close(): Promise<void>;
}

export async function openSession(name: BrowserName, options: SessionOptions = {}): Promise<Session> {
  const extensionDir = options.extensionDir ?? ensureBuild(name);
  const demo = await startDemo(options);
  await makeAll([...demo.pictures.values()].map(({ recipe }) => recipe));
  const browser = await launch(name, { grant: GRANT, ...options, extensionDir, hosts: demo.hosts });
  await readerReady(browser, options.labels ? {} : { labels: { on: false } });
  return {
    demo,
    browser,
    close: async () => {
      await browser.close();
      await demo.close();
    },
  };
}

/**
 * Waits until the background has registered its reader on the console: a page opened earlier would not be read.
 * `settings` are changed before any is.
 */
export async function readerReady(browser: TestBrowser, settings: Partial<Settings> = {}): Promise<void> {
  const page = await browser.open(browser.extensionUrl('/popup.html'));
  await page.until(async () => {
    interface Extension {
      chrome: { scripting: { getRegisteredContentScripts(): Promise<object[]> } };
    }
    const { scripting } = (globalThis as unknown as Extension).chrome;
    return (await scripting.getRegisteredContentScripts()).length > 0;
  }, null);
  if (Object.keys(settings).length > 0) await changeSettings(page, settings);
  await page.close();
}

/** The popup, as a tab that follows the console page. */
export const openPopup = (session: Session): Promise<TestPage> =>
  session.browser.open(
    session.browser.extensionUrl(`/popup.html?page=${encodeURIComponent(session.demo.listUrl)}`),
  );

/** Chooses Chinese as a seller would: a stock Firefox speaks English, whatever languages it asks pages for. */
export async function speakChinese(session: Session): Promise<void> {
  const page = await openPopup(session);
  await wear(page, 'zh-CN', 'light');
  await page.close();
}

export interface Card {
  key: string;
  verdict: string;
  state: string;
}

/** Selector of a claim's card. */
export const card = (key: string): string => `[data-testid="claim-card"][data-key="${key}"]`;

export interface BadgeSeen {
  key: string;
}

/** The badges in a console page, by their claims (what they say stands in a closed root), once `enough` says so. */
export async function badges(
  page: TestPage,
  enough: (all: BadgeSeen[]) => boolean,
  timeout = TIMEOUT,
): Promise<BadgeSeen[]> {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLElement>('claimlens-mark[data-claim]')].map((host) => ({
          key: host.dataset.claim ?? '',
        })),
      null,
    );
    if (enough(seen)) return seen;
    if (Date.now() > end) throw new Error(`The page shows these badges only: ${JSON.stringify(seen)}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** The claim cards that the page shows now. */
export const cards = (page: TestPage): Promise<Card[]> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('[data-testid="claim-card"]')].map(({ dataset }) => ({
        key: dataset.key ?? '',
        verdict: dataset.verdict ?? '',
        state: dataset.state ?? '',
      })),
    null,
  );

/**
 * Waits until every one of `keys` has a card that is no longer being worked on, or none more got done within the time.
 * @returns the finished cards by key, with the milliseconds from `since` until each was first seen finished
 */
export async function waitForVerdicts(
  page: TestPage,
  keys: string[],
  since: number,
  timeout = TIMEOUT,
): Promise<Map<string, Card & { ms: number }>> {
  let end = Date.now() + timeout;
  const finished = new Map<string, Card & { ms: number }>();
  let open: string[] = keys;
  while (open.length > 0) {
    if (Date.now() > end) break;
    for (const card of await cards(page)) {
      const busy = card.state === 'waiting' || card.state === 'checking' || !card.verdict;
      if (busy) finished.delete(card.key);
      else if (!finished.has(card.key)) finished.set(card.key, { ...card, ms: Date.now() - since });
    }
    const before = open.length;
    open = keys.filter((key) => !finished.has(key));
    // The time is up when nothing gets done any more, not when a machine is slow.
    if (open.length < before) end = Date.now() + timeout;
    await new Promise((done) => setTimeout(done, 100));
  }
  return finished;
}

export interface StoredFinding {
  claimKey: string;
  code: string;
  strength: string;
  sha256: string;
}

/** All findings in the extension's database, read in one of its own pages. */
export const storedFindings = (page: TestPage): Promise<StoredFinding[]> =>
  page.evaluate(
    () =>
      new Promise<StoredFinding[]>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const rows = asked.result.transaction('findings').objectStore('findings').getAll();
          rows.onerror = () => fail(rows.error);
          rows.onsuccess = () => {
            asked.result.close();
            done(
              (rows.result as (StoredFinding & { finding: { strength: string } })[]).map((row) => ({
                claimKey: row.claimKey,
                code: row.code,
                strength: row.finding.strength,
                sha256: row.sha256,
              })),
            );
          };
        };
      }),
    null,
  );

/** Jobs by state: how many are still to be done, and how many there are. */
const jobCounts = (page: TestPage): Promise<{ open: number; all: number }> =>
  page.evaluate(
    () =>
      new Promise<{ open: number; all: number }>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const rows = asked.result.transaction('jobs').objectStore('jobs').getAll();
          rows.onerror = () => fail(rows.error);
          rows.onsuccess = () => {
            asked.result.close();
            const states = (rows.result as { state: string }[]).map(({ state }) => state);
            const open = states.filter((state) => state === 'queued' || state === 'running');
            done({ open: open.length, all: states.length });
          };
        };
      }),
    null,
  );

/**
 * Waits until the engine has nothing left to do, and answers whether it came to that: false only when nothing has moved for `stuckMs`.
 * `calmMs`: how long nothing may turn up before that is believed; a page that was just opened is read a moment later. Labels are
 * read last.
 */
export async function waitForQuiet(page: TestPage, stuckMs = 300_000, calmMs = 0): Promise<boolean> {
  let last = '';
  let moved = Date.now();
  for (;;) {
    const { open, all } = await jobCounts(page);
    const now = `${open} of ${all}`;
    if (now !== last) moved = Date.now();
    last = now;
    const still = Date.now() - moved;
    if (open === 0 && still >= calmMs) return true;
    if (still > stuckMs) return false;
    await new Promise((next) => setTimeout(next, 500));
  }
}

/** Waits until a claim's own page has been read, with so many photos. */
export async function waitForDetail(page: TestPage, claimKey: string, photos: number): Promise<void> {
  const { table } = openDatabase(page);
  const isRead = async (): Promise<boolean> => {
    const health = (await table('health')) as { id: string; keys: string[] }[];
    const evidence = (await table('evidence')) as { claimKey: string }[];
    return (
      health.some(({ id, keys }) => id.endsWith('#detail') && keys.includes(claimKey)) &&
      evidence.filter((row) => row.claimKey === claimKey).length >= photos
    );
  };
  for (const end = Date.now() + TIMEOUT; !(await isRead()); ) {
    if (Date.now() > end) throw new Error(`${claimKey}: its page was not read with ${photos} photos`);
    await new Promise((next) => setTimeout(next, 200));
  }
}
