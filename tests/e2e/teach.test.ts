/** A site that no file knows, in English and Chinese: taught in at most six clicks, and the next page is read without help. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siteId } from '../../lib/consoles/platforms/site.ts';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { readerReady } from '../demo/session.ts';

interface Row {
  id: string;
  order: string;
  amount: string;
  reason: string;
}

const HOSTS = { en: 'board.claims-desk.com', zh: 'guanjia.tuihuo.cn' } as const;
type Language = keyof typeof HOSTS;

const ROWS: Record<Language, [Row[], Row[]]> = {
  en: [
    [
      { id: 'RX-10231', order: 'B-778120', amount: '$12.00', reason: 'It broke' },
      { id: 'RX-10232', order: 'B-778121', amount: '$3.50', reason: 'Wrong thing' },
    ],
    [
      { id: 'RX-99001', order: 'B-900001', amount: '$1,020.00', reason: 'Arrived wet' },
      { id: 'RX-99002', order: 'B-900002', amount: '$8.00', reason: 'Torn' },
      { id: 'RX-99003', order: 'B-900003', amount: '$7.25', reason: 'Cracked' },
    ],
  ],
  zh: [
    [
      { id: 'LS2026100101', order: 'MM88120001', amount: '12元', reason: '碎了' },
      { id: 'LS2026100102', order: 'MM88120002', amount: '30.5元', reason: '少了' },
    ],
    [
      { id: 'LS2026100999', order: 'MM99999999', amount: '7元', reason: '漏了' },
      { id: 'LS2026100998', order: 'MM99999998', amount: '8元', reason: '脏了' },
    ],
  ],
};

const picture = (id: string): string => `<img width="64" height="64" src="/photos/${id}.svgz.png" alt="">`;

const PAGES: Record<Language, (rows: Row[]) => string> = {
  en: (rows) =>
    `<h1>Trouble board</h1><main>${rows
      .map(
        (row) =>
          `<article style="border:1px solid #ccc;margin:8px;padding:8px"><h3><b data-part="id">${row.id}</b></h3><ul><li><i>Basket</i> <u data-part="order">${row.order}</u></li><li><i>Owed back</i> <u data-part="amount">${row.amount}</u></li><li><i>What happened</i> <u data-part="reason">${row.reason}</u></li></ul><footer><h4>What they sent</h4><div data-part="photos">${picture(row.id)}</div></footer></article>`,
      )
      .join('')}</main>`,
  zh: (rows) =>
    `<table border="1"><tr><th>流水</th><th>对应买卖</th><th>要退多少</th><th>缘由</th><th>顾客传来的</th></tr>${rows
      .map(
        (row) =>
          `<tr><td data-part="id">${row.id}</td><td data-part="order">${row.order}</td><td data-part="amount">${row.amount}</td><td data-part="reason">${row.reason}</td><td data-part="photos">${picture(row.id)}</td></tr>`,
      )
      .join('')}</table>`,
};

/** A grey 1 × 1 PNG. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

async function startSite(): Promise<Server> {
  const pems = await generate([{ name: 'commonName', value: HOSTS.en }], {
    keySize: 2048,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: Object.values(HOSTS).map((value) => ({ type: 2 as const, value })),
      },
    ],
  });
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
    if (url.pathname.startsWith('/photos/')) {
      response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
      return;
    }
    const language: Language = url.hostname === HOSTS.zh ? 'zh' : 'en';
    const rows = ROWS[language][url.searchParams.get('page') === '2' ? 1 : 0];
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><meta charset="utf-8"><title>desk</title><body>${PAGES[language](rows)}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

const address = (language: Language, page: number): string => `https://${HOSTS[language]}/desk?page=${page}`;

/** Asks for the teaching bar on the page, as the popup does. */
async function startTeaching(browser: TestBrowser, url: string): Promise<void> {
  const surface = await browser.open(browser.extensionUrl('/popup.html'));
  await surface.evaluate(async (wanted: string) => {
    interface Extension {
      chrome: {
        tabs: { query(filter: object): Promise<{ id?: number; url?: string }[]> };
        runtime: { sendMessage(message: object): Promise<unknown> };
      };
    }
    const { tabs, runtime } = (globalThis as unknown as Extension).chrome;
    const tab = (await tabs.query({})).find((entry) => entry.url === wanted);
    await runtime.sendMessage({ type: 'teach', tabId: tab?.id });
  }, url);
  await surface.close();
}

const keysOn = (page: TestPage): Promise<string[]> =>
  page.until(() => {
    const keys = [...document.querySelectorAll<HTMLElement>('claimlens-mark[data-claim]')].map(
      (host) => host.dataset.claim ?? '',
    );
    return keys.length > 0 && keys;
  }, null) as Promise<string[]>;

describe.each(BROWSERS)('teaching in %s', (name) => {
  let browser: TestBrowser;
  let site: Server;

  beforeAll(async () => {
    site = await startSite();
    const { port } = site.address() as AddressInfo;
    browser = await launch(name, {
      extensionDir: ensureBuild(name),
      hosts: Object.fromEntries(Object.values(HOSTS).map((host) => [host, port])),
      grant: Object.values(HOSTS).map((host) => `https://${host}/*`),
    });
    await readerReady(browser);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it.each(['en', 'zh'] as const)('reads the second page in %s without help', async (language) => {
    const page = await browser.open(address(language, 1));
    await startTeaching(browser, address(language, 1));
    await page.bringToFront();
    await page.until(() => document.querySelector('claimlens-mark[data-teach]') !== null, null);
    let clicks = 0;
    for (const part of [
      '[data-part="id"]',
      '[data-part="photos"] img',
      '[data-part="amount"]',
      '[data-part="reason"]',
      '[data-part="order"]',
    ]) {
      await page.click(part);
      clicks += 1;
    }
    // The bar is closed to the page and to this test alike: its main button has the keyboard.
    await page.press('Enter');
    clicks += 1;
    expect(clicks).toBeLessThanOrEqual(6);
    const console = siteId(HOSTS[language]);
    expect(await keysOn(page)).toEqual(ROWS[language][0].map((row) => `${console}:${row.id}`));

    const second = await browser.open(address(language, 2));
    expect(await keysOn(second)).toEqual(ROWS[language][1].map((row) => `${console}:${row.id}`));
    await page.close();
    await second.close();
  });
});
