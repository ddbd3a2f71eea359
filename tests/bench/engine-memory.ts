/** Does the engine leak? Memory of the browser after 1,000 photos of one run against after 100 of the same run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import type { Figure } from './figures.ts';
import { browsersMemory, pause } from './memory.ts';

const PHOTOS = 1_000;
/** Photos still waiting at the last reading: behind the last check the label models are loaded, which are measured elsewhere. */
const MORE = 40;
const EARLY = 100;
const SIDE = 320;
/** For each of the two readings. */
const PATIENCE = 900_000;

/** Different small pictures cut from the given ones. */
async function draw(folder: string, sources: readonly string[]): Promise<void> {
  for (let i = 0; i < PHOTOS + MORE; i++) {
    const source = sharp(sources[i % sources.length]!)
      .rotate()
      .resize(SIDE * 2, SIDE * 2, { fit: 'cover' });
    const left = (i * 37) % SIDE;
    const top = (i * 53) % SIDE;
    const claim = join(folder, `claim-${String(Math.floor(i / 10)).padStart(3, '0')}`);
    mkdirSync(claim, { recursive: true });
    const jpeg = await source
      .extract({ left, top, width: SIDE, height: SIDE })
      .jpeg({ quality: 85 })
      .toBuffer();
    writeFileSync(join(claim, `${i}.jpg`), jpeg);
  }
}

/** How many photos of the run were checked; counted by the store, so that looking costs no memory itself. */
const checked = (page: TestPage): Promise<number> =>
  page.evaluate(async (name) => {
    if (!(await indexedDB.databases()).some((one) => one.name === name)) return 0;
    const db = await new Promise<IDBDatabase>((done, failed) => {
      const open = indexedDB.open(name);
      open.onsuccess = () => done(open.result);
      open.onerror = () => failed(open.error);
    });
    try {
      if (!db.objectStoreNames.contains('jobs')) return 0;
      const jobs = db.transaction('jobs').objectStore('jobs').index('[state+kind+priority]');
      const done = IDBKeyRange.bound(['done', 'check-photo'], ['done', 'check-photo', []]);
      return await new Promise<number>((answer, failed) => {
        const asked = jobs.count(done);
        asked.onsuccess = () => answer(asked.result);
        asked.onerror = () => failed(asked.error);
      });
    } finally {
      db.close();
    }
  }, 'claimlens-audit');

interface Reading {
  /** Megabytes as they stand, and after what nothing holds was taken away. */
  standing: number;
  held: number;
}

async function memory(browser: TestBrowser): Promise<Reading> {
  const standing = browsersMemory();
  if ((await browser.collectGarbage()) === 0) return { standing, held: standing };
  // The freed pages go back to the system a moment later.
  await pause(2_000);
  return { standing, held: browsersMemory() };
}

/** Audits a thousand photos and reads the memory on the way. */
export async function engineMemory(sources: readonly string[], name: BrowserName): Promise<Figure[]> {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-memory-'));
  const photos = join(work, 'photos');
  await draw(photos, sources);
  const browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
  try {
    const page = await browser.open(browser.extensionUrl('/workbench.html#/audit'));
    await page.setInputFiles('[data-testid="audit-photos"]', pack(photos, work, 'photos'));
    await page.click('[data-testid="audit-start"]:not([disabled])');
    const until = async (least: number): Promise<Reading> => {
      for (const end = Date.now() + PATIENCE; ; await pause(1_000)) {
        const at = await checked(page);
        if (at >= least) return memory(browser);
        if (Date.now() > end) throw new Error(`only ${at} photos were checked`);
      }
    };
    const early = await until(EARLY);
    const late = await until(PHOTOS);
    const grown = (from: number, to: number) =>
      `${(to / from).toFixed(2)} ×; ${Math.round((1024 * (to - from)) / (PHOTOS - EARLY))} KiB a photo`;
    return [
      {
        what: `memory of the browser after ${EARLY} photos of a run, ${name}`,
        value: early.standing,
        unit: 'MB',
      },
      {
        what: `memory after ${PHOTOS} photos of the same run, ${name}`,
        value: late.standing,
        unit: 'MB',
        against: grown(early.standing, late.standing),
      },
      ...(name === 'chromium'
        ? [
            { what: `of which held after ${EARLY} photos, ${name}`, value: early.held, unit: 'MB' },
            {
              what: `of which held after ${PHOTOS} photos, ${name}`,
              value: late.held,
              unit: 'MB',
              against: `${grown(early.held, late.held)}, of which the index keeps 6`,
            },
          ]
        : []),
    ];
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}
