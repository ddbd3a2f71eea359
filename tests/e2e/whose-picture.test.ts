/**
 * A conversation with a buyer's and a seller's picture: only the buyer's becomes evidence, and the seller can take it out again. A
 * picture that no side sent waits for one click; a reader that the seller mended says so.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { generate } from 'selfsigned';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learn } from '../../lib/consoles/teach/learn.ts';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { openDatabase, type Stored } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { GRANT, readerReady } from '../demo/session.ts';
import { until } from '../unit/support/until.ts';

const CONSOLE = 'mms.pinduoduo.com';
const PICTURES = 'chat-img.pddugc.com';
const KEY = 'pinduoduo:23111111111777';
const ORDER = '260929-111111111111777';
const BUYERS = `https://${PICTURES}/chat-pic-mall-user-v1/2026-09-29/buyer.jpeg`;
const SELLERS = `https://${PICTURES}/chat-pic-mall-v1/2026-09-29/seller.jpeg`;
const CHAT = `https://${CONSOLE}/chat-merchant/index.html`;

const PAGE = `<div class="chat-list"><div class="msg buyer"><p>杯子碎了</p><img width="120" src="${BUYERS}"></div><div class="msg seller"><p>请看说明</p><img width="120" src="${SELLERS}"></div></div>
<div class="order-panel"><div>订单编号：${ORDER}</div><div>售后编号：23111111111777</div></div>`;

/** A conversation whose picture nothing assigns to a side. */
const UNSIDED_KEY = 'pinduoduo:23111111111555';
const UNSIDED = `https://${PICTURES}/chat-pic-mall-v1/2026-09-29/whose.jpeg`;
const UNSIDED_CHAT = `https://${CONSOLE}/mms-chat/search`;
const UNSIDED_PAGE = `<div class="chat-list"><div class="msg"><p>见图</p><img width="120" src="${UNSIDED}"></div></div>
<div class="order-panel"><div>订单编号：260929-111111111111555</div><div>售后编号：23111111111555</div></div>`;

/** A page of the console that prints the sum under a word nobody knows, and another one under the old word. */
const CHANGED_KEY = 'pinduoduo:23111111111888';
const CHANGED = `https://${CONSOLE}/aftersales-ssr/detail?id=23111111111888&orderSn=260929-111111111111888`;
const CHANGED_PAGE = `<main><p>售后编号：<b id="id">23111111111888</b></p><p>订单编号：<b>260929-111111111111888</b></p>
<p>退款金额：<b>¥999.00</b></p><p><i>结算应退</i><u id="sum">¥7.50</u></p></main>`;

const pageAt = (path: string): string =>
  path.startsWith('/aftersales-ssr') ? CHANGED_PAGE : path.startsWith('/mms-chat') ? UNSIDED_PAGE : PAGE;

/** What the seller showed on the changed page, as the file that an export gives. */
function lesson(): string {
  const { document } = new JSDOM(CHANGED_PAGE, { url: CHANGED }).window;
  const at = (selector: string): Element => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`${selector} is not on the page`);
    return element;
  };
  const reader = learn({
    url: new URL(CHANGED),
    console: 'pinduoduo',
    at: '2026-10-01T00:00:00Z',
    pointed: [
      { name: 'claimId', element: at('#id') },
      { name: 'amount', element: at('#sum') },
    ],
  });
  return JSON.stringify(reader);
}

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
        .end(`<!doctype html><meta charset="utf-8"><title>chat</title><body>${pageAt(request.url ?? '/')}`);
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

interface Claim {
  key: string;
  claim: { amount?: { value: number } };
}

const sumOf = (claims: Claim[]): number | undefined =>
  claims.find(({ key }) => key === CHANGED_KEY)?.claim.amount?.value;

/** Asks the database until it answers as wanted. */
async function rowsOf<T>(stored: Stored, table: string, wanted: (rows: T[]) => boolean): Promise<T[]> {
  let rows: T[] = [];
  await until(async () => {
    rows = (await stored.table(table)) as T[];
    if (!wanted(rows)) throw new Error(`${table} is not as wanted yet`);
  });
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
    const rows = await rowsOf<Evidence>(stored, 'evidence', (all) => all.some((row) => row.state === 'kept'));
    expect(rows.map((row) => [row.claimKey, row.originalUrl])).toEqual([[KEY, BUYERS]]);
    await rowsOf<{ claimKey: string }>(stored, 'verdicts', (all) => all.some((row) => row.claimKey === KEY));
    expect(((await stored.table('evidence')) as Evidence[]).map((row) => row.originalUrl)).toEqual([BUYERS]);
    await chat.close();
  });

  it('withdraws a photo and its findings when the seller says that it is not the buyer’s, for good', async () => {
    await surface.goto(browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(KEY)}`));
    await surface.reload();
    await surface.click('[data-testid="not-buyers"]');
    await rowsOf<Evidence>(stored, 'evidence', (all) => all.length === 0);
    const findings = (await stored.table('findings')) as { claimKey: string; sha256: string | null }[];
    expect(findings.filter((row) => row.claimKey === KEY && row.sha256 !== null)).toEqual([]);
    await surface.waitFor('[data-testid="withdrawn"]');
    const before = ((await stored.table('claims')) as { lastReadAt: string }[])[0]?.lastReadAt;
    const chat = await browser.open(CHAT);
    await rowsOf<{ lastReadAt: string }>(stored, 'claims', (all) => all[0]?.lastReadAt !== before);
    expect(await stored.table('evidence')).toEqual([]);
    await chat.close();
    await surface.click('[data-testid="put-back"]');
    await rowsOf<Evidence>(stored, 'evidence', (all) => all.some((row) => row.originalUrl === BUYERS));
  });

  it('offers a picture that no side sent, and takes it for the buyer’s on one click', async () => {
    const chat = await browser.open(UNSIDED_CHAT);
    const popup = await browser.open(
      browser.extensionUrl(`/popup.html?page=${encodeURIComponent(UNSIDED_CHAT)}`),
    );
    await popup.waitFor('[data-testid="unowned"]');
    const own = (rows: Evidence[]): Evidence[] => rows.filter((row) => row.claimKey === UNSIDED_KEY);
    expect(own((await stored.table('evidence')) as Evidence[])).toEqual([]);
    await popup.click('[data-testid="assign"]');
    const rows = await rowsOf<Evidence>(stored, 'evidence', (all) => own(all).length > 0);
    expect(own(rows).map((row) => row.originalUrl)).toEqual([UNSIDED]);
    await popup.close();
    await chat.close();
  });

  it('reads a changed page as the seller mended it, and says so', async () => {
    const before = await browser.open(CHANGED);
    await rowsOf<Claim>(stored, 'claims', (all) => sumOf(all) === 99_900);
    await before.close();
    const folder = mkdtempSync(join(tmpdir(), 'lesson-'));
    const file = join(folder, 'lesson.json');
    writeFileSync(file, lesson());
    await surface.goto(browser.extensionUrl('/workbench.html#/consoles'));
    await surface.reload();
    await surface.setInputFiles('.site-import input', [file]);
    await surface.waitFor('[data-testid="taught-row"]');
    const after = await browser.open(CHANGED);
    await rowsOf<Claim>(stored, 'claims', (all) => sumOf(all) === 750);
    const popup = await browser.open(browser.extensionUrl(`/popup.html?page=${encodeURIComponent(CHANGED)}`));
    await popup.waitFor('[data-testid="mended"]');
    await popup.close();
    await after.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
