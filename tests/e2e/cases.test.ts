/** Claim → flag → case → request for evidence → second round → package, checked by the independent verifier, in both browsers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { openCaseOf, packageOf } from '../demo/case.ts';
import { packingFolder } from '../demo/packing.ts';
import { openPopup, openSession, type Session, storedFindings, waitForVerdicts } from '../demo/session.ts';

const out = mkdtempSync(join(tmpdir(), 'claimlens-case-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** The manifest's hash as the screen shows it: it names every byte but the export record's. */
const manifestShown = (page: TestPage): Promise<string> =>
  page.evaluate(
    () => document.querySelector<HTMLElement>('[data-testid="package-made"]')?.dataset.sha ?? '',
    null,
  );

describe.each(BROWSERS)('a case in %s', (name) => {
  let session: Session;
  let page: TestPage;
  let key: string;

  beforeAll(async () => {
    session = await openSession(name, { claims: 4 });
    key = session.demo.claims[0]?.key ?? '';
    const list = await session.browser.open(session.demo.listUrl);
    const popup = await openPopup(session);
    await waitForVerdicts(popup, [key], Date.now());
    const detail = await session.browser.open(session.demo.detailUrl(session.demo.claims[0]?.claimId ?? ''));
    // The detail page has been read when the console's health knows of this claim there.
    const readOnDetail = async () =>
      ((await openDatabase(popup).table('health')) as { id: string; keys: string[] }[]).some(
        (row) => row.id === 'pinduoduo#detail' && row.keys.includes(key),
      );
    await vi.waitFor(async () => expect(await readOnDetail()).toBe(true), { timeout: 60_000, interval: 100 });
    await detail.close();
    await popup.close();
    await list.close();
  });
  afterAll(() => session?.close());

  it('keeps a note and a decision on the timeline', async () => {
    page = await openCaseOf(session, key);
    await page.waitFor('[data-testid="case-timeline"] li[data-source="seller"]');
  });

  it('records the request that was copied, with its fresh code', async () => {
    await page.bringToFront();
    await page.click('[data-testid="text-copy"]');
    await page.until(
      () =>
        /[ACDEFHJKMNPRTWXY3479]{6}/.test(
          document.querySelector('[data-testid="case-requests"] .tag')?.textContent ?? '',
        ),
      null,
    );
  });

  it('sees what the second round says differently', async () => {
    const claim = session.demo.claims[0];
    const other = session.demo.claims[1];
    if (!claim || !other) throw new Error('the demo has too few claims');
    claim.reason = '少件/漏发';
    claim.evidence.push(...other.evidence.slice(0, 1));
    const detail = await session.browser.open(session.demo.detailUrl(claim.claimId));
    await detail.waitFor('#evidence');
    await page.bringToFront();
    await page.until(
      () => document.querySelector('[data-testid="case-timeline"]')?.textContent?.includes('少件/漏发'),
      null,
    );
    await detail.close();
    await expect
      .poll(
        async () => (await storedFindings(page)).flatMap((row) => (row.claimKey === key ? [row.code] : [])),
        { timeout: 60_000, interval: 300 },
      )
      .toContain('rounds-differ');
  });

  it('makes a package that the verifier accepts, twice, differing in the export record alone', async () => {
    const first = await packageOf(page, out, `${name}-1.zip`);
    expect(first.said).toMatch(/every hash, link and number fits/);
    expect(first.verified).toBe(0);
    const shown = await manifestShown(page);
    // Away and back: the case is read anew, and its package made anew.
    for (const hash of ['#/cases', `#/cases/${encodeURIComponent(key)}`]) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.until(() => document.querySelector('[data-testid="package-made"]') === null, null);
    }
    await page.waitFor('[data-testid="package-make"]');
    const second = await packageOf(page, out, `${name}-2.zip`);
    expect(second.verified).toBe(0);
    expect(await manifestShown(page)).toBe(shown);
    expect(second.bytes).toBe(first.bytes);
  });

  it('finds the parcel in the packing folder, by name and by barcode', async () => {
    const claim = session.demo.claims[0];
    const numbers = [`7${claim?.claimId.slice(1)}`, claim?.orderId.replace('-', '') ?? ''] as const;
    await page.waitFor('[data-testid="case"] .warn-line[role="status"]');
    const packing = await packingFolder(join(out, name), ...numbers);
    const archive = await session.browser.open(
      session.browser.extensionUrl('/workbench.html#/cases/archive'),
    );
    await archive.waitFor('[data-testid="archive"]');
    // Playwright hands a folder to a folder input; the other driver hands over files.
    await archive.setInputFiles(
      '[data-testid="archive-input"]',
      name === 'chromium' ? [packing.folder] : packing.files,
    );
    await archive.waitFor('[data-testid="archive-report"]', { timeout: 60_000 });
    const rows = await archive.evaluate(
      () =>
        new Promise<{ path: string; numbers: string[]; numbersFrom: string; sha256: string | null }[]>(
          (done) => {
            const asked = indexedDB.open('claimlens');
            asked.onsuccess = () => {
              const rows = asked.result.transaction('archiveFiles').objectStore('archiveFiles').getAll();
              rows.onsuccess = () => done(rows.result);
            };
          },
        ),
      null,
    );
    expect(rows.map(({ sha256 }) => sha256?.length)).toEqual([64, 64]);
    expect(rows.map(({ numbersFrom }) => numbersFrom).sort()).toEqual(['barcode', 'name']);
    await page.bringToFront();
    await page.until(
      () => document.querySelector('[data-testid="case"] .warn-line[role="status"]') === null,
      null,
    );
    await archive.close();
  });
});
