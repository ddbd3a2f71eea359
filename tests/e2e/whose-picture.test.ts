/** A conversation with a buyer's and a seller's picture: only the buyer's becomes evidence, and the seller can take it out again. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { openDatabase, type Stored } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { GRANT, readerReady } from '../demo/session.ts';

const CONSOLE = 'mms.pinduoduo.com';
const PICTURES = 'chat-img.pddugc.com';
const KEY = 'pinduoduo:23111111111777';
const ORDER = '260929-111111111111777';
const BUYERS = `https://${PICTURES}/chat-pic-mall-user-v1/2026-09-29/buyer.jpeg`;
const SELLERS = `https://${PICTURES}/chat-pic-mall-v1/2026-09-29/seller.jpeg`;
const CHAT = `https://${CONSOLE}/chat-merchant/index.html`;

const PAGE = `<div class="chat-list"><div class="msg buyer"><p>杯子碎了</p><img width="120" src="${BUYERS}"></div><div class="msg seller"><p>请看说明</p><img width="120" src="${SELLERS}"></div></div>
<div class="order-panel"><div>订单编号：${ORDER}</div><div>售后编号：23111111111777</div></div>`;

async function startSite(): Promise<Server> {
  const pems = await generate([{ name: 'commonName', value: CONSOLE }], {
    keySize: 2048,
    extensions: [
      { name: 'subjectAltName', altNames: [CONSOLE, PICTURES].map((value) => ({ type: 2 as const, value })) },
    ],
  });
  const jpeg = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#8a6' } })
    .jpeg()
    .toBuffer();
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    if (request.headers.host?.startsWith(PICTURES))
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
    else
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><meta charset="utf-8"><title>chat</title><body>${PAGE}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

interface Evidence {
  claimKey: string;
  originalUrl: string;
  state: string;
  sha256: string | null;
}

/** Asks the database until it answers as wanted. */
async function until<T>(stored: Stored, table: string, wanted: (rows: T[]) => boolean): Promise<T[]> {
  let rows: T[] = [];
  await vi.waitFor(
    async () => {
      rows = (await stored.table(table)) as T[];
      if (!wanted(rows)) throw new Error(`${table} is not as wanted yet`);
    },
    { timeout: 240_000, interval: 200 },
  );
  return rows;
}

describe.each(BROWSERS)('whose picture it is, in %s', (name) => {
  let browser: TestBrowser;
  let site: Server;
  let surface: TestPage;
  let stored: Stored;

  beforeAll(async () => {
    site = await startSite();
    const { port } = site.address() as AddressInfo;
    browser = await launch(name, {
      extensionDir: ensureBuild(name),
      hosts: { [CONSOLE]: port, [PICTURES]: port },
      grant: GRANT,
    });
    await readerReady(browser, { labels: { on: false } });
    surface = await browser.open(browser.extensionUrl('/workbench.html'));
    stored = openDatabase(surface);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it('takes only the buyer’s picture of a conversation, into the claim it is about', async () => {
    const chat = await browser.open(CHAT);
    const rows = await until<Evidence>(stored, 'evidence', (all) => all.some((row) => row.state === 'kept'));
    expect(rows.map((row) => [row.claimKey, row.originalUrl])).toEqual([[KEY, BUYERS]]);
    await until<{ claimKey: string }>(stored, 'verdicts', (all) => all.some((row) => row.claimKey === KEY));
    expect(((await stored.table('evidence')) as Evidence[]).map((row) => row.originalUrl)).toEqual([BUYERS]);
    await chat.close();
  });

  it('withdraws a photo and its findings when the seller says that it is not the buyer’s, for good', async () => {
    await surface.goto(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(KEY)}`));
    await surface.reload();
    await surface.click('[data-testid="not-buyers"]');
    await until<Evidence>(stored, 'evidence', (all) => all.length === 0);
    const findings = (await stored.table('findings')) as { claimKey: string; sha256: string | null }[];
    expect(findings.filter((row) => row.claimKey === KEY && row.sha256 !== null)).toEqual([]);
    await surface.waitFor('[data-testid="withdrawn"]');
    const before = ((await stored.table('claims')) as { lastReadAt: string }[])[0]?.lastReadAt;
    const chat = await browser.open(CHAT);
    await until<{ lastReadAt: string }>(stored, 'claims', (all) => all[0]?.lastReadAt !== before);
    expect(await stored.table('evidence')).toEqual([]);
    await chat.close();
    await surface.click('[data-testid="put-back"]');
    await until<Evidence>(stored, 'evidence', (all) => all.some((row) => row.originalUrl === BUYERS));
  });
});
