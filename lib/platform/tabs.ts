/** Opening the extension's own surfaces, and knowing which tab the seller looks at. */

import { logOf } from '../base/log.ts';
import { browser, chromium } from './browser.ts';

const log = logOf('surface');

/** Address of one of the extension's own files. */
export const extensionUrl = (path: string): string => browser.runtime.getURL(path as never);

/** Opens the workbench at a route, in the tab that already shows it where there is one. */
export async function openWorkbench(route = ''): Promise<void> {
  const url = extensionUrl(`/workbench.html${route ? `#${route}` : ''}`);
  const [open] = await browser.tabs.query({ url: `${extensionUrl('/workbench.html')}*` });
  if (open?.id !== undefined) await browser.tabs.update(open.id, { active: true, url });
  else await browser.tabs.create({ url });
}

/** Opens the first page after an install, unless a workbench is open already: that one is being used. */
export async function openWelcome(): Promise<void> {
  const open = await browser.tabs.query({ url: `${extensionUrl('/workbench.html')}*` });
  if (!open.length) await browser.tabs.create({ url: extensionUrl('/workbench.html#/welcome') });
}

/** The active tab of the window in front; `url` only where its host is granted. */
export async function activeTab(): Promise<{ id: number; url: string; windowId: number } | null> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url ?? '', windowId: tab.windowId ?? -1 };
}

/** Opens the side panel (Chromium) or the sidebar (Firefox). Must be called from a click. */
export async function openSidePanel(): Promise<boolean> {
  const sidebar = (browser as unknown as { sidebarAction?: { open(): Promise<void> } }).sidebarAction;
  if (sidebar) {
    await sidebar.open();
    return true;
  }
  const tab = await activeTab();
  if (!chromium.sidePanel || !tab) return false;
  await chromium.sidePanel.open({ windowId: tab.windowId });
  return true;
}

/** Opens the side panel for a tab from the background, after a click in the page; false where the browser refuses. */
export async function openSidePanelFor(tabId: number): Promise<boolean> {
  try {
    if (!chromium.sidePanel) return false;
    await chromium.sidePanel.open({ tabId });
    return true;
  } catch {
    return false;
  }
}

/** Version as in the manifest. */
export const productVersion = (): string => browser.runtime.getManifest().version;

/** The browser's UI language. */
export const uiLanguage = (): string => browser.i18n.getUILanguage();

/** Tells which tab is in front, at once and after each change of tab or address; returns the way to stop. */
export function watchActiveTab(onChange: (tab: Awaited<ReturnType<typeof activeTab>>) => void): () => void {
  let stopped = false;
  const ask = () =>
    void activeTab().then((tab) => !stopped && onChange(tab), log.failed('reading the active tab'));
  browser.tabs.onActivated.addListener(ask);
  browser.tabs.onUpdated.addListener(ask);
  ask();
  return () => {
    stopped = true;
    browser.tabs.onActivated.removeListener(ask);
    browser.tabs.onUpdated.removeListener(ask);
  };
}

/** Calm, and readable on light and dark bars: the accent of the product, white on it (7.2:1). */
const ICON_COLOUR = '#0b5f6d';

/** Shows a text of at most four characters on the icon of one tab; an empty one takes it away. Rejects for a tab that has gone. */
export async function setIconText(tabId: number, text: string): Promise<void> {
  if (text) {
    await browser.action.setBadgeBackgroundColor({ tabId, color: ICON_COLOUR });
    // Chromium 110 and Firefox 63 know it; the types of the polyfill do not.
    await (
      browser.action as unknown as {
        setBadgeTextColor?(look: { tabId: number; color: string }): Promise<void>;
      }
    ).setBadgeTextColor?.({ tabId, color: '#ffffff' });
  }
  await browser.action.setBadgeText({ tabId, text });
}
