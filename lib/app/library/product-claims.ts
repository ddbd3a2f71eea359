/** Which claims have photos that come from a product's saved images. */
import { liveQuery, type Observable } from 'dexie';
import { shopDb } from '../../store/db.ts';
import { byAttention, type ClaimView, claimViews } from '../claims/views.ts';

/** Keys of the claims with a finding against an image of one of these products. */
export async function claimsFrom(products: readonly string[]): Promise<string[]> {
  const keys = new Set<string>();
  await shopDb().findings.each((row) => {
    const product = row.finding.against?.product;
    if (product !== undefined && products.includes(product)) keys.add(row.claimKey);
  });
  return [...keys];
}

/** Claims with photos from these products (one, and those joined with it), the ones that need most attention first. */
export function watchProductClaims(products: readonly string[]): Observable<ClaimView[]> {
  return liveQuery(async () => {
    const db = shopDb();
    const keys = await claimsFrom(products);
    const rows = (await db.claims.bulkGet(keys)).filter((row) => row !== undefined);
    return (await claimViews(db, rows)).sort(byAttention);
  });
}
