/** The trust list that the seller imports: certificates whose signatures establish who signed a content credential. */

import { liveQuery, type Observable } from 'dexie';
import { ProductError } from '../../base/errors.ts';
import type { TrustList } from '../../provenance/index.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { deleteMeta, readMeta, writeMeta } from '../../store/meta.ts';

/** The official lists are some 40 KB; a file beyond this is none. */
const MAX_PEM = 4_000_000;

/** Number of certificates in a PEM text. */
export const certificatesIn = (pem: string): number => pem.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;

/** A file that holds no certificate, or is too large to be a list. */
export class TrustListError extends ProductError {
  override readonly name = 'TrustListError';
  static {
    ProductError.register('TrustListError', TrustListError);
  }
}

/** Stores the list; credentials are judged with it from the next check on. Throws TrustListError. */
export async function setTrustList(list: TrustList): Promise<void> {
  if (list.pem.length > MAX_PEM || certificatesIn(list.pem) === 0) throw new TrustListError('no certificate');
  const db = shopDb();
  await db.transaction('rw', [db.meta, db.ledger], async () => {
    await writeMeta(db, 'trust-list', list);
    const data = { source: list.source, date: list.date, certificates: certificatesIn(list.pem) };
    await appendLedger(
      db,
      [{ what: 'trust-list-set', subject: list.source, data }],
      new Date().toISOString(),
    );
  });
}

/** Removes the list: signers are not established again. */
export async function removeTrustList(): Promise<void> {
  await deleteMeta(shopDb(), 'trust-list');
}

/** The list in use, or null. */
export function watchTrustList(): Observable<TrustList | null> {
  return liveQuery(() => readMeta(shopDb(), 'trust-list'));
}
