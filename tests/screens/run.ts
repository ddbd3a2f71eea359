/**
 * Pictures of every surface × language × theme × width, from the built extension on the demo console, and a sheet of them all.
 *
 *     npm run screenshots [-- --out DIR] [--claims N] [--only NAME,NAME]
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { openPopup, openSession, waitForVerdicts } from '../demo/session.ts';
import { addressOf, LANGUAGES, SURFACES, THEMES, wear } from './surfaces.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/screenshots' },
    claims: { type: 'string', default: '12' },
    only: { type: 'string', default: '' },
    extension: { type: 'string' },
  },
});

const WIDTHS = [1280, 360] as const;
const HEIGHT = 900;
/** Width and height of one picture on the sheet. */
const CELL = { width: 240, height: 300 };
/** Time for pictures and fonts to be drawn after a surface has said that it is ready. */
const SETTLE_MS = 500;

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
        .resize({ ...CELL, fit: 'contain', background: '#9a9a9a' })
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

async function main(): Promise<void> {
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const only = values.only.split(',').filter(Boolean);
  const surfaces = SURFACES.filter(({ name }) => only.length === 0 || only.includes(name));
  const session = await openSession('chromium', {
    claims: Number(values.claims),
    ...(values.extension && { extensionDir: resolve(values.extension) }),
  });
  const { browser, demo } = session;
  const shots: Shot[] = [];
  try {
    await browser.open(demo.listUrl);
    const popup = await openPopup(session);
    const keys = demo.claims.filter(({ inList }) => inList).map(({ key }) => key);
    await waitForVerdicts(popup, keys, Date.now());
    const edited = demo.claims.find(({ truth }) => truth.codes.includes('copy-of-listing-edited'))?.key ?? '';
    let column = 0;
    for (const locale of LANGUAGES) {
      for (const theme of THEMES) {
        await wear(popup, locale, theme);
        for (const width of WIDTHS) {
          for (const [row, surface] of surfaces.entries()) {
            const page = await browser.open(browser.extensionUrl(addressOf(surface, demo.listUrl, edited)));
            await page.resize(width, HEIGHT);
            await page.waitFor(surface.ready, { timeout: 120_000 });
            await new Promise((settled) => setTimeout(settled, SETTLE_MS));
            const file = join(out, `${surface.name}.${locale}.${theme}.${width}.png`);
            await page.screenshot(file, { width, height: HEIGHT });
            await page.close();
            shots.push({ file, column, row });
          }
          column += 1;
        }
      }
    }
    await sheet(shots, join(out, 'sheet.png'));
    console.log(`${shots.length} pictures and sheet.png in ${out}`);
  } finally {
    await session.close();
  }
}

await main();
