/** What reading labels costs in the built extension: time per photo, share of all work, memory, and the first answer. */
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { type Figure, median } from './figures.ts';
import { browsersMemory, pause } from './memory.ts';
import { storedRows } from './stored-rows.ts';

interface Job {
  kind: string;
  state: string;
  startedAt: number | null;
  endedAt: number | null;
  ms?: Record<string, number>;
}

/** First checks per setting of the switch; each in a browser of its own. */
const FIRSTS = 3;
/** The pool ends idle workers after 20 s. */
const IDLE_MS = 26_000;
const PATIENCE = 180_000;

async function open(name: BrowserName): Promise<{ browser: TestBrowser; page: TestPage }> {
  const browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {}, locale: 'en' });
  const page = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
  await page.waitFor('[data-testid="settings-labels"]', { timeout: PATIENCE });
  return { browser, page };
}

const jobs = (page: TestPage): Promise<Job[]> => storedRows<Job>(page, 'claimlens', 'jobs');

async function until(page: TestPage, enough: (all: Job[]) => boolean, everyMs: number): Promise<Job[]> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(everyMs)) {
    const all = await jobs(page);
    if (enough(all)) return all;
  }
  throw new Error('the engine did not get done');
}

const quiet = (least: number) => (all: Job[]) =>
  all.filter(({ kind }) => kind === 'check-photo').length >= least &&
  all.every(({ state }) => state === 'done' || state === 'failed');

/** Milliseconds from the drop of the first photo ever to the end of its check. */
async function firstCheck(name: BrowserName, photo: string, labels: boolean): Promise<number> {
  const { browser, page } = await open(name);
  try {
    if (!labels) {
      await page.click('[data-testid="settings-labels"]');
      await page.waitFor('[data-testid="settings-labels"][aria-checked="false"]', { timeout: PATIENCE });
    }
    const started = Date.now();
    await page.setInputFiles('[data-testid="drop-photo-input"]', [photo]);
    const done = await until(
      page,
      (all) => all.some(({ kind, state }) => kind === 'check-photo' && state === 'done'),
      100,
    );
    return (done.find(({ kind }) => kind === 'check-photo')?.endedAt ?? Date.now()) - started;
  } finally {
    await browser.close();
  }
}

/** Checks `photos` one after the other in a fresh browser. */
export async function labelStep(photos: string[], name: BrowserName): Promise<Figure[]> {
  const first: Record<'on' | 'off', number[]> = { on: [], off: [] };
  for (let i = 0; i < FIRSTS; i++) {
    first.off.push(await firstCheck(name, photos[i]!, false));
    first.on.push(await firstCheck(name, photos[i]!, true));
  }
  const { browser, page } = await open(name);
  try {
    await pause(4_000);
    const before = browsersMemory();
    let during = before;
    let all: Job[] = [];
    for (const [i, photo] of photos.entries()) {
      await page.setInputFiles('[data-testid="drop-photo-input"]', [photo]);
      all = await until(page, quiet(i + 1), 400);
      during = Math.max(during, browsersMemory());
    }
    await pause(IDLE_MS);
    const after = browsersMemory();
    const times = (kind: string, of: string): number[] =>
      all.flatMap((job) => (job.kind === kind && job.ms?.[of] ? [job.ms[of]] : []));
    const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
    const edges = times('read-labels', 'labels');
    const inside = times('read-inside', 'labels');
    const checks = times('check-photo', 'total');
    const share = (100 * (sum(edges) + sum(inside))) / (sum(edges) + sum(inside) + sum(checks));
    return [
      {
        what: `labels along the edges, a photo, ${name}`,
        value: median(edges),
        unit: 'ms',
        against: `${(median(edges) / median(checks)).toFixed(1)} × the photo's other checks; the first one, with the models' loading, ${Math.round(Math.max(...edges))} ms`,
      },
      {
        what: `labels inside the picture, later, ${name}`,
        value: median(inside),
        unit: 'ms',
        against: `${inside.length} of ${photos.length} photos; the others carried a mark at an edge`,
      },
      {
        what: `share of the label step in all work on a photo, empty library, ${name}`,
        value: share,
        unit: '%',
      },
      {
        what: `first check of a fresh install, label step on, ${name}`,
        value: median(first.on),
        unit: 'ms',
        against: `${Math.round(median(first.off))} ms with it switched off`,
        target: 'not slower',
        met: median(first.on) <= 1.1 * median(first.off),
      },
      { what: `memory of the browser before the first photo, ${name}`, value: before, unit: 'MB' },
      { what: `memory while labels are read, ${name}`, value: during, unit: 'MB' },
      {
        what: `memory after 26 s without work, ${name}`,
        value: after,
        unit: 'MB',
        against: `${Math.round((100 * (during - after)) / Math.max(1, during - before))} % of the growth given back`,
      },
    ];
  } finally {
    await browser.close();
  }
}
