/** Which claims have photos that come from a product's saved images. */
import { liveQuery, type Observable } from 'dexie';
import { shopDb } from '../store/db.ts';
import { byAttention, type ClaimView, claimViews } from './views.ts';

/** Claims with a finding against one of this product's images, the ones that need most attention first. */
export function watchProductClaims(productKey: string): Observable<ClaimView[]> {
  return liveQuery(async () => {
    const db = shopDb();
    const keys = new Set<string>();
    await db.findings.each((row) => {
      if (row.finding.against?.product === productKey) keys.add(row.claimKey);
    });
    const rows = (await db.claims.bulkGet([...keys])).filter((row) => row !== undefined);
    return (await claimViews(db, rows)).sort(byAttention);
  });
}
