/** Pictures saved as the shop's library through its own page, and waiting until that or other work is done. */
import type { TestPage } from '../browsers/types.ts';
import { pause } from './memory.ts';

/** Milliseconds that a page's import or a check may take on a busy machine. */
export const PATIENCE = 900_000;

/** Jobs of these kinds that are open, and how many of the first kind there are: counted by the database, since reading all rows four times a second is work for the very thread that is measured. */
const counted = (page: TestPage, kinds: string[]): Promise<{ open: number; first: number }> =>
  page.evaluate(
    (asked) =>
      new Promise<{ open: number; first: number }>((done, fail) => {
        const open = indexedDB.open('claimlens');
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const db = open.result;
          const out = { open: 0, first: 0 };
          const work = db.transaction('jobs');
          const index = work.objectStore('jobs').index('[state+kind+priority]');
          for (const kind of asked) {
            for (const state of ['queued', 'running', 'done', 'failed']) {
              const found = index.count(IDBKeyRange.bound([state, kind], [state, kind, []]));
              found.onsuccess = () => {
                if (state === 'queued' || state === 'running') out.open += found.result;
                if (kind === asked[0]) out.first += found.result;
              };
            }
          }
          work.oncomplete = () => {
            db.close();
            done(out);
          };
          work.onabort = () => fail(work.error);
        };
      }),
    kinds,
  );

/** Waits until `least` jobs of the first kind are there and none of these kinds is open. */
export async function settled(page: TestPage, kinds: string[], least: number): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(250)) {
    const { open, first } = await counted(page, kinds);
    if (open === 0 && first >= least) return;
  }
  throw new Error(`${kinds.join(', ')} did not get done`);
}

/** Saves files as product pictures. `page` stands at `#/library`. Resolves when all are saved, before they have been looked at. */
export async function importLibrary(page: TestPage, files: string[]): Promise<void> {
  await page.waitFor('[data-testid="library-input"]', { timeout: PATIENCE });
  await page.setInputFiles('[data-testid="library-input"]', files);
  // Where the files leave no choice what a product is, nothing is asked and the import begins by itself.
  const asked = await page.until(
    () => {
      const has = (what: string): boolean => document.querySelector(`[data-testid="${what}"]`) !== null;
      if (has('import-start')) return 'asked';
      return has('import-progress') && 'begun';
    },
    null,
    { timeout: PATIENCE },
  );
  if (asked === 'asked') await page.click('[data-testid="import-start"]');
  await page.waitFor('[data-testid="import-progress"][data-state="done"]', { timeout: PATIENCE });
}
