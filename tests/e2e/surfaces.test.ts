/** Every surface by axe in both languages and themes, nothing wider than the window at 320 px, and one walk by keyboard alone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import TEXTS from '../../lib/i18n/locales/en/surfaces.json' with { type: 'json' };
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { type DemoFiles, demoFiles } from '../demo/files.ts';
import { badges, card, openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';
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
// Those of videos need ffmpeg: npm run screenshots puts them on.
const FULL = SURFACES.filter(({ empty, film }) => !empty && !film);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A page that still does not fit after this long does not fit. */
const SETTLE_MS = 30_000;
/** Most steps that the walk may need to come from one place to the next. */
const STEPS = 80;

interface Seen {
  /** What axe says, in both languages and themes. */
  faults: string[];
  /** What does not fit into a window of 320 px. */
  wide: string[];
}

/** An address without its route: what the browser loads. */
const documentOf = (address: string): string => address.replace(/#.*/, '');

/** Goes to another route of the document that stands there, as its links do. */
const goOn = (page: TestPage, address: string): Promise<void> =>
  page.evaluate(
    (hash) =>
      new Promise<void>((done) => {
        if (location.hash === hash) return done();
        addEventListener('hashchange', () => requestAnimationFrame(() => done()), { once: true });
        location.hash = hash;
      }),
    new URL(address).hash,
  );

/** Makes the stored word about how the list was read as long as it can be: every field missing, every way of reading, mended. */
const tellAll = (page: TestPage, url: string): Promise<void> =>
  page.evaluate(
    ([address, missing, how]) =>
      new Promise<void>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const work = asked.result.transaction('health', 'readwrite');
          const rows = work.objectStore('health');
          const all = rows.getAll();
          all.onsuccess = () => {
            const row = (all.result as { url: string }[]).find((one) => one.url === address);
            if (row)
              rows.put({ ...row, missing, how, seen: 999, read: 1, mendedAt: new Date().toISOString() });
          };
          work.oncomplete = () => {
            asked.result.close();
            done();
          };
        };
      }),
    [url, Object.keys(TEXTS.fields), Object.keys(TEXTS.health.how)] as [string, string[], string[]],
  );

