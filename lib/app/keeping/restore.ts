/** Putting a backup back: row by row, each held against its schema and hash, and nothing newer or sounder replaced. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { type BackupHeader, BackupRefused, readBackup } from '../../cases/backup/format.ts';
import { misfitOf } from '../../cases/backup/row-schemas.ts';
import type { TableRow } from '../../cases/backup/rows-codec.ts';
import { sha256HexAsync } from '../../claims/canonical.ts';
import { compareInstants, utcInstant } from '../../claims/instants.ts';
import { type ClaimLensDb, schemaVersion, shopDb, tableNames } from '../../store/db.ts';
import { appendLedger, lastEntry } from '../../store/ledger.ts';
import { isEmptied } from '../../store/ledger-chain.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import { withCurrentFacts } from '../../store/old-facts.ts';
import type { FindingRow, LedgerRow } from '../../store/rows.ts';
import { LEFT_OUT } from './backup.ts';

type Row = Record<string, unknown>;

/** A row that was not taken, named so that a person can find it. */
export interface Aside {
  table: string;
  key: string;
  why: string;
}

export interface Restored {
  header: BackupHeader;
  /** Rows that were written. */
  rows: number;
  /** Rows left as they are here: the same, or newer than the backup's. */
  kept: number;
  aside: Aside[];
}

