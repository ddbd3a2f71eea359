/** The surfaces of videos by axe in both languages and themes, and nothing wider than the window at 320 px: strip, player, comparison, exhibit, parts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { findFfmpeg } from '../clips/ffmpeg.ts';
import { untilDone } from '../clips/hand-in.ts';
import { type DemoFiles, demoFiles } from '../demo/files.ts';
import { openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';
import { hasSamples } from '../samples.ts';
import { putFilm } from '../screens/film.ts';
import { LANGUAGES, SURFACES, THEMES, violations, wear } from '../screens/surfaces.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A page that still does not fit after this long does not fit. */
const SETTLE_MS = 30_000;
const FILMS = SURFACES.filter(({ film }) => film);

// In one browser, for time's sake: the pages are drawn by the same code in both.
describe.skipIf(!hasSamples || !findFfmpeg())('surfaces of videos in chromium', () => {
  let session: Session;
  let popup: TestPage;
  let files: DemoFiles;

  beforeAll(async () => {
    session = await openSession('chromium', { claims: 2 });
    files = await demoFiles(session.demo, 1);
    await session.browser.open(session.demo.listUrl);
    popup = await openPopup(session);
    await waitForVerdicts(popup, [session.demo.claims[0]?.key ?? ''], Date.now());
    await putFilm(session, files);
  });
  afterAll(async () => {
    await session?.close();
    files?.remove();
  });

  it('say what was found in a film, and call nothing clean of which parts are kept', async () => {
    await untilDone(popup);
    const rows = (await openDatabase(popup).table('findings')) as { claimKey: string; code: string }[];
    const codes = (claim: string) =>
      rows.filter(({ claimKey }) => claimKey === `pinduoduo:${claim}`).map(({ code }) => code);
    // A picture filmed by a moving hand: it may be a print as well as a screen.
    expect(codes('film')).toEqual(['same-flat-picture']);
    const checks = (await openDatabase(popup).table('checks')) as {
      claimKey: string;
      check: { name: string; result: object };
    }[];
    const ofParts = checks.filter(({ claimKey }) => claimKey === 'pinduoduo:in-part');
    expect(ofParts.find(({ check }) => check.name === 'video')?.check.result).toEqual({
      state: 'not-checked',
      reason: 'video-in-part',
    });
    expect(
      ofParts.filter(({ check }) => 'state' in check.result && check.result.state === 'nothing-found'),
    ).toEqual([]);
    const photos = (await openDatabase(popup).table('photos')) as { frames?: { at: number }[] }[];
    expect(photos.filter(({ frames }) => (frames?.length ?? 0) > 0)).toHaveLength(2);
  });

  it('have no fault for axe, and fit into 320 px', async () => {
    const faults: string[] = [];
    for (const [i, locale] of LANGUAGES.entries()) {
      await wear(popup, locale, THEMES[i] ?? 'light');
      for (const surface of FILMS) {
        const page = await session.browser.open(session.browser.extensionUrl(surface.path));
        await page.resize(1280, 900);
        await page.waitFor(surface.ready);
        await surface.act?.(page, files);
        for (const { id, where } of await violations(page, axe))
          faults.push(`${surface.name} ${locale}: ${id} at ${where.join(', ')}`);
        await page.resize(320, 900);
        const fits = () => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return clientWidth <= 320 && scrollWidth <= clientWidth;
        };
        await page
          .until(fits, null, { timeout: SETTLE_MS })
          .catch(() => faults.push(`${surface.name} ${locale}: wider than 320 px`));
        await page.close();
      }
    }
    expect(faults).toEqual([]);
  });
});
