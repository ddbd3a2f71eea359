/** Killed parts and a closed browser in the middle of thirty claims: nothing is lost, nothing is done twice. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import type { TestPage } from '../browsers/types.ts';
import type { DemoClaim } from '../demo/records.ts';
import { cards, openPopup, openSession, readerReady, type Session } from '../demo/session.ts';

let session: Session;
let listed: DemoClaim[];

beforeAll(async () => {
  // Labels are read too: they are most of the work, and what is under way when a part dies.
  session = await openSession('chromium', { claims: 30, labels: true });
  listed = session.demo.claims.filter(({ inList }) => inList);
});
afterAll(() => session?.close());

/** Waits until at least `n` claims are finished, and that not all are: the middle of the work. */
async function untilFinished(popup: TestPage, n: number): Promise<void> {
  const done = async () =>
    (await cards(popup)).filter(({ state }) => state === 'done' || state === 'failed').length;
  await expect.poll(done, { timeout: LONG_TIMEOUT, interval: 50 }).toBeGreaterThanOrEqual(n);
  expect(await done()).toBeLessThan(listed.length);
}

it('goes on after the service worker and the engine died, and after a restart', {
  timeout: 3 * LONG_TIMEOUT,
  retry: 0,
}, async () => {
  const { browser, demo } = session;
  const list = await browser.open(demo.listUrl);
  const popup = await openPopup(session);
  await untilFinished(popup, 3);
  await browser.killBackground();
  await untilFinished(popup, 6);
  await browser.killEngine();
  await list.reload();
  await untilFinished(popup, 9);
  await browser.relaunch();
  // From here on it counts that every claim comes to its end, not how long the reading of the last ones takes.
  await readerReady(browser, { labels: { on: false } });
  await browser.open(demo.listUrl);
  const again = await openPopup(session);
  const open = async () => {
    const shown = new Map((await cards(again)).map((card) => [card.key, card]));
    return listed
      .map(({ key }) => shown.get(key) ?? { key, verdict: '', state: 'lost' })
      .filter(({ verdict, state }) => !verdict || (state !== 'done' && state !== 'failed'))
      .map(({ key, state }) => `${key} ${state}`);
  };
  await expect.poll(open, { timeout: LONG_TIMEOUT, interval: 1_000 }).toEqual([]);
});

it('fetched no photo again that it had, and checked none twice', async () => {
  const { demo, browser } = session;
  const originals = new Set(
    listed.flatMap(({ evidence }) => evidence.filter((url) => !url.includes('x-signature'))),
  );
  const times = new Map<string, number>();
  for (const { url } of demo.requests) if (originals.has(url)) times.set(url, (times.get(url) ?? 0) + 1);
  // A fetch that was under way when its part died is made once more; at most one per worker and death.
  const again = [...times.values()].filter((n) => n > 1).length;
  expect(again).toBeLessThanOrEqual(3 * 4);

  const page = await browser.open(browser.extensionUrl('/popup.html'));
  const doubles = await page.evaluate(
    () =>
      new Promise<string[]>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const rows = asked.result.transaction('findings').objectStore('findings').getAll();
          rows.onsuccess = () => {
            const seen = new Map<string, number>();
            for (const row of rows.result as { claimKey: string; sha256: string; finding: object }[]) {
              // The same code against two other pictures is two statements; the same statement twice is one too many.
              const key = `${row.claimKey} ${row.sha256} ${JSON.stringify(row.finding)}`;
              seen.set(key, (seen.get(key) ?? 0) + 1);
            }
            done([...seen].filter(([, n]) => n > 1).map(([key]) => key));
          };
        };
      }),
    null,
  );
  expect(doubles).toEqual([]);
});
