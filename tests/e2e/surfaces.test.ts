/** Every surface by axe in both languages and themes, nothing wider than the window at 320 px, and one walk by keyboard alone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPage } from '../browsers/types.ts';
import { type DemoFiles, demoFiles } from '../demo/files.ts';
import { card, openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';
import {
  addressOf,
  LANGUAGES,
  SURFACES,
  type Surface,
  THEMES,
  violations,
  wear,
} from '../screens/surfaces.ts';

const EMPTY = SURFACES.filter(({ empty }) => empty);
const FULL = SURFACES.filter(({ empty }) => !empty);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Thirty pages by axe, some with a check of photos first, on a busy machine. */
const PATIENCE_MS = 600_000;
/** One change to be seen, on a busy machine. */
const WAIT_MS = 120_000;
/** Most steps that the walk may need to come from one place to the next. */
const STEPS = 80;

describe.each(['chromium', 'firefox'] as const)('surfaces in %s', (name) => {
  let session: Session;
  let popup: TestPage;
  let files: DemoFiles;
  let edited: string;
  let whenEmpty: string[];

  const open = async (surface: Surface, width: number): Promise<TestPage> => {
    const { browser, demo } = session;
    const page = await browser.open(browser.extensionUrl(addressOf(surface, demo.listUrl, edited)));
    await page.resize(width, 900);
    await page.waitFor(surface.ready, { timeout: WAIT_MS });
    await surface.act?.(page, files);
    return page;
  };

  /** What axe says of these surfaces in both languages and themes. */
  const faults = async (wearer: TestPage, surfaces: Surface[]): Promise<string[]> => {
    const found: string[] = [];
    for (const [i, locale] of LANGUAGES.entries()) {
      await wear(wearer, locale, THEMES[i] ?? 'light');
      for (const surface of surfaces) {
        const page = await open(surface, 1280);
        for (const { id, where } of await violations(page, axe))
          found.push(`${surface.name} ${locale}: ${id} at ${where.join(', ')}`);
        await page.close();
      }
    }
    return found;
  };

  /** How much wider than a window of 320 px they are. */
  const overflows = async (wearer: TestPage, surfaces: Surface[]): Promise<string[]> => {
    const wide: string[] = [];
    await wear(wearer, 'en', 'light');
    for (const surface of surfaces) {
      const page = await open(surface, 320);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        null,
      );
      if (over > 0) wide.push(`${surface.name}: ${over} px too wide`);
      await page.close();
    }
    return wide;
  };

  beforeAll(async () => {
    session = await openSession(name, { claims: 8 });
    files = await demoFiles(session.demo, 2);
    const settings = await session.browser.open(session.browser.extensionUrl('/workbench.html#/settings'));
    await settings.waitFor('[data-testid="settings-locale"]', { timeout: WAIT_MS });
    whenEmpty = [...(await faults(settings, EMPTY)), ...(await overflows(settings, EMPTY))];
    await settings.close();
    await session.browser.open(session.demo.listUrl);
    popup = await openPopup(session);
    edited =
      session.demo.claims.find(({ truth }) => truth.codes.includes('copy-of-listing-edited'))?.key ?? '';
    await waitForVerdicts(popup, [edited], Date.now());
    await popup.waitFor(card(edited));
  });
  afterAll(async () => {
    files?.remove();
    await session?.close();
  });

  it('have no violation and fit into 320 px while there is nothing to show', () => {
    expect(whenEmpty).toEqual([]);
  });

  it(
    'have no violation that axe knows of',
    async () => expect(await faults(popup, FULL)).toEqual([]),
    PATIENCE_MS,
  );

  it('fit into 320 px', async () => expect(await overflows(popup, FULL)).toEqual([]), PATIENCE_MS);

  it(
    'can be walked by keyboard: claim, flag, comparison',
    async () => {
      const surface = SURFACES.find((one) => one.name === 'side-panel-claim');
      if (!surface) throw new Error('no such surface');
      const page = await open(surface, 420);
      await page.bringToFront();
      const focused = () =>
        page.evaluate(
          () => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid') ?? '',
          null,
        );
      const tabTo = async (testId: string): Promise<void> => {
        for (let step = 0; step < STEPS; step++) {
          if ((await focused()) === testId) return;
          await page.press('Tab');
        }
        throw new Error(`${testId} cannot be reached by Tab`);
      };
      const divider = () =>
        page.evaluate(
          () => document.querySelector('[data-testid="compare-slider"]')?.getAttribute('aria-valuenow'),
          null,
        );
      await tabTo('flag-button');
      await page.press('Enter');
      await page.waitFor('[data-testid="flag-button"][aria-pressed="true"]', { timeout: WAIT_MS });
      await page.press('Enter');
      await page.waitFor('[data-testid="flag-button"][aria-pressed="false"]', { timeout: WAIT_MS });
      await tabTo('compare-slider');
      const before = await divider();
      await page.press('ArrowRight');
      await page.press('ArrowRight');
      expect(await divider()).not.toBe(before);
      await page.press(' ');
      await page.waitFor('[data-testid="comparison"][data-mode="blink"]', { timeout: WAIT_MS });
      await page.press('1');
      await page.waitFor('.region-lit', { timeout: WAIT_MS });
      await page.close();
    },
    PATIENCE_MS,
  );
});
