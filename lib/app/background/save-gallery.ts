/** "Save all pictures of this product": the whole gallery of the page's product, and again whenever it has changed. */
import { logOf } from '../../base/log.ts';
import { goodsAt } from '../../consoles/goods-address.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { files } from '../../i18n/areas/files.ts';
import { createTranslator } from '../../i18n/index.ts';
import { cleanPath } from '../../library/clean-path.ts';
import { type GalleryPicture, readGallery } from '../../library/gallery.ts';
import { importPictures } from '../../library/import.ts';
import { saveAddresses } from '../../library/save-addresses.ts';
import { ensureEngine } from '../../platform/engine-host.ts';
import { onPictureEntry, type PictureClick, readInPage } from '../../platform/menus.ts';
import { readProductPage, sayInPage } from '../../platform/pages/product-page.ts';
import { openWorkbench } from '../../platform/tabs.ts';
import { shopDb } from '../../store/db.ts';

const { t } = createTranslator({ files });
const log = logOf('background');
export const SAVE_ALL = 'save-gallery';

/** Listens for the entry in the context menu of pictures. */
export function offerGallery(): void {
  onPictureEntry(SAVE_ALL, (click) => {
    void saveGallery(click).catch(log.failed('saving the pictures of a product'));
  });
}

/** A picture's name in the library: its variant, and its own file name. */
function nameOf(title: string, { url, variant }: GalleryPicture): string {
  const file = new URL(url).pathname.split('/').at(-1) || 'picture';
  return cleanPath([title, variant, file].map((part) => part.replaceAll('/', '-')).join('/'));
}

/**
 * Saves every picture of the page's product: as bytes where the page itself can read them, else by address for the engine to fetch.
 * What is there already stays with its date, also where the page shows it no more.
 */
export async function saveGallery({ pageUrl, tabId }: PictureClick): Promise<void> {
  const page = await readProductPage(tabId);
  const gallery = page && readGallery(page);
  if (!gallery) return sayInPage(tabId, t('files.saveAll.none'));
  const goods = goodsAt(pageUrl);
  const itemId = goods?.itemId ?? gallery.itemId;
  const { title } = gallery;
  const { host, pathname } = new URL(page.canonical || pageUrl);
  const product = {
    // A claim on the item comes with this key.
    key: goods ? `${goods.console}:${goods.itemId}` : `page:${host}${pathname}`.slice(0, 300),
    title,
    itemIds: itemId ? [itemId] : [],
  };
  const left: GalleryPicture[] = [];
  const pictures = async function* () {
    for (const picture of gallery.pictures) {
      const base64 = await readInPage(tabId, picture.url);
      const bytes = base64 ? fromBase64(base64) : null;
      if (!bytes) left.push(picture);
      else yield { path: nameOf(title, picture), product, bytes: async () => bytes };
    }
  };
  const report = await importPictures(shopDb(), pictures(), { source: 'page' });
  const unread = new Set(report.unusable.map(({ file }) => file));
  left.push(...gallery.pictures.filter((picture) => unread.has(nameOf(title, picture))));
  const addressed = left.map(({ url }) => ({ productKey: product.key, title, itemId, url }));
  await saveAddresses(shopDb(), addressed, 'page', new Date());
  await ensureEngine();
  await openWorkbench(`/library/${encodeURIComponent(product.key)}`);
}
