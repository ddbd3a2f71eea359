/** Asking for another seat's pictures; the live line fetches them (bytes.ts). */
import type { ClaimLensDb } from '../../store/db.ts';
import { photoKey } from '../../store/keys.ts';
import { LIBRARY_WANT } from '../../store/team/images.ts';

async function want(db: ClaimLensDb, id: string, recheck: readonly string[]): Promise<void> {
  const known = await db.teamWants.get(id);
  await db.teamWants.put({
    v: 1,
    id,
    recheck: [...new Set([...(known?.recheck ?? []), ...recheck])],
    asked: known?.asked ?? false,
  });
}

/**
 * Wants those of the pictures that other seats share, photos and product pictures, and the photo `recheck` compared again when they have
 * come. Others are left: their bytes are nowhere.
 */
export async function wantFromTeam(
  db: ClaimLensDb,
  recheck: string,
  pictures: readonly string[],
): Promise<void> {
  if (pictures.length === 0) return;
  await db.transaction('rw', [db.teamPhotos, db.teamImages, db.teamWants], async () => {
    for (const sha256 of pictures) {
      if ((await db.teamImages.where('sha256').equals(sha256).count()) > 0)
        await want(db, photoKey(LIBRARY_WANT, sha256), [recheck]);
      const rows = await db.teamPhotos.where('sha256').equals(sha256).toArray();
      const theirs = rows.find(({ foreign }) => foreign);
      if (theirs) await want(db, theirs.id, [recheck]);
    }
  });
}

/** Wants the bytes of a photo of another seat's claim, to have it checked here. False where no seat shares it. */
export async function wantToCheck(db: ClaimLensDb, id: string): Promise<boolean> {
  return db.transaction('rw', [db.teamPhotos, db.teamWants], async () => {
    if ((await db.teamPhotos.get(id))?.foreign !== true) return false;
    await want(db, id, [id]);
    return true;
  });
}
