/** What other seats share, written where this seat looks: never over what it has read, flagged or decided itself. */
import * as v from 'valibot';
import { utcInstant } from '../../claims/instants.ts';
import { fromBase64 } from '../../formats/base64.ts';
import { buyerKeyOf } from '../../store/claims.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor } from '../../store/jobs.ts';
import { parsePhotoKey, photoKey } from '../../store/keys.ts';
import { writeMeta } from '../../store/meta.ts';
import type { ClaimRow, PhotoRow } from '../../store/rows.ts';
import type { Letter } from '../crypto/envelope.ts';
import { ClaimBody, PairBody, PhotoBody } from '../records/bodies.ts';
import { answerAsk, answerWant } from './bytes.ts';
import { takeImage } from './library.ts';
import { cursorOf } from './outbox.ts';
import { takeReader } from './readers.ts';
import { knowName, takeState } from './receive-state.ts';
import type { Session } from './session.ts';

/** One message that was opened, with the names in its subject behind the kind. */
export interface Received {
  letter: Letter;
  names: string[];
  seq: number;
}

/** Applies a message. False for one that does not say what its subject promises. */
export type Take = (session: Session, received: Received) => Promise<boolean>;

/** Another seat's reading of a claim; this seat's own reading of the same claim stands. */
const takeClaim: Take = async (session, { letter, names }) => {
  const parsed = v.safeParse(ClaimBody, letter.body);
  if (!parsed.success) return false;
  const { claim, firstSeenAt, appliedAt } = parsed.output;
  if (session.name('claim', claim.key) !== names[0]) return false;
  const { db } = session;
  await knowName(db, names[0] ?? '', claim.key);
  await db.transaction('rw', [db.claims, db.teamClaims], async () => {
    const known = await db.claims.get(claim.key);
    if (known && !known.foreign) return;
    const row: ClaimRow = {
      v: 1,
      key: claim.key,
      claim,
      console: claim.console,
      shopId: claim.shopId ?? '',
      buyerKey: buyerKeyOf(claim),
      firstSeenAt,
      lastReadAt: claim.readAt,
      appliedAt: utcInstant(appliedAt),
      deadlineAt: claim.deadlineAt ? utcInstant(claim.deadlineAt) : null,
      touchedAt: Date.now(),
      foreign: true,
    };
    await db.claims.put(row);
    const beside = await db.teamClaims.get(claim.key);
    await db.teamClaims.put({
      ...(beside ?? { v: 1, claimKey: claim.key, assignee: null, look: null }),
      from: letter.seat,
    });
  });
  return true;
};

/** Another seat's photo by its fingerprint; its bytes come when they are wanted. */
const takePhoto: Take = async (session, { letter, names, seq }) => {
  const parsed = v.safeParse(PhotoBody, letter.body);
  if (!parsed.success) return false;
  const { claim, sha256, evidence, print, windows, preview, seen, version, ...size } = parsed.output;
  const id = photoKey(claim, sha256);
  if (session.name('claim', claim) !== names[0] || session.name('photo', id) !== names[1]) return false;
  if (!evidence.id.startsWith(`${claim}#`)) return false;
  const prints = [print, ...windows].map(fromBase64);
  const look = fromBase64(preview);
  if (prints.includes(null)) return false;
  const { db } = session;
  await knowName(db, names[0] ?? '', claim);
  await db.transaction('rw', [db.evidence, db.photos, db.teamPhotos, db.teamClaims, db.meta], async () => {
    // Somebody said before that it is not the buyer's: nothing is compared with it.
    if ((await db.teamClaims.get(claim))?.notBuyers?.includes(evidence.id)) return;
    const own = await db.evidence.get(evidence.id);
    if (own && (own.state !== 'waiting' || own.sha256 === null)) return;
    await db.evidence.put({ v: 1, ...evidence, claimKey: claim, state: 'waiting', sha256, fetch: null });
    if (!(await db.photos.get(sha256))?.fingerprint) {
      const [whole, ...parts] = prints as Uint8Array[];
      const row: PhotoRow = {
        v: 1,
        sha256,
        ...size,
        fingerprint: whole ?? null,
        fingerprintVersion: version,
        ...(parts.length > 0 && { windows: parts }),
        preview: look?.length ? look : null,
        report: null,
        foreign: true,
      };
      await db.photos.put(row);
    }
    await db.teamPhotos.put({ v: 1, id, sha256, seq, foreign: true });
    const cursor = await cursorOf(db);
    const unseen = Math.min(cursor.unseen ?? Number.POSITIVE_INFINITY, seen);
    await writeMeta(db, 'team-cursor', { ...cursor, unseen });
  });
  return true;
};

