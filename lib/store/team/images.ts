/** Product pictures that other seats of the team have: looked up as if they were the library's own, and taken out again. */
import type { ClaimLensDb } from '../db.ts';
import { askFor, type JobAsk, PRIORITY } from '../jobs.ts';
import { parsePhotoKey } from '../keys.ts';
import type { LibraryImageRow } from '../rows.ts';
import { isNeeded } from './needed.ts';
import type { TeamImageRow } from './rows.ts';

/** Products of this key prefix are other seats', whatever their key is there. */
const TEAM_PRODUCT = 'team:';

/** Key under which another seat's product is known here. */
export const teamProductKey = (seat: string, key: string): string => `${TEAM_PRODUCT}${seat}:${key}`;

export const isTeamProduct = (key: string | undefined): boolean => key?.startsWith(TEAM_PRODUCT) === true;

/** Another seat's picture as a row of a library. */
export const libraryRow = ({ id, productKey, sha256, name, addedAt }: TeamImageRow): LibraryImageRow => ({
  v: 1,
  id,
  productKey,
  sha256,
  name,
  url: null,
  addedAt,
  state: 'ready',
  why: null,
});

/** What another seat calls its product, and which seat that is; null for products of this seat, and for those that are gone. */
export async function teamProduct(
  db: ClaimLensDb,
  productKey: string,
): Promise<{ title: string; seat: string } | null> {
  if (!isTeamProduct(productKey)) return null;
  const row = await db.teamImages.where('productKey').equals(productKey).first();
  return row ? { title: row.title, seat: row.seat } : null;
}

/** Want of a product picture's bytes: its id has this in place of a claim's key, which always holds a colon. */
export const LIBRARY_WANT = 'library';

/**
 * Takes pictures of other seats' libraries out, and what was known or fetched of them where nothing else needs it. Joins a running
 * transaction over all tables, or opens its own.
 */
export async function forgetTeamImages(db: ClaimLensDb, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const tables = [db.evidence, db.libraryImages, db.archiveFiles, db.blobs, db.photos, db.masks];
  await db.transaction('rw', [...tables, db.teamImages, db.teamWants, db.jobs], async () => {
    const rows = (await db.teamImages.bulkGet([...ids])).filter((row) => row !== undefined);
    await db.teamImages.bulkDelete(rows.map(({ id }) => id));
    const asks: JobAsk[] = [];
    for (const sha256 of new Set(rows.map((row) => row.sha256))) {
      if ((await db.teamImages.where('sha256').equals(sha256).count()) === 0) {
        const want = await db.teamWants.get(`${LIBRARY_WANT}#${sha256}`);
        await db.teamWants.delete(`${LIBRARY_WANT}#${sha256}`);
        // Photos that waited for it are answered without it.
        asks.push(...recheckAsks(want?.recheck ?? []));
      }
      if (await isNeeded(db, sha256)) continue;
      if ((await db.blobs.get(sha256)) && !(await isCapture(db, sha256))) await db.blobs.delete(sha256);
      await db.photos.delete(sha256);
      await db.masks.delete(sha256);
    }
    await askFor(db, asks, Date.now());
  });
}

/** Whether the packing camera took it: such files are few enough to be looked through, and asked after only where bytes are here. */
const isCapture = async (db: ClaimLensDb, sha256: string): Promise<boolean> =>
  (await db.archiveFiles.filter((file) => file.sha256 === sha256).count()) > 0;

/** Checks of photos that are to be made once more. */
const recheckAsks = (photoKeys: readonly string[]): JobAsk[] =>
  photoKeys.map((subject) => ({
    kind: 'check-photo',
    subject,
    claimKey: parsePhotoKey(subject).claimKey,
    priority: PRIORITY.page,
    again: true,
  }));

/** Takes out the pictures of all seats but these: what a seat had goes with it, since nobody could send its bytes any more. */
export async function keepTeamImagesOf(db: ClaimLensDb, seats: ReadonlySet<string>): Promise<void> {
  for (const seat of await db.teamImages.orderBy('seat').uniqueKeys())
    if (!seats.has(String(seat)))
      await forgetTeamImages(db, await db.teamImages.where('seat').equals(seat).primaryKeys());
}
