/** The shop's own salt: 32 random bytes made at first use and kept in `meta`; it never leaves the machine. */
import type { ClaimLensDb } from '../db.ts';
import { readMeta, writeMeta } from '../meta.ts';

/** This database's salt first, then those of restored backups: an entry was made with one of them. */
export const shopSalts = async (db: ClaimLensDb): Promise<Uint8Array[]> => [
  await shopSalt(db),
  ...((await readMeta(db, 'older-salts')) ?? []),
];

/** Joins a running transaction over `meta`. */
export async function shopSalt(db: ClaimLensDb): Promise<Uint8Array> {
  return db.transaction('rw', db.meta, async () => {
    const known = await readMeta(db, 'buyer-salt');
    if (known) return known;
    const value = crypto.getRandomValues(new Uint8Array(32));
    await writeMeta(db, 'buyer-salt', value);
    return value;
  });
}
