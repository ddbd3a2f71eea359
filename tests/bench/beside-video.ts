/** How long photos wait for their verdict while a minute of 1080p is being checked, against the same photos alone. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { changeSettings } from '../browsers/settings.ts';
import type { BrowserName, TestPage } from '../browsers/types.ts';
import { handIn } from '../clips/keep-file.ts';
import { type Figure, median, quantile } from './figures.ts';
import { importLibrary, PATIENCE, settled } from './import-library.ts';
import { pause } from './memory.ts';
import { storedRows } from './stored-rows.ts';
import { filmMinute } from './video.ts';

/** Rounds of photos without a video; beside one there are as many as its check takes. */
const ROUNDS = 6;
/** Milliseconds between a round's last verdict and the next round. */
const BETWEEN = 700;

interface Job {
  kind: string;
  state: string;
  claimKey: string;
  queuedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  ms?: Record<string, number>;
}

const jobs = (page: TestPage): Promise<Job[]> => storedRows<Job>(page, 'claimlens', 'jobs');
const videoOf = async (page: TestPage): Promise<Job | undefined> =>
  (await jobs(page)).find(({ kind }) => kind === 'check-video');

/** Drops the photos together; answers each one's milliseconds from the question to the stored verdict. */
async function oneRound(page: TestPage, photos: readonly string[]): Promise<number[]> {
  const since = await page.evaluate(() => Date.now(), null);
  await page.setInputFiles('[data-testid="drop-photo-input"]', [...photos]);
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(100)) {
    const own = (await jobs(page)).filter(
      ({ kind, claimKey, queuedAt }) =>
        kind === 'check-photo' && claimKey.startsWith('photo:') && queuedAt >= since,
    );
    const ended = own.filter(({ state }) => state === 'done');
    if (ended.length === photos.length) return ended.map(({ queuedAt, endedAt }) => endedAt! - queuedAt);
  }
  throw new Error('photos did not get done');
}

/** Has the video checked and resolves once that has begun. */
async function startVideo(page: TestPage, again: TestPage): Promise<void> {
  const before = (await videoOf(page))?.endedAt ?? null;
  await again.click('[data-testid="check-again"]');
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
    const video = await videoOf(page);
    if (video?.state === 'running' && video.endedAt === null) return;
    if (video?.endedAt && video.endedAt !== before) throw new Error('the video was too quick to be seen');
  }
  throw new Error('the video was not begun');
}

/** @param pictures the first is what is filmed @param photos are dropped together, again and again */
export async function besideVideo(
  pictures: readonly string[],
  library: readonly string[],
  photos: readonly string[],
  name: BrowserName,
): Promise<Figure[]> {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-beside-'));
  const dir = join(work, 'library');
  mkdirSync(dir);
  for (const [i, file] of library.entries()) copyFileSync(file, join(dir, `${i}-${basename(file)}`));
  const clip = join(work, 'clip.mp4');
  filmMinute(pictures[0]!, clip);
  const browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
  try {
    const page = await browser.open(browser.extensionUrl('/workbench.html#/library'));
    await changeSettings(page, { labels: { on: false } });
    await importLibrary(page, pack(dir, work, 'library'));
    await settled(page, ['fingerprint-library'], 1);
    const key = await handIn(page, 'film', clip);
    const again = await browser.open(
      browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`),
    );
    await again.waitFor('[data-testid="check-again"]', { timeout: PATIENCE });
    await page.goto(browser.extensionUrl('/workbench.html#/settings'));
    await page.bringToFront();
    await page.waitFor('[data-testid="drop-photo-input"]', { timeout: PATIENCE });
    const drop = () => oneRound(page, photos);
    await drop();
    const ofVideo = async (): Promise<number> => {
      const { startedAt, endedAt } = (await videoOf(page))!;
      return (endedAt! - startedAt!) / 1_000;
    };

    const alone: number[] = [];
    for (let i = 0; i < ROUNDS; i++, await pause(BETWEEN)) alone.push(...(await drop()));
    await startVideo(page, again);
    await settled(page, ['check-video'], 1);
    const quick = await ofVideo();
    await startVideo(page, again);
    const beside: number[] = [];
    for (;;) {
      const times = await drop();
      // A round that outlived the video was not beside it.
      if ((await videoOf(page))?.state !== 'running') break;
      beside.push(...times);
      await pause(BETWEEN);
    }
    await settled(page, ['check-video'], 1);
    const slow = await ofVideo();
    const figure = (what: string, of: (times: number[]) => number, most: number): Figure => ({
      what: `${what} beside a minute of 1080p, ${name}`,
      value: of(beside),
      unit: 'ms',
      against: `${of(alone).toFixed(0)} ms alone; ${beside.length} photos, ${photos.length} at once`,
      target: `≤ ${most} × alone`,
      met: of(beside) <= most * of(alone),
    });
    return [
      figure('a photo’s verdict (median)', median, 2),
      figure('95 % of the verdicts', (times) => quantile(times, 0.95), 2),
      {
        what: `the video itself beside these photos, ${name}`,
        value: slow,
        unit: 's',
        against: `${quick.toFixed(1)} s alone`,
      },
    ];
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
