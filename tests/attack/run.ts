/**
 * `npm run attack-page [-- --browser chromium|firefox] [--team-host wss://team.shop.example]`, the latter on a build for that one host: opens
 * the hostile page with the extension at work and says what came of each attempt.
 */
import { parseArgs } from 'node:util';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { GRANT, readerReady } from '../demo/session.ts';
import { hostileBackups, luredTexts } from './doors.ts';
import { claimIds, ELSEWHERE, type HostileHost, OFFERED, startHostileHost } from './host.ts';
import { otherHosts } from './own-pages.ts';
import type { Attempts } from './page.ts';

interface Outcome {
  attempt: string;
  blocked: boolean;
  what: string;
}

type Windowed = Record<string, (argument?: unknown) => unknown>;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function attack(browser: TestBrowser, host: HostileHost): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const say = (attempt: string, blocked: boolean, what: string) => outcomes.push({ attempt, blocked, what });

  const page = await browser.open(host.listUrl);
  const own = await browser.open(browser.extensionUrl('/popup.html'));
  const stored = openDatabase(own);
  const until = Date.now() + 60_000;
  while ((await stored.table('evidence')).length === 0 && Date.now() < until) await pause(250);
  await settle(own);

  const evidence = (await stored.table('evidence')) as { url: string; originalUrl: string; state: string }[];
  const claims = (await stored.table('claims')) as { key: string; console: string }[];
  say(
    'reader works in spite of it',
    evidence.some((row) => row.url === OFFERED.good && row.state === 'kept'),
    `${claims.length} claims, ${evidence.length} pictures`,
  );
  for (const [name, url] of Object.entries(OFFERED)) {
    if (name === 'good') continue;
    const row = evidence.find((one) => one.url === url || one.originalUrl === url);
    say(`picture address: ${name}`, row?.state !== 'kept', row ? `stored, ${row.state}` : 'not stored');
  }
  const schemes = new Set(
    evidence.flatMap((row) => [row.url, row.originalUrl]).map((url) => new URL(url).protocol),
  );
  say(
    'schemes other than https',
    [...schemes].every((scheme) => scheme === 'https:'),
    [...schemes].join(' '),
  );
  say(
    'claims of another console',
    claims.every((claim) => claim.console === 'pinduoduo' && claim.key.startsWith('pinduoduo:')),
    `${claims.length} claims`,
  );
  say(
    'prototype evidence',
    !evidence.some((row) => row.url.includes('prototype')),
    'Object.prototype.evidence',
  );
  say('forged answers', !evidence.some((row) => row.url.includes('forged')), 'claimlens-answer events');

  const root = browser.extensionUrl('/');
  await page.evaluate((at) => (globalThis as unknown as Windowed).knock?.(at) as Promise<void>, root);
  await page.evaluate(() => (globalThis as unknown as Windowed).detect?.() as Promise<void>, null);
  await page.evaluate(() => (globalThis as unknown as Windowed).signs?.() as Promise<void>, null);
  const attempts = await page.evaluate(
    () => (globalThis as unknown as { attempts: Attempts }).attempts,
    null,
  );
  for (const [name, what] of Object.entries(attempts)) {
    if (name === 'own answer') continue;
    say(name, /refused|absent|none|not visible|foreign|empty|opened|known/.test(what), what);
  }

  await luredTexts(page, own, claims[0]?.key ?? '', say);
  await hostileBackups(browser, say);

  const addresses = async () => (await browser.pages()).map((one) => one.url());
  const before = await addresses();
  await page.evaluate(() => (globalThis as unknown as Windowed).clickBadges?.(), null);
  await pause(1_500);
  const opened = (await addresses()).slice(before.length).filter((url) => url.startsWith(root));
  say('clicks by script', opened.length === 0, opened.join(' ') || 'nothing opened');

  const started = Date.now();
  const changes = await page.evaluate(
    () => (globalThis as unknown as Windowed).storm?.(5_000) as Promise<number>,
    null,
  );
  say(
    'a storm of changes',
    Date.now() - started < 15_000,
    `${changes} changes in ${Date.now() - started} ms, page answers`,
  );

  await page.evaluate(() => (globalThis as unknown as Windowed).flood?.(), null);
  await pause(3_000);
  const flooded = (await stored.table('claims')).length;
  say('3 000 claims at once', flooded <= claims.length + 500, `${flooded} claims stored`);

  for (const path of ['/popup.html', '/sidepanel.html', '/workbench.html#/claims']) {
    const surface = await browser.open(browser.extensionUrl(path));
    await pause(1_500);
    const owned = await surface.evaluate(
      () => document.title === 'owned' || document.querySelector('img[src="x"]') !== null,
      null,
    );
    say(`markup in ${path}`, !owned, owned ? 'ran' : 'shown as text');
    await surface.close();
  }
  const title = await page.evaluate(() => document.title === 'owned', null);
  say('markup in the badges', !title, 'page title untouched');
  say(
    'requests to other hosts',
    strays(browser, host).length === 0,
    strays(browser, host).join(' ') || 'none',
  );
  say('cookies with picture requests', host.withCookies.length === 0, host.withCookies.join(' ') || 'none');
  // Last: the browser counts what the policy stopped among the requests.
  const known = await otherHosts(browser, say);
  const arrived = host.strays.filter((url) => !known || !url.endsWith(known));
  say('what arrived at another host', arrived.length === 0, arrived.join(' ') || 'nothing');
  return outcomes;
}

/** What arrived elsewhere, and what of the extension tried to; the page's own attempts are its own business. */
function strays(browser: TestBrowser, host: HostileHost): string[] {
  const asked = browser.requests
    .filter(({ by }) => !by.startsWith('page https:'))
    .map(({ url }) => url)
    .filter((url) =>
      new RegExp(
        `^https?://([^/]*\\.)?(${ELSEWHERE.replace('.', '\\.')}|localhost|127\\.|192\\.168\\.)`,
      ).test(url),
    );
  return [...new Set([...asked, ...host.strays])];
}

/** Waits until the extension has nothing left to do, two minutes at most. */
async function settle(page: TestPage): Promise<void> {
  const stored = openDatabase(page);
  for (const end = Date.now() + 120_000; Date.now() < end; await pause(500)) {
    const jobs = (await stored.table('jobs')) as { state: string; notBefore?: number }[];
    if (
      jobs.length &&
      jobs.every(({ state, notBefore }) => state === 'done' || state === 'failed' || notBefore)
    )
      return;
  }
}

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    'team-host': { type: 'string', default: '' },
  },
});
const name = values.browser as BrowserName;
const extensionDir = ensureBuild(name, values['team-host']);
const host = await startHostileHost();
const browser = await launch(name, { extensionDir, hosts: host.hosts, grant: GRANT, locale: 'en' });
try {
  await readerReady(browser);
  const outcomes = await attack(browser, host);
  for (const { attempt, blocked, what } of outcomes)
    console.log(`${blocked ? 'blocked ' : 'THROUGH '} ${attempt}: ${what}`);
  const through = outcomes.filter(({ blocked }) => !blocked).length;
  console.log(`${outcomes.length} attempts from ${claimIds.length} claims, ${through} got through`);
  process.exitCode = through ? 1 : 0;
} finally {
  await browser.close();
  await host.close();
}
