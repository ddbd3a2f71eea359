/** What the seller waits for: a console page of many claims, the popup, the cost of the reader where there is nothing to read. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from '../browsers/build.ts';
import type { BrowserName, TestPage } from '../browsers/types.ts';
import { badges, openPopup, openSession, waitForQuiet, waitForVerdicts } from '../demo/session.ts';
import type { Figure } from './figures.ts';
import { openings } from './openings.ts';

/** How many claims the page shows once it has stopped growing, and after how many milliseconds it had them. */
async function rowsShown(page: TestPage, started: number): Promise<{ shown: number; loaded: number }> {
  let shown = 0;
  let loaded = 0;
  for (let still = 0; still < 5 || shown === 0; still++) {
    const now = await page.evaluate(
      () =>
        new Set(
          [...document.querySelectorAll<HTMLAnchorElement>('a[href*="aftersales-ssr/detail"]')].map(
            (link) => link.href,
          ),
        ).size,
      null,
    );
    if (now !== shown) {
      shown = now;
      loaded = Date.now() - started;
      still = 0;
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  return { shown, loaded };
}

/** Opens the demo console with `claims` claims and measures in the browser's own clock. */
export async function surfaces(claims: number, name: BrowserName): Promise<Figure[]> {
  const session = await openSession(name, { claims, labels: true });
  try {
    const started = Date.now();
    const page = await session.browser.open(session.demo.listUrl);
    const { shown, loaded } = await rowsShown(page, started);
    await badges(page, (all) => all.length >= shown, 120_000);
    const read = Math.max(0, Date.now() - started - loaded);
    const popup = await openPopup(session);
    const edited = session.demo.claims.find(({ truth }) => truth.codes.includes('copy-of-listing-edited'));
    await waitForVerdicts(popup, [edited?.key ?? ''], Date.now());
    // What runs behind would be measured with it.
    await waitForQuiet(popup);
    await popup.close();
    const opened = await openings(session, edited?.key ?? '');
    const folder = ensureBuild(name);
    const kib = (file: string) => statSync(join(folder, file)).size / 1024;
    return [
      {
        what: `list of ${claims} claims: the ${shown} rows in view read and marked, ${name}`,
        value: read,
        unit: 'ms',
        against: `${loaded} ms until the page itself showed its rows`,
      },
      ...opened,
      { what: 'reader script in a console page', value: kib('content-scripts/console.js'), unit: 'KiB' },
      { what: 'tap script in a console page', value: kib('content-scripts/page-tap.js'), unit: 'KiB' },
    ];
  } finally {
    await session.close();
  }
}
