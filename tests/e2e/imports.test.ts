/** The library's ways in, each with a file among them that cannot be used: the rest comes in, and the file is named with the reason. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsx } from '../../lib/cases/export/xlsx.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { make } from '../demo/pictures/make.ts';
import { openSession, type Session } from '../demo/session.ts';
import { listingRecipe, PRODUCTS } from '../demo/shop.ts';
import { violations } from '../screens/surfaces.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NO_PICTURE = Buffer.from('<!doctype html><title>404</title>');

interface Row {
  key: string;
  title: string;
  source: string;
}

describe.each(BROWSERS)('importing in %s', (name) => {
  const work = mkdtempSync(join(tmpdir(), 'claimlens-imports-'));
  let session: Session;
  let page: TestPage;
  let pictures: Buffer[];

  const file = (path: string, bytes: Uint8Array): string => {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), bytes);
    return join(work, path);
  };
  const products = (): Promise<Row[]> =>
    page.evaluate(
      () =>
        new Promise<Row[]>((done, fail) => {
          const asked = indexedDB.open('claimlens');
          asked.onerror = () => fail(asked.error);
          asked.onsuccess = () => {
            const rows = asked.result.transaction('products').objectStore('products').getAll();
            rows.onsuccess = () => {
              asked.result.close();
              done((rows.result as Row[]).map(({ key, title, source }) => ({ key, title, source })));
            };
          };
        }),
      null,
    );
  const titles = async (): Promise<string[]> => (await products()).map(({ title }) => title);
  /** The import's own report: its counts, and each file that could not be used with the reason. */
  const reported = async (): Promise<string> => {
    const done = '[data-testid="import-progress"][data-state="done"]';
    await page.waitFor(`${done}, [data-testid="import-plan"]`);
    // Where folders leave a choice, the products are shown before the start.
    if (await page.evaluate(() => document.querySelector('[data-testid="import-plan"]') !== null, null))
      await page.click('[data-testid="import-start"]');
    await page.waitFor(done);
    const text = await page.evaluate(
      () => document.querySelector('[data-testid="import-progress"]')?.textContent ?? '',
      null,
    );
    await page.click('[data-testid="import-progress"] button');
    await page.until(() => !document.querySelector('[data-testid="import-progress"]'), null);
    return text;
  };

  beforeAll(async () => {
    session = await openSession(name, { claims: 5, locale: 'en' });
    pictures = await Promise.all(PRODUCTS.slice(0, 10).map((product) => make(listingRecipe(product))));
    page = await session.browser.open(session.browser.extensionUrl('/workbench.html#/library'));
    await page.waitFor('[data-testid="library-input"]');
  });
  afterAll(async () => {
    await session?.close();
    rmSync(work, { recursive: true, force: true });
  });

  it('a folder, a sub-folder being a product', async () => {
    const files = [
      file('shop/Blue mug/front.jpg', pictures[0]!),
      file('shop/Tall vase/front.jpg', pictures[1]!),
      file('shop/Tall vase/broken.jpg', NO_PICTURE),
      file('shop/Tall vase/empty.png', Buffer.alloc(0)),
    ];
    // Firefox's driver gives files, not folders: their relative paths are missing there, and each is its own product.
    const given = name === 'chromium' ? [join(work, 'shop')] : files;
    await page.setInputFiles('[data-testid="library-folder-input"]', given);
    const report = await reported();
    expect(report).toContain('2 added');
    expect(report).toMatch(/web page.*broken\.jpg/);
    expect(report).toMatch(/is empty.*empty\.png/);
    if (name === 'chromium')
      expect(await titles()).toEqual(expect.arrayContaining(['Blue mug', 'Tall vase']));
  });

  it('a ZIP as Taobao packs an item, one member damaged', async () => {
    const members = {
      '青釉马克杯/主图/1.jpg': pictures[2]!,
      '青釉马克杯/详情图/2.jpg': pictures[3]!,
      '青釉马克杯/SKU图/天蓝.jpg': NO_PICTURE,
    };
    const zip = Buffer.from(zipSync(members, { level: 0 }));
    await page.setInputFiles('[data-testid="library-input"]', [file('数据包.zip', zip)]);
    const report = await reported();
    expect(report).toContain('2 added');
    expect(report).toMatch(/web page.*天蓝\.jpg/);
    const own = (await titles()).filter((title) => /主图|详情图|SKU/.test(title));
    expect(own, 'kinds of pictures are no products').toEqual([]);
    expect(await titles()).toContain('青釉马克杯');
  });

  it('a ZIP that is cut off, beside a good one', async () => {
    const good = Buffer.from(zipSync({ 'Jar/1.jpg': pictures[4]! }));
    const cut = Buffer.from(zipSync({ 'Bowl/1.jpg': pictures[5]! })).subarray(0, 900);
    await page.setInputFiles('[data-testid="library-input"]', [file('good.zip', good), file('cut.zip', cut)]);
    const report = await reported();
    expect(report).toContain('1 added');
    expect(report).toMatch(/is damaged.*cut\.zip/);
  });

  it('a CSV with addresses: the mapping is shown first, unusable rows by number', async () => {
    const [first, second] = session.demo.claims.map(({ thumbnail }) => thumbnail.split('?')[0] ?? '');
    const sheet = `商品名称,商品ID,主图\n青釉杯,1001,${first}\n花瓶,1002,${second}\n坏行,1003,file:///etc/passwd\n`;
    await page.setInputFiles('[data-testid="library-input"]', [file('导出.csv', Buffer.from(sheet))]);
    await page.waitFor('[data-testid="sheet-import"]');
    const shown = await page.evaluate(
      () => ({
        image: document
          .querySelector('[data-testid="sheet-images"] input:checked')
          ?.getAttribute('data-column'),
        preview: document.querySelector('[data-testid="sheet-preview"]')?.textContent ?? '',
        rows: document.querySelector('[data-testid="sheet-unusable"]')?.textContent ?? '',
      }),
      null,
    );
    expect(shown.image).toBe('2');
    expect(shown.preview).toContain('青釉杯');
    expect(shown.rows).toMatch(/Row 4.*no picture address/);
    await page.click('[data-testid="sheet-start"]');
    await page.until(() => !document.querySelector('[data-testid="sheet-import"]'), null);
    expect(await titles()).toEqual(expect.arrayContaining(['青釉杯', '花瓶']));
  });

  it('an XLSX whose picture is gone: the library names it with the reason', async () => {
    const address = `https://img.pddpic.com/mms-material-img/2026-05-01/gone.jpeg`;
    const book = xlsx('s', [
      ['Title', 'Image Src'],
      ['Gone', address],
    ]);
    await page.setInputFiles('[data-testid="library-input"]', [file('export.xlsx', book)]);
    await page.waitFor('[data-testid="sheet-start"]');
    await page.click('[data-testid="sheet-start"]');
    await page.waitFor('[data-testid="library-unusable"]');
    const told = await page.evaluate(
      () => document.querySelector('[data-testid="library-unusable"]')?.textContent ?? '',
      null,
    );
    expect(told).toMatch(/Nothing was found.*Gone.*gone\.jpeg/);
  });

  it('pasted pictures, one of them damaged', async () => {
    const bytes = readFileSync(file('pasted.jpg', pictures[6]!)).toString('base64');
    await page.evaluate((base64) => {
      const data = new DataTransfer();
      const picture = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      data.items.add(new File([picture], 'image.png', { type: 'image/jpeg' }));
      data.items.add(new File(['no picture'], 'image.png', { type: 'image/png' }));
      // Firefox drops the files of a ClipboardEvent that a script makes.
      const event = new Event('paste', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'clipboardData', { value: data });
      document.body.dispatchEvent(event);
    }, bytes);
    const report = await reported();
    expect(report).toContain('1 added');
    expect(report).toMatch(/text file.*paste-/);
    expect((await products()).some(({ source }) => source === 'paste')).toBe(true);
  });

  it('the goods of a claim, from the console page', async () => {
    await session.browser.open(session.demo.listUrl);
    const title = session.demo.claims[0]?.goods.title ?? '';
    await page.until((wanted) => {
      return [...document.querySelectorAll('[data-testid="product-card"]')].some((card) =>
        card.textContent?.includes(wanted),
      );
    }, title);
    expect((await products()).some(({ source }) => source === 'claim')).toBe(true);
  });

  it('the same goods once more from a ZIP: asked about, joined, separated, and axe finds nothing', async () => {
    const learned = (await products()).find(({ source }) => source === 'claim');
    const title = learned?.title ?? '';
    const zip = Buffer.from(zipSync({ [`${title.toUpperCase()} /main.jpg`]: pictures[7]! }));
    await page.setInputFiles('[data-testid="library-input"]', [file('again.zip', zip)]);
    expect(await reported()).toContain('1 added');
    const pair = `[data-testid="same-name"][data-into="${learned?.key}"]`;
    await page.waitFor(pair);
    expect(await violations(page, axe)).toEqual([]);
    const cards = () =>
      page.evaluate(() => document.querySelectorAll('[data-testid="product-card"]').length, null);
    const apart = await cards();

    await page.click(`${pair} [data-testid="same-name-join"]`);
    await page.until((one) => !document.querySelector(one), pair);
    await expect.poll(cards).toBe(apart - 1);
    await page.until(() => document.activeElement !== document.body, null);
    await page.click('[data-testid="undo-button"]');
    await page.waitFor(pair);
    await expect.poll(cards).toBe(apart);

    await page.click(`${pair} [data-testid="same-name-join"]`);
    await page.until((one) => !document.querySelector(one), pair);
    await page.click(`[data-testid="product-card"][data-key="${learned?.key}"]`);
    await page.waitFor('[data-testid="joined-products"]');
    await page.until(() => document.querySelectorAll('.picture-list > li').length === 2, null);
    expect(await violations(page, axe)).toEqual([]);
    await page.click('[data-testid="product-separate"]');
    // On its own page, too, it is asked whether the other one is the same.
    await page.click(`${pair} [data-testid="same-name-apart"]`);
    await page.until((one) => !document.querySelector(one), pair);
    expect(
      await page.evaluate(() => document.querySelector('[data-testid="joined-products"]'), null),
    ).toBeNull();
  });

  it('several goods of known names at once: joined with one click, and separated with another', async () => {
    await page.goto(session.browser.extensionUrl('/workbench.html#/library'));
    // Without the notices, and their ways back, of the test before.
    await page.reload();
    const titles = [
      ...new Set((await products()).flatMap(({ source, title }) => (source === 'claim' ? [title] : []))),
    ].slice(1, 3);
    expect(titles).toHaveLength(2);
    const zip = zipSync(
      Object.fromEntries(titles.map((title, i) => [`${title}/main.jpg`, pictures[8 + i]!])),
    );
    await page.setInputFiles('[data-testid="library-input"]', [file('two.zip', Buffer.from(zip))]);
    expect(await reported()).toContain('2 added');
    await page.until(() => document.querySelectorAll('[data-testid="same-name"]').length === 2, null);
    const cards = () =>
      page.evaluate(() => document.querySelectorAll('[data-testid="product-card"]').length, null);
    const apart = await cards();
    // The questions wait folded up behind their number.
    await page.click('[data-testid="same-names"] summary');
    await page.click('[data-testid="same-name-join-all"]');
    await page.until(() => !document.querySelector('[data-testid="same-names"]'), null);
    await expect.poll(cards).toBe(apart - 2);
    await page.until(() => document.activeElement !== document.body, null);
    await page.click('[data-testid="undo-button"]');
    await page.until(() => document.querySelectorAll('[data-testid="same-name"]').length === 2, null);
    await expect.poll(cards).toBe(apart);
  });
});
