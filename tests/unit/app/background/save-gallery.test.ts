import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { saveGallery } from '../../../../lib/app/background/save-gallery.ts';
import { shopDb } from '../../../../lib/store/db.ts';
import { pngHeader } from '../../support/bytes.ts';

const page = vi.hoisted(() => ({
  says: null as unknown,
  /** Pictures that the page itself can read, as base64. */
  pictures: new Map<string, string>(),
  said: [] as string[],
  opened: [] as string[],
}));
vi.mock('../../../../lib/platform/engine-host.ts', () => ({ ensureEngine: async () => {} }));
vi.mock('../../../../lib/platform/tabs.ts', () => ({
  openWorkbench: async (route: string) => void page.opened.push(route),
}));
vi.mock('../../../../lib/platform/menus.ts', () => ({
  onPictureEntry: () => {},
  readInPage: async (_: number, url: string) => page.pictures.get(url) ?? null,
}));
vi.mock('../../../../lib/platform/pages/product-page.ts', () => ({
  readProductPage: async () => page.says,
  sayInPage: async (_: number, text: string) => void page.said.push(text),
}));

const URL_ = 'https://www.etsy.com/listing/123456789/blue-mug';
const at = (name: string): string => `https://i.etsystatic.com/${name}.png`;
const base64 = (n: number): string => Buffer.from(pngHeader(8, n, 1)).toString('base64');
const click = { src: at('a'), pageUrl: URL_, tabId: 1, title: 'x' };
const shows = (...images: string[]): void => {
  page.says = {
    ...{ url: URL_, title: 'Mug', canonical: '', variations: [], gallery: [], products: [], microdata: [] },
    jsonLd: [JSON.stringify({ '@type': 'Product', name: 'Mug', image: images })],
  };
};

beforeEach(() => Object.assign(page, { says: null, pictures: new Map(), said: [], opened: [] }));

describe('saving the pictures of a product', () => {
  it('saves all at once under the item’s own key; later adds the new ones and keeps the old with their dates', async () => {
    page.pictures = new Map([
      [at('a'), base64(1)],
      [at('b'), base64(2)],
      [at('c'), base64(3)],
    ]);
    shows(at('a'), at('b'), at('unread'));
    await saveGallery(click);
    const db = shopDb();
    expect((await db.products.toArray()).map(({ key, title, itemIds }) => [key, title, itemIds])).toEqual([
      ['etsy:123456789', 'Mug', ['123456789']],
    ]);
    const first = await db.libraryImages.toArray();
    expect(first).toHaveLength(3);
    // What the page could not read waits for the engine.
    expect(first.filter(({ url }) => url === at('unread')).map(({ sha256 }) => sha256)).toEqual(['']);
    expect(page.opened).toEqual([`/library/${encodeURIComponent('etsy:123456789')}`]);

    await db.libraryImages.toCollection().modify({ addedAt: '2026-01-01T00:00:00.000Z' });
    shows(at('b'), at('c'));
    await saveGallery(click);
    const later = await db.libraryImages.toArray();
    expect(later).toHaveLength(4);
    expect(later.filter(({ addedAt }) => addedAt === '2026-01-01T00:00:00.000Z')).toHaveLength(3);
    expect(await db.products.count()).toBe(1);
  });

  it('says so where the page does not tell which pictures are its product’s', async () => {
    page.says = {
      url: URL_,
      title: '',
      canonical: '',
      jsonLd: [],
      variations: [],
      gallery: [],
      products: [],
      microdata: [],
    };
    await saveGallery(click);
    page.says = null;
    await saveGallery(click);
    expect(page.said).toHaveLength(2);
    expect(page.said[0]).toMatch(/\S{10}|\w+ \w+/);
    expect(page.opened).toEqual([]);
  });
});
