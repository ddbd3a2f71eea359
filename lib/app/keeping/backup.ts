/** The whole database in one encrypted file, and back. */

import { readBackup, writeBackup } from '../../cases/backup/format.ts';
import type { TableRow } from '../../cases/backup/rows-codec.ts';
import { type ClaimLensDb, SCHEMA, shopDb, tableNames } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { withCurrentFacts } from '../../store/old-facts.ts';
import type { FindingRow } from '../../store/rows.ts';

/** Rows read at a time: pictures are large. */
const PAGE = 50;
/** Work in progress and the search index are made again from the rest; folder handles cannot leave the browser. */
const LEFT_OUT = new Set(['jobs', 'indexShards', 'health']);
const HANDLE = 'archive-handle';
/** Who writes the log here, and where its chain ends: a restored database goes on with its own chain beside the old one. */
const OWN_META = new Set<unknown>(['seat', 'ledger-head']);
const isOwn = (table: string, row: Record<string, unknown>): boolean =>
  table === 'meta' && (OWN_META.has(row.name) || String(row.name).startsWith(HANDLE));

const schemaVersion = (): number => Math.max(...Object.keys(SCHEMA).map(Number));

async function* allRows(db: ClaimLensDb): AsyncGenerator<TableRow> {
  for (const table of tableNames()) {
    if (LEFT_OUT.has(table)) continue;
    const keys = await db.table(table).toCollection().primaryKeys();
    for (let at = 0; at < keys.length; at += PAGE)
      for (const row of await db.table(table).bulkGet(keys.slice(at, at + PAGE)))
        if (row && !isOwn(table, row)) yield { table, row };
  }
}

/** The backup as a file. An empty password is refused with RangeError: the file holds buyers' data. */
export async function makeBackup(password: string, db: ClaimLensDb = shopDb()): Promise<Blob> {
  if (password === '') throw new RangeError('a backup needs a password');
  const createdAt = new Date().toISOString();
  await appendLedger(db, [{ what: 'backup-made', subject: 'backup' }], createdAt);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  for await (const piece of writeBackup(allRows(db), {
    password,
    createdAt,
    schema: schemaVersion(),
    random,
  }))
    pieces.push(piece);
  return new Blob(pieces, { type: 'application/octet-stream' });
}

/** A row of findings, whichever version wrote the backup. */
const ofToday = (row: FindingRow): Record<string, unknown> => ({
  ...row,
  finding: withCurrentFacts(row.finding as never),
});

/**
 * Puts a backup's rows into the database, beside what is there; rows of the same key are replaced. All in one transaction,
 * after the whole file was checked. Throws BackupRefused with the reason, and then nothing was changed.
 */
export async function restoreBackup(
  file: Blob,
  password: string,
  db: ClaimLensDb = shopDb(),
): Promise<number> {
  const { rows } = await readBackup(new Uint8Array(await file.arrayBuffer()), password);
  const known = new Set(tableNames());
  const byTable = new Map<string, Record<string, unknown>[]>();
  for (const { table, row } of rows) {
    if (!known.has(table) || LEFT_OUT.has(table) || isOwn(table, row)) continue;
    const current = table === 'findings' ? ofToday(row as unknown as FindingRow) : row;
    const list = byTable.get(table);
    if (list) list.push(current);
    else byTable.set(table, [current]);
  }
  await db.transaction('rw', db.tables, async () => {
    for (const [table, list] of byTable) await db.table(table).bulkPut(list);
    await appendLedger(
      db,
      [{ what: 'backup-restored', subject: 'backup', data: { rows: rows.length } }],
      new Date().toISOString(),
    );
  });
  return rows.length;
}
