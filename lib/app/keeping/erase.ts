/** Taking data away: by claim or by buyer; never a picture that something else still needs. */

import { ProductError } from '../../base/errors.ts';
import { erasePlan, mentionsOf } from '../../cases/erase.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import type { PhotoRow } from '../../store/rows.ts';
import { dropSnapshot } from '../claims/popup-snapshot.ts';
import { type Erasing, TABLES } from './erase-tables.ts';

/** What is known of a picture without anything of it to be seen, the frames of a video included. */
const withoutPictures = (photo: PhotoRow): PhotoRow => ({
  ...photo,
  preview: null,
  ...(photo.frames && { frames: photo.frames.map(({ at }) => ({ at, preview: new Uint8Array() })) }),
});

/**
 * Erases claims, or only their pictures. All of a claim's rows go, its log entries are emptied, and one entry, the tombstone,
 * says how many claims were erased, why, and which entries were emptied for it. One transaction: nothing is half erased.
 * Throws HeldError while one of them is on hold.
 */
export async function eraseClaims(
  claimKeys: readonly string[],
  what: 'pixels' | 'all',
  why: string,
  db: ClaimLensDb = shopDb(),
): Promise<void> {
  if (claimKeys.length === 0) return;
  const keys = [...claimKeys];
  await db.transaction('rw', db.tables, async () => {
    const held = (await db.cases.bulkGet(keys)).filter((row) => row?.legalHold);
    if (held.length > 0) throw new HeldError(held.length);
    const [claims, evidence, library, archive] = await Promise.all([
      db.claims.toArray(),
      db.evidence.toArray(),
      db.libraryImages.toArray(),
      db.archiveFiles.toArray(),
    ]);
    const going = new Set(keys);
    const mentions = mentionsOf(
      claims.filter(({ key }) => going.has(key)),
      claims.filter(({ key }) => !going.has(key)),
    );
    const plan = erasePlan({
      claimKeys: keys,
      evidence,
      keptElsewhere: new Set([...library, ...archive].flatMap(({ sha256 }) => sha256 ?? [])),
      what,
    });
    const erasing: Erasing = { db, claimKeys: keys, mentions, blobs: plan.blobs, emptied: {} };
    if (what === 'pixels') {
      await TABLES.blobs(erasing);
      await TABLES.masks(erasing);
      for (const photo of await db.photos.bulkGet(plan.blobs))
        if (photo) await db.photos.put(withoutPictures(photo));
      // A screenshot of a checker's answer, a row of patches or a frame shows the photo.
      await db.notes
        .where('claimKey')
        .anyOf(keys)
        .modify((note) => {
          if (note.shot) note.shot = null;
        });
    } else for (const erase of Object.values(TABLES)) await erase(erasing);
    await appendLedger(
      db,
      [
        {
          what: what === 'all' ? 'claims-erased' : 'pictures-erased',
          subject: why,
          data: {
            claims: keys.length,
            pictures: plan.blobs.length,
            ...(what === 'all' && { emptied: erasing.emptied }),
          },
        },
      ],
      new Date().toISOString(),
    );
  });
  dropSnapshot();
}

/** Erases everything of the buyer of a claim. Returns how many claims went. Throws HeldError as `eraseClaims` does. */
export async function eraseBuyer(buyerKey: string, db: ClaimLensDb = shopDb()): Promise<number> {
  const keys = (await db.claims.where('buyerKey').equals(buyerKey).primaryKeys()) as string[];
  await eraseClaims(keys, 'all', 'buyer', db);
  return keys.length;
}

/** A claim on legal hold stands in the way; the seller releases it first. */
export class HeldError extends ProductError {
  override readonly name = 'HeldError';
  static {
    ProductError.register('HeldError', HeldError);
  }
  readonly claims: number;
  constructor(claims: number) {
    super(`${claims} claims are on legal hold`);
    this.claims = claims;
  }
}
