/** The ledger's lines, kept current: read in pieces at the start, then only the rows that changed. */
import { watchKeys } from '../../../store/changes.ts';
import { type ClaimLensDb, shopDb } from '../../../store/db.ts';
import type { ClaimRow } from '../../../store/rows.ts';
import { leadsOf } from './leads.ts';
import { type LedgerLine, ledgerLine } from './line.ts';

/** Claims read at a time: a piece of this size takes a few milliseconds, so the page stays fluid meanwhile. */
const PIECE = 150;

/** Changes are gathered this long, so that a busy engine does not have the list sorted anew for each of its rows. */
const COLLECT_MS = 250;

/** While the first read is under way, the list is shown anew each time it has grown by this share. */
const GROWTH = 2;

const TABLES = ['claims', 'verdicts', 'flags'] as const;

export interface LedgerLines {
  lines: readonly LedgerLine[];
  /** False while the first read is still under way. */
  complete: boolean;
}

/**
 * Tells all lines, in no order, at once and after every change of a claim, verdict or flag, from this page or another.
 * What goes wrong with a read is passed to `failed`. Returns the way to stop.
 */
export function watchLedger(
  onLines: (now: LedgerLines) => void,
  failed: (error: unknown) => void,
  db: ClaimLensDb = shopDb(),
): () => void {
  const lines = new Map<string, LedgerLine>();
  const pending = new Set<string>();
  let everything = true;
  let stopped = false;
  let running = false;

  const emit = (complete: boolean) => onLines({ lines: [...lines.values()], complete });

  async function readAll(): Promise<void> {
    let told = 0;
    const seen = new Set<string>();
    let last = '';
    for (;;) {
      const rows = await db.claims.where('key').above(last).limit(PIECE).toArray();
      const end = rows.at(-1)?.key;
      if (stopped || end === undefined) break;
      await put(rows, rows[0]?.key ?? end, end);
      for (const { key } of rows) seen.add(key);
      last = end;
      if (lines.size >= told * GROWTH) {
        told = Math.max(1, lines.size);
        emit(false);
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
      const [rows, verdicts, flags] = await Promise.all([
        db.claims.bulkGet(piece),
        db.verdicts.bulkGet(piece),
        db.flags.bulkGet(piece),
      ]);
      const leads = await leadsOf(
        db,
        verdicts.filter((row) => row !== undefined),
      );
      for (const [i, key] of piece.entries()) {
        const row = rows[i];
        if (row) lines.set(key, ledgerLine(row, verdicts[i], flags[i], leads.get(key)));
        else lines.delete(key);
      }
    }
  }

  async function work(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (!stopped && (everything || pending.size > 0)) {
        const keys = [...pending];
        const all = everything;
        pending.clear();
        everything = false;
        if (all) await readAll();
        else await readSome(keys);
        if (!stopped) emit(true);
      }
    } catch (error) {
      // What was not read is read with the next change.
      everything = true;
      failed(error);
    } finally {
      running = false;
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  const unwatch = watchKeys(db, TABLES, (changed) => {
    for (const keys of changed.values()) {
      if (keys === 'all') everything = true;
      else for (const key of keys) pending.add(key);
    }
    timer ??= setTimeout(() => {
      timer = undefined;
      void work();
    }, COLLECT_MS);
  });
  void work();
  return () => {
    stopped = true;
    clearTimeout(timer);
    unwatch();
  };
}
