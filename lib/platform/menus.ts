/** The entry in the browser's context menu on pictures. */
import { browser } from './browser.ts';

export interface PictureClick {
  src: string;
  pageUrl: string;
  tabId: number;
  title: string;
}

/** Calls back when the entry is clicked. Register at the start of the background, so that no click is missed. */
export function onPictureEntry(id: string, onClick: (click: PictureClick) => void): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (info.menuItemId !== id || !info.srcUrl || tab?.id === undefined) return;
    onClick({
      src: info.srcUrl,
      pageUrl: info.pageUrl ?? tab.url ?? '',
      tabId: tab.id,
      title: tab.title ?? '',
    });
  });
}

/** Puts the entry on pictures, in place of an earlier one: the language may have changed. */
export async function putPictureEntry(id: string, title: string): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id, title, contexts: ['image'] });
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
