/** The entries in the browser's context menu on pictures. */
import { browser } from './browser.ts';

export interface PictureClick {
  src: string;
  pageUrl: string;
  tabId: number;
  title: string;
}

/** Calls back when an entry whose id begins with `id` is clicked. Register at the start of the background, so that no click is missed. */
export function onPictureEntry(id: string, onClick: (click: PictureClick, entry: string) => void): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const entry = String(info.menuItemId);
    if (!entry.startsWith(id) || !info.srcUrl || tab?.id === undefined) return;
    const click = {
      src: info.srcUrl,
      pageUrl: info.pageUrl ?? tab.url ?? '',
      tabId: tab.id,
      title: tab.title ?? '',
    };
    onClick(click, entry);
  });
}

/** One entry on pictures; with `parent` it stands in that entry's submenu. */
export interface PictureEntry {
  id: string;
  title: string;
  parent?: string;
}

/** Puts the entries on pictures, in place of the earlier ones: language and claims change. Parents stand before their children. */
export async function putPictureEntries(entries: readonly PictureEntry[]): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const { id, title, parent } of entries)
    browser.contextMenus.create({ id, title, contexts: ['image'], ...(parent && { parentId: parent }) });
}

/**
 * Reads a picture in the page that shows it, in the page's own context (cookies, referrer, CORS as for the page).
 * The click has granted this tab for the moment. Null when the page could not read it either.
 */
export async function readInPage(tabId: number, src: string): Promise<string | null> {
  try {
    const [result] = await browser.scripting.executeScript({
      target: { tabId },
      args: [src],
      func: async (url: string) => {
        const blob = await (await fetch(url)).blob();
        const reader = new FileReader();
        const done = new Promise<void>((ok) => {
          reader.onloadend = () => ok();
        });
        reader.readAsDataURL(blob);
        await done;
        return typeof reader.result === 'string' ? reader.result.slice(reader.result.indexOf(',') + 1) : null;
      },
    });
    return typeof result?.result === 'string' ? result.result : null;
  } catch {
    return null;
  }
}
