/** Checking what reached a shop piece by piece (keep-file.ts): the seller's own button, waiting, and what was said. */
import { expect } from 'vitest';
import { LONG_TIMEOUT, TIMEOUT } from '../browsers/patience.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';

/** Has a claim checked by its own page's button. */
export async function pressCheck(browser: TestBrowser, key: string): Promise<void> {
  const page = await browser.open(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`));
  await page.click('[data-testid="check-again"]');
  // Closed before the job stands there, the page would have told nobody of it.
  const asked = async () => (await openDatabase(page).table('jobs')) as { claimKey: string | null }[];
  await expect
    .poll(async () => (await asked()).some(({ claimKey }) => claimKey === key), { timeout: TIMEOUT })
    .toBe(true);
  await page.close();
}

/** The states of all jobs that the shop's database holds. */
export const jobsOf = async (page: TestPage): Promise<string[]> =>
  ((await openDatabase(page).table('jobs')) as { state: string }[]).map(({ state }) => state);

/** Waits until everything that was asked for has been done. */
export const untilDone = (page: TestPage): Promise<void> =>
  expect
    .poll(async () => (await jobsOf(page)).filter((state) => state !== 'done' && state !== 'failed'), {
      timeout: LONG_TIMEOUT,
    })
    .toEqual([]);

/** What is said of each claim and not only as context, by claim. */
export async function saidOf(page: TestPage): Promise<Record<string, string[]>> {
  const out: Record<string, string[]> = {};
  for (const { claimKey, finding } of (await openDatabase(page).table('findings')) as {
    claimKey: string;
    finding: { code: string; strength: string };
  }[])
    if (finding.strength !== 'context')
      out[claimKey] = [...(out[claimKey] ?? []), `${finding.code} ${finding.strength}`].sort();
  return out;
}

/** Lets the shop forget its claims and all that was found. */
export const forgetAll = (page: TestPage): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const db = asked.result;
          const tables = ['claims', 'evidence', 'blobs', 'photos', 'jobs', 'findings', 'checks', 'verdicts'];
          const work = db.transaction([...tables, 'meta'], 'readwrite');
          for (const table of tables) work.objectStore(table).clear();
          work.objectStore('meta').delete(IDBKeyRange.bound('sibling:', 'sibling;'));
          work.onabort = () => fail(work.error);
          work.oncomplete = () => {
            db.close();
            done();
          };
        };
      }),
    null,
  );
