/** Which tab is in front, without the polyfill: for the popup's first paint, where every kilobyte is waited for. */

interface Native {
  tabs: { query(what: { active: boolean; currentWindow: boolean }): Promise<{ id?: number }[]> };
}

/** Id of the active tab of this window; null where there is none. Both browsers answer with a promise in manifest version 3. */
export async function frontTabId(): Promise<number | null> {
  const { browser, chrome } = globalThis as { browser?: Native; chrome?: Native };
  const [tab] = (await (browser ?? chrome)?.tabs.query({ active: true, currentWindow: true })) ?? [];
  return tab?.id ?? null;
}
