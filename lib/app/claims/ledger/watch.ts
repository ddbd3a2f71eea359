/** The ledger's lines, kept current: read in pieces at the start, then only the rows that changed. */
import { type ClaimLensDb, shopDb } from '../../../store/db.ts';
import type { ClaimRow } from '../../../store/rows.ts';
import { type Changes, type Watch, watchRows } from '../../../store/watch.ts';
import { leadsOf } from './leads.ts';
import { type LedgerLine, ledgerLine } from './line.ts';

/** Claims read at a time: a piece of this size takes a few milliseconds, so the page stays fluid meanwhile. */
const PIECE = 150;

/** Changes are gathered this long, so that a busy engine does not have the list sorted again for each of its rows. */
const COLLECT_MS = 250;

/** While the first read is under way, the list is shown again each time it has grown by this share. */
const GROWTH = 2;

const TABLES = ['claims', 'verdicts', 'flags'] as const;

export interface LedgerLines {
  lines: readonly LedgerLine[];
  /** False while the first read is still under way. */
  complete: boolean;
}

/** Emits all lines, in no order, at once and after every change of a claim, verdict or flag, from this page or another. */
export const watchLedger = (db: ClaimLensDb = shopDb()): Watch<LedgerLines> =>
  watchRows({ tables: TABLES, collectMs: COLLECT_MS, start: readLedger }, db);

function readLedger(db: ClaimLensDb) {
  const lines = new Map<string, LedgerLine>();
  const now = (complete: boolean): LedgerLines => ({ lines: [...lines.values()], complete });

  async function readAll(emit: (now: LedgerLines) => void, stopped: () => boolean): Promise<void> {
    let shown = 0;
    const seen = new Set<string>();
    let last = '';
    for (;;) {
      const rows = await db.claims.where('key').above(last).limit(PIECE).toArray();
      const end = rows.at(-1)?.key;
      if (stopped() || end === undefined) break;
      await put(rows, rows[0]?.key ?? end, end);
      for (const { key } of rows) seen.add(key);
      last = end;
      if (lines.size >= shown * GROWTH) {
        shown = Math.max(1, lines.size);
        emit(now(false));
      }
    }
    for (const key of [...lines.keys()]) if (!seen.has(key)) lines.delete(key);
  }

  /** Rows in the order of their keys, which span `first` to `last`. */
  async function put(rows: ClaimRow[], first: string, last: string): Promise<void> {
    const [verdicts, flags] = await Promise.all([
      db.verdicts.where('claimKey').between(first, last, true, true).toArray(),
      db.flags.where('claimKey').between(first, last, true, true).toArray(),
    ]);
    const verdictOf = new Map(verdicts.map((row) => [row.claimKey, row]));
    const flagOf = new Map(flags.map((row) => [row.claimKey, row]));
    const leads = await leadsOf(db, verdicts);
    for (const row of rows)
      lines.set(row.key, ledgerLine(row, verdictOf.get(row.key), flagOf.get(row.key), leads.get(row.key)));
  }

  async function readSome(keys: string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += PIECE) {
      const piece = keys.slice(at, at + PIECE);
      const { rows, verdicts, flags, leads } = await db.transaction(
        'r',
        [db.claims, db.verdicts, db.flags, db.findings],
        async () => {
          const [rows, verdicts, flags] = await Promise.all([
            db.claims.bulkGet(piece),
            db.verdicts.bulkGet(piece),
            db.flags.bulkGet(piece),
          ]);
          const known = verdicts.filter((row) => row !== undefined);
          return { rows, verdicts, flags, leads: await leadsOf(db, known) };
        },
      );
      for (const [i, key] of piece.entries()) {
        const row = rows[i];
        if (row) lines.set(key, ledgerLine(row, verdicts[i], flags[i], leads.get(key)));
        else lines.delete(key);
      }
    }
  }

  return async (
    changes: Changes<(typeof TABLES)[number]>,
    emit: (now: LedgerLines) => void,
    stopped: () => boolean,
  ): Promise<void> => {
    const changed = changes === 'all' ? [changes] : [...changes.values()];
    if (changed.includes('all')) await readAll(emit, stopped);
    else await readSome([...new Set(changed.flatMap((keys) => [...keys]))]);
    emit(now(true));
  };
}
