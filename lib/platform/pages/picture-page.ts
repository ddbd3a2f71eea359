/**
 * A page of a granted host through which its pictures are read. The extension's own pages may connect to nothing but the named
 * picture hosts; a page of the shop's own host may read what lies on that host.
 */
import { browser } from '../browser.ts';

const LOADING_MS = 30_000;
const LOOK_MS = 150;

/** What the page answered: the bytes as base64, a status that is no success, or neither where nothing came back. */
export interface PageAnswer {
  base64?: string;
  status?: number;
}

/** Runs in the page, so that it can use nothing from outside itself. */
async function readPicture(url: string, limit: number, patience: number): Promise<PageAnswer> {
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) return { status: response.status };
    const blob = await response.blob();
    if (blob.size > limit) return { status: 413 };
    return await new Promise((done, fail) => {
      const reader = new FileReader();
      reader.onload = () => done({ base64: String(reader.result).replace(/^[^,]*,/, '') });
      reader.onerror = () => fail(reader.error);
      reader.readAsDataURL(blob);
    });
  } catch {
    return {};
  }
}

/** An open page of one host. */
export interface PicturePage {
  /** The picture at an address of the page's own host; other hosts are not asked. */
  read(url: string, limit: number, patience: number): Promise<PageAnswer>;
  close(): Promise<void>;
}

/**
 * Opens an address in a tab behind the others and waits until it stands. Undefined where it ended on another host, or never
 * came. The host must be granted.
 */
export async function openPicturePage(address: string): Promise<PicturePage | undefined> {
  const { host } = new URL(address);
  const { id } = await browser.tabs.create({ url: address, active: false });
  if (id === undefined) return undefined;
  const close = async (): Promise<void> => {
    // The seller may have closed it meanwhile.
    await browser.tabs.remove(id).catch(() => undefined);
  };
  if (!(await standsOn(id, host))) {
    await close();
    return undefined;
  }
  return {
    close,
    async read(url, limit, patience) {
      if (new URL(url).host !== host) return {};
      const [answer] = await browser.scripting.executeScript({
        target: { tabId: id },
        func: readPicture as never,
        args: [url, limit, patience],
      } as never);
      return (answer?.result as PageAnswer | undefined) ?? {};
    },
  };
}

/** Whether a tab has loaded a page of the host. */
async function standsOn(id: number, host: string): Promise<boolean> {
  for (const until = Date.now() + LOADING_MS; Date.now() < until; ) {
    const tab = await browser.tabs.get(id).catch(() => undefined);
    if (!tab) return false;
    if (tab.status === 'complete' && tab.url && tab.url !== 'about:blank')
      return URL.parse(tab.url)?.host === host;
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  return false;
}