describe.each(BROWSERS)('surfaces in %s', (name) => {
  let session: Session;
  let popup: TestPage;
  let files: DemoFiles;
  let edited: string;
  let whenEmpty: Seen;
  let whenFull: Seen;

  const see = async (wearer: TestPage, surfaces: Surface[]): Promise<Seen> => {
    const { browser, demo } = session;
    const seen: Seen = { faults: [], wide: [] };
    for (const [i, locale] of LANGUAGES.entries()) {
      await wear(wearer, locale, THEMES[i] ?? 'light');
      let page: TestPage | undefined;
      let at = '';
      for (const surface of surfaces) {
        const address = browser.extensionUrl(addressOf(surface, demo.listUrl, edited));
        // Within one document a person goes on by its links: what the surface before left is where this one begins.
        const onward = page !== undefined && documentOf(at) === documentOf(address);
        if (!onward) await page?.close();
        page = page && onward ? page : await browser.open(address);
        await page.resize(1280, 900);
        if (onward) await goOn(page, address);
        at = address;
        await page.waitFor(surface.ready);
        await (onward && surface.onward ? surface.onward(page) : surface.act?.(page, files));
        for (const { id, where } of await violations(page, axe))
          seen.faults.push(`${surface.name} ${locale}: ${id} at ${where.join(', ')}`);
        await page.resize(320, 900);
        // What is drawn to measure follows the window a moment later.
        const fits = () => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return clientWidth <= 320 && scrollWidth <= clientWidth;
        };
        const narrow = page;
        await narrow.until(fits, null, { timeout: SETTLE_MS }).catch(async () => {
          const widths = await narrow.evaluate(
            () => [document.documentElement.scrollWidth, document.documentElement.clientWidth],
            null,
          );
          seen.wide.push(`${surface.name} ${locale}: ${widths.join(' px wide in ')}`);
        });
      }
      await page?.close();
    }
    return seen;
  };

  beforeAll(async () => {
    session = await openSession(name, { claims: 8 });
    files = await demoFiles(session.demo, 2);
    const settings = await session.browser.open(session.browser.extensionUrl('/workbench.html#/settings'));
    await settings.waitFor('[data-testid="settings-locale"]');
    whenEmpty = await see(settings, EMPTY);
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
    expect(whenEmpty).toEqual({ faults: [], wide: [] });
  });

  it('have no violation that axe knows of', async () => {
    whenFull = await see(popup, FULL);
    expect(whenFull.faults).toEqual([]);
  });

  it('fit into 320 px', () => {
    expect(whenFull.wide).toEqual([]);
  });

  it('keep the bar about the page readable from 320 to 420 px with its longest text in each language', async () => {
    const faults: string[] = [];
    for (const locale of ['zh-CN', 'zh-TW', 'en'] as const) {
      await wear(popup, locale, 'light');
      for (const width of [320, 360, 420]) {
        await tellAll(popup, session.demo.listUrl);
        const page = await openPopup(session);
        await page.resize(width, 600);
        await page.waitFor('[data-testid="reader-health"] [data-testid="teach"]');
        const seen = await page.evaluate(() => {
          const bar = document.querySelector('[data-testid="reader-health"]') as HTMLElement;
          const text = bar.querySelector('.grow') as HTMLElement;
          const list = document.querySelector('.popup-list') as HTMLElement;
          const edge = bar.getBoundingClientRect();
          const buttons = [...bar.querySelectorAll('button')].map((one) => one.getBoundingClientRect());
          return {
            share: text.getBoundingClientRect().width / edge.width,
            overlap: buttons.some((one) => one.top < text.getBoundingClientRect().bottom - 1),
            outside: buttons.some((one) => one.right > edge.right || one.left < edge.left),
            wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
            list: list.getBoundingClientRect().height,
          };
        }, null);
        const at = `${locale} ${width}`;
        if (seen.share < 0.75)
          faults.push(`${at}: the text has ${Math.round(seen.share * 100)} % of the bar`);
        if (seen.overlap) faults.push(`${at}: a button stands beside the text`);
        if (seen.outside || seen.wide) faults.push(`${at}: something stands outside`);
        if (seen.list < 150) faults.push(`${at}: ${Math.round(seen.list)} px are left for the claims`);
        await page.close();
      }
    }
    expect(faults).toEqual([]);
  });

  it('can be walked by keyboard alone: page, side panel, comparison, flag, case', async () => {
    const { browser, demo } = session;
    const tabTo = async (
      page: TestPage,
      focused: () => Promise<string>,
      wanted: string,
      key = 'Tab',
    ): Promise<void> => {
      for (let step = 0; step < STEPS; step++) {
        if ((await focused()) === wanted) return;
        await page.press(key);
      }
      throw new Error(`${wanted} cannot be reached by Tab`);
    };
    /** The surface that shows an address, once there is one. */
    const surfaceAt = async (part: string): Promise<TestPage> => {
      const found = async () =>
        (await browser.pages()).find(
          (one) => one.url().includes('-extension://') && one.url().includes(part),
        );
      await expect.poll(found, { interval: 200 }).toBeDefined();
      return (await found()) as TestPage;
    };

    const panel = await browser.open(
      browser.extensionUrl(`/sidepanel.html?page=${encodeURIComponent(demo.listUrl)}`),
    );
    await panel.waitFor(card(edited));
    const list = await browser.open(demo.listUrl);
    await badges(list, (all) => all.some(({ key }) => key === edited));
    const badgeInFocus = () =>
      list.evaluate(() => {
        const host = document.activeElement as HTMLElement | null;
        return host?.localName === 'claimlens-mark' ? (host.dataset.claim ?? '') : '';
      }, null);
    await tabTo(list, badgeInFocus, edited);
    await list.press('Enter');

    const page = await surfaceAt(`/claims/${encodeURIComponent(edited)}`);
    await page.bringToFront();
    await page.resize(420, 900);
    await page.waitFor('[data-testid="comparison"]');
    const inFocus = () =>
      page.evaluate(
        () => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid') ?? '',
        null,
      );
    const divider = () =>
      page.evaluate(
        () => document.querySelector('[data-testid="compare-slider"]')?.getAttribute('aria-valuenow'),
        null,
      );
    // The pair stands side by side at first; the divider comes with its mode.
    await tabTo(page, inFocus, 'compare-mode-side');
    await page.press('ArrowRight');
    // The group of modes moves the focus a moment after the key; Enter before that would be the old mode's.
    await expect.poll(inFocus, { interval: 50 }).toBe('compare-mode-slider');
    await page.press('Enter');
    await tabTo(page, inFocus, 'compare-slider');
    const before = await divider();
    await page.press('ArrowRight');
    await page.press('ArrowRight');
    // Drawn some time after the key.
    await expect.poll(divider).not.toBe(before);
    await page.press(' ');
    await page.waitFor('[data-testid="comparison"][data-mode="blink"]');
    await page.press('1');
    await page.waitFor('.region-lit');
    // Backwards: past the last stop Firefox's Tab goes through its own bars, where a driver's keys do not follow.
    await tabTo(page, inFocus, 'flag-button', 'Shift+Tab');
    await page.press('Enter');
    await page.waitFor('[data-testid="flag-button"][aria-pressed="true"]');
    await tabTo(page, inFocus, 'open-case');
    await page.press('Enter');
    const file = await surfaceAt(`/cases/${encodeURIComponent(edited)}`);
    await file.waitFor('[data-testid="case"]');
  });
});
