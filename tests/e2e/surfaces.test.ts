/** Every surface by axe in both languages and themes, nothing wider than the window at 320 px, and one walk by keyboard alone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPage } from '../browsers/types.ts';
import { card, openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';
import { addressOf, LANGUAGES, SURFACES, THEMES, violations, wear } from '../screens/surfaces.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Twenty-two pages by axe on a busy machine. */
const PATIENCE_MS = 420_000;
/** One change to be seen, on a busy machine. */
const WAIT_MS = 120_000;
/** Most steps that the walk may need to come from one place to the next. */
const STEPS = 80;

describe.each(['chromium', 'firefox'] as const)('surfaces in %s', (name) => {
  let session: Session;
  let popup: TestPage;
  let edited: string;

  const open = async (surface: (typeof SURFACES)[number], width: number): Promise<TestPage> => {
    const { browser, demo } = session;
    const page = await browser.open(browser.extensionUrl(addressOf(surface, demo.listUrl, edited)));
    await page.resize(width, 900);
    await page.waitFor(surface.ready, { timeout: WAIT_MS });
    return page;
  };

  beforeAll(async () => {
    session = await openSession(name, { claims: 8 });
    await session.browser.open(session.demo.listUrl);
    popup = await openPopup(session);
    edited =
      session.demo.claims.find(({ truth }) => truth.codes.includes('copy-of-listing-edited'))?.key ?? '';
    await waitForVerdicts(popup, [edited], Date.now());
    await popup.waitFor(card(edited));
  });
  afterAll(() => session?.close());

  it(
    'have no violation that axe knows of',
    async () => {
      const found: string[] = [];
      for (const [i, locale] of LANGUAGES.entries()) {
        await wear(popup, locale, THEMES[i] ?? 'light');
        for (const surface of SURFACES) {
          const page = await open(surface, 1280);
          for (const { id, where } of await violations(page, axe))
            found.push(`${surface.name} ${locale}: ${id} at ${where.join(', ')}`);
          await page.close();
        }
      }
      expect(found).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('fit into 320 px', async () => {
    const wide: string[] = [];
    await wear(popup, 'en', 'light');
    for (const surface of SURFACES) {
      const page = await open(surface, 320);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        null,
      );
      if (over > 0) wide.push(`${surface.name}: ${over} px too wide`);
      await page.close();
    }
    expect(wide).toEqual([]);
  });

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
