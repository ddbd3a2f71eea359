/** The append-only ledger: one hash chain per seat, so that seats can be joined later without renumbering. */
import type { ClaimLensDb } from './db.ts';
import { CLOCK_WENT_BACK, countedFor, type LedgerHead, nextEntry, runsBack } from './ledger-chain.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { LedgerRow } from './rows.ts';

/** Something happened to a subject; `data` must be plain JSON. */
export interface LedgerEntry {
  what: string;
  subject: string;
  data?: Record<string, unknown>;
}

/** This seat's id: a random UUID made at first use and kept in `meta`. Call inside a transaction over `meta`. */
export async function seatId(db: ClaimLensDb): Promise<string> {
  const known = await readMeta(db, 'seat');
  if (known !== null) return known;
  const value = crypto.randomUUID();
  await writeMeta(db, 'seat', value);
  return value;
}

/** The newest entry of a seat; null before the first. */
export async function lastEntry(db: ClaimLensDb, seat: string): Promise<LedgerRow | null> {
  return (
    (await db.ledger.where('[seat+n]').between([seat, 0], [seat, Number.MAX_SAFE_INTEGER]).last()) ?? null
  );
}

/** The entry with its running number among those of its claim. `counts` remembers the newest one within a call. */
async function numbered(
  db: ClaimLensDb,
  seat: string,
  entry: LedgerEntry,
  counts: Map<string, number>,
): Promise<LedgerEntry> {
  const name = countedFor(entry);
  if (name === null) return entry;
  let last = counts.get(name);
  if (last === undefined) {
    const rows = await db.ledger.where('subject').between(name, `${name}#\uffff`, true, true).toArray();
    const numbers = rows
      .filter((row) => row.seat === seat && countedFor(row) === name)
      .map(({ data }) => (typeof data.nth === 'number' ? data.nth : 0));
    last = Math.max(0, ...numbers);
  }
  counts.set(name, last + 1);
  return { ...entry, data: { ...entry.data, nth: last + 1 } };
}

/**
 * Appends entries to this seat's chain. Joins the running transaction when it already covers `ledger` and `meta`,
 * so that a change and its entry stand or fall together. Where the machine's clock was set back since the last entry, an
 * entry that says so comes first.
 */
export async function appendLedger(db: ClaimLensDb, entries: LedgerEntry[], at: string): Promise<void> {
  await db.transaction('rw', [db.ledger, db.meta], async () => {
    const seat = await seatId(db);
    let last = await lastEntry(db, seat);
    const back: LedgerEntry[] =
      entries.length > 0 && last && runsBack(last.at, at)
        ? [{ what: CLOCK_WENT_BACK, subject: 'clock', data: { from: last.at } }]
        : [];
    const counts = new Map<string, number>();
    for (const entry of [...back, ...entries]) {
      const counted = await numbered(db, seat, entry, counts);
      const row = nextEntry(seat, last, counted, at);
      await db.ledger.add(row);
      last = row;
    }
    if (last) await writeMeta(db, 'ledger-head', { seat, n: last.n, hash: last.hash });
  });
}

/** The head as stored; null before the first entry. */
export const ledgerHead = (db: ClaimLensDb): Promise<LedgerHead | null> => readMeta(db, 'ledger-head');
