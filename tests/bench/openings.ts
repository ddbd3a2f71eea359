/** How long surfaces take to open, in the browser's own clock, as medians beside the opening of an empty page. */
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { openPopup, type Session } from '../demo/session.ts';
import { type Figure, median } from './figures.ts';

const TIMES = 15;
const WAIT_MS = 60_000;

/** Milliseconds until the first paint that shows something. */
const firstPaint = (page: TestPage): Promise<number> =>
  page.until(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime, null, {
    timeout: WAIT_MS,
  }) as Promise<number>;

/** Milliseconds until the last large picture inside `selector` was painted. */
const painted = (page: TestPage, selector: string): Promise<number> =>
  page.evaluate(
    (inside) =>
      new Promise<number>((done) => {
        let last = 0;
        const watch = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { element?: Element })[])
            if (entry.element?.closest(inside)) last = Math.max(last, entry.startTime);
        });
        watch.observe({ type: 'largest-contentful-paint', buffered: true });
        setTimeout(() => done(last), 500);
      }),
    selector,
  );

async function blank(browser: TestBrowser): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const started = performance.now();
    const page = await browser.open('about:blank');
    times.push(performance.now() - started);
    await page.close();
  }
  return median(times);
}

/** Popup and comparison; the popup has been open before, as it has forty times a day. */
export async function openings(session: Session, edited: string): Promise<Figure[]> {
  const { browser, demo } = session;
  const first: number[] = [];
  const answered: number[] = [];
  const compared: number[] = [];
  const empty = await blank(browser);
  for (let n = 0; n < TIMES; n++) {
    const page = await openPopup(session);
    await page.waitFor('[data-testid="claim-card"]', { timeout: WAIT_MS });
    first.push(await firstPaint(page));
    answered.push(await painted(page, '[data-testid="claim-card"]'));
    await page.close();
  }
  for (let n = 0; n < TIMES; n++) {
    const path = `/sidepanel.html?page=${encodeURIComponent(demo.listUrl)}#/claims/${encodeURIComponent(edited)}`;
    const page = await browser.open(browser.extensionUrl(path));
    await page.waitFor('[data-testid="comparison"]', { timeout: WAIT_MS });
    compared.push(await painted(page, '[data-testid="comparison"]'));
    await page.close();
  }
  const against = `about:blank opens in ${Math.round(empty)} ms; median of ${TIMES}`;
  const paint = median(first);
  return [
    {
      what: `popup, first paint with what was known, ${browser.name}`,
      value: paint,
      unit: 'ms',
      against,
      target: '≤ 100 ms',
      met: paint > 0 && paint <= 100,
    },
    {
      what: `popup, the database's own answer painted, ${browser.name}`,
      value: median(answered),
      unit: 'ms',
      against,
    },
    { what: `comparison view ready, ${browser.name}`, value: median(compared), unit: 'ms', against },
  ];
}
