/**
 * Pictures of every surface × language × theme × width, from the built extension on the demo console, and a sheet of them all.
 *
 *     npm run screenshots [-- --out DIR] [--claims N] [--only NAME,NAME] [--look en.dark.narrow]
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { TestPage } from '../browsers/types.ts';
import { type DemoFiles, demoFiles } from '../demo/files.ts';
import { openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';
import { putFilm } from './film.ts';
import { addressOf, LANGUAGES, SURFACES, type Surface, THEMES, wear } from './surfaces.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/screenshots' },
    claims: { type: 'string', default: '12' },
    only: { type: 'string', default: '' },
    look: { type: 'string', default: '' },
    extension: { type: 'string' },
  },
});

/** CSS pixels; `wide` unless a surface has a usual width of its own. */
const WIDTHS = { wide: 1_280, medium: 420, narrow: 320 };
const HEIGHT = 900;
/** Longest picture in CSS pixels: a page is taken whole up to there. */
const TALLEST = 2_600;
/** Width and height of one picture on the sheet. */
const CELL = { width: 240, height: 300 };
/** Pictures and fonts are drawn some time after a surface has said that it is ready. */
const settled = () => new Promise((done) => setTimeout(done, 400));

interface Shot {
  file: string;
  column: number;
  row: number;
}

async function sheet(shots: Shot[], file: string): Promise<void> {
  const columns = Math.max(...shots.map((shot) => shot.column)) + 1;
  const rows = Math.max(...shots.map((shot) => shot.row)) + 1;
  const parts = await Promise.all(
    shots.map(async (shot) => ({
      input: await sharp(shot.file)
        .resize({ ...CELL, fit: 'contain', position: 'top', background: '#9a9a9a' })
        .png()
        .toBuffer(),
      left: shot.column * CELL.width,
      top: shot.row * CELL.height,
    })),
  );
  await sharp({
    create: { width: columns * CELL.width, height: rows * CELL.height, channels: 3, background: '#9a9a9a' },
  })
    .composite(parts)
    .png()
    .toFile(file);
}

interface Stage {
  session: Session;
  files: DemoFiles;
  /** Key of a claim with changed regions. */
  edited: string;
}

/** Takes a surface as it is worn now, down to the page's end. */
async function take(
  { session: { browser, demo }, files, edited }: Stage,
  surface: Surface,
  width: number,
  file: string,
): Promise<void> {
  const page = await browser.open(browser.extensionUrl(addressOf(surface, demo.listUrl, edited)));
  const height = surface.height ?? HEIGHT;
  await page.resize(width, height);
  await page.waitFor(surface.ready);
  await surface.act?.(page, files);
  await settled();
  const end = await page.evaluate(() => document.documentElement.scrollHeight, null);
  const tall = Math.min(TALLEST, Math.max(height, end));
  await page.resize(width, tall);
  await settled();
  await page.screenshot(file, { width, height: tall });
  await page.close();
}

async function main(): Promise<void> {
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const only = values.only.split(',').filter(Boolean);
  let surfaces = SURFACES.filter(({ name }) => only.length === 0 || only.includes(name));
  const session = await openSession('chromium', {
    labels: true,
    claims: Number(values.claims),
    ...(values.extension && { extensionDir: resolve(values.extension) }),
  });
  const { browser, demo } = session;
  const files = await demoFiles(demo, 3);
  const edited = demo.claims.find(({ truth }) => truth.codes.includes('copy-of-listing-edited'))?.key ?? '';
  const stage: Stage = { session, files, edited };
  const shots: Shot[] = [];
  const all = async (wearer: TestPage, empty: boolean): Promise<void> => {
    let column = 0;
    for (const locale of LANGUAGES) {
      for (const theme of THEMES) {
        await wear(wearer, locale, theme);
        for (const [name, width] of Object.entries(WIDTHS)) {
          for (const [row, surface] of surfaces.entries()) {
            const look = `${locale}.${theme}.${name}`;
            if ((surface.empty ?? false) !== empty || !look.includes(values.look)) continue;
            const file = join(out, `${surface.name}.${look}.png`);
            await take(stage, surface, (name === 'wide' && surface.wide) || width, file);
            shots.push({ file, column, row });
          }
          column += 1;
        }
      }
    }
  };
  try {
    if (surfaces.some(({ empty }) => empty)) {
      const settings = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
      await settings.waitFor('[data-testid="settings-locale"]');
      await all(settings, true);
      await settings.close();
    }
    if (surfaces.some(({ empty }) => !empty)) {
      await browser.open(demo.listUrl);
      const popup = await openPopup(session);
      const keys = demo.claims.filter(({ inList }) => inList).map(({ key }) => key);
      await waitForVerdicts(popup, keys, Date.now());
      if (surfaces.some(({ film }) => film) && !(await putFilm(session, files)))
        surfaces = surfaces.filter(({ film }) => !film);
      await all(popup, false);
    }
    await sheet(shots, join(out, 'sheet.png'));
    console.log(`${shots.length} pictures and sheet.png in ${out}`);
  } finally {
    await session.close();
    files.remove();
  }
}

await main();
