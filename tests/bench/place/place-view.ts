/** From the click on the damage to the patches that show it, in the built extension: marked at once, marked by somebody who looks first, and marked again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Effect, effectTimes, watchEffects } from '../../browsers/effect-time.ts';
import type { BrowserName, TestPage } from '../../browsers/types.ts';
import { type Figure, median } from '../figures.ts';
import { pause } from '../memory.ts';
import { openPlaceClaim, type PlaceClaim } from './place-claim.ts';

/** Times that the claim is reopened: what is found of its pictures ends with its page. */
const TIMES = 5;
/** What somebody takes to look at a photo and choose a place, in milliseconds. */
const LOOKS_MS = 3_000;
/** The goods' own pictures: three of the claim, and the packing photo. */
const PATCHES = 4;
const TARGET_MS = 2_000;

const PHOTO = '[data-testid="place-photo"]';
const EFFECTS: Record<string, Effect> = {
  patches: ['[data-testid="patch"]:not([data-kind="listing"]) img', PATCHES],
  row: ['[data-testid="place-row"][aria-busy="false"]', 1],
};

/** Clicks the damage, `aside` (in shares of the photo) from its middle. */
async function mark(page: TestPage, { photos }: PlaceClaim, aside = 0): Promise<Record<string, number>> {
  const shown = await page.evaluate(
    (selector) => document.querySelector<HTMLElement>(selector)?.dataset.sha,
    PHOTO,
  );
  const at = photos.find(({ sha256 }) => sha256 === shown)?.at;
  if (!at) throw new Error('the photo that is shown is none of the claim');
  const to: [number, number] = [at[0] + aside, at[1] + aside];
  await watchEffects(page, PHOTO, 'pointerup', EFFECTS);
  await page.drag(PHOTO, to, to);
  return effectTimes(page);
}

/** Opens the claim, and the view in it as soon as its button is there. */
async function open({ session, url }: PlaceClaim): Promise<TestPage> {
  const page = await session.browser.open(url);
  await page.click('[data-testid="place-open"]');
  await page.waitFor(`${PHOTO} img`);
  return page;
}

/** Figures of the part `place-view`. */
export async function placeView(name: BrowserName): Promise<Figure[]> {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-place-'));
  let claim: PlaceClaim | undefined;
  try {
    claim = await openPlaceClaim(name, base);
    const cold: Record<string, number>[] = [];
    const looked: Record<string, number>[] = [];
    const warm: Record<string, number>[] = [];
    for (let n = 0; n < TIMES; n++) {
      const page = await open(claim);
      cold.push(await mark(page, claim));
      await page.waitFor('[data-testid="place-row"][aria-busy="false"]');
      warm.push(await mark(page, claim, 0.02));
      await page.close();
    }
    for (let n = 0; n < TIMES; n++) {
      const page = await open(claim);
      await pause(LOOKS_MS);
      looked.push(await mark(page, claim));
      await page.close();
    }
    const figure = (what: string, times: Record<string, number>[]): Figure => {
      const value = median(times.map(({ patches }) => patches ?? 0));
      const slowest = Math.round(Math.max(...times.map(({ patches }) => patches ?? 0)));
      const row = Math.round(median(times.map(({ row }) => row ?? 0)));
      return {
        what: `${what}: ${PATCHES} patches drawn after the click, median of ${TIMES}, ${name}`,
        value,
        unit: 'ms',
        against: `slowest ${slowest} ms; with the listing's pictures ${row} ms`,
        target: `≤ ${TARGET_MS.toLocaleString('en')} ms`,
        met: value <= TARGET_MS,
      };
    };
    return [
      figure('claim just opened, damage clicked at once', cold),
      figure(`claim just opened, damage clicked after ${LOOKS_MS / 1_000} s`, looked),
      figure('another click on the same photo', warm),
    ];
  } finally {
    await claim?.session.close();
    rmSync(base, { recursive: true, force: true });
  }
}
