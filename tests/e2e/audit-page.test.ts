/** The audit's HTML export: one file that shows each photo beside its source, in a browser that knows nothing of the extension. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { type DemoFiles, demoFiles } from '../demo/files.ts';
import { openSession, type Session } from '../demo/session.ts';
import { wear } from '../screens/surfaces.ts';

/** Where the pages and pictures of them are kept to be looked at; nowhere by default. */
const KEEP = process.env.CLAIMLENS_KEEP;

interface Kept {
  kept?: Blob;
}

/** What a button would have saved. */
async function saved(page: TestPage, button: string): Promise<string> {
  await page.evaluate(() => {
    // Neither is part of the page's own types: the blob is caught on its way to the disk.
    const holder = globalThis as unknown as Kept;
    holder.kept = undefined;
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      holder.kept = blob;
      return make(blob);
    };
    HTMLAnchorElement.prototype.click = () => {};
  }, null);
  await page.click(button);
  await page.until(() => (globalThis as unknown as Kept).kept !== undefined, null);
  return page.evaluate(() => (globalThis as unknown as Kept).kept?.text() ?? '', null);
}

describe.each(BROWSERS)('the audit page in %s', (name) => {
  const work = KEEP ?? mkdtempSync(join(tmpdir(), 'claimlens-audit-page-'));
  let session: Session;
  let files: DemoFiles;

  beforeAll(async () => {
    session = await openSession(name, { claims: 6 });
    files = await demoFiles(session.demo, 4);
  });
  afterAll(async () => {
    await session?.close();
    files?.remove();
    if (!KEEP) rmSync(work, { recursive: true, force: true });
  });

  it.each(['zh-CN', 'en'] as const)(
    'shows the pairs, stands alone and runs nothing, in %s',
    async (locale) => {
      const first = await session.browser.open(session.browser.extensionUrl('/workbench.html#/settings'));
      await first.waitFor('[data-testid="settings-locale"]');
      await wear(first, locale, 'light');
      await first.close();
      const audit = await session.browser.open(session.browser.extensionUrl('/workbench.html#/audit'));
      await audit.setInputFiles('[data-testid="audit-library"]', files.libraryFiles);
      await audit.setInputFiles('[data-testid="audit-photos"]', files.photoFiles);
      await audit.click('[data-testid="audit-start"]:not([disabled])');
      await audit.waitFor('[data-testid="audit-html"]');
      const report = await audit.evaluate(async () => {
        const link = document.querySelector<HTMLAnchorElement>('[data-testid="audit-json"]');
        return (await (await fetch(link?.href ?? '')).json()) as AuditReport;
      }, null);
      const text = await saved(audit, '[data-testid="audit-html"]');
      await audit.close();

      const matches = report.claims.flatMap(({ photos }) => photos.flatMap(({ match }) => match ?? []));
      expect(matches.length).toBeGreaterThan(1);
      expect(text.length).toBeLessThan(2_000_000);
      const file = join(work, `audit.${name}.${locale}.html`);
      writeFileSync(file, text);
      const page = await session.browser.open(pathToFileURL(file).href);
      const seen = await page.until(() => {
        if (document.readyState !== 'complete' || ![...document.images].every((image) => image.complete))
          return null;
        const rows = [...document.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')]);
        return {
          lang: document.documentElement.lang,
          pairs: rows.filter(([own, source]) => own?.querySelector('img') && source?.querySelector('img'))
            .length,
          outlined: document.querySelectorAll('td svg path.core').length,
          broken: [...document.images].filter((image) => image.naturalWidth === 0).length,
          largest: Math.max(
            ...[...document.images].map((image) => Math.max(image.naturalWidth, image.naturalHeight)),
          ),
          active: document.querySelectorAll('script, link, iframe').length,
        };
      }, null);
      expect(seen).toEqual({
        lang: locale,
        pairs: matches.length,
        outlined: matches.reduce((sum, { changed }) => sum + changed.length, 0),
        broken: 0,
        largest: 320,
        active: 0,
      });
      if (KEEP) {
        for (const width of [1_100, 360]) {
          await page.resize(width, 1_600);
          await page.screenshot(join(work, `audit.${name}.${locale}.${width}.png`), { width, height: 1_600 });
        }
      }
      await page.close();
    },
  );
});
