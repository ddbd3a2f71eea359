/** Sheets whose pictures lie in the workbook itself, beside it, or on the shop's own host: each becomes a picture of its row's product. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsx } from '../../lib/cases/export/xlsx.ts';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { TIMEOUT } from '../browsers/patience.ts';
import { openDatabase, type Stored } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { make } from '../demo/pictures/make.ts';
import { GRANT, readerReady } from '../demo/session.ts';
import { listingRecipe, PRODUCTS } from '../demo/shop.ts';
import { wear } from '../screens/surfaces.ts';

/** The host that is granted, and one that nobody grants. */
const SHOP = 'shop.example.com';
const OTHER = 'other.example.org';
const at = (name: string, host = SHOP): string => `https://${host}/wp-content/uploads/${name}`;
/** With a folder here, the cards about the shop's host are drawn into it: `<language>-<look>-<width>.png`. */
const LOOK = process.env.CLAIMLENS_LOOK;

interface Site {
  server: Server;
  /** Host and path of every request, and whether it brought cookies. */
  asked: { at: string; cookies: boolean }[];
}

async function startSite(pictures: Map<string, Buffer>): Promise<Site> {
  const pems = await generate([{ name: 'commonName', value: SHOP }], {
    keySize: 2048,
    extensions: [
      { name: 'subjectAltName', altNames: [SHOP, OTHER].map((value) => ({ type: 2 as const, value })) },
    ],
  });
  const asked: Site['asked'] = [];
  const server = createServer({ key: pems.private, cert: pems.cert }, (request, response) => {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    asked.push({ at: `${host}${request.url}`, cookies: request.headers.cookie !== undefined });
    const picture = pictures.get(request.url?.split('/').at(-1) ?? '');
    if (picture) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture);
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html><title>404</title>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, asked };
}

const DRAWING =
  'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (list: [id: string, type: string, target: string][]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** A workbook with one picture drawn over its first row of goods and one placed in a cell of the second, as WPS does it. */
function bookWithPictures(drawn: Buffer, placed: Buffer): Buffer {
  const parts = unzipSync(
    xlsx('goods', [
      ['商品名称', '商品ID', '主图'],
      ['青釉杯', '632145678901', ''],
      ['花瓶', '632145678902', 'DISPIMG'],
      ['没有图片', '632145678903', ''],
    ]),
  );
  const text = (path: string): string => new TextDecoder().decode(parts[path]);
  const put = (path: string, content: string): void => {
    parts[path] = new TextEncoder().encode(content);
  };
  put(
    'xl/worksheets/sheet1.xml',
    text('xl/worksheets/sheet1.xml')
      .replace(
        /<c r="C3"[\s\S]*?<\/c>/,
        '<c r="C3" t="str"><f>_xlfn.DISPIMG("ID_7F3A",1)</f><v>=DISPIMG("ID_7F3A",1)</v></c>',
      )
      .replace(
        '</sheetData></worksheet>',
        `</sheetData><drawing r:id="rId1" xmlns:r="${RELATION}"/></worksheet>`,
      ),
  );
  put('xl/worksheets/_rels/sheet1.xml.rels', relations([['rId1', 'drawing', '../drawings/drawing1.xml']]));
  put(
    'xl/drawings/drawing1.xml',
    `<xdr:wsDr ${DRAWING}><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:pic><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`,
  );
  put('xl/drawings/_rels/drawing1.xml.rels', relations([['rId1', 'image', '../media/image1.jpeg']]));
  put(
    'xl/cellimages.xml',
    `<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" ${DRAWING}><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_7F3A"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>`,
  );
  put('xl/_rels/cellimages.xml.rels', relations([['rId1', 'image', 'media/image2.jpeg']]));
  parts['xl/media/image1.jpeg'] = new Uint8Array(drawn);
  parts['xl/media/image2.jpeg'] = new Uint8Array(placed);
  return Buffer.from(zipSync(parts));
}

interface Product {
  key: string;
  title: string;
  itemIds: string[];
}
interface Image {
  productKey: string;
  state: string;
  why: string | null;
  url: string | null;
  sha256: string;
}

