/**
 * The second half of `npm run faults`: what goes wrong around the stored data. Each line says what was broken, what was lost,
 * and what the seller was told; something lost without a word is a failure.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { verifyLedger } from '../../lib/store/ledger-chain.ts';
import type { LedgerRow } from '../../lib/store/rows.ts';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { sigkill } from '../browsers/sigkill.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { openSession, readerReady, type Session } from '../demo/session.ts';
import { random } from '../fuzz/mutate.ts';
import { clockJump, fullDisk } from './harm.ts';

interface Line {
  broken: string;
  /** `nothing`, or what is gone. */
  lost: string;
  /** What the seller sees; `nothing` where there is nothing to say. */
  told: string;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const WAIT_MS = 120_000;
const YEAR_HOURS = 365 * 24;
const TABLES = ['claims', 'evidence', 'readings', 'ledger', 'libraryImages'] as const;
type Counts = Record<(typeof TABLES)[number], number>;

/** Polls until `ask` answers something; null after two minutes. */
async function until<T>(ask: () => Promise<T | null | false>, ms = WAIT_MS): Promise<T | null> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(300)) {
    const answer = await ask().catch(() => null);
    if (answer) return answer;
  }
  return null;
}

async function counts(page: TestPage): Promise<Counts> {
  const stored = openDatabase(page);
  const sizes = await Promise.all(TABLES.map(async (name) => (await stored.keys(name)).length));
  return Object.fromEntries(TABLES.map((name, i) => [name, sizes[i] ?? 0])) as Counts;
}

/** What is less than before, in words. */
function gone(before: Counts, after: Counts): string {
  const parts = TABLES.filter((name) => after[name] < before[name]).map(
    (name) => `${before[name] - after[name]} of ${before[name]} ${name}`,
  );
  return parts.join(', ') || 'nothing';
}

const workbench = (browser: TestBrowser, route = ''): Promise<TestPage> =>
  browser.open(browser.extensionUrl(`/workbench.html${route}`));

/** Text of an element, or null while it is not there. */
const textOf = (page: TestPage, id: string): Promise<string | null> =>
  page.evaluate(
    (one) => document.querySelector(`[data-testid="${one}"]`)?.querySelector('p, span')?.textContent ?? null,
    id,
  );

/** What the workbench says of stored data within ten seconds; `nothing` when it is silent. */
const toldOfLoss = async (page: TestPage): Promise<string> =>
  (await until(() => textOf(page, 'store-loss'), 10_000)) ?? 'nothing';

/** The files of the extension's database in a profile, largest first. */
function databaseFiles(name: BrowserName, profileDir: string): string[] {
  const root = name === 'firefox' ? join(profileDir, 'storage') : join(profileDir, 'Default', 'IndexedDB');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /extension/.test(path))
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile())
    .sort((a, b) => statSync(b).size - statSync(a).size);
}

function flipByte(path: string, share: number): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length * share);
  const file = openSync(path, 'r+');
  writeSync(file, Uint8Array.of((bytes[at] ?? 0) ^ 0xff), 0, 1, at);
  closeSync(file);
}

/** Ways to harm the files of a database, by browser. */
function fileHarms(name: BrowserName): [string, (files: string[]) => void][] {
  const pick = (files: string[], pattern: RegExp): string => {
    const found = files.find((path) => pattern.test(path));
    if (!found) throw new Error(`no file like ${pattern} among ${files.length}`);
    return found;
  };
  const data = name === 'firefox' ? /\.sqlite$/ : /\.(log|ldb)$/;
  return [
    ['a byte flipped in the database’s file', (files) => flipByte(pick(files, data), 0.4)],
    ['a byte flipped near the end of it', (files) => flipByte(pick(files, data), 0.95)],
    [
      'the log cut to half',
      (files) => {
        const path = pick(files, name === 'firefox' ? /\.sqlite$/ : /\.log$/);
        truncateSync(path, Math.floor(statSync(path).size / 2));
      },
    ],
    [
      name === 'firefox' ? 'the database’s file emptied' : 'the manifest file emptied',
      (files) => truncateSync(pick(files, name === 'firefox' ? /\.sqlite$/ : /MANIFEST-\d+$/), 0),
    ],
  ];
}

