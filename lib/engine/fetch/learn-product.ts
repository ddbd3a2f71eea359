/** Learning a product's picture from a claim's own row: fetched once, then part of the library. */
import { sha256HexAsync } from '../../claims/canonical.ts';
import { stableAddress } from '../../claims/unite.ts';
import { UnavailablePhotoError } from '../../images/errors.ts';
import { fetchOriginal } from '../../images/fetch.ts';
import { itemProductKey } from '../../store/claims.ts';
import { askFor, endJob } from '../../store/jobs.ts';
import { imageKey, parseItemKey } from '../../store/keys.ts';
import { appendLedger } from '../../store/ledger.ts';
import type { JobRow } from '../../store/rows.ts';
import type { FetchDeps } from './fetch-evidence.ts';
import { addressesOf, endOrPostpone, keepBytes, nextTry } from './tries.ts';

/** Runs a `learn-product-image` job: the product picture in the claim's row joins the library by itself. */
export async function learnProductImage(deps: FetchDeps, job: JobRow): Promise<void> {
  const { db } = deps;
  const { claimKey, index } = parseItemKey(job.subject);
  const claim = (await db.claims.get(claimKey))?.claim;
  const item = claim?.items[index];
  const productKey = claim ? itemProductKey(claim, index) : null;
  if (!claim || !item?.imageUrl || productKey === null) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  const url = stableAddress(item.imageUrl);
  if (await db.libraryImages.where('url').equals(url).first()) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }
  try {
    const fetched = await fetchOriginal(addressesOf(item.imageUrl), 'photo', deps.rules);
    const sha256 = await sha256HexAsync(fetched.bytes);
    const now = deps.now();
    const at = now.toISOString();
    await db.transaction(
      'rw',
      [db.products, db.libraryImages, db.blobs, db.jobs, db.ledger, db.meta],
      async () => {
        await keepBytes(db, sha256, fetched.bytes, fetched.mime, at);
        const product = await db.products.get(productKey);
        await db.products.put({
          v: 1,
          key: productKey,
          title: item.title ?? product?.title ?? productKey,
          itemIds: [...new Set([...(product?.itemIds ?? []), ...(item.itemId ? [item.itemId] : [])])],
          source: product?.source ?? 'claim',
          addedAt: product?.addedAt ?? at,
        });
        const id = imageKey(productKey, sha256);
        await db.libraryImages.put({
          v: 1,
          id,
          productKey,
          sha256,
          name: item.title ?? '',
          url,
          addedAt: at,
          state: 'waiting',
          why: null,
        });
        await askFor(
          db,
          [{ kind: 'fingerprint-library', subject: id, claimKey: claim.key, priority: job.priority }],
          now.getTime(),
        );
        await endJob(db, job, { state: 'done' }, now.getTime());
        await appendLedger(db, [{ what: 'product-image-learned', subject: id, data: { url } }], at);
      },
    );
  } catch (error) {
    if (!(error instanceof UnavailablePhotoError)) throw error;
    const now = deps.now();
    await endOrPostpone(db, job, error.problem, now, nextTry(error, job, now));
  }
}