describe.each(BROWSERS)('pictures of sheets in %s', (name) => {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-sheets-'));
  let browser: TestBrowser;
  let site: Site;
  let page: TestPage;
  let stored: Stored;
  let pictures: Buffer[];

  const file = (path: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(work, path), bytes);
    return join(work, path);
  };
  /** Title to the states of its pictures. */
  const library = async (): Promise<Record<string, string[]>> => {
    const images = (await stored.table('libraryImages')) as Image[];
    return Object.fromEntries(
      ((await stored.table('products')) as Product[]).map(({ key, title }) => [
        title,
        images.flatMap((image) => (image.productKey === key ? [image.state] : [])).sort(),
      ]),
    );
  };

  beforeAll(async () => {
    pictures = await Promise.all(PRODUCTS.slice(0, 5).map((product) => make(listingRecipe(product))));
    site = await startSite(
      new Map([
        ['mug.jpg', pictures[0]!],
        ['mug-back.jpg', pictures[1]!],
        ['vase.jpg', pictures[2]!],
      ]),
    );
    const { port } = site.server.address() as AddressInfo;
    browser = await launch(name, {
      extensionDir: ensureBuild(name),
      hosts: { [SHOP]: port, [OTHER]: port },
      // A shop that was granted before answers the browser's question at once, and nobody can click it here.
      grant: [...GRANT, `https://${SHOP}/*`],
      locale: 'en',
    });
    await readerReady(browser, { labels: { on: false } });
    page = await browser.open(browser.extensionUrl('/workbench.html#/library'));
    await page.waitFor('[data-testid="library-input"]', { timeout: TIMEOUT });
    stored = openDatabase(page);
  });
  afterAll(async () => {
    await browser?.close();
    site?.server.close();
    rmSync(work, { recursive: true, force: true });
  });

  it('drawn over cells and placed in cells: each becomes a picture of its row', async () => {
    const book = file('商品表.xlsx', bookWithPictures(pictures[3]!, pictures[4]!));
    await page.setInputFiles('[data-testid="library-input"]', [book]);
    await page.waitFor('[data-testid="sheet-start"]', { timeout: TIMEOUT });
    const rows = await page.evaluate(
      () => document.querySelector('[data-testid="sheet-unusable"]')?.textContent ?? '',
      null,
    );
    expect(rows).toMatch(/Row 4/);
    await page.click('[data-testid="sheet-start"]');
    const done = '[data-testid="import-progress"][data-state="done"]';
    await page.waitFor(done, { timeout: TIMEOUT });
    await expect.poll(library, { timeout: TIMEOUT }).toEqual({ 青釉杯: ['ready'], 花瓶: ['ready'] });
    const products = (await stored.table('products')) as Product[];
    expect(products.map(({ itemIds }) => itemIds).sort()).toEqual([['632145678901'], ['632145678902']]);
  });

  it('beside the sheet, as Taobao’s data package has them: joined to their rows, the rest named', async () => {
    const [jar, bowl] = ['c3', 'd4'].map((pair) => pair.repeat(16));
    const sheet = `title\tnum_id\tpicture\n宝贝名称\t数字ID\t新图片\n罐\t632145678911\t${jar}:1:0:|;\n碗\t632145678912\t${bowl}:1:0:|;\n盘\t632145678913\t${'e5'.repeat(16)}:1:0:|;\n`;
    await page.reload();
    await page.setInputFiles('[data-testid="library-input"]', [
      file('数据包.csv', sheet),
      file(`${jar}.tbi`, pictures[0]!),
      file(`${bowl}.tbi`, pictures[1]!),
      file('说明.txt', '淘宝助理'),
    ]);
    await page.waitFor('[data-testid="sheet-start"]', { timeout: TIMEOUT });
    const rows = await page.evaluate(
      () => document.querySelector('[data-testid="sheet-unusable"]')?.textContent ?? '',
      null,
    );
    expect(rows).toMatch(/Row 5.*\.tbi/);
    await page.click('[data-testid="sheet-start"]');
    await page.until(() => !document.querySelector('[data-testid="sheet-import"]'), null, {
      timeout: TIMEOUT,
    });
    await expect.poll(library, { timeout: TIMEOUT }).toMatchObject({ 罐: ['ready'], 碗: ['ready'] });
    const report = await page.evaluate(
      () => document.querySelector('[data-testid="import-progress"]')?.textContent ?? '',
      null,
    );
    expect(report).toMatch(/2 added/);
    expect(report).toMatch(/text file.*说明\.txt/);
  });

  it('on the shop’s own host: granted once and read, with the lock closed for every other host', async () => {
    const sheet = [
      'ID,Type,SKU,Name,Images',
      `71001,simple,MUG-1,Blue mug,"${at('mug.jpg')}, ${at('mug-back.jpg')}"`,
      `71002,simple,VASE-1,Tall vase,"${at('vase.jpg')}, ${at('gone.jpg')}"`,
      `71003,simple,JAR-1,Jar,${at('jar.jpg', OTHER)}`,
    ].join('\n');
    await page.reload();
    await page.setInputFiles('[data-testid="library-input"]', [file('wc-products.csv', sheet)]);
    await page.waitFor('[data-testid="sheet-start"]', { timeout: TIMEOUT });
    await page.click('[data-testid="sheet-start"]');
    await page.waitFor(`[data-testid="own-host"][data-host="${SHOP}"]`, { timeout: TIMEOUT });
    await page.waitFor(`[data-testid="own-host"][data-host="${OTHER}"]`, { timeout: TIMEOUT });
    if (LOOK) await look();
    expect(site.asked, 'nothing before the seller asks for it').toEqual([]);
    // The granted host, too, is closed to the extension's own pages: only a page of it can read from it.
    const direct = (url: string): Promise<string> =>
      page.evaluate(
        (address) =>
          fetch(address).then(
            () => 'read',
            () => 'closed',
          ),
        url,
      );
    expect([await direct(at('mug.jpg')), await direct(at('jar.jpg', OTHER))]).toEqual(['closed', 'closed']);
    expect(site.asked).toEqual([]);

    await page.click(`[data-testid="own-host"][data-host="${SHOP}"] [data-testid="own-host-read"]`);
    await expect.poll(library, { timeout: TIMEOUT }).toMatchObject({
      'Blue mug': ['ready', 'ready'],
      'Tall vase': ['ready', 'unusable'],
      Jar: ['unusable'],
    });
    const gone = ((await stored.table('libraryImages')) as Image[]).find(({ url }) => url === at('gone.jpg'));
    expect(gone?.why).toBe('not-found');
    expect(site.asked.filter((one) => one.at.startsWith(OTHER))).toEqual([]);
    expect(site.asked.some(({ cookies }) => cookies)).toBe(false);
    expect([await direct(at('mug.jpg')), await direct(at('jar.jpg', OTHER))]).toEqual(['closed', 'closed']);
    await page.until(
      (host) => !document.querySelector(`[data-testid="own-host"][data-host="${host}"]`),
      SHOP,
      { timeout: TIMEOUT },
    );
  });

  async function look(): Promise<void> {
    const folder = join(LOOK ?? '', name);
    mkdirSync(folder, { recursive: true });
    for (const [locale, scheme] of [
      ['zh-CN', 'light'],
      ['zh-CN', 'dark'],
      ['en', 'light'],
      ['en', 'dark'],
    ] as const) {
      await wear(page, locale, scheme);
      await page.reload();
      await page.waitFor(`[data-testid="own-host"][data-host="${SHOP}"]`, { timeout: TIMEOUT });
      for (const width of [320, 420, 1280])
        await page.screenshot(join(folder, `${locale}-${scheme}-${width}.png`), { width, height: 900 });
    }
    await wear(page, 'en', 'light');
    await page.reload();
    await page.resize(1440, 900);
    await page.waitFor(`[data-testid="own-host"][data-host="${SHOP}"]`, { timeout: TIMEOUT });
  }
});