/** Small pictures in a ZIP for the library. */
async function zipOfPictures(dir: string, wanted: number): Promise<string[]> {
  const next = random(1);
  for (let n = 0; n < wanted; n++) {
    const folder = join(dir, 'library', `product ${Math.floor(n / 5)}`);
    mkdirSync(folder, { recursive: true });
    const data = Buffer.from(Array.from({ length: 8 * 8 * 3 }, () => Math.floor(next() * 256)));
    const picture = sharp(data, { raw: { width: 8, height: 8, channels: 3 } }).resize(64, 64);
    writeFileSync(join(folder, `${n}.jpg`), await picture.jpeg().toBuffer());
  }
  return pack(join(dir, 'library'), dir, 'library');
}

/** @param before what happens after the files were chosen and before the import starts */
async function beginImport(
  browser: TestBrowser,
  zips: string[],
  before: () => void = () => undefined,
): Promise<TestPage> {
  const page = await workbench(browser, '#/library');
  await page.waitFor('[data-testid="library-input"]', { timeout: WAIT_MS });
  await page.setInputFiles('[data-testid="library-input"]', zips);
  await page.waitFor('[data-testid="import-start"]', { timeout: WAIT_MS });
  before();
  await page.click('[data-testid="import-start"]', { timeout: WAIT_MS });
  return page;
}

const importDone = (page: TestPage): Promise<void> =>
  page.waitFor('[data-testid="import-progress"][data-state="done"]', { timeout: WAIT_MS });

/** A file system of its own that is really full, for as long as `work` runs; false where none can be mounted. */
async function onSmallDisk(
  work: (dir: string, fill: () => void, free: () => void) => Promise<void>,
): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), 'claimlens-small-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', dir]).status !== 0) return false;
  const filler = join(dir, 'filler');
  const fill = () => {
    const file = openSync(filler, 'w');
    const piece = Buffer.alloc(64 * 1024);
    try {
      for (;;) writeSync(file, piece);
    } catch {
      // Full, as it should be.
    } finally {
      // Held open, its room would stay taken after it was deleted.
      closeSync(file);
    }
  };
  try {
    await work(dir, fill, () => rmSync(filler, { force: true }));
  } finally {
    spawnSync('umount', ['-l', dir]);
    rmSync(dir, { recursive: true, force: true });
  }
  return true;
}

