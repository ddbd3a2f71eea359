/**
 * The label step in real browsers, in a module worker under the extension's content security policy: read rate, time, memory.
 *
 *   node tests/bench/labels-browser.ts [--browser chromium|firefox] [--count 16] [--json out.json]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hasSamples, SAMPLES } from '../samples.ts';
import { labelRow, samplePhotos } from './labels-set.ts';
import { launchBrowser, serveWorker } from './labels-site.ts';
import type { BenchAnswer } from './labels-worker.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    count: { type: 'string', default: '16' },
    json: { type: 'string' },
  },
});
if (!hasSamples) process.exit(0);
const photos: { jpeg: Buffer; phrase: string | null }[] = [];
const row = {
  name: 'browser',
  longSide: 1440,
  quality: 75,
  size: 0.05,
  opacity: 0.6,
  fonts: ['Noto Sans CJK SC'],
  styles: ['plain', 'shadow'],
} as const;
for await (const one of labelRow(row, samplePhotos('genuine'), Number(values.count), 42)) {
  photos.push({ jpeg: one.jpeg, phrase: one.phrase });
}
for (const file of samplePhotos('genuine').filter((_, i) => i % 16 === 0)) {
  photos.push({ jpeg: readFileSync(resolve(SAMPLES, 'photos', file)), phrase: null });
}

const site = await serveWorker(
  'labels-worker.ts',
  photos.map((photo) => photo.jpeg),
);
const browser = await launchBrowser(values.browser === 'firefox' ? 'firefox' : 'chromium');

/** Proportional memory of the browser and all its children, MB. */
function memory(): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const ours = new Set([browser.process()!.pid!]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, parent] of rows) {
      if (ours.has(parent!) && !ours.has(pid!)) {
        ours.add(pid!);
        grew = true;
      }
    }
  }
  let kilobytes = 0;
  for (const pid of ours) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      /** A child that ended meanwhile holds no memory. */
    }
  }
  return Math.round(kilobytes / 1024);
}
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

try {
  const tab = await browser.newPage();
  await tab.goto(site.address);
  const call = (code: string): Promise<BenchAnswer> => tab.evaluate(code) as Promise<BenchAnswer>;
  await pause(1_500);
  const before = memory();
  const opened = await call("start(); ask('open')");
  if ('error' in opened) throw new Error(opened.error);
  let read = 0;
  let labelled = 0;
  let alarms = 0;
  const times: number[] = [];
  const others: number[] = [];
  for (const [n, { phrase }] of photos.entries()) {
    const answer = await call(`askFile(${n})`);
    if (!('labels' in answer)) throw new Error(JSON.stringify(answer));
    times.push(answer.readMs);
    others.push(answer.otherMs);
    if (phrase) labelled++;
    if (phrase && answer.labels.length > 0) read++;
    if (!phrase && answer.labels.length > 0) alarms++;
  }
  const during = memory();
  await tab.evaluate('stop()');
  await pause(4_000);
  const after = memory();
  const median = (list: number[]): number => Math.round([...list].sort((a, b) => a - b)[list.length >> 1]!);
  const result = {
    browser: await browser.version(),
    read: `${read}/${labelled}`,
    alarms: `${alarms}/${photos.length - labelled}`,
    openMs: 'openMs' in opened ? Math.round(opened.openMs) : null,
    firstMs: Math.round(times[0]!),
    medianReadMs: median(times),
    medianSparkleAndFrameMs: median(others),
    memoryMb: { before, during, after },
  };
  console.log(JSON.stringify(result));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await browser.close();
  site.close();
}
