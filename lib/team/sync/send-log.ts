/** Sends this seat's ledger, in order, each entry once. */
import * as v from 'valibot';
import { seatId } from '../../store/ledger.ts';
import type { LedgerRow } from '../../store/rows.ts';
import { EnvelopeError } from '../crypto/envelope.ts';
import { LogBody } from '../records/bodies.ts';
import { StaleError } from '../wire/wire.ts';
import { entryOut } from './log-entries.ts';
import { cursorOf, entriesAfter, moveCursor, outboxOf } from './outbox.ts';
import type { Session } from './session.ts';

/** Entries in one message: one acknowledgement of three servers for many acts. */
const BATCH = 100;

/** The server's copy of this seat's chain is not the one kept here: this database is an older copy of the seat's own. */
export class ForkedError extends Error {
  override readonly name = 'ForkedError';
}

/** The claim that an entry is about: its subject, or what stands before a `#` in it; null when that is no claim here. */
async function claimOf(
  session: Session,
  { subject }: LedgerRow,
): Promise<{ name: string; key: Uint8Array } | null> {
  for (let key = subject; key !== ''; key = key.slice(0, Math.max(0, key.lastIndexOf('#'))))
    if (await session.db.claims.get(key)) return session.keyOf(key);
  return null;
}

/**
 * Where the server's copy of this chain ends; null before the first message. Where a message of another's stands in this seat's
 * place, which nobody takes for this seat's, it is where this seat knows that it had come.
 */
async function serverEnd(session: Session, chain: string, subject: string) {
  const { db } = session;
  const last = await session.wire.last('log', subject);
  if (!last) return null;
  try {
    const letter = await session.open('log', last);
    const parsed = v.safeParse(LogBody, letter?.body);
    const end = parsed.success ? parsed.output.entries.at(-1) : undefined;
    if (letter?.seat === session.seat && end) return { seq: last.seq, n: end.n, hash: end.hash };
    session.refuse('seat', subject);
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    session.refuse(error.why, subject);
  }
  const { sent } = await cursorOf(db);
  const row = await db.ledger.where('[seat+n]').equals([chain, sent]).first();
  return { seq: last.seq, n: sent, hash: row?.hash ?? '' };
}

/** Whether an end of the server's copy is an entry of this database; so is one before the first. */
async function isOwn({ db }: Session, chain: string, end: { n: number; hash: string }): Promise<boolean> {
  if (end.n === 0) return true;
  return (await db.ledger.where('[seat+n]').equals([chain, end.n]).first())?.hash === end.hash;
}

/** Sends what is new and puts what follows from it into the outbox. Returns how many entries went. Throws ForkedError, WireError. */
export async function sendLog(session: Session): Promise<number> {
  const { db } = session;
  const chain = await db.transaction('rw', db.meta, () => seatId(db));
  // Asked for every few seconds: without anything new, nobody is bothered.
  if (session.logChecked && !(await entriesAfter(db, chain, (await cursorOf(db)).sent, 1))[0]) return 0;
  const subject = session.subject('log', session.name('seat', session.seat));
  let end = await serverEnd(session, chain, subject);
  if (end && !(await isOwn(session, chain, end))) throw new ForkedError();
  session.logChecked = true;
  let sent = 0;
  for (;;) {
    const { sent: after } = await cursorOf(db);
    const rows = await entriesAfter(db, chain, after, BATCH);
    const last = rows.at(-1);
    if (!last) return sent;
    const fresh = rows.filter(({ n }) => n > (end?.n ?? 0));
    if (fresh[0]) {
      const entries = [];
      for (const row of fresh) entries.push(await entryOut(row, await claimOf(session, row)));
      try {
        const seq = await session.send(
          'log',
          subject,
          null,
          { kind: 'log', place: fresh[0].n, body: { entries } },
          { id: last.hash, expect: end?.seq ?? 0 },
        );
        end = { seq, n: last.n, hash: last.hash };
        sent += fresh.length;
      } catch (error) {
        if (!(error instanceof StaleError)) throw error;
        // An earlier try arrived although its answer did not; anything else is another copy of this seat at work.
        end = await serverEnd(session, chain, subject);
        if (!end || !(await isOwn(session, chain, end))) throw new ForkedError();
        continue;
      }
    }
    await moveCursor(db, 'sent', last.n, () => db.teamOutbox.bulkPut(outboxOf(rows)));
  }
}