/** Makes the kept backup of a page's database, as the seller's button does, without the browser's download. */
async function backupOf(browser: TestBrowser, password: string): Promise<Buffer> {
  const page = await workbench(browser, '#/cases/data');
  await page.waitFor('[data-testid="backup-password"]', { timeout: WAIT_MS });
  await page.fill('[data-testid="backup-password"]', password);
  const base64 = await page.evaluate(async () => {
    const make = URL.createObjectURL;
    const saved = new Promise<Blob>((done) => {
      URL.createObjectURL = (blob) => {
        done(blob as Blob);
        return make(blob);
      };
    });
    document.querySelector<HTMLButtonElement>('[data-testid="backup-make"]')?.click();
    const bytes = new Uint8Array(await (await saved).arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  }, null);
  await page.close();
  return Buffer.from(base64, 'base64');
}

/** Whether all chains of the log are whole. */
async function soundLog(page: TestPage): Promise<boolean> {
  const rows = (await openDatabase(page).table('ledger')) as LedgerRow[];
  return verifyLedger(rows).length === 0;
}

/** Waits until the canary outside the database names the log's end, as it does a minute after the last change at most. */
const canaryIsCurrent = (page: TestPage): Promise<unknown> =>
  until(async () => {
    const canary = await page.evaluate(async () => {
      const { chrome } = globalThis as unknown as {
        chrome: { storage: { local: { get(name: string): Promise<{ canary?: { n: number } }> } } };
      };
      return (await chrome.storage.local.get('canary')).canary?.n ?? 0;
    }, null);
    const entries = await openDatabase(page).keys('ledger');
    return canary > 0 && canary === entries.length;
  }, 150_000);

/** Runs all lines in a browser and returns how many failed. */
export async function damages(name: BrowserName): Promise<number> {
  const lines: Line[] = [];
  const add = (line: Line): void => {
    lines.push(line);
    console.log(`${line.broken}: lost ${line.lost}; told: ${line.told}`);
  };
  const base = mkdtempSync(join(tmpdir(), 'claimlens-damage-'));
  const profileDir = join(base, 'profile');
  mkdirSync(profileDir);
  const session: Session = await openSession(name, { claims: 6, profileDir, locale: 'en' });
  const { browser, demo } = session;
  try {
    if (name === 'chromium') {
      await until(async () => (await browser.runInside('background', fullDisk(4))) > 0, 30_000);
      await browser.open(demo.listUrl);
    } else await browser.open(demo.listUrl);
    let page = await workbench(browser, '#/claims');
    const read = await until(async () => {
      const now = await counts(page);
      return now.claims >= demo.claims.length && now;
    });
    if (name === 'chromium')
      add({
        broken: 'four writes of the background lost while a page sent its claims',
        lost: read ? 'nothing' : `${demo.claims.length - (await counts(page)).claims} claims`,
        told: 'the badges say “not saved” until the page’s claims are kept',
      });
    await until(async () => {
      const jobs = (await openDatabase(page).table('jobs')) as { state: string; notBefore?: number }[];
      return (
        jobs.length > 0 &&
        jobs.every(({ state, notBefore }) => state === 'done' || state === 'failed' || notBefore)
      );
    });

    if (name === 'chromium')
      for (const [way, hours] of [
        ['a year ahead', YEAR_HOURS],
        ['a year back', -2 * YEAR_HOURS],
      ] as const) {
        const before = await counts(page);
        await browser.runInside('background', clockJump(hours));
        // The alarm of the look after stored data, now instead of within the hour.
        await browser.runInside(
          'background',
          `chrome.alarms.create('store-health', { delayInMinutes: 0.01 })`,
        );
        const data = await workbench(browser, '#/cases/data');
        const told = await until(() => textOf(data, 'clock-doubt'), 60_000);
        add({
          broken: `the clock set ${way}`,
          lost: gone(before, await counts(data)),
          told: told ?? 'NOTHING',
        });
        await data.close();
        if (told) {
          await browser.killBackground();
          const again = await workbench(browser, '#/cases/data');
          await again.click('[data-testid="clock-confirm"]');
          // A page closed before the answer is stored leaves the doubt, which the next jump would find instead of its own.
          await again.until(() => !document.querySelector('[data-testid="clock-doubt"]'), null);
          await again.close();
        }
      }

    // The claims' own products are in the library already.
    const learned = (await counts(page)).libraryImages;
    const imported = async (): Promise<number> => (await counts(page)).libraryImages - learned;
    const amiss = async (wanted: number): Promise<string> => {
      const there = await imported();
      return there === wanted ? 'nothing' : `${there} images instead of ${wanted}`;
    };
    const zips = await zipOfPictures(base, 60);
    const windows = await Promise.all([beginImport(browser, zips), beginImport(browser, zips)]);
    await Promise.all(windows.map(importDone));
    add({
      broken: 'the same ZIP imported in two windows at once',
      lost: await amiss(60),
      told: 'both windows end with “done”',
    });
    for (const one of windows) await one.close();

    const more = join(base, 'more');
    mkdirSync(more);
    const second = await zipOfPictures(more, 200);
    const importing = await beginImport(browser, second);
    await until(async () => (await imported()) > 65, 20_000);
    await importing.reload();
    const half = await imported();
    const resumed = await beginImport(browser, second);
    await importDone(resumed);
    add({
      broken: `a reload in the middle of an import (${half - 60} stored)`,
      lost: await amiss(200),
      told: 'the same ZIP again adds only the rest',
    });
    await resumed.close();

    await secondProfile(name, browser, page, add);

    await canaryIsCurrent(page);
    const before = await counts(page);
    await sigkill(name, profileDir);
    const sound = join(base, 'sound');
    cpSync(profileDir, sound, { recursive: true, verbatimSymlinks: true });
    for (const [broken, harm] of fileHarms(name)) {
      rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
      cpSync(sound, profileDir, { recursive: true, verbatimSymlinks: true });
      harm(databaseFiles(name, profileDir));
      await browser.relaunch();
      await readerReady(browser);
      page = await workbench(browser, '#/claims');
      const told = await toldOfLoss(page);
      const now = await counts(page).catch(() => Object.fromEntries(TABLES.map((one) => [one, 0])) as Counts);
      const lost = gone(before, now);
      add({ broken, lost, told: lost !== 'nothing' && told === 'nothing' ? 'NOTHING' : told });
      await sigkill(name, profileDir).catch(() => undefined);
    }
  } finally {
    await session.close().catch(() => undefined);
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
  await realQuota(name, add);
  const failed = lines.filter(
    ({ lost, told }) => told === 'NOTHING' || (lost !== 'nothing' && told === 'nothing'),
  ).length;
  console.log(`${lines.length} faults around stored data, ${failed} without a word`);
  return failed;
}

/** Another profile of the same seller: a backup brings everything there, and both logs stay whole. */
async function secondProfile(
  name: BrowserName,
  first: TestBrowser,
  page: TestPage,
  add: (line: Line) => void,
): Promise<void> {
  const before = await counts(page);
  const bytes = await backupOf(first, 'correct horse');
  const dir = mkdtempSync(join(tmpdir(), 'claimlens-second-'));
  const file = join(dir, 'first.clbackup');
  writeFileSync(file, bytes);
  const other = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
  try {
    const data = await workbench(other, '#/cases/data');
    await data.waitFor('[data-testid="backup-password"]', { timeout: WAIT_MS });
    await data.fill('[data-testid="backup-password"]', 'correct horse');
    await data.setInputFiles('[data-testid="backup-file"]', [file]);
    await data.click('[data-testid="backup-restore"]');
    const told = await until(() =>
      data.evaluate(() => {
        const said = document.querySelector('[data-testid="backup-said"]')?.textContent ?? '';
        return /\d/.test(said) ? said : null;
      }, null),
    );
    const whole = await soundLog(data);
    const lost = gone({ ...before, ledger: 0 }, await counts(data));
    add({
      broken: 'a second profile, given the backup of the first',
      lost: whole ? lost : `${lost}; its log is not whole`,
      told: told ?? 'NOTHING',
    });
  } finally {
    await other.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A disk that is really full while pictures are imported: what was stored stays, and what was not is said. */
export async function realQuota(
  name: BrowserName,
  add: (line: Line) => void = ({ broken, lost, told }) =>
    console.log(`${broken}: lost ${lost}; told: ${told}`),
): Promise<void> {
  const done = await onSmallDisk(async (dir, fill, free) => {
    const profileDir = join(dir, 'profile');
    mkdirSync(profileDir);
    const pictures = mkdtempSync(join(tmpdir(), 'claimlens-full-'));
    const zips = await zipOfPictures(pictures, 200);
    const browser = await launch(name, {
      extensionDir: ensureBuild(name),
      hosts: {},
      profileDir,
      locale: 'en',
    });
    try {
      const page = await workbench(browser, '#/claims');
      const importing = await beginImport(browser, zips, fill);
      const told = await until(
        () =>
          importing.evaluate(() => {
            const shown = document.querySelector(
              '[data-testid="import-progress"][data-state="done"], [role="alert"]',
            );
            // The reason that is given with the files that were not saved, where there is one.
            const whys = [...(shown?.querySelectorAll('li') ?? [])].map(
              (one) => one.textContent?.trim() ?? '',
            );
            return shown ? [shown.textContent?.trim().slice(0, 80), whys[0] ?? ''].join(' … ') : null;
          }, null),
        60_000,
      );
      const stored = await counts(page).catch(() => null);
      free();
      await importing.close();
      const again = await beginImport(browser, zips);
      await importDone(again);
      const end = await counts(again);
      const missing = 200 - end.libraryImages;
      add({
        broken: `a disk that is really full (${stored?.libraryImages ?? '?'} of 200 pictures went in)`,
        lost: missing > 0 ? `${missing} pictures, also after there was room again` : 'nothing',
        told: told ?? 'NOTHING',
      });
    } finally {
      free();
      await browser.close();
      rmSync(pictures, { recursive: true, force: true });
    }
  });
  if (!done) console.log('a disk that is really full: not tried, nothing can be mounted here');
}
