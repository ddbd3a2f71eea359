/** By when the photos of a case existed, as a time-stamp authority says. */
import { liveQuery, type Observable } from 'dexie';
import { latestBy } from '../../cases/anchor/cover.ts';
import { shopDb } from '../../store/db.ts';
import { answered } from '../../store/logged/stretch.ts';

export interface AnchoredPhoto {
  sha256: string;
  by: { genTime: string; authority: string } | null;
}

/** Kept photos in the order of the package; empty where no authority has answered yet. */
export function anchoredPhotos(claimKey: string): Observable<AnchoredPhoto[]> {
  return liveQuery(async () => {
    const db = shopDb();
    const anchors = await answered(db);
    if (anchors.length === 0) return [];
    const evidence = await db.evidence.where('claimKey').equals(claimKey).toArray();
    const kept = evidence
      .filter(({ state }) => state === 'kept')
      .sort((a, b) => a.round - b.round || Date.parse(a.seenAt) - Date.parse(b.seenAt));
    return Promise.all(
      kept.map(async ({ id, sha256 }): Promise<AnchoredPhoto> => {
        const entries = await db.ledger.where('subject').equals(id).toArray();
        const times = entries
          .filter(({ data }) => data.sha256 === sha256)
          .flatMap((entry) => latestBy(anchors, entry) ?? []);
        return { sha256: sha256 ?? '', by: times[0] ?? null };
      }),
    );
  });
}
