/** An ordinary morning in the built extension: 54 honest photos and 6 copies against a library of 10,000 pictures. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import type { BrowserName } from '../browsers/types.ts';
import { type Figure, median, quantile } from './figures.ts';
import { importLibrary, PATIENCE, settled } from './import-library.ts';
import { storedRows } from './stored-rows.ts';
import { seedStrangers } from './strangers.ts';

const LIBRARY = 10_000;
const STAGES = ['decode', 'fingerprint', 'search', 'align', 'provenance'] as const;

interface Job {
  kind: string;
  subject: string;
  ms?: Record<string, number>;
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
    await importLibrary(page, pack(dir, work, 'library'));
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
