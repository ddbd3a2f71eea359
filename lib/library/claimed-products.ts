import type { Claim } from '../claims/model.ts';
import { itemProductKey } from '../store/claims.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { familyKeys } from './join.ts';

/**
 * Keys of the products that a claim is about, one list per item: the product that the console named, those that carry the item's
 * number, and all that the seller joined with them. Empty lists where nothing is known of an item; no key twice within a list.
 */
export const claimedProducts = (db: ClaimLensDb, claim: Claim): Promise<string[][]> =>
  Promise.all(
    claim.items.map(async ({ itemId }, i) => {
      const key = itemProductKey(claim, i);
      const known = itemId ? await db.products.where('itemIds').equals(itemId).primaryKeys() : [];
      const named = new Set([...(key ? [key] : []), ...known]);
      const families = await Promise.all([...named].map((one) => familyKeys(db, one)));
      return [...new Set(families.flat())];
    }),
  );
