/** Whose picture it is, as the seller says: taken out of a claim's evidence, put back, or assigned to a claim. */
import { liveQuery, type Observable } from 'dexie';
import type { EvidenceRef } from '../../claims/model.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { saveReadings } from '../../store/claims.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { PRIORITY } from '../../store/jobs.ts';
import {
  assignPicture,
  restoreEvidence,
  type WithdrawnPicture,
  withdrawEvidence,
  withdrawnPictures,
} from '../../store/withdrawn.ts';

/** "This is not the buyer's photo": remembered; its findings go and the claim is summed up again. */
export async function notBuyersPhoto(claimKey: string, evidenceId: string): Promise<void> {
  await withdrawEvidence(shopDb(), claimKey, [evidenceId], 'not-buyers', new Date());
  await sendToBackground({ type: 'wake-engine' });
}

/** Makes a picture evidence of a claim and has it checked; false when the claim is not known. */
export async function addToClaim(
  db: ClaimLensDb,
  claimKey: string,
  ref: EvidenceRef,
  now: Date,
): Promise<boolean> {
  const reading = await assignPicture(db, claimKey, ref, now);
  if (!reading) return false;
  await saveReadings(db, [reading], now, PRIORITY.looking);
  return true;
}

/** The seller assigns pictures of unknown owner to a claim, or puts a withdrawn one back. */
export async function assignToClaim(claimKey: string, refs: EvidenceRef[]): Promise<void> {
  const db = shopDb();
  for (const ref of refs) await addToClaim(db, claimKey, ref, new Date());
  const assigned = new Set(refs.map((ref) => ref.originalUrl));
  await db.health.toCollection().modify((row) => {
    if (row.unowned) row.unowned = row.unowned.filter((picture) => !assigned.has(picture.originalUrl));
  });
  await sendToBackground({ type: 'wake-engine' });
}

/** Puts a withdrawn picture back into its claim. */
export async function putBack(claimKey: string, evidenceId: string): Promise<void> {
  await restoreEvidence(shopDb(), claimKey, evidenceId, new Date());
  await sendToBackground({ type: 'wake-engine' });
}

/** Pictures that were withdrawn from a claim. */
export const watchWithdrawn = (claimKey: string): Observable<WithdrawnPicture[]> =>
  liveQuery(() => withdrawnPictures(shopDb(), claimKey));
