/** The one door to the browser's extension API (webextension-polyfill through WXT), and the parts it does not cover. */
export { browser } from 'wxt/browser';

/** Chromium-only namespaces that the polyfill does not know; undefined in Firefox. */
interface ChromiumOnly {
  offscreen?: {
    createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
    closeDocument(): Promise<void>;
  };
  sidePanel?: {
    open(options: { tabId?: number; windowId?: number }): Promise<void>;
    setOptions(options: { tabId?: number; path?: string; enabled?: boolean }): Promise<void>;
    setPanelBehavior(options: { openPanelOnActionClick: boolean }): Promise<void>;
  };
  runtime?: {
    getContexts?(filter: { contextTypes: string[] }): Promise<{ documentUrl?: string }[]>;
  };
}

/** Chromium's own namespaces, or an empty object elsewhere. */
export const chromium: ChromiumOnly = (globalThis as { chrome?: ChromiumOnly }).chrome ?? {};

/** True in a build and browser that has no offscreen documents (Firefox: the background is a page). */
export const backgroundIsPage = (): boolean =>
  chromium.offscreen === undefined && typeof document !== 'undefined';
