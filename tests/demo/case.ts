/** From a claim of the demo to an evidence package on disk, through the surfaces as a seller would, checked without product code. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestPage } from '../browsers/types.ts';
import type { Session } from './session.ts';

const VERIFIER = resolve(import.meta.dirname, '../verify-package.mjs');

export interface CaseMade {
  zip: string;
  bytes: number;
  /** Exit code and words of the verifier that shares no code with the product. */
  verified: number | null;
  said: string;
}

/** Turns to one of the parts of the case that the page shows. */
export const caseTab = (page: TestPage, tab: 'overview' | 'texts' | 'package' | 'more'): Promise<void> =>
  page.click(`[data-testid="case-tab-${tab}"]`);

/** Opens a case on the claim in the workbench and works on it: request, note, decision. Returns the page at that case. */
export async function openCaseOf(session: Session, key: string): Promise<TestPage> {
  const { browser } = session;
  const page = await browser.open(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`));
  await page.click('[data-testid="flag-button"]');
  await page.click('[data-testid="open-case"]');
  await page.waitFor('[data-testid="case"]');
  await caseTab(page, 'more');
  await page.fill('[data-testid="note-text"]', 'The packing video shows the item whole.');
  await page.click('[data-testid="note-save"]');
  await page.waitForText('The packing video shows the item whole.');
  await caseTab(page, 'overview');
  await page.fill('[data-testid="decision-reason"]', 'Looked at the photo beside the saved picture.');
  await page.click('[data-testid="decision-reviewed"]');
  await page.click('[data-testid="decision-save"]');
  await page.until(
    () =>
      document.querySelector('[data-testid="case-timeline"]')?.textContent?.includes('Looked at the photo'),
    null,
  );
  return page;
}

/** Makes the package of the case that the page shows, saves it below `out`, and runs the verifier on it. */
export async function packageOf(page: TestPage, out: string, name = 'case.zip'): Promise<CaseMade> {
  await caseTab(page, 'package');
  await page.click('[data-testid="package-make"]');
  await page.waitFor('[data-testid="package-save"]');
  const base64 = await page.evaluate(async () => {
    const link = document.querySelector<HTMLAnchorElement>('[data-testid="package-save"]');
    const bytes = new Uint8Array(await (await fetch(link?.href ?? '')).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  }, null);
  mkdirSync(out, { recursive: true });
  const zip = join(out, name);
  const bytes = Buffer.from(base64, 'base64');
  writeFileSync(zip, bytes);
  const run = spawnSync(process.execPath, [VERIFIER, zip], { encoding: 'utf8' });
  return { zip, bytes: bytes.length, verified: run.status, said: (run.stdout + run.stderr).trim() };
}
