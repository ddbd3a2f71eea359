/**
 * Visual regression in Chromium: surfaces with fixed contents against the agreed pictures in tests/screens/baseline.
 *
 * Tolerance: 0.5 % of the points (tests/screens/likeness.ts says which differ). A machine that draws letters in other
 * widths than the one of the baseline skips this and says so. `LOOK=agree npm test -- e2e/look` takes new pictures.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPage } from '../browsers/types.ts';
import { openSession, type Session } from '../demo/session.ts';
import { agree, difference } from '../screens/likeness.ts';
import { LANGUAGES, SURFACES, type Surface, THEMES, wear } from '../screens/surfaces.ts';

const BASELINE = resolve(import.meta.dirname, '../screens/baseline');
const TOLERANCE = 0.005;
const AGREEING = process.env.LOOK === 'agree';

/** Nothing in them depends on time, claims or the machine. */
const STEADY = ['popup-empty', 'side-panel-empty', 'library-empty', 'audit', 'first-run'];
const surfaces = SURFACES.filter(({ name }) => STEADY.includes(name));

/** Widths of some words as this machine draws them: fonts that differ show here. */
const lettersOf = (page: TestPage): Promise<number[]> =>
  page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return [];
    const family = getComputedStyle(document.body).fontFamily;
    return ['Same photo in another claim, needs review', '售后单照片从哪里来', '0123456789'].flatMap(
      (words) =>
        ['400', '600'].map((weight) => {
          context.font = `${weight} 14px ${family}`;
          return Math.round(context.measureText(words).width * 10) / 10;
        }),
    );
  }, null);

describe('surfaces look as agreed', () => {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-look-'));
  let session: Session;
  let wearer: TestPage;
  let otherFonts = false;

  beforeAll(async () => {
    session = await openSession('chromium', { claims: 1 });
    wearer = await session.browser.open(session.browser.extensionUrl('/workbench.html#/settings'));
    await wearer.waitFor('[data-testid="settings-locale"]');
    const file = join(BASELINE, 'letters.txt');
    const letters = (await lettersOf(wearer)).join(' ');
    if (AGREEING) {
      mkdirSync(BASELINE, { recursive: true });
      writeFileSync(file, `${letters}\n`);
    }
    otherFonts = letters !== readFileSync(file, 'utf8').trim();
    if (otherFonts) console.log('look: skipped, this machine draws letters otherwise than the baseline’s');
  });
  afterAll(async () => {
    await session?.close();
    rmSync(work, { recursive: true, force: true });
  });

  /** One picture of a surface, drawn to its end; `harm` is a style that spoils it. */
  const take = async (surface: Surface, width: number, harm = ''): Promise<string> => {
    const page = await session.browser.open(session.browser.extensionUrl(surface.path));
    await page.resize(width, 700);
    await page.waitFor(surface.ready);
    await page.evaluate((style) => {
      const still = document.createElement('style');
      still.textContent = `*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; } ${style}`;
      document.head.append(still);
      (document.activeElement as HTMLElement | null)?.blur();
    }, harm);
    await page.until(
      () => document.fonts.status === 'loaded' && [...document.images].every((image) => image.complete),
      null,
    );
    const file = join(work, `${surface.name}-${width}.png`);
    await page.screenshot(file, { width, height: 700 });
    await page.close();
    return file;
  };

  const looks = LANGUAGES.flatMap((locale, i) =>
    surfaces.map((surface) => ({
      surface,
      locale,
      theme: THEMES[i] ?? 'light',
      width: i ? 360 : (surface.wide ?? 1280),
    })),
  );

  it.for(looks)(
    '$surface.name $locale $theme $width',
    async ({ surface, locale, theme, width }, { skip }) => {
      if (otherFonts) return skip('other fonts');
      await wear(wearer, locale, theme);
      const shot = await take(surface, width);
      const agreed = join(BASELINE, `${surface.name}.${locale}.${theme}.${width}.png`);
      if (AGREEING) await agree(shot, agreed);
      expect(existsSync(agreed), `${agreed} is missing: LOOK=agree npm test -- e2e/look`).toBe(true);
      expect(await difference(shot, agreed)).toBeLessThanOrEqual(TOLERANCE);
    },
  );

  it.for([
    ['buttons gone', '.btn { display: none !important }'],
    ['texts too large', 'body { font-size: 17px !important }'],
    ['another ground', ':root { --paper: #ffe !important; --surface: #ddd !important }'],
  ])('is seen when it breaks: %s', async ([, harm], { skip }) => {
    if (otherFonts) return skip('other fonts');
    await wear(wearer, LANGUAGES[0], THEMES[0]);
    const surface = surfaces.find(({ name }) => name === 'library-empty');
    if (!surface) throw new Error('no such surface');
    const agreed = join(BASELINE, `library-empty.${LANGUAGES[0]}.${THEMES[0]}.1280.png`);
    expect(await difference(await take(surface, 1280, harm), agreed)).toBeGreaterThan(TOLERANCE);
  });
});
