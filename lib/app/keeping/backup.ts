/** The whole database in one encrypted file; restore.ts puts it back. */

import { type BackupKeys, writeBackup } from '../../cases/backup/format.ts';
import type { TableRow } from '../../cases/backup/rows-codec.ts';
import { type ClaimLensDb, schemaVersion, shopDb, tableNames } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { ALL_TEAM_TABLES } from '../../store/team/rows.ts';

/** Rows read at a time: pictures are large. */
const PAGE = 50;
/**
 * Work in progress and the search index are made again from the rest; folder handles cannot leave the browser. A team's keys and
 * places are this seat's alone: a restored database joins by an invitation of its own.
 */
export const LEFT_OUT = new Set(['jobs', 'indexShards', 'health', ...ALL_TEAM_TABLES]);
const HANDLE = 'archive-handle';
/** Who writes the log here, and where its chain ends: a restored database goes on with its own chain beside the old one. */
const OWN_META = new Set<unknown>([
  'seat',
  'ledger-head',
  'store-health',
  'looking-at',
  'clock-seen',
  'clock-doubt',
  'server-clock',
  'retention-listed',
  'anchor-tried',
  // Keys and a live handle of this browser.
  'backup-plan',
  'backup-folder',
  // The browser's permission does not travel with a backup.
  'picture-hosts',
  'team',
  'team-roll',
  'team-cursor',
  'team-status',
]);
const isOwn = (table: string, row: Record<string, unknown>): boolean =>
  table === 'meta' && (OWN_META.has(row.name) || String(row.name).startsWith(HANDLE));

async function* allRows(db: ClaimLensDb): AsyncGenerator<TableRow> {
  for (const table of tableNames()) {
    if (LEFT_OUT.has(table)) continue;
    const keys = await db.table(table).toCollection().primaryKeys();
    for (let at = 0; at < keys.length; at += PAGE)
      for (const row of await db.table(table).bulkGet(keys.slice(at, at + PAGE)))
        if (row && !isOwn(table, row)) yield { table, row };
  }
}

/** The backup as a file, under a password or keys made from one. An empty password is refused with RangeError: the file holds buyers' data. */
export async function makeBackup(password: string | BackupKeys, db: ClaimLensDb = shopDb()): Promise<Blob> {
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
