/** The two small pictures of a claim for its badge's card, as a message carries them. */
import { toBase64 } from '../../formats/base64.ts';
import type { BackgroundToConsole, PairPicture } from '../../platform/messages.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { leadsOf } from '../claims/ledger/leads.ts';
import { type RowPicture, rowPictures } from '../claims/ledger/row-pictures.ts';

type Pair = Extract<BackgroundToConsole, { type: 'pair' }>;

const sent = (picture: RowPicture | null): PairPicture | null =>
  picture && {
    base64: toBase64(picture.bytes),
    width: picture.width,
    height: picture.height,
    box: picture.box,
  };

/**
 * The pair of a claim at the place that changed; the photo alone where nothing is compared with it.
 * @param shown the claim's key in the page
 * @param key the key it is stored under
 */
export async function pairOf(db: ClaimLensDb, shown: string, key: string): Promise<Pair> {
  const verdict = await db.verdicts.get(key);
  const lead = (verdict && (await leadsOf(db, [verdict])).get(key)) ?? null;
  const { photo, source } = await rowPictures(key, lead, db);
  return {
    type: 'pair',
    key: shown,
    photo: sent(photo),
    source: sent(source),
    kind: source ? (lead?.against?.kind ?? null) : null,
  };
}
