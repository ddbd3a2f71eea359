/** A model pack's whole life through the settings screen, in both browsers: refused, installed, silent, tried, speaking, removed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { tinyPack } from '../unit/labels/onnx-writer.ts';

const TRUSTED = 100;

/** A photo of one tone with a camera's grain, 160 pixels wide. */
async function photo(file: string, [r, g, b]: readonly [number, number, number]): Promise<string> {
  const size = 160;
  const grain = await sharp({
    create: {
      width: size,
      height: size,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 24 },
    },
  })
    .raw()
    .toBuffer();
  const pixels = Uint8Array.from(grain, (noise, i) => {
    const tone = [r, g, b][i % 3] ?? 0;
    return Math.min(255, Math.max(0, tone + noise - 128));
  });
  const jpeg = sharp(pixels, { raw: { width: size, height: size, channels: 3 } }).jpeg({ quality: 92 });
  writeFileSync(file, await jpeg.toBuffer());
  return file;
}

interface Kept {
  /** Rows of the packs' own database, all tables together. */
  packs: number;
  checks: { version: string; state: string; reason?: string }[];
  scores: { claim: string; strength: string; falseAlarms: number; packVersion: string }[];
}

/** What the extension's databases hold about packs, read in one of its own pages. */
const kept = (page: TestPage): Promise<Kept> =>
  page.evaluate(async () => {
    const all = async (name: string, tables: string[]): Promise<unknown[]> => {
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const open = indexedDB.open(name);
        open.onsuccess = () => done(open.result);
        open.onerror = () => failed(open.error);
      });
      const rows: unknown[] = [];
      for (const table of tables) {
        if (!db.objectStoreNames.contains(table)) continue;
        rows.push(
          ...(await new Promise<unknown[]>((done) => {
            const asked = db.transaction(table).objectStore(table).getAll();
            asked.onsuccess = () => done(asked.result);
          })),
        );
      }
      db.close();
      return rows;
    };
    interface Row {
      claimKey: string;
      code?: string;
      check?: { name: string; version: string; result: { state: string; reason?: string } };
      finding?: { strength: string; facts: { falseAlarms: number; packVersion: string } };
    }
    const checks = (await all('claimlens', ['checks'])) as Row[];
    const findings = (await all('claimlens', ['findings'])) as Row[];
    return {
      packs: (await all('claimlens-packs', ['cards', 'packs', 'calibrations', 'trusted'])).length,
      checks: checks.flatMap(({ check }) =>
        check?.name === 'model-pack' ? [{ version: check.version, ...check.result }] : [],
      ),
      scores: findings.flatMap(({ claimKey, code, finding }) =>
        code === 'model-score' && finding
          ? [
              {
                claim: claimKey,
                strength: finding.strength,
                falseAlarms: finding.facts.falseAlarms,
                packVersion: finding.facts.packVersion,
              },
            ]
          : [],
      ),
    };
  }, null);

const waiting = { interval: 250 };

describe.each(BROWSERS)('model packs in %s', (name: BrowserName) => {
  let work: string;
  let browser: TestBrowser;
  let settings: TestPage;
  const file = (path: string): string => join(work, path);
  const text = (selector: string): Promise<string> =>
    settings.evaluate((at) => document.querySelector(at)?.textContent ?? '', selector);
  const choosePack = (path: string) => settings.setInputFiles('[data-testid="pack-file"]', [file(path)]);

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'claimlens-packs-'));
    writeFileSync(file('good.claimlens-model'), await tinyPack());
    writeFileSync(
      file('wrong.claimlens-model'),
      await tinyPack({ golden: [{ rgb: [255, 0, 0], logit: 4.3 }] }),
    );
    writeFileSync(file('int8.claimlens-model'), await tinyPack({ model: { quantised: true }, golden: [] }));
    await photo(file('red.jpg'), [205, 60, 40]);
    for (let i = 0; i < TRUSTED; i++) await photo(file(`own-${i}.jpg`), [70 + (i % 40), 100, 90]);
    browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
    settings = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
    await settings.waitFor('[data-testid="packs-none"]');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(work, { recursive: true, force: true });
  });

  it('refuses a pack with one wrong golden value, and keeps nothing', async () => {
    await choosePack('wrong.claimlens-model');
    await settings.waitFor('[data-testid="pack-refused"][data-fault="golden-differs"]');
    expect(await text('[data-testid="pack-refused"]')).toContain('golden picture 1: number 1 is 4.0000');
    expect(await kept(settings)).toMatchObject({ packs: 0 });
  });

  it('refuses an 8-bit model without golden vectors, and keeps nothing', async () => {
    await choosePack('int8.claimlens-model');
    await settings.waitFor('[data-testid="pack-refused"][data-fault="no-golden"]');
    expect(await kept(settings)).toMatchObject({ packs: 0 });
  });

  it('installs a good pack, which is silent until it was tried on the shop’s own photos', async () => {
    await choosePack('good.claimlens-model');
    await settings.waitFor('[data-testid="pack"][data-state="waiting"]');
    expect(await text('[data-testid="pack-state"]')).toContain('0 of at least 100');
    await settings.setInputFiles('[data-testid="drop-photo-input"]', [file('red.jpg')]);
    await expect
      .poll(async () => (await kept(settings)).checks, waiting)
      .toEqual([{ version: 'tiny-red 1.0.0', state: 'not-checked', reason: 'not-calibrated' }]);
    expect((await kept(settings)).scores).toEqual([]);
  });

  it('speaks after the trial, weakly, by name and with its false-alarm rate', async () => {
    await settings.goto(browser.extensionUrl('/workbench.html#/settings'));
    await settings.setInputFiles(
      '[data-testid="pack-photos"]',
      Array.from({ length: TRUSTED }, (_, i) => file(`own-${i}.jpg`)),
    );
    await settings.waitFor('[data-testid="pack"][data-state="ready"]', { timeout: LONG_TIMEOUT });
    expect(await text('[data-testid="pack-state"]')).toMatch(/Of the 100 photos tried, 0 reach that.*3 ?%/s);
    expect(await text('[data-testid="pack-stability"]')).toContain('0 of 100 photos');
    await expect
      .poll(async () => (await kept(settings)).scores, waiting)
      .toMatchObject([{ strength: 'weak', falseAlarms: expect.closeTo(0.0295, 3), packVersion: '1.0.0' }]);
    const [score] = (await kept(settings)).scores;
    const claims = await browser.open(
      browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(score!.claim)}`),
    );
    await claims.waitForText('“Tiny red meter” 1.0.0');
    await claims.waitForText('picks up to 3% of honest photos like the 100');
    await claims.close();
  });

  it('is removed with everything that it said', async () => {
    await settings.click('[data-testid="pack-remove"]');
    await settings.click('[data-testid="pack-remove-yes"]');
    await settings.waitFor('[data-testid="packs-none"]');
    await expect.poll(() => kept(settings), waiting).toEqual({ packs: 0, checks: [], scores: [] });
  });
});
