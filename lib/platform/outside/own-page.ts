/**
 * A request to a host that the content security policy does not name, made by a page of that host itself: a tab behind the
 * one in front, in which a script of ours may send to the page's own origin and nowhere else.
 */
import { browser } from '../browser.ts';

/** Pages that are tried, lightest first: any page of the origin will do, and an empty answer is no page to run in. */
const PAGES = ['/robots.txt', '/'];
const LOAD_MS = 20_000;
const ANSWER_MS = 20_000;
/** An answer has a few kilobytes. */
const MOST_BYTES = 60_000;

interface Loaded {
  id: number;
  close(): Promise<void>;
}

/** Opens a page of the origin in a tab behind the one in front; null when it does not load in time. */
async function openBehind(url: string): Promise<Loaded | null> {
  const tab = await browser.tabs.create({ url, active: false });
  const { id } = tab;
  if (id === undefined) return null;
  const close = () => browser.tabs.remove(id).catch(() => undefined);
  const loaded = await new Promise<boolean>((done) => {
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      browser.tabs.onUpdated.removeListener(listener);
      done(answer);
    };
    // A new tab is "complete" with nothing in it before it begins to load; only a granted page shows its address.
    const look = (): void =>
      void browser.tabs.get(id).then(
        ({ status, url: shown }) => status === 'complete' && shown?.startsWith('https:') && end(true),
        () => end(false),
      );
    const listener = (changed: number): void => {
      if (changed === id) look();
    };
    const timer = setTimeout(() => end(false), LOAD_MS);
    browser.tabs.onUpdated.addListener(listener);
    look();
  });
  if (loaded) return { id, close };
  await close();
  return null;
}

/** Runs inside the page: plain, without anything from outside. Base64 of the answer; null when there is none. */
async function sendFromPage(
  url: string,
  base64: string,
  type: string,
  ms: number,
  most: number,
): Promise<string | null> {
  if (new URL(url).origin !== location.origin) return null;
  const answer = await fetch(url, {
    method: 'POST',
    body: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
    headers: { 'content-type': type },
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(ms),
  }).catch(() => null);
  if (!answer?.ok) return null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return bytes.length > most ? null : btoa(String.fromCharCode(...bytes));
}

/**
 * Sends bytes (base64) to an https address of a granted host, from a page of that host, and resolves to the answer's bytes in
 * base64 (60 kB at most); null when no page could be opened or the host did not answer with success. The tab is closed again
 * in any case.
 */
export async function postFromOwnPage(url: string, base64: string, type: string): Promise<string | null> {
  const { origin } = new URL(url);
  for (const page of PAGES) {
    const tab = await openBehind(`${origin}${page}`);
    if (!tab) continue;
    try {
      const [ran] = await browser.scripting.executeScript({
        target: { tabId: tab.id },
        func: sendFromPage,
        args: [url, base64, type, ANSWER_MS, MOST_BYTES],
      });
      return typeof ran?.result === 'string' ? ran.result : null;
    } catch {
      // An error page of the browser takes no script: another page of the host may.
    } finally {
      await tab.close();
    }
  }
  return null;
}
