/** A buyer's video among the demo's claims, checked: what the surfaces of videos are seen with. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import { openDatabase } from '../browsers/stored.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { filmGenuine } from '../clips/genuine.ts';
import { handIn } from '../clips/keep-file.ts';
import type { DemoFiles } from '../demo/files.ts';
import type { Session } from '../demo/session.ts';

/**
 * Films two of the shop's product pictures, one that its library knows by now and one that it does not, and has them checked as a claim's
 * video: a part of its frames is marked. False where ffmpeg is missing.
 */
export async function putFilm({ browser }: Session, { library, photos }: DemoFiles): Promise<boolean> {
  if (!findFfmpeg()) return false;
  const page = await browser.open(browser.extensionUrl('/popup.html'));
  const titles = ((await openDatabase(page).table('products')) as { title: string }[]).map(({ title }) =>
    title.replace(/[/:]/g, ' '),
  );
  const pictures = readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('主图.jpg'))
    .sort();
  const isKnown = (file: string): boolean => titles.some((title) => file.startsWith(title));
  const filmed = [pictures.find(isKnown), pictures.find((file) => !isKnown(file))];
  const clip = join(photos, '..', 'film.mp4');
  filmGenuine(
    filmed.flatMap((file) => (file === undefined ? [] : join(library, file))),
    clip,
    3,
  );
  const key = await handIn(page, 'film', clip);
  await page.goto(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`));
  await page.click('[data-testid="check-again"]');
  for (const end = Date.now() + LONG_TIMEOUT; Date.now() < end; ) {
    const jobs = (await openDatabase(page).table('jobs')) as { kind: string; state: string }[];
    if (jobs.some(({ kind, state }) => kind === 'check-video' && state === 'done')) {
      await page.close();
      return true;
    }
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error('the video was not checked');
}
