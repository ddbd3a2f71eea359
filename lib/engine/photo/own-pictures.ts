/** Saved pictures of the goods that a claim is about: a photo is compared with them whether the search finds them or not. */
import type { Claim } from '../../claims/model.ts';
import { claimedProducts } from '../../library/claimed-products.ts';
import type { ClaimLensDb } from '../../store/db.ts';

/** Pictures of one claim's goods that are looked at unasked, by their stored features first (about 1 ms each). */
const MOST = 12;

/**
 * Hashes of up to 12 product pictures, spread evenly over the claim's items. A close crop, or goods cut out and pasted elsewhere, have too
 * little in common with their source to be found among ten thousand pictures; held against the few of these goods they can be told.
 */
export async function ownPictures(db: ClaimLensDb, claim: Claim): Promise<string[]> {
  const groups = await Promise.all(
    (await claimedProducts(db, claim)).map(async (keys) => {
      const images = await db.libraryImages.where('productKey').anyOf(keys).limit(MOST).toArray();
      return images.map(({ sha256 }) => sha256);
    }),
  );
  const out = new Set<string>();
  for (let n = 0; n < MOST && out.size < MOST; n++) {
    for (const group of groups) {
      const sha256 = group[n];
      if (sha256 && out.size < MOST) out.add(sha256);
    }
  }
  return [...out];
}
