/** Follows the team's streams: opens, checks and applies each message, and remembers how far it came. */
import * as v from 'valibot';
import { sha256Hex } from '../../claims/canonical.ts';
import { seatId } from '../../store/ledger.ts';
import type { LedgerRow } from '../../store/rows.ts';
import { EnvelopeError, headOf, type Letter } from '../crypto/envelope.ts';
import { LogBody } from '../records/bodies.ts';
import { partsOf, type StreamName } from '../wire/subjects.ts';
import type { Following, Stored } from '../wire/wire.ts';
import { breakIn, entryIn } from './log-entries.ts';
import { takeLook } from './looks.ts';
import { cursorOf, moveCursor } from './outbox.ts';
import { compareUnseen, TAKES } from './receive-shared.ts';
import { placeOf, type Session } from './session.ts';

/** Messages after which the place is kept: a first look at a large shop goes on where it stopped. */
const KEEP_EACH = 25;

/** Messages that change who may speak or with which key. */
const ROLL = new Set(['seat', 'epoch']);

/** What a follower reports as it goes: messages still to come. */
export type Progress = (stream: StreamName, pending: number) => void;

/**
 * Opens a message; an unknown seat or epoch is asked for once. Null when it is not accepted, which is counted, or when its claim's key
 * is gone. Throws EnvelopeError `newer` for one of a later version.
 */
async function opened(session: Session, stream: StreamName, stored: Stored): Promise<Letter | null> {
  for (let look = 0; ; look += 1) {
    try {
      return await session.open(stream, stored);
    } catch (error) {
      if (!(error instanceof EnvelopeError)) throw error;
      if (error.why === 'newer') throw error;
      if (look === 0 && (error.why === 'seat' || error.why === 'epoch')) {
        await session.readRoll();
        continue;
      }
      session.refuse(error.why, stored.subject);
      return null;
    }
  }
}

async function takeNow(session: Session, stored: Stored): Promise<void> {
  const { subject, bytes, seq } = stored;
  const [kind = '', ...names] = partsOf(session.secrets.shop, 'now', subject);
  if (ROLL.has(kind)) return session.readRoll();
  const take = Object.hasOwn(TAKES, kind) ? TAKES[kind] : undefined;
  if (!take) return;
  const known = await session.db.teamPlaces.get(subject);
  if (known && (seq <= known.seq || placeOf(bytes) <= known.place)) {
    // What was sent from here comes back once; an older value under a new sequence is a replay.
    if (placeOf(bytes) < known.place) session.refuse('replayed', subject);
    return;
  }
  const letter = await opened(session, 'now', stored);
  if (!letter) return;
  if (
    letter.seat !== session.seat &&
    (letter.kind !== kind || !(await take(session, { letter, names, seq })))
  )
    return session.refuse('form', subject);
  await session.saw(subject, letter.place, seq);
}

/** The rows of another seat's message that are new here, when they continue its chain. */
async function takeLog(session: Session, stored: Stored): Promise<void> {
  const letter = await opened(session, 'log', stored);
  if (!letter || letter.seat === session.seat) return;
  const member = session.roll.get(letter.seat)?.body;
  const parsed = v.safeParse(LogBody, letter.body);
  const [name] = partsOf(session.secrets.shop, 'log', stored.subject);
  // A seat writes its own subject only.
  if (!member || name !== session.name('seat', letter.seat) || letter.kind !== 'log' || !parsed.success)
    return session.refuse('form', stored.subject);
  const { db } = session;
  const { chain } = member;
  const rows: LedgerRow[] = [];
  for (const entry of parsed.output.entries) {
    const row = await entryIn(chain, entry, (claim) => session.keyNamed(claim));
    if (!row) return session.refuse('form', stored.subject);
    rows.push(row);
  }
  if (chain === (await db.transaction('rw', db.meta, () => seatId(db)))) return;
  await db.transaction('rw', db.ledger, async () => {
    const last = await db.ledger
      .where('[seat+n]')
      .between([chain, 0], [chain, Number.MAX_SAFE_INTEGER])
      .last();
    const fresh = rows.filter(({ n }) => n > (last?.n ?? 0));
    // What is known already comes again after a restored server; another entry in its place is another chain.
    for (const { n, hash } of rows) {
      const kept = await db.ledger.where('[seat+n]').equals([chain, n]).first();
      if (kept && kept.hash !== hash) session.broken.add(letter.seat);
    }
    if (breakIn(chain, last ?? null, fresh)) session.broken.add(letter.seat);
    else await db.ledger.bulkPut(fresh);
  });
}

async function takeLease(session: Session, stored: Stored): Promise<void> {
  const letter = await opened(session, 'lease', stored);
  if (!letter) return;
  const names = partsOf(session.secrets.shop, 'lease', stored.subject);
  if (letter.kind !== 'lease' || !(await takeLook(session, letter.seat, names, letter.body)))
    session.refuse('form', stored.subject);
}

const TAKE: Record<'now' | 'log' | 'lease', (session: Session, stored: Stored) => Promise<void>> = {
  now: takeNow,
  log: takeLog,
  lease: takeLease,
};

/** A stream that is being followed, and the promise of its end. */
export interface Follower {
  stop(): void;
  done: Promise<void>;
}

/**
 * Follows a stream from where this seat left it, until it is stopped, the connection is lost, or a message of a newer version is met: what
 * follows that one waits for the newer product.
 */
export async function follow(
  session: Session,
  stream: 'now' | 'log' | 'lease',
  progress: Progress,
): Promise<Follower> {
  const { db } = session;
  const cursor = await cursorOf(db);
  const following = await session.wire.follow(stream, stream === 'lease' ? 0 : cursor[stream]);
  const done = run(session, stream, following, progress);
  // Whoever follows hears of its end; until then it must not count as forgotten.
  done.catch(() => undefined);
  return { stop: () => following.stop(), done };
}

async function run(
  session: Session,
  stream: 'now' | 'log' | 'lease',
  following: Following,
  progress: Progress,
): Promise<void> {
  const { db } = session;
  let count = 0;
  if (following.isEmpty) progress(stream, 0);
  for await (const stored of following) {
    try {
      headOf(stored.bytes);
      await TAKE[stream](session, stored);
    } catch (error) {
      if (!(error instanceof EnvelopeError)) throw error;
      session.refuse(error.why, stored.subject);
      if (error.why === 'newer') {
        following.stop();
        progress(stream, stored.pending);
        return;
      }
    }
    count += 1;
    const { pending, seq, bytes } = stored;
    if (stream !== 'lease' && (pending === 0 || count % KEEP_EACH === 0))
      await moveCursor(db, stream, seq, undefined, stream === 'log' ? sha256Hex(bytes) : undefined);
    if (stream === 'now' && pending === 0) await compareUnseen(db, Date.now());
    progress(stream, pending);
  }
}
