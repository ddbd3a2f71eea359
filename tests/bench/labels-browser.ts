/**
 * The label step in real browsers, in a module worker under the extension's content security policy: read rate, time, memory.
 *
 *   node tests/bench/labels-browser.ts [--browser chromium|firefox] [--count 16] [--json out.json]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { build } from 'vite';
import { MODEL_ORIGINS, modelVite } from '../../build/model-assets.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { labelRow, samplePhotos } from './labels-set.ts';
import type { BenchAnswer } from './labels-worker.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    count: { type: 'string', default: '16' },
    json: { type: 'string' },
  },
});
if (!hasSamples) process.exit(0);
const firefox = values.browser === 'firefox';
const ROOT = resolve(import.meta.dirname, '../..');
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:";

const out = mkdtempSync(join(tmpdir(), 'labels-browser-'));
await build({
  configFile: false,
  root: ROOT,
  logLevel: 'error',
  publicDir: false,
  ...modelVite(),
  build: {
    outDir: out,
    emptyOutDir: true,
    lib: { entry: resolve(import.meta.dirname, 'labels-worker.ts'), formats: ['es'], fileName: 'worker' },
  },
});

const page = `<!doctype html><meta charset="utf-8"><title>labels</title><script type="module" src="page.js"></script>`;
const pageScript = `let worker; const ask = (message) => new Promise((done) => { worker.onmessage = (e) => done(e.data); worker.postMessage(message); });
window.start = () => { worker = new Worker('worker.js', { type: 'module' }); return ask('open'); };
window.read = async (n) => ask({ jpeg: await (await fetch('photo/' + n)).blob() });
window.stop = () => worker.terminate();`;

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

const types: Record<string, string> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
};
const server = createServer((request, response) => {
  const path = (request.url ?? '/').slice(1);
  const send = (body: Buffer | string, type: string): void => {
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
    response.end(body);
  };
  const name = basename(path);
  const origin = MODEL_ORIGINS.find((o) => o.pinned.file === name);
  if (path === '') send(page, 'text/html');
  else if (path === 'page.js') send(pageScript, 'text/javascript');
  else if (path === 'worker.js') send(readFileSync(join(out, 'worker.js')), 'text/javascript');
  else if (path.startsWith('photo/')) send(photos[Number(name)]!.jpeg, 'image/jpeg');
  else if (origin) {
    const type = types[name.split('.').pop()!] ?? 'application/octet-stream';
    send(readFileSync(resolve(ROOT, 'node_modules', origin.from, name)), type);
  } else response.writeHead(404).end();
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

const browser = await puppeteer.launch({
  browser: firefox ? 'firefox' : 'chrome',
  executablePath: firefox ? '/usr/bin/firefox-esr' : '/usr/bin/chromium',
  headless: true,
  args: firefox ? [] : ['--no-sandbox'],
});

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
  await tab.goto(address);
  const call = (code: string): Promise<BenchAnswer> => tab.evaluate(code) as Promise<BenchAnswer>;
  await pause(1_500);
  const before = memory();
  const opened = await call('start()');
  if ('error' in opened) throw new Error(opened.error);
  let read = 0;
  let labelled = 0;
  let alarms = 0;
  const times: number[] = [];
  const others: number[] = [];
  for (const [n, { phrase }] of photos.entries()) {
    const answer = await call(`read(${n})`);
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
  server.close();
  rmSync(out, { recursive: true, force: true });
}
