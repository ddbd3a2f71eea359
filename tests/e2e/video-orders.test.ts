/** A photo, a video filmed from it and the same video once more, in three claims: what is said does not hang on which comes first. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { changeSettings } from '../browsers/settings.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { filmLent } from '../clips/claims.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { forgetAll, pressCheck, saidOf, untilDone } from '../clips/hand-in.ts';
import { handIn } from '../clips/keep-file.ts';
import { hasSamples } from '../samples.ts';

const FILES = { lender: 'lender/photo.jpg', lent: 'lent/clip.mp4', again: 'lent-again/clip.mp4' } as const;
type Name = keyof typeof FILES;
const NAMES = Object.keys(FILES) as Name[];
/** Each comes last once: what was there before is found by it. */
const ORDERS = NAMES.map((_, i) => [NAMES[i]!, NAMES[(i + 1) % 3]!, NAMES[(i + 2) % 3]!] as const);

const ffmpeg = hasSamples && findFfmpeg();

describe.skipIf(!ffmpeg).each(BROWSERS)('photos and videos of three claims in %s', (name) => {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-orders-'));
  let browser: TestBrowser;
  let page: TestPage;

  beforeAll(async () => {
    filmLent(base);
    browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
    page = await browser.open(browser.extensionUrl('/popup.html'));
    await changeSettings(page, { labels: { on: false } });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(base, { recursive: true, force: true });
  });

  const fileOf = (one: Name): string => join(base, 'photos', FILES[one]);
  const expectAll = async (): Promise<void> => {
    const said = await saidOf(page);
    const of = (one: Name): string[] => said[`pinduoduo:${one}`] ?? [];
    expect(of('lender'), 'lender').toContain('reused-across-claims moderate');
    for (const one of ['lent', 'again'] as const)
      expect(of(one), one).toEqual(['reused-across-claims moderate', 'video-reused moderate']);
  };

  // The order is a matter of the engine, the same in both browsers; in Firefox one shows that its own frames do as well.
  it.each(name === 'firefox' ? ORDERS.slice(0, 1) : ORDERS)(
    'find each other: %s, %s, %s',
    async (...order) => {
      await forgetAll(page);
      for (const one of order) {
        await pressCheck(browser, await handIn(page, one, fileOf(one)));
        await untilDone(page);
      }
      await expectAll();
    },
  );

  it('find each other where all come at once', async () => {
    await forgetAll(page);
    for (const one of NAMES) await handIn(page, one, fileOf(one));
    for (const one of NAMES) await pressCheck(browser, `pinduoduo:${one}`);
    await untilDone(page);
    await expectAll();
  });
});
