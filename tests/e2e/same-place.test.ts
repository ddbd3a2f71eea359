/** One place in every picture: three photos of a claim and a packing photo, the damage marked in one, four patches, an exhibit in the report. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlaceClaim, type PlaceClaim } from '../bench/place/place-claim.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { caseTab, packageOf } from '../demo/case.ts';

const states = (page: TestPage): Promise<Record<string, string[]>> =>
  page.evaluate(() => {
    const out: Record<string, string[]> = {};
    for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-testid="patch"]')) {
      const kind = dataset.kind ?? '';
      out[kind] = [...(out[kind] ?? []), dataset.state ?? ''];
    }
    return out;
  }, null);

describe.each(BROWSERS)('the same place in every picture in %s', (name) => {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-place-'));
  let made: PlaceClaim;
  let page: TestPage;

  beforeAll(async () => {
    made = await openPlaceClaim(name, base);
    page = await made.session.browser.open(made.url);
  });
  afterAll(async () => {
    await made?.session.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('shows the marked damage as four patches: packed, and three times sent in', async () => {
    await page.click('[data-testid="place-open"]');
    await page.waitFor('[data-testid="place-photo"] img');
    const shown = await page.evaluate(
      () => document.querySelector<HTMLElement>('[data-testid="place-photo"]')?.dataset.sha,
      null,
    );
    const photo = made.photos.find(({ sha256 }) => sha256 === shown);
    if (!photo) throw new Error('the photo that is shown is none of the claim');
    const [x, y] = photo.at;
    const r = photo.reach * 1.1;
    await page.drag('[data-testid="place-photo"]', [x - r, y - r], [x + r, y + r]);
    await page.waitFor('[data-testid="place-row"][aria-busy="false"]');
    const seen = await states(page);
    expect(seen.archive).toEqual(['seen']);
    expect(seen.claim).toEqual(['seen', 'seen', 'seen']);
    expect(seen.listing ?? []).not.toContain('seen');
  });

  it('compares the packed one with the marked one under the slider', async () => {
    await page.click('[data-testid="patch"][data-kind="archive"] button');
    await page.click('[data-testid="place-compare"] [data-testid="compare-mode-slider"]');
    await page.waitFor('[data-testid="place-compare"] [data-testid="compare-slider"]');
  });

  it('goes into the case, and into its report', async () => {
    await page.click('[data-testid="place-file"]');
    await page.waitFor('[data-testid="place-file"][disabled]');
    const notes = await openDatabase(page).table('notes');
    expect(notes).toHaveLength(1);
    const { session, key } = made;
    const at = await session.browser.open(
      session.browser.extensionUrl(`/workbench.html#/cases/${encodeURIComponent(key)}`),
    );
    await caseTab(at, 'package');
    await at.waitFor('[data-testid="place-exhibit"] img');
    const { verified, said, zip } = await packageOf(at, join(base, 'out'));
    expect(said).toContain('every hash, link and number fits');
    expect(verified).toBe(0);
    expect(zip).toContain('case.zip');
    const report = await at.evaluate(async () => {
      const link = document.querySelector<HTMLAnchorElement>('[data-testid="package-save"]');
      return new TextDecoder('latin1').decode(await (await fetch(link?.href ?? '')).arrayBuffer());
    }, null);
    expect(report).toMatch(/<code>derived\/\d+-place\.jpg<\/code>/);
  });
});
