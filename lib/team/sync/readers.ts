/** Readers that one seat taught or mended, so that they serve all. They read nothing where the seller of a seat gave no permission. */
import * as v from 'valibot';
import { canonicalJson } from '../../claims/canonical.ts';
import { parseTaught, type TaughtReader, taughtKey } from '../../consoles/teach/spec.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import type { OutboxRow } from '../../store/team/rows.ts';
import { ReaderBody } from '../records/bodies.ts';
import type { Session } from './session.ts';

/** Place in the outbox of what was taught before this seat joined: it is sent where the team has nothing, and gives way where it has. */
export const BEFORE_JOINING = 0;

const readersOf = async (db: ClaimLensDb): Promise<TaughtReader[]> =>
  ((await readMeta(db, 'taught-readers')) ?? []).map(parseTaught).filter((reader) => reader !== undefined);

/** Pages that this seat has a reader for. */
export const taughtPages = async (db: ClaimLensDb): Promise<string[]> => (await readersOf(db)).map(taughtKey);

/** Sends the reader of a page as it stands; the last writer's counts. */
export async function sendReader(session: Session, { subject: key, n }: OutboxRow): Promise<void> {
  const reader = (await readersOf(session.db)).find((one) => taughtKey(one) === key) ?? null;
  const subject = session.subject('now', 'reader', session.name('reader', key));
  await session.change(subject, null, 'reader', (body) => {
    const parsed = v.safeParse(ReaderBody, body);
    if (parsed.success && n === BEFORE_JOINING) return null;
    const same = parsed.success && canonicalJson(parsed.output.reader) === canonicalJson(reader);
    return same || (!parsed.success && reader === null) ? null : { key, reader };
  });
}

/** Another seat's reader, or that it was forgotten. What waits in the outbox is this seat's later word. False for what is none. */
export async function takeReader(session: Session, body: unknown, name: string): Promise<boolean> {
  const parsed = v.safeParse(ReaderBody, body);
  if (!parsed.success) return false;
  const { key } = parsed.output;
  const reader = parsed.output.reader === null ? null : parseTaught(parsed.output.reader);
  if (reader === undefined || session.name('reader', key) !== name) return false;
  if (reader && taughtKey(reader) !== key) return false;
  const { db } = session;
  await db.transaction('rw', [db.meta, db.teamOutbox], async () => {
    if (((await db.teamOutbox.get(`reader:${key}`))?.n ?? BEFORE_JOINING) !== BEFORE_JOINING) return;
    const others = (await readersOf(db)).filter((one) => taughtKey(one) !== key);
    await writeMeta(db, 'taught-readers', reader ? [reader, ...others] : others);
  });
  return true;
}
