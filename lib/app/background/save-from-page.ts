/** "Save this picture to my library" on any page: the product is the page that shows it. */

import { logOf } from '../../base/log.ts';
import { goodsAt } from '../../consoles/goods-address.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { cleanPath } from '../../library/files.ts';
import { importPictures } from '../../library/import.ts';
import { productOf } from '../../library/path-products.ts';
import { saveAddresses } from '../../library/save-addresses.ts';
import { ensureEngine } from '../../platform/engine-host.ts';
import { onPictureEntry, type PictureClick, readInPage } from '../../platform/menus.ts';
import { shopDb } from '../../store/db.ts';

const log = logOf('background');
export const SAVE = 'save-picture';

/** Listens for the entry in the context menu of pictures. */
export function offerSaving(): void {
  onPictureEntry(SAVE, (click) => {
    void savePicture(click).catch(log.failed('saving a picture'));
  });
}

/** The item's number on the console, where the page's address tells it: it ties the product to the claims on it. */
async function nameItem(path: string, itemId: string): Promise<void> {
  const { key } = productOf(path);
  await shopDb()
    .products.where({ key })
    .modify((product) => {
      if (!product.itemIds.includes(itemId)) product.itemIds.push(itemId);
    });
}

/** Saves one picture: bytes as the page itself can read them, else its address for the engine to fetch. */
export async function savePicture({ src, pageUrl, tabId, title }: PictureClick): Promise<void> {
  const product = title.trim().slice(0, 120) || new URL(pageUrl).hostname;
  const base64 = await readInPage(tabId, src);
  const bytes = base64 ? fromBase64(base64) : null;
  const name = cleanPath(src.split(/[?#]/)[0]?.split('/').at(-1) ?? 'picture') || 'picture';
  const files = async function* () {
    if (bytes) yield { path: `${product.replaceAll('/', '-')}/${name}`, bytes: async () => bytes };
  };
  const report = await importPictures(shopDb(), files(), { source: 'page' });
  const goods = goodsAt(pageUrl);
  if (goods && report.added) await nameItem(`${product.replaceAll('/', '-')}/${name}`, goods.itemId);
  if (!report.added && !report.duplicates && src.startsWith('https:')) {
    const picture = {
      productKey: `page:${product}`,
      title: product,
      itemId: goods?.itemId ?? null,
      url: src,
    };
    await saveAddresses(shopDb(), [picture], 'page', new Date());
  }
  await ensureEngine();
}
