/**
 * Bytes of pictures: on demand, in encrypted pieces, checked by their hash before they are kept. Those of a claim are under its key, those
 * of a product under the shop's.
 */
import * as v from 'valibot';
import { sha256HexAsync } from '../../claims/canonical.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor, type JobAsk, PRIORITY } from '../../store/jobs.ts';
import { parsePhotoKey, photoKey } from '../../store/keys.ts';
import { LIBRARY_WANT } from '../../store/team/images.ts';
import { AskBody, PieceBody, WantBody } from '../records/bodies.ts';
import { OF_LIBRARY } from '../wire/subjects.ts';
import type { Session } from './session.ts';

/** Bytes in one piece: with base64 and encryption well under the server's largest message. */
const PIECE = 400_000;
/** Pieces of one picture: files beyond this stay with their seat. */
const PIECES_MAX = 200;

/** Where a picture's pieces are, the key beside the shop's, and where its bytes are asked for. */
interface Place {
  branch: string;
  key: Uint8Array | null;
  ask: { subject: string; kind: string; body: unknown };
}

/** @param claimKey key of the claim, or LIBRARY_WANT for a product picture */
async function placeOfBytes(session: Session, claimKey: string, sha256: string): Promise<Place> {
  if (claimKey === LIBRARY_WANT) {
    const picture = session.name('product picture', sha256);
    return {
      branch: session.subject('bytes', OF_LIBRARY, picture),
      key: null,
      ask: { subject: session.subject('now', 'ask', picture), kind: 'ask', body: { sha256 } },
    };
  }
  const { name, key } = await session.keyOf(claimKey);
  const photo = session.name('photo', photoKey(claimKey, sha256));
  return {
    branch: session.subject('bytes', name, photo),
    key,
    ask: {
      subject: session.subject('now', 'want', name, photo),
      kind: 'want',
      body: { claim: claimKey, sha256 },
    },
  };
}

/** Puts a picture's bytes where the team can have them, unless they are there. */
export async function sendBytes(session: Session, claimKey: string, sha256: string): Promise<void> {
  const blob = await session.db.blobs.get(sha256);
  // Parts of a file say nothing without their places, which stay here.
  if (!blob || blob.parts) return;
  const of = Math.max(1, Math.ceil(blob.bytes.length / PIECE));
  if (of > PIECES_MAX) return;
  const { branch, key } = await placeOfBytes(session, claimKey, sha256);
  // The last piece is the last sent: where it stands, the others do.
  if (await session.wire.last('bytes', `${branch}.${of - 1}`)) return;
  for (let n = 0; n < of; n += 1) {
    const bytes = toBase64(blob.bytes.subarray(n * PIECE, (n + 1) * PIECE));
    const body = { sha256, n, of, mime: blob.mime, bytes };
    await session.send('bytes', `${branch}.${n}`, key, { kind: 'piece', place: 1, body });
  }
}

/** Another seat asks for a picture: whoever has read it itself sends it. */
export async function answerWant(session: Session, body: unknown): Promise<void> {
  const parsed = v.safeParse(WantBody, body);
  if (!parsed.success) return;
  const { claim, sha256 } = parsed.output;
  const own = (await session.db.evidence.where('sha256').equals(sha256).toArray()).some(
    (row) => row.claimKey === claim,
  );
  if (own) await sendBytes(session, claim, sha256);
}

/** Another seat asks for a product picture: who shares it from the own library sends it. */
export async function answerAsk(session: Session, body: unknown): Promise<boolean> {
  const parsed = v.safeParse(AskBody, body);
  if (!parsed.success) return false;
  const { sha256 } = parsed.output;
  const { db } = session;
  const images = await db.libraryImages.where('sha256').equals(sha256).primaryKeys();
  const shared = (await db.teamShared.bulkGet(images)).some((row) => row !== undefined);
  if (shared) await sendBytes(session, LIBRARY_WANT, sha256);
  return true;
}

/** Takes a product picture's bytes off the server. */
export async function forgetBytes(session: Session, sha256: string): Promise<void> {
  await session.wire.erase('bytes', (await placeOfBytes(session, LIBRARY_WANT, sha256)).branch);
}

/** The pieces of a picture that are on the server; null while some are missing. */
async function piecesOf(session: Session, branch: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  for (let n = 0; n < Math.max(1, parts.length + 1); n += 1) {
    const stored = await session.wire.last('bytes', `${branch}.${n}`);
    if (!stored) return null;
    const letter = await session.open('bytes', stored);
    const parsed = v.safeParse(PieceBody, letter?.body);
    const bytes = parsed.success ? fromBase64(parsed.output.bytes) : null;
    if (!parsed.success || !bytes || parsed.output.n !== n || parsed.output.of > PIECES_MAX) return null;
    parts.push(bytes);
    if (parts.length === parsed.output.of) break;
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Tries once to get each picture that is wanted: takes what is there, asks for what is not. Returns how many came. */
export async function fetchWanted(session: Session): Promise<number> {
  const { db } = session;
  let came = 0;
  for (const row of await db.teamWants.toArray()) {
    const { claimKey, sha256 } = parsePhotoKey(row.id);
    const { branch, key, ask } = await placeOfBytes(session, claimKey, sha256);
    const bytes = (await db.blobs.get(sha256)) ? null : await piecesOf(session, branch);
    if (bytes && (await sha256HexAsync(bytes)) !== sha256) {
      session.refuse('bytes', branch);
      continue;
    }
    if (bytes || (await db.blobs.get(sha256))) {
      await keepWanted(db, row.id, sha256, bytes);
      came += 1;
    } else if (!row.asked) {
      await session.change(ask.subject, key, ask.kind, () => ask.body);
      await db.teamWants.update(row.id, { asked: true });
    }
  }
  return came;
}

async function keepWanted(
  db: ClaimLensDb,
  id: string,
  sha256: string,
  bytes: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  await db.transaction('rw', [db.blobs, db.jobs, db.teamWants, db.photos, db.evidence], async () => {
    const row = await db.teamWants.get(id);
    if (!row) return;
    if (bytes) {
      const mime = (await db.photos.get(sha256))?.mime ?? '';
      await db.blobs.put({
        v: 1,
        sha256,
        bytes,
        size: bytes.length,
        mime,
        addedAt: new Date().toISOString(),
      });
    }
    await db.teamWants.delete(id);
    const evidence = await db.evidence.where('sha256').equals(sha256).toArray();
    const asks = row.recheck.map((subject): JobAsk => {
      const { claimKey } = parsePhotoKey(subject);
      const waits = evidence.find((one) => one.claimKey === claimKey && one.state === 'waiting');
      // The claim's own photo was waited for: from here on it is evidence like any other.
      if (subject === id && waits)
        return { kind: 'fetch-evidence', subject: waits.id, claimKey, priority: PRIORITY.page, again: true };
      return { kind: 'check-photo', subject, claimKey, priority: PRIORITY.page, again: true };
    });
    await askFor(db, asks, Date.now());
  });
}
