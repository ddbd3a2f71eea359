/** A video whose check is cut off by the death of the engine or of the whole browser: it is checked again by itself, and said once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import { changeSettings } from '../browsers/settings.ts';
import { sigkill } from '../browsers/sigkill.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { filmLent } from '../clips/claims.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { forgetAll, pressCheck, untilDone } from '../clips/hand-in.ts';
import { handIn } from '../clips/keep-file.ts';
import { hasSamples } from '../samples.ts';

const ffmpeg = hasSamples && findFfmpeg();

interface Job {
  kind: string;
  state: string;
  attempts: number;
}

describe.skipIf(!ffmpeg).each(BROWSERS)('a video whose check is cut off in %s', (name) => {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-cut-'));
  const profileDir = join(base, 'profile');
  let browser: TestBrowser;
  let page: TestPage;

  const openPage = async (): Promise<void> => {
    page = await browser.open(browser.extensionUrl('/popup.html'));
  };
  beforeAll(async () => {
    // So many frames that the cut falls between them.
    filmLent(base, 30);
    browser = await launch(name, {
      extensionDir: ensureBuild(name),
      profileDir,
      hosts: {},
      locale: 'en',
    });
    await openPage();
    await changeSettings(page, { labels: { on: false } });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(base, { recursive: true, force: true });
  });

  const videoJobs = async (): Promise<Job[]> =>
    ((await openDatabase(page).table('jobs')) as Job[]).filter(({ kind }) => kind === 'check-video');

  const breakWorkers = async (): Promise<void> => {
    expect(await browser.breakWorkers()).toBeGreaterThan(0);
  };
  const deaths: [string, () => Promise<void>][] = [
    ['engine', () => browser.killEngine()],
    // Firefox's driver does not reach workers.
    ...(name === 'chromium' ? [['worker', breakWorkers] satisfies [string, () => Promise<void>]] : []),
    [
      'browser',
      async () => {
        await sigkill(name, profileDir);
        await browser.relaunch();
        await openPage();
      },
    ],
  ];

  it.each(deaths)('by the death of the %s is checked again, and said once', async (_, die) => {
    await forgetAll(page);
    await pressCheck(browser, await handIn(page, 'lender', join(base, 'photos/lender/photo.jpg')));
    await untilDone(page);
    await pressCheck(browser, await handIn(page, 'lent', join(base, 'photos/lent/clip.mp4')));
    const states = async () => (await videoJobs()).map(({ state }) => state);
    await expect.poll(states, { timeout: LONG_TIMEOUT, interval: 20 }).toEqual(['running']);
    await die();
    expect(await states()).not.toEqual(['done']);
    await untilDone(page);
    expect(await videoJobs()).toMatchObject([{ state: 'done', attempts: 2 }]);
    const rows = (await openDatabase(page).table('findings')) as { claimKey: string; code: string }[];
    const said = rows.filter(
      ({ claimKey, code }) => claimKey === 'pinduoduo:lent' && code === 'reused-across-claims',
    );
    expect(said).toHaveLength(1);
  });
});
