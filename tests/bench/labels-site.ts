/** A page with one module worker, served under the extension's content security policy with the pinned model files beside it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { build } from 'vite';
import { MODEL_ORIGINS, modelVite } from '../../build/model-assets.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:";
const TYPES: Record<string, string> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
};

const PAGE = `<!doctype html><meta charset="utf-8"><title>labels</title><script type="module" src="page.js"></script>`;
/** `ask(message)` sends to the worker and gives its answer; `askFile(n, parts)` sends `{ file: Blob, parts }` of files/n. */
const PAGE_SCRIPT = `let worker;
window.start = () => { worker = new Worker('worker.js', { type: 'module' }); };
window.ask = (message) => new Promise((done) => { worker.onmessage = (e) => done(e.data); worker.onerror = (e) => done({ error: e.message }); worker.postMessage(message); });
window.askFile = async (n, parts) => window.ask({ file: await (await fetch('files/' + n)).blob(), parts });`;

export interface Site {
  address: string;
  close(): void;
}

/** Bundles `entry` (beside this file) as the worker and serves it with `files` under files/<n>. */
export async function serveWorker(entry: string, files: readonly Uint8Array[]): Promise<Site> {
  const out = mkdtempSync(join(tmpdir(), 'labels-site-'));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    ...modelVite(),
    build: {
      outDir: out,
      emptyOutDir: true,
      lib: { entry: resolve(import.meta.dirname, entry), formats: ['es'], fileName: 'worker' },
    },
  });
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    const name = basename(path);
    const origin = MODEL_ORIGINS.find((o) => o.pinned.file === name);
    const send = (body: Uint8Array | string, type: string): void => {
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
      response.end(body);
    };
    if (path === '') send(PAGE, 'text/html');
    else if (path === 'page.js') send(PAGE_SCRIPT, 'text/javascript');
    else if (path === 'worker.js') send(readFileSync(join(out, 'worker.js')), 'text/javascript');
    else if (path.startsWith('files/') && files[Number(name)]) send(files[Number(name)]!, 'image/jpeg');
    else if (origin) {
      const type = TYPES[name.split('.').pop()!] ?? 'application/octet-stream';
      send(readFileSync(resolve(ROOT, 'node_modules', origin.from, name)), type);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

/** Headless Chromium or Firefox as Debian installs them. */
export function launchBrowser(name: 'chromium' | 'firefox'): Promise<Browser> {
  return puppeteer.launch(
    name === 'firefox'
      ? { browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true }
      : { browser: 'chrome', executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox'] },
  );
}
