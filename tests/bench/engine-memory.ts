/** Does the engine leak? Memory of the browser after 1,000 photos of one run against after 100 of the same run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import type { BrowserName } from '../browsers/types.ts';
import type { Figure } from './figures.ts';
import { browsersMemory, pause } from './memory.ts';
import { storedRows } from './stored-rows.ts';

const PHOTOS = 1_000;
const EARLY = 100;
const SIDE = 320;
const PATIENCE = 900_000;

/** `PHOTOS` different small pictures cut from the given ones. */
async function draw(folder: string, sources: readonly string[]): Promise<void> {
  for (let i = 0; i < PHOTOS; i++) {
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
    const checked = async (): Promise<number> =>
      (await storedRows<{ kind: string; state: string }>(page, 'claimlens-audit', 'jobs')).filter(
        ({ kind, state }) => kind === 'check-photo' && state === 'done',
      ).length;
    let early = 0;
    let late = 0;
    let at = 0;
    for (const end = Date.now() + PATIENCE; late === 0; await pause(1_000)) {
      if (Date.now() > end) throw new Error(`only ${at} photos were checked`);
      at = await checked();
      if (early === 0 && at >= EARLY) early = browsersMemory();
      if (at >= PHOTOS) late = browsersMemory();
    }
    return [
      { what: `memory of the browser after ${EARLY} photos of a run, ${name}`, value: early, unit: 'MB' },
      {
        what: `memory after ${PHOTOS} photos of the same run, ${name}`,
        value: late,
        unit: 'MB',
        against: `${(late / early).toFixed(2)} ×; ${Math.round((1024 * (late - early)) / (PHOTOS - EARLY))} KiB a photo, of which the index keeps 6`,
      },
    ];
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}
