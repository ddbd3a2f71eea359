/**
 * `npm run faults [-- --browser chromium|firefox] [--claims 24] [--only damage|disk]`: breaks one part after the other while a console page is
 * being checked, and prints one line per fault: what was broken, what was lost (must be nothing), how long until work went on.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sigkill } from '../browsers/sigkill.ts';
import type { BrowserName, TestPage } from '../browsers/types.ts';
import { openPopup, openSession, readerReady, type Session } from '../demo/session.ts';
import { damages, realQuota } from './damage.ts';
import { brokenTransactions, clockJump, fullDisk } from './harm.ts';
import { ended, lost, open, type State, stateOf, unsound } from './state.ts';

interface Line {
  broken: string;
  lost: string;
  /** Milliseconds until the next job was over. */
  onAfterMs: number | null;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const STEP_MS = 240_000;

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    claims: { type: 'string', default: '24' },
    /** `damage`: only what goes wrong around stored data; `disk`: of that only the disk that is really full. */
    only: { type: 'string', default: '' },
  },
});
const name = values.browser as BrowserName;
if (values.only === 'disk') {
  await realQuota(name);
  process.exit(0);
}
if (values.only === 'damage') process.exit((await damages(name)) ? 1 : 0);
const profileDir = mkdtempSync(join(tmpdir(), 'claimlens-faults-'));
const session: Session = await openSession(name, { claims: Number(values.claims), profileDir, labels: true });
const { browser, demo } = session;
const lines: Line[] = [];
let watcher: TestPage;

/** The state, through a page that is opened again when it went down with the browser. */
async function state(): Promise<State> {
  try {
    return await stateOf(watcher);
  } catch {
    watcher = await openPopup(session);
    return stateOf(watcher);
  }
}

/** Waits until some more work is over than `before`; null when nothing is left to do. */
async function untilMore(before: number): Promise<State | null> {
  for (const end = Date.now() + STEP_MS; Date.now() < end; await pause(200)) {
    const now = await state();
    if (ended(now) > before) return now;
    if (now.jobs.length && open(now) === 0) return null;
  }
  throw new Error('work did not go on');
}

/** Breaks something in the middle of work and writes down what came of it. */
async function fault(broken: string, act: () => Promise<unknown>): Promise<void> {
  const before = await state();
  if (!open(before)) {
    lines.push({ broken: `${broken} (no work was left)`, lost: 'nothing', onAfterMs: null });
    return;
  }
  const started = Date.now();
  await act();
  const after = await untilMore(ended(before));
  const gone = lost(before, after ?? (await state()));
  const line = { broken, lost: gone.join(' ') || 'nothing', onAfterMs: after ? Date.now() - started : null };
  lines.push(line);
  console.log(`${line.broken}: lost ${line.lost}, work went on after ${line.onAfterMs ?? '-'} ms`);
}

/** Harms the part from inside; an expression that found nobody would prove nothing. */
async function inside(part: 'background' | 'engine', expression: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(200))
    if ((await browser.runInside(part, expression)) > 0) return;
  throw new Error(`no ${part} took the harm`);
}

/** Ends the browser as a power cut would, and starts it again. */
async function killBrowser(): Promise<void> {
  await sigkill(name, profileDir);
  await browser.relaunch();
  await readerReady(browser);
}

/** Makes pictures misbehave, one kind each, before the page is opened. */
function breakNetwork(): Map<string, string> {
  const kinds = ['404', 'cut', '429', 'slow', 'html', 'empty'] as const;
  const single = demo.claims.filter(({ inList, evidence }) => inList && evidence.length > 0);
  const broken = new Map<string, string>();
  for (const [i, kind] of kinds.entries()) {
    const url = single[i]?.evidence[0];
    if (!url) continue;
    demo.misbehave(url, kind);
    broken.set(url, kind);
  }
  return broken;
}

async function untilStill(): Promise<State> {
  for (const end = Date.now() + 2 * STEP_MS; Date.now() < end; await pause(500)) {
    const now = await state();
    if (now.jobs.length && open(now) === 0) return now;
  }
  throw new Error('work did not come to its end');
}

try {
  const broken = breakNetwork();
  await browser.open(demo.listUrl);
  watcher = await openPopup(session);
  for (const end = Date.now() + STEP_MS; ended(await state()) < 3 && Date.now() < end; ) await pause(200);

  await fault(name === 'firefox' ? 'event page ended' : 'service worker ended', () =>
    browser.killBackground(),
  );
  if (name === 'chromium') {
    await fault('offscreen document closed', async () => {
      await browser.killEngine();
      await browser.open(demo.listUrl);
    });
    await fault('one worker silent', () => browser.endWorkers(1));
    await fault('all workers silent', () => browser.endWorkers(9));
    await fault('disk full for 12 writes', () => inside('engine', fullDisk(12)));
    await fault('6 transactions broken off', () => inside('engine', brokenTransactions(6)));
    await fault('clock two days ahead', async () => {
      await inside('engine', clockJump(48));
      await browser.runInside('background', clockJump(48));
    });
    await fault('clock four days back', () => inside('engine', clockJump(-96)));
  }
  await fault('browser closed and opened', async () => {
    await browser.relaunch();
    await readerReady(browser);
    await browser.open(demo.listUrl);
  });
  if (name === 'chromium')
    await fault('browser killed (SIGKILL)', async () => {
      await killBrowser();
      await browser.open(demo.listUrl);
    });

  const end = await untilStill();
  for (const [url, kind] of broken) {
    const path = new URL(url).pathname;
    const rows = end.evidence.filter((row) => row.url.includes(path));
    const told = rows.map((row) =>
      row.state === 'kept' ? 'kept' : `${row.state}: ${row.fetch?.error ?? 'no reason'}`,
    );
    console.log(`picture ${kind}: ${told.join(', ') || 'not read'}`);
    for (const row of rows)
      if (row.state === 'unavailable' && !row.fetch?.error)
        lines.push({ broken: kind, lost: 'the reason', onAfterMs: null });
    demo.misbehave(url, null);
  }
  const wrong = await unsound(watcher);
  for (const line of wrong) console.error(`unsound: ${line}`);
  const missing = lines.filter((line) => line.lost !== 'nothing').length;
  const kept = end.evidence.filter((row) => row.state === 'kept').length;
  console.log(
    `${lines.length} faults, ${end.evidence.length} pictures seen, ${kept} kept, ${missing + wrong.length} losses`,
  );
  process.exitCode = missing + wrong.length ? 1 : 0;
} finally {
  await session.close();
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
}
if (await damages(name)) process.exitCode = 1;
