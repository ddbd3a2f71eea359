/** The seller's own mark on a claim: one click on, one click off, both in the ledger. */
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';

async function setFlag(claimKey: string, on: boolean, note: string): Promise<void> {
  const db = shopDb();
  const at = new Date().toISOString();
  await db.transaction('rw', [db.flags, db.ledger, db.meta], async () => {
    const known = await db.flags.get(claimKey);
    if ((known?.on ?? false) === on && (known?.note ?? '') === note) return;
    await db.flags.put({ v: 1, claimKey, on, note, at });
    await appendLedger(
      db,
      [{ what: on ? 'flagged' : 'unflagged', subject: claimKey, data: note ? { note } : {} }],
      at,
    );
  });
}

/** Flags a claim, with an optional note (at most 2,000 characters are kept). */
export const flagClaim = (claimKey: string, note = ''): Promise<void> =>
  setFlag(claimKey, true, note.slice(0, 2_000));

/** Takes the flag back. */
export const unflagClaim = (claimKey: string): Promise<void> => setFlag(claimKey, false, '');

/** Marks a claim as looked at with nothing more to do, or takes that back. A flag on it goes. */
export async function passClaim(claimKey: string, passed = true, db: ClaimLensDb = shopDb()): Promise<void> {
  const at = new Date().toISOString();
  await db.transaction('rw', [db.flags, db.ledger, db.meta], async () => {
    const known = await db.flags.get(claimKey);
    if ((known?.passed ?? false) === passed) return;
    await db.flags.put({ v: 1, claimKey, on: false, passed, note: '', at });
    await appendLedger(db, [{ what: passed ? 'passed' : 'pass-taken-back', subject: claimKey }], at);
  });
}
