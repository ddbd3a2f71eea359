/** The append-only ledger: one hash chain per seat, so that seats can be joined later without renumbering. */
import { contentHash } from '../claims/canonical.ts';
import type { ClaimLensDb } from './db.ts';
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

/** Hash of an entry: SHA-256 over its canonical JSON without the hash itself. */
export function ledgerHash(row: Omit<LedgerRow, 'hash'>): string {
  const { v, seat, n, prev, at, what, subject, data } = row;
  return contentHash({ v, seat, n, prev, at, what, subject, data });
}

/**
 * Appends entries to this seat's chain. Joins the running transaction when it already covers `ledger` and `meta`,
 * so that a change and its entry stand or fall together.
 */
export async function appendLedger(db: ClaimLensDb, entries: LedgerEntry[], at: string): Promise<void> {
  await db.transaction('rw', [db.ledger, db.meta], async () => {
    const seat = await seatId(db);
    const last = await db.ledger.where('[seat+n]').between([seat, 0], [seat, Number.MAX_SAFE_INTEGER]).last();
    let n = last ? last.n + 1 : 1;
    let prev = last?.hash ?? null;
    for (const entry of entries) {
      const body = {
        v: 1 as const,
        seat,
        n,
        prev,
        at,
        what: entry.what,
        subject: entry.subject,
        data: entry.data ?? {},
      };
      const hash = ledgerHash(body);
      await db.ledger.add({ ...body, hash });
      prev = hash;
      n += 1;
    }
    if (prev !== null) await writeMeta(db, 'ledger-head', { seat, n: n - 1, hash: prev });
  });
}

/** Where a chain is damaged: the position and what does not fit. */
export interface LedgerDamage {
  seat: string;
  n: number;
  why: 'hash' | 'link' | 'gap' | 'end';
}

/** The newest entry of a seat's chain, kept beside the ledger so that a missing end shows. */
export interface LedgerHead {
  seat: string;
  n: number;
  hash: string;
}

/** The head as stored; null before the first entry. */
export const ledgerHead = (db: ClaimLensDb): Promise<LedgerHead | null> => readMeta(db, 'ledger-head');

/** An erased entry has lost its content on purpose and holds none; its place and links are still checked. */
const isErased = (row: LedgerRow): boolean =>
  row.what === 'erased' && row.subject === '' && Object.keys(row.data).length === 0;

/**
 * Checks whole chains: every hash, every link, no gap, and no end missing where the `head` is given that stands beside the
 * ledger. With `from` = 'any' the rows are the later part of a chain, whose first link cannot be checked.
 * Damage is located, never mended.
 */
export function verifyLedger(
  rows: LedgerRow[],
  head: LedgerHead | null = null,
  from: 'first' | 'any' = 'first',
): LedgerDamage[] {
  const damage: LedgerDamage[] = [];
  const seats = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const chain = seats.get(row.seat);
    if (chain) chain.push(row);
    else seats.set(row.seat, [row]);
  }
  for (const [seat, chain] of seats) {
    chain.sort((a, b) => a.n - b.n);
    let prev: LedgerRow | undefined;
    for (const row of chain) {
      if (!isErased(row) && ledgerHash(row) !== row.hash) damage.push({ seat, n: row.n, why: 'hash' });
      if (!prev && from === 'any') {
        prev = row;
        continue;
      }
      if (row.n !== (prev ? prev.n + 1 : 1)) damage.push({ seat, n: row.n, why: 'gap' });
      else if (row.prev !== (prev?.hash ?? null)) damage.push({ seat, n: row.n, why: 'link' });
      prev = row;
    }
  }
  if (head) {
    const last = seats.get(head.seat)?.at(-1);
    if (last?.n !== head.n || last.hash !== head.hash)
      damage.push({ seat: head.seat, n: Math.min(head.n, (last?.n ?? 0) + 1), why: 'end' });
  }
  return damage;
}
