/**
 * The demo: the built extension on a local seller console.
 *
 *     npm run demo [-- --headless] [--samples] [--browser chromium|firefox] [--claims N] [--case] [--out DIR]
 *     npm run demo -- --walk [--browser chromium|firefox] [--claims N]
 *
 * With a window it stays open until it is closed; `--headless` waits for all verdicts, prints them beside what each claim
 * is, saves screenshots in both languages, and exits 1 when a claim got no verdict. `--case` also works on a case up to its
 * evidence package, which the independent verifier must accept. `--walk` goes through 40 claims by keyboard alone, in both
 * browsers unless one is named, and prints keys, clicks and the product's own waiting (tests/demo/walk.ts).
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserName, TestPage } from '../browsers/types.ts';
import { hasSamples } from '../samples.ts';
import { wear } from '../screens/surfaces.ts';
import { openCaseOf, packageOf } from './case.ts';
import { sampleDemo } from './sample-cast.ts';
import {
  badges,
  cards,
  openPopup,
  openSession,
  readerReady,
  type Session,
  storedFindings,
  waitForDetail,
  waitForQuiet,
  waitForVerdicts,
} from './session.ts';
import { judge, printTable, type Row } from './table.ts';
import { walk, walkText } from './walk.ts';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    samples: { type: 'boolean', default: false },
    case: { type: 'boolean', default: false },
    walk: { type: 'boolean', default: false },
    browser: { type: 'string' },
    claims: { type: 'string' },
    out: { type: 'string', default: 'out/demo' },
  },
});

async function main(): Promise<number> {
  const name = (values.browser ?? 'chromium') as BrowserName;
  if (name !== 'chromium' && name !== 'firefox') {
    console.error('--browser is chromium or firefox');
    return 2;
  }
  if (values.samples && !hasSamples) {
    console.error('--samples needs ../shared/samples/photos');
    return 2;
  }
  if (values.walk) return walks(values.browser === undefined ? ['chromium', 'firefox'] : [name]);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (!values.headless && process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    console.error('There is no display here: use --headless');
    return 2;
  }
  const session = await openSession(name, {
    labels: true,
    headless: values.headless,
    claims: Number(values.claims ?? 24),
    ...(values.samples && { demo: sampleDemo(Date.now()) }),
  });
  try {
    if (values.headless) return await headless(session, resolve(values.out));
    await session.browser.open(session.demo.listUrl);
    console.log(
      'The console is open. Click the extension’s icon for the popup. Ctrl+C here, or closing the window, ends the demo.',
    );
    const interrupted = new Promise<void>((done) => process.once('SIGINT', () => done()));
    await Promise.race([interrupted, session.browser.closedByHand()]);
    return 0;
  } finally {
    await session.close();
  }
}

/** The morning by keyboard alone; 1 when a row's reason cannot be read where it stands. */
async function walks(names: BrowserName[]): Promise<number> {
  let unreadable = 0;
  for (const name of names) {
    const session = await openSession(name, { claims: Number(values.claims ?? 40) });
    try {
      const walked = await walk(session);
      console.log(walkText(name, walked));
      unreadable += walked.unreadable.length;
    } finally {
      await session.close();
    }
  }
  return unreadable === 0 ? 0 : 1;
}

async function headless(session: Session, out: string): Promise<number> {
  const { demo, browser } = session;
  mkdirSync(out, { recursive: true });
  const started = Date.now();
  const list = await browser.open(demo.listUrl);
  await badges(list, (all) => all.length > 0);
  console.log(`first badge after ${Date.now() - started} ms`);
  const popup = await openPopup(session);
  const listed = demo.claims.filter((claim) => claim.inList && claim.photos.length > 0);
  const first = await waitForVerdicts(
    popup,
    listed.map(({ key }) => key),
    started,
  );

  // What stands on no list (pictures of some claims, the times of all) is read when the seller opens the claim.
  for (const claim of demo.claims.filter((one) => !one.inList || one.needsDetail)) {
    const detail = await browser.open(demo.detailUrl(claim.claimId));
    await badges(detail, (all) => all.some(({ key }) => key === claim.key));
    // The claim has its badge from the list already; what only stands here comes with the page's own reading.
    await waitForDetail(popup, claim.key, claim.photos.length);
    await detail.close();
  }
  await list.bringToFront();
  if (!(await waitForQuiet(popup, 300_000, 3_000)))
    console.error('the engine stopped before all was checked');
  console.log(`everything checked after ${Date.now() - started} ms`);
  const finished = new Map((await cards(popup)).map((one) => [one.key, one]));
  const findings = await storedFindings(popup);
  const rows: Row[] = demo.claims.map((claim) => {
    const codes = findings.filter(({ claimKey }) => claimKey === claim.key).map(({ code }) => code);
    return judge(claim, finished.get(claim.key)?.verdict ?? '', codes, first.get(claim.key)?.ms);
  });
  printTable(rows);

  const worst =
    rows.find((row) => row.verdict === 'several-signs' && row.codes.includes('copy-of-listing-edited')) ??
    rows[0];
  for (const locale of ['zh-CN', 'en'] as const) {
    await browser.relaunch({ locale });
    await readerReady(browser);
    // A stock Firefox speaks English whatever it is asked: the language is chosen as a seller would.
    const chooser = await openPopup(session);
    await wear(chooser, locale, 'light');
    await chooser.close();
    const page = await browser.open(demo.listUrl);
    await badges(page, (all) => all.length > 0);
    // The page is read once more after the start; what that began is part of the picture.
    const watcher = await openPopup(session);
    await waitForQuiet(watcher, 300_000, 2_000);
    const open = (await cards(watcher)).filter(({ state }) => state !== 'done');
    console.log(
      open.length === 0
        ? `${locale}: no claim still open`
        : `${locale}: still open: ${open.map(({ key, state }) => `${key} (${state})`).join(', ')}`,
    );
    await watcher.close();
    await page.bringToFront();
    await drawn(page);
    await page.screenshot(`${out}/console-${locale}.png`, { width: 1440, height: 900 });
    const small = await openPopup(session);
    await small.until(() => document.querySelectorAll('[data-testid="claim-card"]').length > 1, null);
    await drawn(small);
    await small.screenshot(`${out}/popup-${locale}.png`, { width: 420, height: 600 });
    const compare = await browser.open(
      browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(worst?.key ?? '')}`),
    );
    await compare.waitFor('[data-testid="comparison"]');
    await drawn(compare);
    await compare.screenshot(`${out}/comparison-${locale}.png`, { width: 1280, height: 860 });
  }
  const verified = values.case ? await packageDemo(session, worst?.key ?? '', out) : 0;
  console.log(`screenshots in ${out}`);
  const expected = rows.filter(({ wrong }) => wrong.length === 0).length;
  console.log(`${expected} of ${rows.length} claims as expected`);
  return verified === 0 && rows.every(({ verdict }) => verdict !== '') ? 0 : 1;
}

/** All pictures of a page are there, and it has been drawn since. */
const drawn = (page: TestPage): Promise<unknown> =>
  page.evaluate(async () => {
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, null);

/** One case up to its package; the verifier's exit code. */
async function packageDemo(session: Session, key: string, out: string): Promise<number> {
  const page = await openCaseOf(session, key);
  const made = await packageOf(page, out);
  await page.screenshot(`${out}/case.png`, { width: 1280, height: 1600 });
  console.log(`package ${made.zip} (${made.bytes} bytes): ${made.said}`);
  return made.verified ?? 1;
}

process.exitCode = await main();
