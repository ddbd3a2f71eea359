/** Sends what the outbox names, as it stands when it is sent. */
import * as v from 'valibot';
import { logOf } from '../../base/log.ts';
import { contentHash } from '../../claims/canonical.ts';
import { utcInstant } from '../../claims/instants.ts';
import { toBase64 } from '../../formats/base64.ts';
import { parsePhotoKey } from '../../store/keys.ts';
import { versionOf } from '../../store/logged/claim.ts';
import type { EvidenceRow, PhotoRow } from '../../store/rows.ts';
import type { OutboxRow } from '../../store/team/rows.ts';
import { withdrawnPictures } from '../../store/withdrawn.ts';
import { EnvelopeError } from '../crypto/envelope.ts';
import { type ClaimBody, type PhotoBody, StateBody } from '../records/bodies.ts';
import { sendBytes } from './bytes.ts';
import { noState, withPicture, withWords } from './claim-state.ts';
import { sendLook } from './looks.ts';
import { outboxRow } from './outbox.ts';
import { sendReader } from './readers.ts';
import { takeState } from './receive-state.ts';
import type { Session } from './session.ts';

const log = logOf('team');

type Send = (session: Session, row: OutboxRow) => Promise<unknown>;

/** Sends everything in the outbox, oldest first. Throws WireError; what was not sent stays. */
export async function sendOutbox(session: Session): Promise<number> {
  const { db } = session;
  let sent = 0;
  const stuck = new Set<string>();
  for (;;) {
    const row = await db.teamOutbox
      .orderBy('n')
      .filter(({ id }) => !stuck.has(id))
      .first();
    if (!row) return sent;
    try {
      await SEND[row.kind](session, row);
    } catch (error) {
      // What stands in its place on the server is none of ours: it waits, and holds nothing else up.
      if (error instanceof EnvelopeError) {
        session.refuse(error.why, `..${row.kind}`);
        stuck.add(row.id);
        continue;
      }
      // Too large for one message: it stays here and is missed there, which is said, and holds nothing else up.
      if (!(error instanceof RangeError)) throw error;
      log.warn(`${row.kind} was not sent`, error);
      session.refuse('large', `..${row.kind}`);
    }
    sent += 1;
    // What changed while it was being sent is sent once more.
    await db.transaction('rw', db.teamOutbox, async () => {
      const now = await db.teamOutbox.get(row.id);
      if (now?.n === row.n) await db.teamOutbox.delete(row.id);
    });
  }
}

/** Writes a value whole, unless the subject has this very content already. Returns the sequence at which it stands. */
async function put(
  session: Session,
  subject: string,
  claimKey: Uint8Array,
  kind: string,
  body: unknown,
  hash: string,
): Promise<number> {
  const known = await session.db.teamPlaces.get(subject);
  if (known?.hash === hash) return known.seq;
  const seq = await session.change(subject, claimKey, kind, () => body);
  const place = (await session.db.teamPlaces.get(subject))?.place ?? 1;
  await session.saw(subject, place, seq ?? 0, hash);
  return seq ?? 0;
}

const sendClaim: Send = async (session, { subject: claimKey }) => {
  const row = await session.db.claims.get(claimKey);
  if (!row || row.foreign) return;
  const { name, key } = await session.keyOf(claimKey);
  const body: ClaimBody = { claim: row.claim, firstSeenAt: row.firstSeenAt, appliedAt: row.appliedAt };
  await put(session, session.subject('now', 'claim', name), key, 'claim', body, versionOf(row.claim));
};

function photoBody(claimKey: string, evidence: EvidenceRow, photo: PhotoRow): PhotoBody {
  const { id, url, originalUrl, kind, round, seenAt, name } = evidence;
  return {
    claim: claimKey,
    sha256: photo.sha256,
    evidence: { id, url, originalUrl, kind, round, seenAt, name },
    mime: photo.mime,
    width: photo.width,
    height: photo.height,
    print: toBase64(photo.fingerprint ?? new Uint8Array()),
    version: photo.fingerprintVersion,
    windows: (photo.windows ?? []).map(toBase64),
    preview: photo.preview ? toBase64(photo.preview) : '',
    seen: photo.seen ?? 0,
  };
}

const sendPhoto: Send = async (session, { subject: photoKey }) => {
  const { db } = session;
  const { claimKey, sha256 } = parsePhotoKey(photoKey);
  const photo = await db.photos.get(sha256);
  const evidence = (await db.evidence.where('sha256').equals(sha256).toArray()).find(
    (row) => row.claimKey === claimKey && row.state === 'kept',
  );
  // Frames of videos stay with their seat: they are found by its own checks.
  if (!photo?.fingerprint || photo.frames || !evidence) return;
  const { name, key } = await session.keyOf(claimKey);
  const body = photoBody(claimKey, evidence, photo);
  const subject = session.subject('now', 'photo', name, session.name('photo', photoKey));
  const { seen: _seen, ...content } = body;
  const seq = await put(session, subject, key, 'photo', body, contentHash(content));
  await db.teamPhotos.put({ v: 1, id: photoKey, sha256, seq, foreign: false });
  await sendPairs(session, claimKey, sha256);
};

