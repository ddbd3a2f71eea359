/**
 * Pictures of the ledger, a claim, a case, its report, its appeal and the packing archive for the documentation, in both languages.
 *
 *     node tests/demo/case-pictures.ts [--out docs/images]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import type { TestPage } from '../browsers/types.ts';
import { caseTab, openCaseOf, packageOf } from './case.ts';
import { packingFolder } from './packing.ts';
import { openPopup, openSession, readerReady, waitForVerdicts } from './session.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs/images' } } });
const out = resolve(values.out);
const work = mkdtempSync(join(tmpdir(), 'claimlens-pictures-'));
mkdirSync(out, { recursive: true });

/** Screenshots of screens as palette PNG: a third of the size, no visible difference. */
async function shoot(page: TestPage, name: string, width: number, height: number): Promise<void> {
  await new Promise((done) => setTimeout(done, 1_200));
  const raw = join(work, `${name}.png`);
  await page.screenshot(raw, { width, height });
  await sharp(raw)
    .png({ palette: true, quality: 90 })
    .toFile(join(out, `${name}.png`));
}

/** The first page of the appeal's PDF, whose pages are JPEG pictures. */
async function appeal(page: TestPage, name: string): Promise<void> {
  await caseTab(page, 'texts');
  await page.evaluate(() => {
    const select = document.querySelector<HTMLSelectElement>('[data-testid="text-preset"]');
    if (!select) throw new Error('no presets');
    select.value = 'card-pdf';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, null);
  await page.click('[data-testid="pdf-make"]');
  await page.waitFor('[data-testid="pdf-save"]');
  const pdf = Buffer.from(
    await page.evaluate(async () => {
      const link = document.querySelector<HTMLAnchorElement>('[data-testid="pdf-save"]');
      return [...new Uint8Array(await (await fetch(link?.href ?? '')).arrayBuffer())];
    }, null),
  );
  const start = pdf.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  await sharp(pdf.subarray(start, pdf.indexOf('endstream', start)))
    .resize({ width: 900 })
    .png({ palette: true, quality: 90 })
    .toFile(join(out, `${name}.png`));
}

const session = await openSession('chromium', { headless: true, claims: 12, labels: true });
const { browser, demo } = session;
try {
  const list = await browser.open(demo.listUrl);
  const popup = await openPopup(session);
  const claim = demo.claims[0];
  const key = claim?.key ?? '';
  await waitForVerdicts(
    popup,
    demo.claims.filter(({ inList }) => inList).map((one) => one.key),
    Date.now(),
  );
  const detail = await browser.open(demo.detailUrl(claim?.claimId ?? ''));
  await detail.waitFor('#evidence');
  await new Promise((done) => setTimeout(done, 1_500));
  for (const page of [list, popup, detail]) await page.close();
  const packing = await packingFolder(
    work,
    `7${claim?.claimId.slice(1)}`,
    claim?.orderId.replace('-', '') ?? '',
  );
  for (const locale of ['zh-CN', 'en'] as const) {
    await browser.relaunch({ locale });
    await readerReady(browser);
    const page =
      locale === 'zh-CN'
        ? await openCaseOf(session, key)
        : await browser.open(browser.extensionUrl(`/workbench.html#/cases/${encodeURIComponent(key)}`));
    await page.waitFor('[data-testid="case"]');
    if (locale === 'zh-CN') {
      await caseTab(page, 'texts');
      await page.click('[data-testid="text-copy"]');
      await caseTab(page, 'overview');
    }
    const made = await packageOf(page, work, `${locale}.zip`);
    await caseTab(page, 'overview');
    await page.evaluate(() => globalThis.scrollTo(0, 0), null);
    await shoot(page, `case-${locale}`, 1_280, 1_500);
    await appeal(page, `appeal-${locale}`);
    const blank = await browser.open('about:blank');
    await blank.evaluate(
      (markup) => {
        document.open();
        document.write(markup);
        document.close();
      },
      strFromU8(unzipSync(readFileSync(made.zip))['report.html'] ?? new Uint8Array()),
    );
    await shoot(blank, `report-${locale}`, 1_000, 1_500);
    const archive = await browser.open(browser.extensionUrl('/workbench.html#/cases/archive'));
    await archive.waitFor('[data-testid="archive"]');
    if (locale === 'zh-CN') {
      await archive.setInputFiles('[data-testid="archive-input"]', [packing.folder]);
      await archive.waitFor('[data-testid="archive-report"]');
    }
    await shoot(archive, `archive-${locale}`, 1_280, 860);
    await page.goto(browser.extensionUrl('/workbench.html#/claims'));
    await page.waitForText(claim?.goods.title ?? '');
    await shoot(page, `ledger-${locale}`, 1_280, 800);
    if (locale === 'en') {
      await page.goto(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`));
      await page.waitFor('[data-testid="comparison"]');
      await shoot(page, 'readme', 1_366, 900);
    }
  }
} finally {
  await session.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(`pictures in ${out}`);
