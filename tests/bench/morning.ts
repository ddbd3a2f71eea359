/** An ordinary morning in the built extension: 54 honest photos and 6 copies against a library of 10,000 pictures. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import type { BrowserName, TestPage } from '../browsers/types.ts';
import { type Figure, median, quantile } from './figures.ts';
import { pause } from './memory.ts';
import { storedRows } from './stored-rows.ts';
import { seedStrangers } from './strangers.ts';

const LIBRARY = 10_000;
const PATIENCE = 900_000;
const STAGES = ['decode', 'fingerprint', 'search', 'align', 'provenance'] as const;

interface Job {
  kind: string;
  subject: string;
  ms?: Record<string, number>;
}

/** Jobs of these kinds that are open, and how many of the first kind there are: counted by the database, since reading all rows four times a second is work for the very thread that is measured. */
const counted = (page: TestPage, kinds: string[]): Promise<{ open: number; first: number }> =>
  page.evaluate(
    (asked) =>
      new Promise<{ open: number; first: number }>((done, fail) => {
        const open = indexedDB.open('claimlens');
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const db = open.result;
          const out = { open: 0, first: 0 };
          const work = db.transaction('jobs');
          const index = work.objectStore('jobs').index('[state+kind+priority]');
          for (const kind of asked) {
            for (const state of ['queued', 'running', 'done', 'failed']) {
              const found = index.count(IDBKeyRange.bound([state, kind], [state, kind, []]));
              found.onsuccess = () => {
                if (state === 'queued' || state === 'running') out.open += found.result;
                if (kind === asked[0]) out.first += found.result;
              };
            }
          }
          work.oncomplete = () => {
            db.close();
            done(out);
          };
          work.onabort = () => fail(work.error);
        };
      }),
    kinds,
  );

/** Waits until `least` jobs of the first kind are there and none of these kinds is open. */
async function settled(page: TestPage, kinds: string[], least: number): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(250)) {
    const { open, first } = await counted(page, kinds);
    if (open === 0 && first >= least) return;
  }
  throw new Error(`${kinds.join(', ')} did not get done`);
}

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** `library`: real pictures, filled up with strangers; `honest` and `copies`: the photos that come in. */
export async function morning(
  library: string[],
  honest: string[],
  copies: string[],
  name: BrowserName,
): Promise<Figure[]> {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-morning-'));
  const profileDir = join(work, 'profile');
  const dir = join(work, 'library');
  mkdirSync(profileDir);
  mkdirSync(dir);
  for (const [i, file] of library.entries()) copyFileSync(file, join(dir, `${i}-${basename(file)}`));
  const browser = await launch(name, {
    extensionDir: ensureBuild(name),
    hosts: {},
    profileDir,
    locale: 'en',
  });
  try {
    let page = await browser.open(browser.extensionUrl('/workbench.html#/library'));
    await page.waitFor('[data-testid="library-input"]', { timeout: PATIENCE });
    await page.setInputFiles('[data-testid="library-input"]', pack(dir, work, 'library'));
    // Where the files leave no choice what a product is, nothing is asked and the import begins by itself.
    const asked = await page.until(
      () => {
        const has = (what: string): boolean => document.querySelector(`[data-testid="${what}"]`) !== null;
        if (has('import-start')) return 'asked';
        return has('import-progress') && 'begun';
      },
      null,
      { timeout: PATIENCE },
    );
    if (asked === 'asked') await page.click('[data-testid="import-start"]');
    await page.waitFor('[data-testid="import-progress"][data-state="done"]', { timeout: PATIENCE });
    const distinct = new Set(library.map(hashOf)).size;
    await settled(page, ['fingerprint-library'], distinct);
    await seedStrangers(page, LIBRARY - distinct);
    // The engine reads its library when it starts.
    await browser.relaunch();
    page = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
    await page.waitFor('[data-testid="drop-photo-input"]', { timeout: PATIENCE });
    const drop = (file: string) => page.setInputFiles('[data-testid="drop-photo-input"]', [file]);
    const [warmUp, ...rest] = honest;
    await drop(warmUp!);
    await settled(page, ['check-photo', 'read-labels', 'read-inside'], 1);

    const photos = [...rest, ...copies];
    const started = Date.now();
    for (const file of photos) await drop(file);
    const dropped = (Date.now() - started) / 1_000;
    const count = new Set(photos.map(hashOf)).size;
    await settled(page, ['check-photo'], count + 1);
    const verdicts = (Date.now() - started) / 1_000;
    const checks = await storedRows<Job>(page, 'claimlens', 'jobs');
    await settled(page, ['read-labels', 'read-inside'], count + 1);
    const labels = (Date.now() - started) / 1_000;

    const of = (files: string[]): Job[] => {
      const hashes = new Set(files.map(hashOf));
      return checks.filter(
        ({ kind, subject, ms }) =>
          kind === 'check-photo' && hashes.has(subject.split('#').at(-1)!) && ms?.decode,
      );
    };
    const ratios = (list: Job[]): number[] => list.map(({ ms }) => ms!.total! / ms!.decode!);
    const all = of(photos);
    const sum = (stage: string): number => all.reduce((n, { ms }) => n + (ms![stage] ?? 0), 0);
    const ratio = (what: string, list: Job[], target: number): Figure => ({
      what: `${what} ÷ its own decode, ${name}`,
      value: median(ratios(list)),
      unit: '×',
      against: `${list.length} photos; 95 % below ${quantile(ratios(list), 0.95).toFixed(1)}; median ${median(list.map(({ ms }) => ms!.total!)).toFixed(0)} ms`,
      target: `≤ ${target}`,
      met: median(ratios(list)) <= target,
    });
    return [
      {
        what: `${photos.length} photos, library of ${LIBRARY}: to the last verdict, ${name}`,
        value: verdicts,
        unit: 's',
        against: `dropped one after the other within ${dropped.toFixed(1)} s; ${distinct} real pictures in the library`,
        target: '≤ 15 s',
        met: verdicts <= 15,
      },
      {
        what: `the same, to the last label, ${name}`,
        value: labels,
        unit: 's',
        target: '≤ 40 s',
        met: labels <= 40,
      },
      ratio('honest photo', of(rest), 8),
      ratio('copy', of(copies), 20),
      {
        what: `fingerprint ÷ decode, ${name}`,
        value: median(all.map(({ ms }) => ms!.fingerprint! / ms!.decode!)),
        unit: '×',
        target: '≤ 2.5',
        met: median(all.map(({ ms }) => ms!.fingerprint! / ms!.decode!)) <= 2.5,
      },
      ...STAGES.map((stage) => ({
        what: `share of ${stage}, ${name}`,
        value: (100 * sum(stage)) / Math.max(1, sum('total')),
        unit: '%',
      })),
    ];
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
