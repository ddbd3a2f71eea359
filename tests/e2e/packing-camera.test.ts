/** The packing table's camera: a photo and a short video, each kept with its hash and the parcel's number, and found by the case. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { openSession, type Session } from '../demo/session.ts';

interface Row {
  path: string;
  kind: string;
  sha256: string;
  numbers: string[];
  still: string | null;
  modified: number;
}

const NUMBER = 'SF1234567890123';

const bytesOf = async (page: TestPage, sha256: string): Promise<Buffer> =>
  Buffer.from(
    await page.evaluate(
      (key) =>
        new Promise<number[]>((done) => {
          const asked = indexedDB.open('claimlens');
          asked.onsuccess = () => {
            const row = asked.result.transaction('blobs').objectStore('blobs').get(key);
            row.onsuccess = () => done([...((row.result as { bytes: Uint8Array } | undefined)?.bytes ?? [])]);
          };
        }),
      sha256,
    ),
  );

describe('the packing camera in chromium', () => {
  let session: Session;
  let page: TestPage;
  const archive = async () => (await openDatabase(page).table('archiveFiles')) as Row[];
  const kept = (n: number) =>
    page.until((wanted) => document.querySelectorAll('[data-testid="camera-kept"] li').length === wanted, n);

  beforeAll(async () => {
    session = await openSession('chromium', { claims: 1, fakeCamera: true });
    page = await session.browser.open(session.browser.extensionUrl('/workbench.html#/cases/archive'));
    await page.click('[data-testid="camera-start"]');
    await page.until(
      () => (document.querySelector<HTMLVideoElement>('[data-testid="camera-view"]')?.videoWidth ?? 0) > 0,
      null,
    );
  });
  afterAll(() => session?.close());

  it('takes nothing without a number', async () => {
    await page.fill('[data-testid="camera-number"]', '123');
    await page.waitFor('[data-testid="camera-still"][disabled]');
  });

  it('keeps a photo by its hash, with the number and the time it was taken', async () => {
    const since = Date.now();
    await page.fill('[data-testid="camera-number"]', NUMBER);
    await page.press('Enter');
    await kept(1);
    const [row] = await archive();
    expect(row).toMatchObject({ kind: 'photo', numbers: expect.arrayContaining([NUMBER]) });
    expect(row?.path).toContain(NUMBER);
    expect(row?.modified).toBeGreaterThanOrEqual(since);
    const bytes = await bytesOf(page, row?.sha256 ?? '');
    expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(row?.sha256);
  });

  it('keeps a video, with a still of it to compare with', async () => {
    await page.fill('[data-testid="camera-number"]', NUMBER);
    await page.click('[data-testid="camera-record"]');
    await page.until(
      () => /[2-9] 秒/.test(document.querySelector('[data-testid="camera-end"]')?.textContent ?? ''),
      null,
    );
    await page.click('[data-testid="camera-end"]');
    await kept(2);
    const video = (await archive()).find(({ kind }) => kind === 'video');
    const bytes = await bytesOf(page, video?.sha256 ?? '');
    expect(bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(video?.sha256);
    const log = (await openDatabase(page).table('ledger')) as { what: string; data: { sha256?: string } }[];
    expect(log.filter(({ what }) => what === 'packing-captured').map(({ data }) => data.sha256)).toContain(
      video?.sha256,
    );
  });

  it('lets the captures go with their folder', async () => {
    const rows = await archive();
    await page.click('[data-testid="camera-stop"]');
    await page.click('[data-testid="archive-forget"]');
    await page.until(() => document.querySelector('[data-testid="archive-folder"]') === null, null);
    const left = new Set(await openDatabase(page).keys('blobs'));
    expect(rows.filter(({ sha256 }) => left.has(sha256))).toEqual([]);
  });
});
