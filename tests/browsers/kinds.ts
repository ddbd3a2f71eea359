/**
 * Which browsers a file of browser tests drives.
 *
 * `npm test` runs every file that says `describe.each(BROWSERS)` once per browser, both at the same time; run alone, such a
 * file drives both in turn. A lean file starts ONE browser per kind and shares it:
 *
 *     describe.each(BROWSERS)('something in %s', (name) => {
 *       let session: Session;
 *       beforeAll(async () => { session = await openSession(name, { claims: 2 }); });
 *       afterAll(() => session?.close());
 *       it(…); // each test opens its own page in the browser and closes it
 *     });
 *
 * Wait for what the page shows (`page.until`, `expect.poll`), never for the clock. A file for one browser alone names it
 * instead (`openSession('chromium')`). tests/lint/e2e.test.ts holds files to this.
 */
import type { BrowserName } from './types.ts';

const KINDS: readonly BrowserName[] = ['chromium', 'firefox'];
/** Set by vitest.config.ts where each browser has a project of its own. */
const asked = process.env.CLAIMLENS_BROWSERS?.split(',');

export const BROWSERS: readonly BrowserName[] = asked ? KINDS.filter((kind) => asked.includes(kind)) : KINDS;
