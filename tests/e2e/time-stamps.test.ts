/** The log is stamped by an authority over the network, through a page of its own, and by files, in both browsers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timestampRequest } from '../../lib/cases/anchor/timestamp.ts';
import type { AnchorRow } from '../../lib/store/rows.ts';
import { pack } from '../audit/pack.ts';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { Authority, hasOpenssl } from '../unit/support/authority.ts';

const HOST = 'tsa.example.com';
const URL = `https://${HOST}/tsr`;
const dir = mkdtempSync(join(tmpdir(), 'claimlens-stamps-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Asked {
  method: string;
  path: string;
  body: Buffer;
}

/** An authority behind https, and what it was asked. */
async function startAuthority(authority: Authority): Promise<{ server: Server; asked: Asked[] }> {
  const asked: Asked[] = [];
  const pems = await generate([{ name: 'commonName', value: HOST }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2 as const, value: HOST }] }],
  });
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      asked.push({ method: request.method ?? '', path: request.url ?? '', body });
      if (request.method !== 'POST') response.writeHead(404, { 'content-type': 'text/plain' }).end('none');
      else
        response
          .writeHead(200, { 'content-type': 'application/timestamp-reply' })
          .end(authority.stamp('', new Uint8Array(body)));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, asked };
}

async function zipOfOne(): Promise<string[]> {
  const folder = join(dir, 'library', 'cup');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, '1.jpg'),
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer(),
  );
  return pack(join(dir, 'library'), dir, 'library');
}

const anchors = async (page: TestPage): Promise<AnchorRow[]> =>
  (await openDatabase(page).table('anchors')) as AnchorRow[];

describe.skipIf(!hasOpenssl).each(BROWSERS)('time stamps in %s', (name) => {
  let browser: TestBrowser;
  let server: Server;
  let asked: Asked[];
  let page: TestPage;
  const authority = hasOpenssl ? new Authority(dir, `stamps-${name}`) : null;

  beforeAll(async () => {
    ({ server, asked } = await startAuthority(authority as Authority));
    const { port } = server.address() as AddressInfo;
    browser = await launch(name, {
      extensionDir: ensureBuild(name),
      hosts: { [HOST]: port },
      grant: [`https://${HOST}/*`],
      locale: 'en',
    });
    page = await browser.open(browser.extensionUrl('/workbench.html#/library'));
    await page.waitFor('[data-testid="library-input"]');
    await page.setInputFiles('[data-testid="library-input"]', await zipOfOne());
    await page.click('[data-testid="import-start"]');
    await page.waitFor('[data-testid="import-progress"][data-state="done"]');
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('come from the chosen authority; nothing but the hash goes there, and the tab is closed again', async () => {
    page = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
    await page.waitFor('[data-testid="anchor-url"]');
    await page.fill('[data-testid="anchor-url"]', URL);
    await page.click('[data-testid="anchor-on"]');
    await expect.poll(async () => (await anchors(page)).at(0)?.authority).toBe(authority?.name);
    const [anchor] = await anchors(page);
    const posts = asked.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path }) => path)).toEqual(['/tsr']);
    expect(new Uint8Array(posts[0]?.body ?? [])).toEqual(timestampRequest(anchor?.digest ?? ''));
    // The browser looks for the icon of any page that it shows.
    const shown = new Set(asked.filter(({ method }) => method !== 'POST').map(({ path }) => path));
    shown.delete('/favicon.ico');
    expect([...shown]).toEqual(['/robots.txt']);
    await page.waitForText('existed by');
    const open = async () => (await browser.pages()).filter((one) => one.url().includes(HOST)).length;
    await expect.poll(open).toBe(0);
  });

  it('say nothing false of an answer that is none', async () => {
    const file = join(dir, 'none.tsr');
    writeFileSync(file, Buffer.alloc(40, 0x30));
    await page.setInputFiles('[data-testid="anchor-answer"]', [file]);
    await page.waitForText('This is not an answer of a time-stamp authority.');
  });
});
