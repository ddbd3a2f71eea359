/** After a server was put back from an older copy, what it lost is sent and read again. */
import { sha256Hex } from '../../claims/canonical.ts';
import { writeMeta } from '../../store/meta.ts';
import { StaleError } from '../wire/wire.ts';
import { cursorOf } from './outbox.ts';
import type { Session } from './session.ts';

/**
 * Whether the log is no longer what this seat had read: nothing is ever deleted from it, so the message where it stopped must be the
 * same. If not, the cursors start over, and nothing counts as sent.
 */
export async function noticeRewind(session: Session): Promise<boolean> {
  const { db, wire } = session;
  const cursor = await cursorOf(db);
  if (cursor.log === 0) return false;
  const there = await wire.at('log', cursor.log);
  if (there && sha256Hex(there.bytes) === cursor.mark) return false;
  await db.transaction('rw', [db.meta, db.teamPlaces, db.teamShared], async () => {
    await writeMeta(db, 'team-cursor', { ...cursor, now: 0, log: 0, mark: '', sent: 0 });
    // What stands on the server is read again; places stay, so that an old value is not taken for a new one.
    await db.teamPlaces.toCollection().modify({ hash: '', seq: 0 });
    await db.teamShared.toCollection().modify({ hash: '' });
  });
  for (const { name, key } of await db.teamKeys.toArray()) {
    try {
      await session.sendKey(name, key);
    } catch (error) {
      // It is there still.
      if (!(error instanceof StaleError)) throw error;
    }
  }
  return true;
}
