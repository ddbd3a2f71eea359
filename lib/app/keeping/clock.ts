/** Holds this machine's clock against what else tells the time, and keeps a doubt until a person has answered it. */
import { liveQuery, type Observable } from 'dexie';
import { type ClockDoubt, clockDoubt } from '../../cases/clock-doubt.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { appendLedger, lastEntry } from '../../store/ledger.ts';
import { deleteMeta, readMeta, writeMeta } from '../../store/meta.ts';

/** What the browser's own count says the time is; no change of the machine's clock moves it. */
const monotonicNow = (): number => performance.timeOrigin + performance.now();

/**
 * Looks at the clock once. A doubt stands from then on, also when the clock is right again, since what was counted by it in
 * the meantime is not known. Returns the doubt that stands; null when there is none.
 */
export async function lookAtClock(
  db: ClaimLensDb = shopDb(),
  now: number = Date.now(),
  monotonic: number = monotonicNow(),
): Promise<ClockDoubt | null> {
  return db.transaction('rw', [db.meta, db.ledger], async () => {
    const known = await readMeta(db, 'clock-doubt');
    if (known) return known;
    const seat = await readMeta(db, 'seat');
    const last = seat === null ? null : await lastEntry(db, seat);
    const times = [last?.at, await readMeta(db, 'clock-seen')].flatMap((at) => (at ? Date.parse(at) : []));
    const doubt = clockDoubt({
      now,
      lastSeen: times.length > 0 ? Math.max(...times) : null,
      server: await readMeta(db, 'server-clock'),
      monotonic,
    });
    if (doubt) await writeMeta(db, 'clock-doubt', doubt);
    else await writeMeta(db, 'clock-seen', new Date(now).toISOString());
    return doubt;
  });
}

/** A person says that the clock is right now: counting by age goes on from here, and the log says so. */
export async function confirmClock(db: ClaimLensDb = shopDb(), now: number = Date.now()): Promise<void> {
  const at = new Date(now).toISOString();
  await db.transaction('rw', [db.meta, db.ledger], async () => {
    const doubt = await readMeta(db, 'clock-doubt');
    await deleteMeta(db, 'clock-doubt');
    await deleteMeta(db, 'server-clock');
    // What stood in the list may have come there by the wrong time.
    await deleteMeta(db, 'retention-listed');
    await writeMeta(db, 'clock-seen', at);
    await appendLedger(db, [{ what: 'clock-confirmed', subject: 'clock', data: { ...doubt } }], at);
  });
}

/** The doubt that stands, live. */
export const watchClockDoubt = (): Observable<ClockDoubt | null> =>
  liveQuery(() => readMeta(shopDb(), 'clock-doubt'));
