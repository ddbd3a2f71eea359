/** Pictures that another seat said are not the buyer's: taken out here too, so that nothing is found against them. */
import { restoreEvidence, withdrawEvidence, withdrawnPictures } from '../../store/withdrawn.ts';
import type { PictureWord } from '../records/bodies.ts';
import type { Session } from './session.ts';

/**
 * Takes what other seats say of a claim's pictures. A person's word counts for every seat, also about a picture that this seat read
 * itself; what another seat's reader found, only for that seat's own. What waits in the outbox is this seat's later word and stays.
 */
export async function takePictures(
  { db, seat: self }: Session,
  claimKey: string,
  words: readonly PictureWord[],
): Promise<void> {
  const now = new Date();
  const own = words.filter(({ id }) => id.startsWith(`${claimKey}#`));
  await db.transaction('rw', db.teamClaims, async () => {
    const known = await db.teamClaims.get(claimKey);
    const notBuyers = own.flatMap(({ id, buyers, why }) => (!buyers && why === 'not-buyers' ? [id] : []));
    if (notBuyers.length === 0 && !known?.notBuyers?.length) return;
    const row = known ?? { v: 1 as const, claimKey, from: null, assignee: null, look: null };
    await db.teamClaims.put({ ...row, notBuyers });
  });
  for (const { id, buyers, why, seat } of own) {
    if (seat === self || (await db.teamOutbox.get(`picture:${id}`))) continue;
    const row = await db.evidence.get(id);
    if (buyers) {
      const taken = (await withdrawnPictures(db, claimKey)).some((one) => one.row.id === id);
      if (taken && !row) await restoreEvidence(db, claimKey, id, now);
    } else if (row && (why === 'not-buyers' || (row.state === 'waiting' && row.sha256 !== null)))
      await withdrawEvidence(db, claimKey, [id], why, now);
  }
}
