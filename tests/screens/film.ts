/** A buyer's video among the demo's claims, checked: what the surfaces of videos are seen with. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { joined } from '../../lib/formats/zip-write.ts';
import { partsOf } from '../../lib/images/parts.ts';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { filmGenuine } from '../clips/genuine.ts';
import { handIn } from '../clips/keep-file.ts';
import type { DemoFiles } from '../demo/files.ts';
import type { Session } from '../demo/session.ts';
import { SAMPLES } from '../samples.ts';

/** A claim with a genuine video of which only the beginning and the end are kept. */
async function putParts(page: TestPage, { photos }: Pick<DemoFiles, 'photos'>): Promise<string> {
  const file = join(photos, '..', 'in-part.mp4');
  filmGenuine(
    [4, 5].map((n) => join(SAMPLES, `photos/packages/Bravo-Apple-Juice/${n}.jpg`)),
    file,
    5,
  );
  const bytes = readFileSync(file);
  const [first, last] = [0.4, 0.7].map((share) => Math.round(bytes.length * share));
  const pieces = [
    { from: 0, bytes: bytes.subarray(0, first) },
    { from: last ?? 0, bytes: bytes.subarray(last) },
  ];
  writeFileSync(file, joined(pieces.map((piece) => piece.bytes)));
  return handIn(page, 'in-part', file, partsOf(bytes.length, 'size', pieces));
}

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
  await checked(browser, page, await putParts(page, { photos }), 1);
  await checked(browser, page, await handIn(page, 'film', clip), 2);
  await page.close();
  return true;
}

/** Has a claim's video checked by the claim's own page, until so many are. */
async function checked(
  browser: Session['browser'],
  page: TestPage,
  key: string,
  videos: number,
): Promise<void> {
  await page.goto(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(key)}`));
  await page.click('[data-testid="check-again"]');
  for (const end = Date.now() + LONG_TIMEOUT; Date.now() < end; ) {
    const jobs = (await openDatabase(page).table('jobs')) as { kind: string; state: string }[];
    if (jobs.filter(({ kind, state }) => kind === 'check-video' && state === 'done').length === videos)
      return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error('the video was not checked');
}
