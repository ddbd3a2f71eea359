/** Model packs in both browsers, under the extension's content security policy: install, refuse, hide, score, remove. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Site, serveWorker } from '../bench/labels-site.ts';
import { tinyPack } from '../unit/labels/onnx-writer.ts';

let site: Site;
beforeAll(async () => {
  site = await serveWorker('packs-worker.ts', [
    await tinyPack(),
    await tinyPack({ golden: [{ rgb: [255, 0, 0], logit: 4.3 }] }),
    await tinyPack({ model: { quantised: true }, golden: [] }),
  ]);
}, 180_000);
afterAll(() => site?.close());

describe.each(['chromium', 'firefox'] as const)('packs in %s', (name) => {
  let browser: Browser;
  let page: Page;
  const send = (n: number): Promise<Record<string, unknown>> =>
    page.evaluate(`askFile(${n})`) as Promise<Record<string, unknown>>;

  beforeAll(async () => {
    browser = await launchBrowser(name);
    page = await browser.newPage();
    await page.goto(site.address);
    await page.evaluate('start()');
  }, 180_000);
  afterAll(() => browser?.close());

  it('shows nothing before calibration, a score with its rate after, and leaves nothing', async () => {
    expect(await send(0)).toMatchObject({
      before: { findings: [], check: { result: { state: 'not-checked', reason: 'not-calibrated' } } },
      after: { findings: [{ code: 'model-score', strength: 'weak', facts: { calibratedOn: 100 } }] },
      left: 0,
    });
  });

  it('refuses one wrong golden value, and keeps nothing', async () => {
    expect(await send(1)).toEqual({ refused: expect.stringContaining('golden picture 1'), kept: 0 });
  });

  it('refuses an 8-bit model without golden vectors', async () => {
    expect(await send(2)).toEqual({ refused: expect.stringContaining('int8 without golden'), kept: 0 });
  });
});
