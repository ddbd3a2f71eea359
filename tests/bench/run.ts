/**
 * `npm run bench [-- --browser chromium|firefox] [--photos 40] [--claims 60]`: one run on one machine, everything set against
 * something measured in the same run. Writes docs/benchmarks.json and the table in docs/benchmarks.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserName } from '../browsers/types.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { type Figure, table, writeBetween } from './figures.ts';
import { hashing } from './hashing.ts';
import { searchScale } from './search-scale.ts';
import { surfaces } from './surfaces.ts';
import { wholeCheck } from './whole-check.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    photos: { type: 'string', default: '40' },
    claims: { type: 'string', default: '60' },
  },
});
const browser = values.browser as BrowserName;

/** Every n-th file of a role, so that a short run sees all kinds. */
function samples(roles: string[], most: number): string[] {
  const { items } = JSON.parse(readFileSync(join(SAMPLES, 'photos/manifest.json'), 'utf8')) as {
    items: { file: string; role: string }[];
  };
  const all = items.filter(({ role }) => roles.includes(role));
  const step = Math.max(1, Math.floor(all.length / most));
  return all
    .filter((_, i) => i % step === 0)
    .slice(0, most)
    .map(({ file }) => join(SAMPLES, 'photos', file));
}

async function part(name: string, run: () => Promise<Figure[]>): Promise<Figure[]> {
  const started = Date.now();
  const figures = await run();
  console.log(`${name}: ${((Date.now() - started) / 1_000).toFixed(0)} s`);
  return figures;
}

if (hasSamples) {
  const library = samples(['gallery', 'gallery-listing', 'distractor'], 224);
  const photos = samples(['claim', 'genuine'], Number(values.photos));
  const figures = [
    ...(await part('search', () => searchScale(library.slice(0, 120)))),
    ...(await part('hashing', () => hashing(library.slice(0, 40)))),
    ...(await part('check', () => wholeCheck(library, photos, browser))),
    ...(await part('surfaces', () => surfaces(Number(values.claims), browser))),
  ];
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0]?.toFixed(1);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    join(DOCS, 'benchmarks.json'),
    `${JSON.stringify({ date, machine, load, figures }, null, 2)}\n`,
  );
  const text = `${date}, ${machine}, load ${load} at the end (a busy machine makes every time longer; the ratios hold). Again with \`npm run bench\`.\n\n${table(figures)}`;
  writeBetween(join(DOCS, 'benchmarks.md'), text, '# Benchmarks');
  console.log(table(figures));
}
