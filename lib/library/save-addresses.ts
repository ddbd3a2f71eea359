/** Product pictures known by address only: rows that wait for their bytes, and the jobs that fetch them. */
import { stableAddress } from '../claims/unite.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { askFor, PRIORITY } from '../store/jobs.ts';
import { awaitedImageKey } from '../store/keys.ts';
import type { ProductRow } from '../store/rows.ts';
import type { AddressedPicture } from './sheet/model.ts';

/** Written in pieces, so that a sheet of 100 000 pictures neither blocks the page nor is lost in the middle. */
const PIECE = 200;

/** Saves addresses as waiting library images and queues their fetching. Returns how many were new. */
export async function saveAddresses(
  db: ClaimLensDb,
  pictures: AddressedPicture[],
  source: ProductRow['source'],
  now: Date,
  onProgress?: (done: number) => void,
): Promise<number> {
  const at = now.toISOString();
  let added = 0;
  for (let start = 0; start < pictures.length; start += PIECE) {
    const piece = pictures.slice(start, start + PIECE);
    await db.transaction('rw', [db.products, db.libraryImages, db.jobs], async () => {
      for (const { productKey, title, itemId, url } of piece) {
        const address = stableAddress(url);
        const known = await db.libraryImages.where('url').equals(address).toArray();
        if (known.some((image) => image.productKey === productKey)) continue;
        const product = await db.products.get(productKey);
        const itemIds =
          itemId && !product?.itemIds.includes(itemId)
            ? [...(product?.itemIds ?? []), itemId]
            : (product?.itemIds ?? []);
        await db.products.put({
          v: 1,
          key: productKey,
          title,
          itemIds,
          source: product?.source ?? source,
          addedAt: product?.addedAt ?? at,
        });
        const id = awaitedImageKey(productKey, address);
        await db.libraryImages.put({
          v: 1,
          id,
          productKey,
          sha256: '',
          name: title,
          url: address,
          addedAt: at,
          state: 'waiting',
          why: null,
        });
        await askFor(
          db,
          [{ kind: 'fetch-library', subject: id, claimKey: null, priority: PRIORITY.background }],
          now.getTime(),
        );
        added += 1;
      }
    });
    onProgress?.(Math.min(pictures.length, start + PIECE));
  }
  return added;
}
