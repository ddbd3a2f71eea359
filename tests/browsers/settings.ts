/** The seller's settings, changed from one of the extension's pages without going through its settings screen. */
import type { Settings } from '../../lib/store/settings.ts';
import { TIMEOUT } from './patience.ts';
import type { TestPage } from './types.ts';

/** Puts `patch` over the stored settings, once the extension has made its database; takes effect with the next page or photo. */
export async function changeSettings(page: TestPage, patch: Partial<Settings>): Promise<void> {
  for (const end = Date.now() + TIMEOUT; Date.now() < end; await new Promise((next) => setTimeout(next, 50)))
    if (await tryChange(page, patch)) return;
  throw new Error('The extension has made no database');
}

const tryChange = (page: TestPage, patch: Partial<Settings>): Promise<boolean> =>
  page.evaluate(
    (over) =>
      new Promise<boolean>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        // Opening must not make it: that is the extension's own work.
        asked.onupgradeneeded = () => asked.transaction?.abort();
        asked.onerror = () => done(false);
        asked.onsuccess = () => {
          const db = asked.result;
          const change = db.transaction('meta', 'readwrite');
          const meta = change.objectStore('meta');
          const known = meta.get('settings');
          known.onsuccess = () => {
            const before = (known.result as { value?: object } | undefined)?.value;
            meta.put({ v: 1, name: 'settings', value: { ...before, ...over } });
          };
          change.onabort = () => fail(change.error);
          change.oncomplete = () => {
            db.close();
            done(true);
          };
        };
      }),
    patch,
  );