/** Tells the seats whose photos this one was found to belong with: they compare for themselves. */
async function sendPairs(session: Session, claimKey: string, sha256: string): Promise<void> {
  const { db } = session;
  const found = await db.findings.where('[claimKey+sha256]').equals([claimKey, sha256]).toArray();
  for (const { finding } of found) {
    const { against } = finding;
    if (against?.kind !== 'claim' || !against.claim) continue;
    if ((await db.teamPhotos.get(`${against.claim}#${against.sha256}`))?.foreign !== true) continue;
    const { name, key } = await session.keyOf(against.claim);
    const subject = session.subject(
      'now',
      'pair',
      name,
      session.name('pair', `${sha256}\n${against.sha256}`),
    );
    const body = { photo: sha256, against: against.sha256 };
    await put(session, subject, key, 'pair', body, contentHash(body));
  }
}

/** Changes the claim's shared state. */
async function changeState(
  session: Session,
  claimKey: string,
  change: (state: StateBody) => StateBody | null,
): Promise<void> {
  const { name, key } = await session.keyOf(claimKey);
  const changed = (body: unknown): StateBody | null => {
    const parsed = v.safeParse(StateBody, body);
    return change(parsed.success ? parsed.output : noState(claimKey));
  };
  // Another seat's words that go into this seat's value come back as this seat's own: they are taken now or never.
  const take = (body: unknown) => takeState(session, body, name);
  await session.change(session.subject('now', 'state', name), key, 'state', changed, 'now', take);
}

/** The last writer's mark stands. A flagged claim's pictures are put where the other seats can have them without this one. */
const sendFlag: Send = async (session, { subject: claimKey }) => {
  const row = await session.db.flags.get(claimKey);
  if (!row || row.seat) return;
  const { on, note, at } = row;
  const flag = { on, passed: row.passed ?? false, note, at, seat: session.seat };
  await changeState(session, claimKey, (state) => ({ ...state, flag }));
  if (!on) return;
  for (const { sha256, state } of await session.db.evidence.where('claimKey').equals(claimKey).toArray())
    if (sha256 && state === 'kept') await sendBytes(session, claimKey, sha256);
};

const sendWords: Send = async (session, { subject: claimKey }) => {
  const { db, seat } = session;
  const notes = (await db.notes.where('claimKey').equals(claimKey).toArray()).flatMap((row) =>
    // A checker's answer is an exhibit of this seat's own case.
    row.seat || row.answer ? [] : [{ id: row.id, at: row.at, text: row.text, seat }],
  );
  const decisions = (await db.decisions.where('claimKey').equals(claimKey).toArray()).flatMap((row) => {
    if (row.seat) return [];
    const { v: _v, claimKey: _key, settles, ...rest } = row;
    return [{ ...rest, settles: settles ?? [], seat }];
  });
  if (notes.length + decisions.length === 0) return;
  await changeState(session, claimKey, (state) => withWords(state, notes, decisions));
};

/** Whether a picture is the buyer's, as it stands here; the claim goes with it, whose list of pictures has changed. */
const sendPicture: Send = async (session, { subject: id }) => {
  const claimKey = id.slice(0, id.lastIndexOf('#'));
  const taken = (await withdrawnPictures(session.db, claimKey)).find(({ row }) => row.id === id);
  if (!taken && !(await session.db.evidence.get(id))) return;
  const word = {
    id,
    buyers: !taken,
    why: taken?.why ?? ('not-buyers' as const),
    at: utcInstant(taken?.at ?? new Date().toISOString()),
    seat: session.seat,
  };
  await changeState(session, claimKey, (state) => withPicture(state, word));
  await sendClaim(session, outboxRow('claim', claimKey, 0));
};

const sendAssign: Send = async (session, { subject: claimKey }) => {
  const assignee = (await session.db.teamClaims.get(claimKey))?.assignee ?? null;
  await changeState(session, claimKey, (state) =>
    state.assignee?.seat === assignee ? null : { ...state, assignee: { seat: assignee, by: session.seat } },
  );
};

/** Kinds of subjects that hold something of one claim, the key first: without it the rest is noise. */
const OF_A_CLAIM = ['key', 'claim', 'photo', 'state', 'pair', 'want'];

/** Takes a claim off the server, then says so: who has its key yet drops it, with the claim. */
const sendErase: Send = async (session, { subject: name }) => {
  for (const kind of OF_A_CLAIM) await session.wire.erase('now', session.subject('now', kind, name));
  await session.wire.erase('bytes', session.subject('bytes', name));
  await session.wire.erase('lease', session.subject('lease', name));
  await session.change(session.subject('now', 'gone', name), null, 'gone', () => ({ name }));
};

const SEND: Record<OutboxRow['kind'], Send> = {
  claim: sendClaim,
  photo: sendPhoto,
  flag: sendFlag,
  words: sendWords,
  picture: sendPicture,
  reader: sendReader,
  assign: sendAssign,
  look: (session, { subject }) => sendLook(session, subject, true),
  leave: (session, { subject }) => sendLook(session, subject, false),
  erase: sendErase,
};
