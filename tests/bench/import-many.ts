/**
 * `npm run bench:import [-- --images 10000] [--side 64] [--browser chromium|firefox]`: imports a ZIP of many pictures, kills the
 * browser halfway, starts it again, gives it the same ZIP, counts what is there, and waits until every picture can be found.
 * Prints images per second stored and fingerprinted beside the time that plain reading and hashing of the same files takes.
 * Exit 1 when the count is not right.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { sigkill } from '../browsers/sigkill.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { random } from '../fuzz/mutate.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '10000' },
    side: { type: 'string', default: '64' },
    browser: { type: 'string', default: 'chromium' },
  },
});
const wanted = Number(values.images);
const name = values.browser as BrowserName;
/** Pixels; 800 is what listings have. */
const SIDE = Number(values.side);
/** Pictures of one product. */
const PER_PRODUCT = 10;
const WAIT_MS = 1_800_000;

async function pictures(dir: string): Promise<void> {
  const next = random(1);
  for (let n = 0; n < wanted; n++) {
    const folder = join(dir, `product ${Math.floor(n / PER_PRODUCT)}`);
    mkdirSync(folder, { recursive: true });
    const data = Buffer.from(Array.from({ length: 8 * 8 * 3 }, () => Math.floor(next() * 256)));
    const picture = sharp(data, { raw: { width: 8, height: 8, channels: 3 } }).resize(SIDE, SIDE);
    writeFileSync(join(folder, `${n}.jpg`), await picture.jpeg().toBuffer());
  }
}

/** Seconds that reading and hashing all files takes here: what no import can avoid. */
function plainSeconds(dir: string): number {
  const started = performance.now();
  for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.jpg'))
      createHash('sha256')
        .update(readFileSync(join(dir, file)))
        .digest();
  return (performance.now() - started) / 1_000;
}

interface Counts {
  products: number;
  libraryImages: number;
  blobs: number;
}

const counts = (page: TestPage): Promise<Counts> =>
  page.evaluate(
    () =>
      new Promise<Counts>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const names = ['products', 'libraryImages', 'blobs'] as const;
          const read = asked.result.transaction(names);
          const found: Counts = { products: 0, libraryImages: 0, blobs: 0 };
          for (const table of names) {
            const count = read.objectStore(table).count();
            count.onsuccess = () => {
              found[table] = count.result;
            };
          }
          read.oncomplete = () => {
            asked.result.close();
            done(found);
          };
        };
      }),
    null,
  );

/** Jobs that are not done yet, read without the library that made them. */
const openJobs = (page: TestPage): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const byState = asked.result.transaction('jobs').objectStore('jobs').index('state');
          const queued = byState.count('queued');
          const running = byState.count('running');
          running.onsuccess = () => {
            asked.result.close();
            done(queued.result + running.result);
          };
        };
      }),
    null,
  );

/** Images a second from now until every picture can be found; null where nothing is left to do. */
async function fingerprinting(page: TestPage): Promise<number | null> {
  const first = await openJobs(page);
  const started = performance.now();
  let left = first;
  while (left > 0) {
    await new Promise((next) => setTimeout(next, 500));
    left = await openJobs(page);
  }
  return first > 0 ? first / ((performance.now() - started) / 1_000) : null;
}

async function begin(browser: TestBrowser, zips: string[]): Promise<TestPage> {
  const page = await browser.open(browser.extensionUrl('/workbench.html#/library'));
  await page.waitFor('[data-testid="library-input"]', { timeout: WAIT_MS });
  await page.setInputFiles('[data-testid="library-input"]', zips);
  await page.waitFor('[data-testid="import-start"]', { timeout: WAIT_MS });
  await page.click('[data-testid="import-start"]');
  await page.waitFor('[data-testid="import-progress"]', { timeout: WAIT_MS });
  return page;
}

const work = mkdtempSync(join(tmpdir(), 'claimlens-import-'));
const profileDir = join(work, 'profile');
mkdirSync(profileDir);
const dir = join(work, 'library');
console.log(`making ${wanted} pictures`);
await pictures(dir);
const zips = pack(dir, work, 'library');
const plain = plainSeconds(dir);
const browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, profileDir, locale: 'en' });
try {
  const started = performance.now();
  let page = await begin(browser, zips);
  let now = await counts(page);
  while (now.libraryImages < wanted / 2) {
    await new Promise((next) => setTimeout(next, 500));
    now = await counts(page);
  }
  const first = (performance.now() - started) / 1_000;
  const rate = Math.round(now.libraryImages / first);
  console.log(
    `${now.libraryImages} images after ${first.toFixed(1)} s (${rate} a second); killing the browser`,
  );
  await sigkill(name, profileDir);
  await browser.relaunch();
  const again = performance.now();
  page = await begin(browser, zips);
  const kept = await counts(page);
  await page.waitFor('[data-testid="import-progress"][data-state="done"]', { timeout: WAIT_MS });
  const second = (performance.now() - again) / 1_000;
  const end = await counts(page);
  const found = await fingerprinting(page);
  const ready = (performance.now() - again) / 1_000;
  const right =
    end.libraryImages === wanted && end.blobs === wanted && end.products === Math.ceil(wanted / PER_PRODUCT);
  console.log(
    `${kept.libraryImages} of them were still there; the same ZIP again took ${second.toFixed(1)} s`,
  );
  console.log(
    `${end.products} products, ${end.libraryImages} images, ${end.blobs} files: ${right ? 'right' : 'WRONG'}; ` +
      `${rate} images a second stored, plain reading and hashing ${Math.round(wanted / plain)} a second, ${name}`,
  );
  console.log(
    `${found === null ? 'all' : `${found.toFixed(1)} images a second`} fingerprinted after the import; ` +
      `the second run had everything ready to match after ${ready.toFixed(1)} s`,
  );
  process.exitCode = right ? 0 : 1;
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
