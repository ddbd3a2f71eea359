/** Which tab is in front, without the polyfill: for the popup's first paint, where every kilobyte is waited for. */

interface Native {
  tabs: {
    query(what: { active: boolean; currentWindow: boolean }): Promise<{ id?: number; url?: string }[]>;
  };
}

/** Id of the active tab of this window; null where there is none. Both browsers answer with a promise in manifest version 3. */
export const frontTabId = async (): Promise<number | null> => (await frontTab())?.id ?? null;

/** Address of the active tab; null where the extension may not know it, which is everywhere that it has no permission for. */
export const frontTabUrl = async (): Promise<string | null> => (await frontTab())?.url ?? null;

async function frontTab(): Promise<{ id?: number; url?: string } | undefined> {
  const { browser, chrome } = globalThis as { browser?: Native; chrome?: Native };
  return ((await (browser ?? chrome)?.tabs.query({ active: true, currentWindow: true })) ?? [])[0];
}
