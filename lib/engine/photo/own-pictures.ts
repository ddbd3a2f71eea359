/** Saved pictures of the goods that a claim is about: a photo is compared with them whether the search finds them or not. */
import type { Claim } from '../../claims/model.ts';
import { familyKeys } from '../../library/join.ts';
import { itemProductKey } from '../../store/claims.ts';
import type { ClaimLensDb } from '../../store/db.ts';

/** Pictures of one claim's goods that are looked at unasked, by their stored features first (about 1 ms each). */
const MOST = 12;

/**
 * Hashes of up to 12 product pictures, spread evenly over the claim's items. A close crop, or goods cut out and pasted elsewhere, have too
 * little in common with their source to be found among ten thousand pictures; held against the few of these goods they can be told.
 */
export async function ownPictures(db: ClaimLensDb, claim: Claim): Promise<string[]> {
  const groups: string[][] = [];
  for (const [i, { itemId }] of claim.items.entries()) {
    const key = itemProductKey(claim, i);
    const known = itemId ? await db.products.where('itemIds').equals(itemId).primaryKeys() : [];
    const keys = [...new Set([...(key ? [key] : []), ...known])];
    const families = (await Promise.all(keys.map((one) => familyKeys(db, one)))).flat();
    const images = await db.libraryImages
      .where('productKey')
      .anyOf([...new Set(families)])
      .limit(MOST)
      .toArray();
    groups.push(images.map(({ sha256 }) => sha256));
  }
  const out = new Set<string>();
  for (let n = 0; n < MOST && out.size < MOST; n++) {
    for (const group of groups) {
      const sha256 = group[n];
      if (sha256 && out.size < MOST) out.add(sha256);
    }
  }
  return [...out];
}
