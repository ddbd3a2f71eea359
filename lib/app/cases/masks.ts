/** The parts of a picture that exports cover. */
import { liveQuery, type Observable } from 'dexie';
import type { MaskRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';
import { coveredOf } from './covered.ts';

/** Boxes in the picture's own pixels; empty when nothing is covered. */
export async function maskOf(sha256: string): Promise<MaskRow['boxes']> {
  return (await shopDb().masks.get(sha256))?.boxes ?? [];
}

/** How many of a claim's photos are covered in part. */
export const watchCovered = (claimKey: string): Observable<number> =>
  liveQuery(async () => {
    const db = shopDb();
    const evidence = await db.evidence.where('claimKey').equals(claimKey).toArray();
    return (
      await coveredOf(
        db,
        evidence.flatMap(({ sha256 }) => sha256 ?? []),
      )
    ).size;
  });