/** Small values that say how the product behaves and whom it trusts: only taken when asked for. */
const SETTINGS = new Set(['settings', 'trust-list', 'taught-readers', 'ledger-views', 'anchor-trust']);
/** What was established of claims and products: taken where nothing stands here. */
const FAMILIES = ['same-name:', 'pictures-of:'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const later = (field: string) => (known: Row, fresh: Row) =>
  compareInstants(text(fresh[field]), text(known[field])) > 0;
const never = () => false;

/**
 * Whether the backup's row takes the place of the one that is here. What never changes once written, and what cannot be told
 * apart by time, stays as it is.
 */
const REPLACES: Record<string, (known: Row, fresh: Row) => boolean> = {
  claims: later('lastReadAt'),
  evidence: (known, fresh) => known.state !== 'kept' && fresh.state === 'kept',
  verdicts: later('at'),
  flags: later('at'),
  requests: (known, fresh) => known.answeredAt === null && fresh.answeredAt !== null,
  masks: later('at'),
  archiveFiles: later('indexedAt'),
  anchors: (known, fresh) => known.token === null && fresh.token !== null,
  // What was erased here comes back with its content, since the seller asks for it; its hash is the same.
  ledger: (known, fresh) =>
    isEmptied(known as unknown as LedgerRow) && !isEmptied(fresh as unknown as LedgerRow),
};

/** A row of an older version as today's would have written it. */
function ofToday({ table, row }: TableRow): Row {
  if (table === 'findings')
    return { ...row, finding: withCurrentFacts((row as unknown as FindingRow).finding as never) };
  if (table !== 'claims') return row;
  return {
    ...row,
    appliedAt: utcInstant(text(row.appliedAt)),
    deadlineAt: row.deadlineAt ? utcInstant(text(row.deadlineAt)) : null,
  };
}

const isSalt = (name: unknown): boolean => name === 'buyer-salt' || name === 'older-salts';
/** More seats than a shop has. */
const MOST_SALTS = 40;

/** Beside this database's own, never in its place: what a file from elsewhere brings opens only what came with it. */
async function takeSalts(db: ClaimLensDb, fresh: readonly unknown[]): Promise<void> {
  const own = await readMeta(db, 'buyer-salt');
  const known = (await readMeta(db, 'older-salts')) ?? [];
  const all = new Map(
    [...known, ...fresh].flatMap((salt) =>
      salt instanceof Uint8Array && salt.length === 32
        ? [[bytesToHex(salt), new Uint8Array(salt)] as const]
        : [],
    ),
  );
  if (own) all.delete(bytesToHex(own));
  if (all.size > 0) await writeMeta(db, 'older-salts', [...all.values()].slice(0, MOST_SALTS));
}

function takesMeta(name: unknown, settings: boolean): boolean {
  if (typeof name !== 'string') return false;
  return SETTINGS.has(name) ? settings : FAMILIES.some((start) => name.startsWith(start));
}

const keyOf = (db: ClaimLensDb, table: string, row: Row): string =>
  String(row[String(db.table(table).schema.primKey.keyPath)] ?? '?').slice(0, 200);

/**
 * Puts a backup's rows beside what is here. A file that is damaged, or comes from a newer version of the database, is refused
 * as a whole with BackupRefused; a row that does not fit its schema, or bytes that do not fit their hash, are set aside and
 * named; a row that is here already is replaced only by a newer one. Settings, trust lists and taught readers are taken only
 * with `settings`. All in one transaction.
 */
export async function restoreBackup(
  file: Blob,
  password: string,
  options: { settings?: boolean } = {},
  db: ClaimLensDb = shopDb(),
): Promise<Restored> {
  const { header, rows } = await readBackup(new Uint8Array(await file.arrayBuffer()), password);
  if (header.schema > schemaVersion()) throw new BackupRefused('newer-version', header.schema);
  const known = new Set(tableNames());
  const aside: Aside[] = [];
  const byTable = new Map<string, Row[]>();
  const salts: unknown[] = [];
  for (const one of rows) {
    const { table } = one;
    if (LEFT_OUT.has(table)) continue;
    if (!known.has(table)) {
      aside.push({ table: table.slice(0, 60), key: '?', why: 'unknown table' });
      continue;
    }
    if (table === 'meta' && isSalt(one.row.name)) {
      if (misfitOf(table, one.row) === null) salts.push(...[one.row.value].flat());
      continue;
    }
    if (table === 'meta' && !takesMeta(one.row.name, options.settings ?? false)) continue;
    let row: Row;
    try {
      row = ofToday(one);
    } catch {
      row = one.row;
    }
    const why = misfitOf(table, row) ?? (await wrongBytes(table, row));
    if (why) aside.push({ table, key: keyOf(db, table, row), why });
    else if (byTable.has(table)) byTable.get(table)?.push(row);
    else byTable.set(table, [row]);
  }
  let written = 0;
  let kept = 0;
  await db.transaction('rw', db.tables, async () => {
    const seat = await readMeta(db, 'seat');
    let head = seat === null ? null : await lastEntry(db, seat);
    for (const [table, list] of byTable) {
      if (table === 'ledger') list.sort((a, b) => Number(a.n) - Number(b.n));
      const keyPath = String(db.table(table).schema.primKey.keyPath);
      const there = (await db.table(table).bulkGet(list.map((row) => row[keyPath] as string))) as (
        | Row
        | undefined
      )[];
      const going = list.filter((row, i) => {
        const old = there[i];
        if (table === 'ledger' && !old && head && row.seat === head.seat) {
          // The seat's own chain only grows at its end, by an entry that is linked to it: a lost tail that comes back.
          if (head && row.n === head.n + 1 && row.prev === head.hash) head = row as unknown as LedgerRow;
          else {
            aside.push({ table, key: keyOf(db, table, row), why: 'does not continue this seat’s own log' });
            return false;
          }
        }
        if (table === 'meta' && SETTINGS.has(String(row.name))) return true;
        return !old || (REPLACES[table] ?? never)(old, row);
      });
      kept += list.length - going.length;
      await db.table(table).bulkPut(going);
      written += going.length;
    }
    await takeSalts(db, salts);
    await appendLedger(
      db,
      [
        {
          what: 'backup-restored',
          subject: 'backup',
          data: { rows: written, aside: aside.length, madeAt: header.createdAt },
        },
      ],
      new Date().toISOString(),
    );
  });
  return { header, rows: written, kept, aside };
}

async function wrongBytes(table: string, row: Row): Promise<string | null> {
  if (table !== 'blobs') return null;
  const bytes = row.bytes as Uint8Array;
  if (bytes.length !== row.size) return 'size: not the length of the bytes';
  return (await sha256HexAsync(bytes)) === row.sha256 ? null : 'sha256: not the hash of the bytes';
}