/**
 * Compares own photos again that may have been compared before another seat's was known here, while that seat had not heard of them
 * either: sent after what the other had seen. Every other pair was met by one of the two, who tells (`pair`).
 */
export async function compareUnseen(db: ClaimLensDb, now: number): Promise<number> {
  return db.transaction('rw', [db.teamPhotos, db.photos, db.jobs, db.meta], async () => {
    const cursor = await cursorOf(db);
    if (cursor.unseen === null) return 0;
    const own = await db.teamPhotos
      .where('seq')
      .above(cursor.unseen)
      .filter(({ foreign }) => !foreign)
      .toArray();
    const newest =
      (
        await db.teamPhotos
          .orderBy('seq')
          .filter(({ foreign }) => foreign)
          .last()
      )?.seq ?? 0;
    const photos = await db.photos.bulkGet(own.map(({ sha256 }) => sha256));
    const subjects = own.filter((_, i) => (photos[i]?.seen ?? 0) < newest).map(({ id }) => id);
    await recheck(db, subjects, now);
    await writeMeta(db, 'team-cursor', { ...cursor, unseen: null });
    return subjects.length;
  });
}

const BEHIND_THE_PAGE = 6;

const recheck = (db: ClaimLensDb, subjects: readonly string[], now: number): Promise<unknown> =>
  askFor(
    db,
    subjects.map((subject) => ({
      kind: 'check-photo' as const,
      subject,
      claimKey: parsePhotoKey(subject).claimKey,
      priority: BEHIND_THE_PAGE,
      again: true,
    })),
    now,
  );

/** Another seat found that its photo belongs with one of this seat's: fetched, and compared here. */
const takePair: Take = async ({ db }, { letter }) => {
  const parsed = v.safeParse(PairBody, letter.body);
  if (!parsed.success) return false;
  const { photo, against } = parsed.output;
  const theirs = (await db.teamPhotos.where('sha256').equals(photo).toArray()).find(({ foreign }) => foreign);
  const own = (await db.evidence.where('sha256').equals(against).toArray()).filter(
    ({ state }) => state === 'kept',
  );
  if (!theirs || own.length === 0) return true;
  const unnamed: string[] = [];
  for (const { claimKey } of own) {
    const known = await db.findings.where('[claimKey+sha256]').equals([claimKey, against]).toArray();
    if (!known.some(({ finding }) => finding.against?.sha256 === photo))
      unnamed.push(photoKey(claimKey, against));
  }
  if (unnamed.length === 0) return true;
  const asked = await db.teamWants.get(theirs.id);
  const recheck = [...new Set([...(asked?.recheck ?? []), ...unnamed])];
  await db.teamWants.put({ v: 1, id: theirs.id, recheck, asked: asked?.asked ?? false });
  return true;
};

/** A claim was erased by another seat: it goes here too, and its key at once, even where a hold keeps the rows. */
const takeGone: Take = async (session, { names: [name = ''] }) => {
  const { db } = session;
  const known = await db.teamKeys.get(name);
  if (!known) return true;
  // The key first: what is erased here for another seat's sake is not asked of the others once more.
  await db.teamKeys.delete(name);
  if (known.claimKey !== '') await session.eraseClaim(known.claimKey);
  return true;
};

/** By the kind in the subject. Seats, epochs and keys are read where they are needed. */
export const TAKES: Record<string, Take> = {
  claim: takeClaim,
  photo: takePhoto,
  pair: takePair,
  state: (session, { letter, names }) => takeState(session, letter.body, names[0] ?? ''),
  gone: takeGone,
  image: takeImage,
  ask: (session, { letter }) => answerAsk(session, letter.body),
  reader: async (session, { letter, names }) => takeReader(session, letter.body, names[0] ?? ''),
  want: async (session, { letter }) => {
    await answerWant(session, letter.body);
    return true;
  },
};
