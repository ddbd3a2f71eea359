/** Which pictures of a library the team is told of. */
import { ARCHIVE_PRODUCT } from '../../cases/archive-stills.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';

/** Pictures of one seat's library that the others take: 20 000 are 0.5 GB on each seat. */
export const LIBRARY_MOST = 20_000;

/** Which products stay with their seat: stills of parcels, and the sample that comes with the product. */
export async function staysHere(db: ClaimLensDb): Promise<(productKey: string) => boolean> {
  const sample = await readMeta(db, 'sample-product');
  return (key) => key.startsWith(ARCHIVE_PRODUCT) || key === sample;
}

/** How many pictures of the own library the team is to know; by their keys alone, since the settings ask after every change. */
export async function toBeShared(db: ClaimLensDb): Promise<number> {
  const stays = await staysHere(db);
  const ids = await db.libraryImages.where('state').equals('ready').primaryKeys();
  return Math.min(LIBRARY_MOST, ids.filter((id) => !stays(id.slice(0, id.lastIndexOf('#')))).length);
}
