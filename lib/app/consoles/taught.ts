/** Readers that the seller taught: kept, listed, exported, forgotten. One row of `meta`, every reader validated when read. */
import { parseTaught, type TaughtReader, taughtKey } from '../../consoles/teach/spec.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';

/** A seller works on a handful of sites; more than this is a loop, not a lesson. */
const MAX_READERS = 200;

/** Every taught reader, the latest first. */
export async function taughtReaders(db: ClaimLensDb): Promise<TaughtReader[]> {
  const value = (await readMeta(db, 'taught-readers')) ?? [];
  return value.map(parseTaught).filter((reader) => reader !== undefined);
}

/** A team hears of it by the log (lib/team/sync/outbox.ts). */
const logged = (db: ClaimLensDb, what: 'reader-taught' | 'reader-forgotten', key: string): Promise<unknown> =>
  appendLedger(db, [{ what, subject: key }], new Date().toISOString());

/** Keeps a reader in place of an older one of the same page. Returns undefined for what is no reader, or one for another host or console. */
export async function keepTaught(
  db: ClaimLensDb,
  value: unknown,
  from: { host: string; console: string } | undefined,
): Promise<TaughtReader | undefined> {
  const reader = parseTaught(value);
  if (!reader || (from && (reader.host !== from.host || reader.console !== from.console))) return undefined;
  await db.transaction('rw', [db.meta, db.ledger], async () => {
    const others = (await taughtReaders(db)).filter((known) => taughtKey(known) !== taughtKey(reader));
    await writeMeta(db, 'taught-readers', [reader, ...others].slice(0, MAX_READERS));
    await logged(db, 'reader-taught', taughtKey(reader));
  });
  return reader;
}

/** Forgets the reader of one page. */
export async function forgetTaught(db: ClaimLensDb, key: string): Promise<void> {
  await db.transaction('rw', [db.meta, db.ledger], async () => {
    const kept = (await taughtReaders(db)).filter((reader) => taughtKey(reader) !== key);
    await writeMeta(db, 'taught-readers', kept);
    await logged(db, 'reader-forgotten', key);
  });
}
