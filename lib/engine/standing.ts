/** Where a stored picture stands relative to a claim: whose listing, whose evidence. */
import type { Claim } from '../claims/model.ts';
import type { Standing } from '../match/findings.ts';
import { buyerKeyOf, itemProductKey } from '../store/claims.ts';
import type { ClaimLensDb } from '../store/db.ts';

/** Whether a product is one that this order contains; null when the page did not tell the order's items. */
async function inOrder(db: ClaimLensDb, claim: Claim, productKey: string): Promise<boolean | null> {
  const known = claim.items.filter((item) => item.itemId || item.title);
  if (!known.length) return null;
  if (claim.items.some((_, i) => itemProductKey(claim, i) === productKey)) return true;
  const product = await db.products.get(productKey);
  if (!product) return null;
  if (
    known.some(
      (item) =>
        (item.itemId && product.itemIds.includes(item.itemId)) ||
        (item.title && item.title === product.title),
    )
  )
    return true;
  // An imported folder rarely carries the console's item numbers: then nothing can be said about the order.
  return product.itemIds.length && known.every((item) => item.itemId) ? false : null;
}

/** All standings of one picture as seen from one claim; empty when it is neither library nor evidence any more. */
export async function standingsOf(db: ClaimLensDb, claim: Claim, sha256: string): Promise<Standing[]> {
  const out: Standing[] = [];
  const images = await db.libraryImages.where('sha256').equals(sha256).toArray();
  for (const productKey of new Set(images.map((image) => image.productKey))) {
    out.push({ kind: 'listing', product: productKey, inOrder: await inOrder(db, claim, productKey) });
  }
  const evidence = await db.evidence.where('sha256').equals(sha256).toArray();
  const own = buyerKeyOf(claim);
  for (const key of new Set(evidence.map((row) => row.claimKey))) {
    if (key === claim.key) {
      out.push({ kind: 'same-claim' });
      continue;
    }
    const other = await db.claims.get(key);
    if (!other) continue;
    out.push({
      kind: 'claim',
      claim: key,
      sameBuyer: own !== null && other.buyerKey !== null ? own === other.buyerKey : null,
      sameOrder: claim.orderId !== undefined && claim.orderId === other.claim.orderId,
    });
  }
  return out;
}
