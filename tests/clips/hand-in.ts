/** Evidence that reaches a shop piece by piece: rows as a console's reading leaves them, and the seller's own button that has it checked. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { evidenceKey } from '../../lib/store/keys.ts';
import { LONG_TIMEOUT, TIMEOUT } from '../browsers/patience.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';

const AT = '2026-10-02T03:00:00.000Z';

/** Puts a claim with one kept photo or video into the shop's database. Resolves to the claim's key. */
export async function handIn(page: TestPage, claimId: string, file: string): Promise<string> {
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `pinduoduo:${claimId}`;
  const reader = { console: 'pinduoduo', version: '1', how: 'file' };
  const claim = {
    ...{ key, console: 'pinduoduo', claimId, kind: 'refund-only', items: [], evidence: [] },
    ...{ pageUrl: '', readAt: AT, reader },
  };
  const rows = {
    claims: {
      ...{ v: 1, key, claim, console: 'pinduoduo', shopId: '', buyerKey: null, firstSeenAt: AT },
      ...{ lastReadAt: AT, appliedAt: AT, deadlineAt: null, touchedAt: Date.parse(AT) },
    },
    evidence: {
      ...{ v: 1, id: evidenceKey(key, 'file'), claimKey: key, url: '', originalUrl: '' },
      ...{ kind: file.endsWith('.jpg') ? 'photo' : 'video', round: 1, seenAt: AT, state: 'kept', sha256 },
      ...{ fetch: { usedUrl: '', at: AT, status: 0, headers: {}, how: 'file', tries: [] }, name: null },
    },
    blobs: { v: 1, sha256, size: bytes.length, mime: '', addedAt: AT },
  };
  await page.evaluate(
    ([base64, put]) =>
      new Promise<void>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const db = asked.result;
          const work = db.transaction(Object.keys(put), 'readwrite');
          work.objectStore('claims').put(put.claims);
          work.objectStore('evidence').put(put.evidence);
          const kept = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
          work.objectStore('blobs').put({ ...put.blobs, bytes: kept });
          work.onabort = () => fail(work.error);
          work.oncomplete = () => {
            db.close();
            done();
          };
        };
      }),
    [bytes.toString('base64'), rows] as [string, typeof rows],
  );
  return key;
}

/** Has a claim checked by its own page's button. */
export async function pressCheck(browser: TestBrowser, key: string): Promise<void> {
  const page = await browser.open(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`));
  await page.click('[data-testid="check-again"]');
  await expect.poll(() => jobsOf(page), { timeout: TIMEOUT }).not.toEqual([]);
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
