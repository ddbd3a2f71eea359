/**
 * `npm run bench [-- --browser chromium|firefox] [--photos 40] [--claims 60] [--ledger 10000]
 * [--parts search,long,hashing,check,morning,labels,label-step,memory,idle,package,surfaces,ledger,place,place-view]`: everything
 * set against something measured in the same run. Keeps the figures in docs/benchmarks.json, part by part, and writes the
 * table in docs/benchmarks.md from them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserName } from '../browsers/types.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { besideVideo } from './beside-video.ts';
import { contentScript } from './content-script.ts';
import { engineMemory } from './engine-memory.ts';
import { type Figure, table, writeBetween } from './figures.ts';
import { hashing } from './hashing.ts';
import { labelStep } from './label-step.ts';
import { labelsInBrowser } from './labels-browser.ts';
import { ledger } from './ledger.ts';
import { longPictures } from './long-pictures.ts';
import { morning } from './morning.ts';
import { packageSize } from './package-size.ts';
import { place } from './place/place.ts';
import { placeView } from './place/place-view.ts';
import { searchScale } from './search-scale.ts';
import { surfaces } from './surfaces.ts';
import { videoCost, videoLabels, videoTruth } from './video.ts';
import { wholeCheck } from './whole-check.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const JSON_FILE = join(DOCS, 'benchmarks.json');

interface Part {
  date: string;
  machine: string;
  /** Processes that wanted to run, over the last minute, at the end of the part. */
  load: number;
  figures: Figure[];
}

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    photos: { type: 'string', default: '40' },
    claims: { type: 'string', default: '60' },
    ledger: { type: 'string', default: '10000' },
    parts: {
      type: 'string',
      default:
        'search,long,hashing,check,morning,labels,label-step,memory,idle,package,surfaces,ledger,place,place-view',
    },
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

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;

async function measured(run: () => Promise<Figure[]>): Promise<Part> {
  const figures = await run();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    figures,
  };
}

const TITLES: Record<string, string> = {
  search: 'Library search (processor time)',
  hashing: 'Fingerprints (processor time)',
  'long pictures': 'Parts of long pictures',
  'labels chromium': 'Visible labels in Chromium: read rate and false alarms',
  'labels firefox': 'Visible labels in Firefox: read rate and false alarms',
  'label step chromium': 'Cost of the label step in Chromium',
  'label step firefox': 'Cost of the label step in Firefox',
  'memory chromium': 'Memory over a long run in Chromium',
  'memory firefox': 'Memory over a long run in Firefox',
  idle: 'Console pages without claims',
  package: 'Size of the package',
  'morning chromium': 'A morning in Chromium: 60 photos, library of 10,000',
  'morning firefox': 'A morning in Firefox: 60 photos, library of 10,000',
  'check chromium': 'Full check in Chromium',
  'check firefox': 'Full check in Firefox',
  'surfaces chromium': 'Surfaces in Chromium',
  'surfaces firefox': 'Surfaces in Firefox',
  ledger: 'Claims ledger in Chromium',
  'clips chromium': 'Videos with known truth in Chromium',
  'clips firefox': 'Videos with known truth in Firefox',
  'clip labels chromium': 'AI labels over videos in Chromium',
  'clip labels firefox': 'AI labels over videos in Firefox',
  'video chromium': 'A minute of 1080p in Chromium',
  'video firefox': 'A minute of 1080p in Firefox',
  'beside chromium': 'Photos beside a video in Chromium',
  'beside firefox': 'Photos beside a video in Firefox',
  place: 'The same place in several pictures (processor time)',
  'place view chromium': 'Marking a place in Chromium',
  'place view firefox': 'Marking a place in Firefox',
};

if (hasSamples) {
  const library = samples(['gallery', 'gallery-listing', 'distractor'], 224);
  const photos = samples(['claim', 'genuine'], Number(values.photos));
  const all: Record<string, { name: string; run: () => Promise<Figure[]> }> = {
    search: { name: 'search', run: () => searchScale(library.slice(0, 60)) },
    long: { name: 'long pictures', run: () => longPictures(samples(['gallery', 'distractor'], 48)) },
    hashing: { name: 'hashing', run: () => hashing(library.slice(0, 30)) },
    check: { name: `check ${browser}`, run: () => wholeCheck(library, photos, browser) },
    morning: {
      name: `morning ${browser}`,
      // One honest photo more than is counted: it is checked first, while the library is read.
      run: () =>
        morning(
          samples(['gallery', 'gallery-listing', 'distractor'], 300),
          samples(['genuine'], 55),
          samples(['claim'], 6),
          browser,
        ),
    },
    labels: { name: `labels ${browser}`, run: () => labelsInBrowser(browser) },
    'label-step': {
      name: `label step ${browser}`,
      run: () => labelStep(samples(['genuine', 'claim'], 12), browser),
    },
    memory: { name: `memory ${browser}`, run: () => engineMemory(library.slice(0, 80), browser) },
    idle: { name: 'idle', run: contentScript },
    package: { name: 'package', run: packageSize },
    clips: { name: `clips ${browser}`, run: () => videoTruth(browser) },
    'clip-labels': { name: `clip labels ${browser}`, run: () => videoLabels(browser) },
    video: { name: `video ${browser}`, run: () => videoCost(samples(['gallery'], 1), library, browser) },
    beside: {
      name: `beside ${browser}`,
      run: () => besideVideo(samples(['gallery'], 1), library, samples(['claim', 'genuine'], 4), browser),
    },
    ledger: { name: 'ledger', run: () => ledger(Number(values.ledger)) },
    place: { name: 'place', run: () => place() },
    'place-view': { name: `place view ${browser}`, run: () => placeView(browser) },
    surfaces: { name: `surfaces ${browser}`, run: () => surfaces(Number(values.claims), browser) },
  };
  const parts: Record<string, Part> = existsSync(JSON_FILE)
    ? JSON.parse(readFileSync(JSON_FILE, 'utf8'))
    : {};
  for (const wanted of values.parts.split(',')) {
    const part = all[wanted];
    if (!part) throw new Error(`no part ${wanted}`);
    parts[part.name] = await measured(part.run);
    console.log(`${part.name}\n${table(parts[part.name]?.figures ?? [])}`);
  }
  writeFileSync(JSON_FILE, `${JSON.stringify(parts, null, 2)}\n`);
  const text = Object.entries(parts)
    .map(
      ([name, part]) =>
        `## ${TITLES[name] ?? name}\n\n${part.date}, ${part.machine}, load ${part.load}\n\n${table(part.figures)}`,
    )
    .join('\n\n');
  writeBetween(
    join(DOCS, 'benchmarks.md'),
    `Again with \`npm run bench\`. A busy machine (load above its number of cores) makes wall-clock times longer; ratios and processor times hold.\n\n${text}`,
    '# Benchmarks',
  );
}
