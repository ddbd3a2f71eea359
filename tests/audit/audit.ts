/** Runs the built extension's own audit in a real browser and brings its report back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { changeSettings } from '../browsers/settings.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { pack } from './pack.ts';

export interface AuditRequest {
  library: string;
  photos: string;
  claims?: string;
  browser: BrowserName;
  /** Whether photos are read for printed labels; default true. Reading takes most of a photo's time. */
  labels?: boolean;
  /** Hears what the page says of its progress, at most twice a second. */
  onProgress?: (text: string) => void;
}

/** The extension refused or failed the run; `message` is what its page says. */
export class AuditFailed extends Error {
  override readonly name = 'AuditFailed';
}

interface Look {
  /** Whether the audit's own view is shown. */
  there: boolean;
  progress: string;
  failed: string;
  href: string;
}

/** Characters of the report brought over at a time; drivers do not like messages of many megabytes. */
const PIECE = 2_000_000;

async function look(page: TestPage): Promise<Look> {
  return page.evaluate(() => {
    // A fresh install opens its welcome in the workbench that is already there; the audit itself goes on in the meantime.
    if (location.hash !== '#/audit') location.hash = '#/audit';
    const text = (id: string): string =>
      document.querySelector(`[data-testid="${id}"]`)?.textContent?.trim() ?? '';
    const link = document.querySelector<HTMLAnchorElement>('[data-testid="audit-json"]');
    const there = document.querySelector('[data-testid="audit-library"]') !== null;
    return { there, progress: text('audit-progress'), failed: text('audit-failed'), href: link?.href ?? '' };
  }, null);
}

async function fetchReport(page: TestPage): Promise<AuditReport> {
  const length = await page.evaluate(async () => {
    const link = document.querySelector<HTMLAnchorElement>('[data-testid="audit-json"]');
    const text = await (await fetch(link?.href ?? '')).text();
    (globalThis as unknown as { reportText: string }).reportText = text;
    return text.length;
  }, null);
  const pieces: string[] = [];
  for (let from = 0; from < length; from += PIECE) {
    pieces.push(
      await page.evaluate(
        ([a, b]) => (globalThis as unknown as { reportText: string }).reportText.slice(a, b),
        [from, from + PIECE] as [number, number],
      ),
    );
  }
  return JSON.parse(pieces.join('')) as AuditReport;
}

/** The audit's page, also when a fresh install's welcome took its place. */
async function openAudit(browser: TestBrowser): Promise<TestPage> {
  const page = await browser.open(browser.extensionUrl('/workbench.html#/audit'));
  for (let calm = 0; calm < 4; ) {
    const { there } = await look(page);
    calm = there ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return page;
}

/** Audits two folders. Throws AuditFailed when the extension could not run it. */
export async function audit(request: AuditRequest): Promise<AuditReport> {
  const extensionDir = ensureBuild(request.browser);
  const work = mkdtempSync(join(tmpdir(), 'claimlens-audit-'));
  const browser = await launch(request.browser, { extensionDir, hosts: {}, locale: 'en' });
  try {
    const library = pack(request.library, work, 'library');
    const photos = pack(request.photos, work, 'photos');
    const page = await openAudit(browser);
    if (request.labels === false) await changeSettings(page, { labels: { on: false } });
    if (library.length) await page.setInputFiles('[data-testid="audit-library"]', library);
    await page.setInputFiles('[data-testid="audit-photos"]', photos);
    if (request.claims) await page.setInputFiles('[data-testid="audit-claims"]', [request.claims]);
    await page.click('[data-testid="audit-start"]:not([disabled])');
    for (;;) {
      const { progress, failed, href } = await look(page);
      if (href) break;
      if (failed) throw new AuditFailed(failed);
      if (progress) request.onProgress?.(progress);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return await fetchReport(page);
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Files of a report that could not be checked, each with the reason. */
export function notChecked(report: AuditReport): { file: string; why: string }[] {
  const photos = report.claims.flatMap((claim) =>
    claim.photos.flatMap((photo) =>
      photo.findings
        .filter((finding) => finding.code === 'photo-unreadable' || finding.code === 'photo-unavailable')
        .map((finding) => ({ file: photo.file, why: String(finding.facts.why ?? 'unknown') })),
    ),
  );
  return [...report.library.unreadable, ...photos];
}
