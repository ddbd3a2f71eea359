/** A packing video of the archive: looked through behind everything else, so that a picture that was made from it is found with its second. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import { changeSettings } from '../browsers/settings.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { findFfmpeg, runFfmpeg } from '../clips/ffmpeg.ts';
import { pressCheck, saidOf, untilDone } from '../clips/hand-in.ts';
import { handIn } from '../clips/keep-file.ts';
import { packingPhoto } from '../demo/packing.ts';
import { hasSamples, SAMPLES } from '../samples.ts';

const ffmpeg = hasSamples && findFfmpeg();
const NUMBER = 'SF1234567890123';
const goods = (n: number): string => join(SAMPLES, `photos/packages/Bravo-Apple-Juice/${n}.jpg`);

interface Row {
  numbers: string[];
  numbersFrom: string;
  frames?: { at: number; still: string }[];
}

describe.skipIf(!ffmpeg).each(BROWSERS)('a packing video in %s', (name) => {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-packing-video-'));
  const folder = join(base, 'packing');
  const clip = join(folder, 'VID_0001.mp4');
  let browser: TestBrowser;
  let page: TestPage;
  const row = async () => ((await openDatabase(page).table('archiveFiles')) as Row[])[0];

  beforeAll(async () => {
    mkdirSync(folder);
    const waybill = join(base, 'waybill.jpg');
    writeFileSync(waybill, await packingPhoto(2, NUMBER));
    const scenes = [goods(4), waybill, goods(5)];
    runFfmpeg(
      ...scenes.flatMap((scene) => ['-loop', '1', '-framerate', '10', '-t', '2', '-i', scene]),
      '-filter_complex',
      `${scenes.map((_, i) => `[${i}]scale=1280:960:force_original_aspect_ratio=decrease,pad=1280:960:-1:-1,setsar=1[s${i}]`).join(';')};[s0][s1][s2]concat=n=3,noise=alls=5:allf=t,format=yuv420p`,
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', clip],
    );
    // What a buyer has who took a picture of the very video, and one who photographed the goods.
    mkdirSync(join(base, 'photos'));
    runFfmpeg('-ss', '5', '-i', clip, '-frames:v', '1', '-q:v', '4', join(base, 'photos/made-from-it.jpg'));
    cpSync(goods(2), join(base, 'photos/honest.jpg'));
    browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
    const popup = await browser.open(browser.extensionUrl('/popup.html'));
    await changeSettings(popup, { labels: { on: false } });
    await popup.close();
    page = await browser.open(browser.extensionUrl('/workbench.html#/cases/archive'));
    await page.waitFor('[data-testid="archive"]');
    // Playwright hands a folder to a folder input; the other driver hands over files.
    await page.setInputFiles('[data-testid="archive-input"]', [name === 'chromium' ? folder : clip]);
    await page.waitFor('[data-testid="archive-report"]');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('gives stills with their seconds, and the number that came into view', async () => {
    await expect
      .poll(async () => (await row())?.frames?.length, { timeout: LONG_TIMEOUT })
      .toBeGreaterThan(0);
    await untilDone(page);
    const kept = await row();
    expect(kept?.numbers).toContain(NUMBER);
    expect(kept?.numbersFrom).toBe('barcode');
    const seconds = kept?.frames?.map(({ at }) => Math.floor(at)) ?? [];
    expect(seconds.length).toBeLessThanOrEqual(8);
    for (const scene of [0, 2, 4]) expect(seconds.some((at) => at === scene || at === scene + 1)).toBe(true);
  });

  it('is found by a picture that was made from it, and by none of the goods', async () => {
    for (const claim of ['made-from-it', 'honest'])
      await pressCheck(browser, await handIn(page, claim, join(base, `photos/${claim}.jpg`)));
    await untilDone(page);
    expect(await saidOf(page)).toEqual({ 'pinduoduo:made-from-it': ['copy-of-shipping-archive moderate'] });
    const [finding] = (await openDatabase(page).table('findings')) as {
      finding: { against?: { file?: string } };
    }[];
    expect(finding?.finding.against?.file).toMatch(/^VID_0001\.mp4 · 0:0[45]$/);
  });
});
