import { JSDOM } from 'jsdom';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bytesFromPage } from '../../../entrypoints/console.content/page-bytes.ts';

const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('FileReader', new JSDOM().window.FileReader);
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    throw new Error('offline');
  });
});
afterEach(() => void vi.unstubAllGlobals());

const page = (body: string) => new JSDOM(body, { url: 'https://mms.pinduoduo.com/x' }).window.document;
const PHOTO = 'https://img.pddpic.com/a/b.jpg?sign=1';

it.each([
  ['as it is', `<img src="${PHOTO}">`],
  ['as a smaller form of it', '<img src="https://img.pddpic.com/a/b.jpg@80w.webp">'],
  ['as a background', '<div style="background:url(//img.pddpic.com/a/b.jpg)"></div>'],
  ['not loaded yet', '<img data-src="//img.pddpic.com/a/b.jpg?x=2">'],
])('a picture that the page shows %s is read', async (_, body) => {
  await bytesFromPage(page(body), PHOTO);
  expect(asked).toEqual([PHOTO]);
});

it.each([
  ['another picture of the host', 'https://img.pddpic.com/secret/c.jpg'],
  ['an address of the console itself', 'https://mms.pinduoduo.com/orders/export'],
  ['a scheme other than https', 'http://img.pddpic.com/a/b.jpg'],
])('%s is not asked for', async (_, url) => {
  expect(await bytesFromPage(page(`<img src="${PHOTO}">`), url)).toEqual({ base64: null, how: 'page' });
  expect(asked).toEqual([]);
});
