/** Claim → flag → case → request for evidence → second round → package, checked by the independent verifier, in both browsers. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { caseTab, openCaseOf, packageOf } from '../demo/case.ts';
import { packingFolder } from '../demo/packing.ts';
import {
  openPopup,
  openSession,
  type Session,
  storedFindings,
  waitForQuiet,
  waitForVerdicts,
} from '../demo/session.ts';
import { until } from '../unit/support/until.ts';

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
    await until(async () => expect(await readOnDetail()).toBe(true));
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
    await caseTab(page, 'texts');
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
        { interval: 300 },
      )
      .toContain('rounds-differ');
  });

  it('makes a package that the verifier accepts, twice, differing in the export record alone', async () => {
    // What a check adds between the two is no difference of the making.
    await waitForQuiet(page);
    const first = await packageOf(page, out, `${name}-1.zip`);
    expect(first.said).toMatch(/every hash, link and number fits/);
    expect(first.verified).toBe(0);
    const shown = await manifestShown(page);
    // Away and back: the case is read again, and its package is rebuilt.
    for (const hash of ['#/cases', `#/cases/${encodeURIComponent(key)}`]) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.until(() => document.querySelector('[data-testid="package-made"]') === null, null);
    }
    const second = await packageOf(page, out, `${name}-2.zip`);
    expect(second.verified).toBe(0);
    expect(await manifestShown(page)).toBe(shown);
    expect(second.bytes).toBe(first.bytes);
  });

  it('hands out the covered photo alone, and the original only when asked to', async () => {
    await caseTab(page, 'package');
    await page.waitFor('[data-testid="mask-frame"] img');
    await page.drag('[data-testid="mask-frame"] img', [0.25, 0.25], [0.75, 0.5]);
    await page.waitFor('.mask-box');
    await page.click('[data-testid="mask-save"]');
    await page.waitFor('[data-testid="package-covered"]');
    const [mask] = (await openDatabase(page).table('masks')) as {
      sha256: string;
      boxes: { x: number; y: number; width: number; height: number }[];
    }[];
    const { sha256 = '', boxes: [box] = [] } = mask ?? {};
    const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    const covered = await packageOf(page, out, `${name}-covered.zip`);
    expect(covered.said).toContain('the seller covered parts and left the original out');
    expect(covered.verified).toBe(0);
    const members = unzipSync(readFileSync(covered.zip));
    expect(Object.values(members).map(hashOf)).not.toContain(sha256);
    const drawn = (
      JSON.parse(strFromU8(members['derived.json']!)) as { path: string; from: string }[]
    ).filter(({ from }) => from === sha256);
    expect(drawn.length).toBeGreaterThan(1);
    const { width: fullWidth = 0 } = await sharp(
      members[drawn.find(({ path }) => path.startsWith('masked/'))?.path ?? ''],
    ).metadata();
    for (const { path } of drawn.filter((one) => /preview|masked/.test(one.path))) {
      const picture = sharp(members[path]);
      const scale = ((await picture.metadata()).width ?? 0) / fullWidth;
      const middle = (at = 0, size = 0): number => Math.round((at + size / 2) * scale) - 2;
      const part = await picture
        .extract({
          left: middle(box?.x, box?.width),
          top: middle(box?.y, box?.height),
          width: 4,
          height: 4,
        })
        .png()
        .toBuffer();
      const { channels } = await sharp(part).stats();
      // Compression moves the colour of the cover by a little.
      expect(
        channels.slice(0, 3).every(({ mean }) => Math.abs(mean - 64) < 12),
        path,
      ).toBe(true);
    }

    await page.click('[data-testid="package-unmask-originals"]');
    await page.fill('[data-testid="package-unmask-reason"]', '法院要求提交原件');
    const opened = await packageOf(page, out, `${name}-originals.zip`);
    expect(opened.verified).toBe(0);
    expect(Object.values(unzipSync(readFileSync(opened.zip))).map(hashOf)).toContain(sha256);
    await page.click('[data-testid="package-unmask-originals"]');
    await page.until(() => document.querySelector('[data-testid="package-made"]') === null, null);
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
    await archive.waitFor('[data-testid="archive-report"]');
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
