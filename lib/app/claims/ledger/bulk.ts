/** What can be done to many claims at once: look again, and mark. Deciding is done one claim at a time, by a person. */
import { type ClaimLensDb, shopDb } from '../../../store/db.ts';
import { PRIORITY } from '../../../store/jobs.ts';
import { appendLedger } from '../../../store/ledger.ts';
import { checkAll } from '../commands.ts';

/** Claims per transaction: other work gets its turn in between. */
const PIECE = 100;

const pieces = (keys: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(keys.length / PIECE) }, (_, i) => keys.slice(i * PIECE, (i + 1) * PIECE));

/** Queues the photos of many claims for checking again, behind what the seller looks at. */
export async function checkMany(keys: readonly string[]): Promise<void> {
  for (const piece of pieces(keys)) await checkAll(piece, PRIORITY.page);
}

/** Flags claims, or takes flags back. Returns the keys of those that changed, for the way back. */
export async function flagMany(
  keys: readonly string[],
  on: boolean,
  db: ClaimLensDb = shopDb(),
): Promise<string[]> {
  const changed: string[] = [];
  for (const piece of pieces(keys)) {
    const at = new Date().toISOString();
    await db.transaction('rw', [db.flags, db.ledger, db.meta], async () => {
      const known = await db.flags.bulkGet(piece);
      const turned = piece.filter((_, i) => (known[i]?.on ?? false) !== on);
      await db.flags.bulkPut(turned.map((claimKey) => ({ v: 1, claimKey, on, note: '', at })));
      await appendLedger(
        db,
        turned.map((subject) => ({ what: on ? 'flagged' : 'unflagged', subject })),
        at,
      );
      changed.push(...turned);
    });
  }
  return changed;
}
