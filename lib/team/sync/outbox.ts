/**
 * What this seat has to send, read off its own ledger: every act writes its entry in the same transaction, so nothing is forgotten,
 * whichever page it happened on and whether the connection was up.
 */
import type { ClaimLensDb } from '../../store/db.ts';
import { type MetaValue, readMeta, writeMeta } from '../../store/meta.ts';
import type { LedgerRow } from '../../store/rows.ts';
import type { OutboxRow } from '../../store/team/rows.ts';

/** What of a subject is to be shared after an entry of this kind. Everything else stays in the log alone. */
const SHARES: Record<string, OutboxRow['kind']> = {
  'claim-seen': 'claim',
  'claim-changed': 'claim',
  'photo-checked': 'photo',
  flagged: 'flag',
  unflagged: 'flag',
  passed: 'flag',
  'pass-taken-back': 'flag',
  'note-added': 'words',
  decided: 'words',
  assigned: 'assign',
  'evidence-withdrawn': 'picture',
  'evidence-restored': 'picture',
  'reader-taught': 'reader',
  'reader-forgotten': 'reader',
};

export const outboxRow = (kind: OutboxRow['kind'], subject: string, n: number): OutboxRow => ({
  v: 1,
  id: `${kind}:${subject}`,
  kind,
  subject,
  n,
});

/** The outbox rows that entries ask for. */
export const outboxOf = (entries: readonly LedgerRow[]): OutboxRow[] =>
  entries.flatMap(({ what, subject, n }) => {
    const kind = SHARES[what];
    return kind && subject !== '' ? [outboxRow(kind, subject, n)] : [];
  });

const START: MetaValue<'team-cursor'> = { now: 0, log: 0, mark: '', sent: 0, unseen: null };

export const cursorOf = async (db: ClaimLensDb): Promise<MetaValue<'team-cursor'>> =>
  (await readMeta(db, 'team-cursor')) ?? START;

/** Moves one of the cursors on; never back. `also` joins the transaction; `mark` is the log message's hash. */
export async function moveCursor(
  db: ClaimLensDb,
  which: 'now' | 'log' | 'sent',
  to: number,
  also: (db: ClaimLensDb) => Promise<unknown> = async () => undefined,
  mark?: string,
): Promise<void> {
  await db.transaction('rw', [db.meta, db.teamOutbox], async () => {
    await also(db);
    const cursor = await cursorOf(db);
    if (to > cursor[which])
      await writeMeta(db, 'team-cursor', {
        ...cursor,
        ...(mark !== undefined && { mark }),
        [which]: to,
      });
  });
}

/** Own ledger entries behind `after`, at most `most`, in order. */
export const entriesAfter = (
  db: ClaimLensDb,
  chain: string,
  after: number,
  most: number,
): Promise<LedgerRow[]> =>
  db.ledger
    .where('[seat+n]')
    .between([chain, after + 1], [chain, Number.MAX_SAFE_INTEGER])
    .limit(most)
    .toArray();
