/**
 * Product pictures of all seats' libraries, by fingerprint, small preview and origin. Each seat writes its own subjects only, in pieces
 * between what is more urgent; bytes go when a comparison asks for them (bytes.ts). Stills of the shipping archive, the samples and
 * audits stay with their seat.
 */
import * as v from 'valibot';
import { contentHash } from '../../claims/canonical.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { readFingerprint } from '../../match/fingerprint/codec.ts';
import { FINGERPRINT_VERSION, isCurrentFingerprint } from '../../match/version.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { imageKey } from '../../store/keys.ts';
import type { LibraryImageRow, PhotoRow, ProductRow } from '../../store/rows.ts';
import { forgetTeamImages, teamProductKey } from '../../store/team/images.ts';
import { ImageBody } from '../records/bodies.ts';
import { LIBRARY_MOST, staysHere } from '../records/library-scope.ts';
import { StaleError } from '../wire/wire.ts';
import { forgetBytes } from './bytes.ts';
import type { Session } from './session.ts';

/** Pictures that go out before the outbox is looked at again, and how many at once. */
const PIECE = 48;
const AT_ONCE = 8;
/** A larger preview stays here: fingerprints find without it. */
const PREVIEW_MOST = 36_000;
/** A whole look at the library takes a tenth of a second with 10 000 pictures: not more often than this, in ms. */
const LOOK_AGAIN_MS = 5_000;

type Known = Extract<ImageBody, { gone: false }>;
type Meta = Pick<Known, 'product' | 'name' | 'addedAt' | 'learned'>;

/** What is to be sent: a picture as it is told now, or that one is gone. */
type Change =
  | { id: string; sha256: string; meta: Meta; hash: string }
  | { id: string; sha256: string; meta: null };

/** Sends the own library over one connection, piece by piece. */
export class LibrarySender {
  private readonly session: Session;
  private todo: Change[] = [];
  private changed = true;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(session: Session) {
    this.session = session;
  }

  /** The library has changed: it is looked at again. */
  touch(): void {
    this.changed = true;
  }

  /**
   * Sends the next piece. True while there is more.
   * @param now milliseconds of any steady clock
   * @throws WireError; what was not sent is found again by the next connection
   */
  async sendPiece(now: number): Promise<boolean> {
    const { session } = this;
    if (this.todo.length === 0 && this.changed && now - this.lookedAt >= LOOK_AGAIN_MS) {
      this.changed = false;
      this.lookedAt = now;
      this.todo = await changesOf(session.db);
    }
    const piece = this.todo.splice(0, PIECE);
    for (let at = 0; at < piece.length; at += AT_ONCE)
      await Promise.all(piece.slice(at, at + AT_ONCE).map((change) => sendChange(session, change)));
    return this.todo.length > 0;
  }
}

const metaOf = ({ name, addedAt }: LibraryImageRow, { key, title, itemIds, source }: ProductRow): Meta => ({
  product: {
    key,
    title: title.slice(0, 300),
    itemIds: itemIds.filter((id) => id.length <= 60).slice(0, 60),
  },
  // The end of a path says more than its beginning.
  name: name.slice(-300),
  addedAt,
  learned: source === 'claim',
});

/** What of the library the team does not know yet as it stands, and what it knows that is gone. */
async function changesOf(db: ClaimLensDb): Promise<Change[]> {
  const stays = await staysHere(db);
  const products = new Map((await db.products.toArray()).map((row) => [row.key, row]));
  const known = new Map((await db.teamShared.toArray()).map((row) => [row.id, row]));
  const changes: Change[] = [];
  let kept = 0;
  await db.libraryImages
    .where('state')
    .equals('ready')
    .each((image) => {
      const product = products.get(image.productKey);
      if (!product || product.source === 'audit' || product.key.length > 400 || stays(product.key)) return;
      if (kept === LIBRARY_MOST) return;
      kept += 1;
      const meta = metaOf(image, product);
      const hash = contentHash([FINGERPRINT_VERSION, meta]);
      const { id, sha256 } = image;
      if (known.get(id)?.hash !== hash) changes.push({ id, sha256, meta, hash });
      known.delete(id);
    });
  for (const { id, sha256 } of known.values()) changes.push({ id, sha256, meta: null });
  return changes;
}

async function sendChange(session: Session, change: Change): Promise<void> {
  const { db } = session;
  const { id, sha256, meta } = change;
  const subject = session.subject(
    'now',
    'image',
    session.name('seat', session.seat),
    session.name('image', id),
  );
  if (!meta) {
    // Off the server first: a tombstone alone leaves the bytes on its disk until the place is used again.
    await session.wire.erase('now', subject);
    if ((await db.libraryImages.where('sha256').equals(sha256).count()) === 0)
      await forgetBytes(session, sha256);
    await session.change(subject, null, 'image', () => ({ gone: true }));
    await db.teamShared.delete(id);
    return;
  }
  const photo = await db.photos.get(sha256);
  const body = photo && bodyOf(sha256, meta, photo);
  if (!body) return;
  await putImage(session, subject, body);
  await db.teamShared.put({ v: 1, id, sha256, hash: change.hash });
}

/** The message about a picture; null while its fingerprint is not made here, or is an older version's. */
function bodyOf(sha256: string, meta: Meta, photo: PhotoRow): ImageBody | null {
  const { fingerprint, fingerprintVersion, mime, width, height, windows = [], preview, foreign } = photo;
  if (!fingerprint || foreign || !isCurrentFingerprint(fingerprintVersion)) return null;
  return {
    gone: false,
    sha256,
    ...meta,
    mime,
    width,
    height,
    print: toBase64(fingerprint),
    version: fingerprintVersion,
    windows: windows.map(toBase64),
    preview: preview && preview.length <= PREVIEW_MOST ? toBase64(preview) : '',
  };
}

/** Most pictures are new: written at once where nothing stands. */
async function putImage(session: Session, subject: string, body: ImageBody): Promise<void> {
  if (!(await session.db.teamPlaces.get(subject))) {
    try {
      await session.send('now', subject, null, { kind: 'image', place: 1, body }, { expect: 0 });
      return;
    } catch (error) {
      if (!(error instanceof StaleError)) throw error;
    }
  }
  await session.change(subject, null, 'image', () => body);
}

/** Whether bytes are a fingerprint that this version can use; those of another version are kept and not used. */
function isPrint(bytes: Uint8Array | null, version: string): boolean {
  if (!bytes) return false;
  if (!isCurrentFingerprint(version)) return true;
  const { width, height } = readFingerprint(bytes) ?? { width: 0, height: 0 };
  return width > 0 && height > 0 && width <= 100_000 && height <= 100_000;
}

/**
 * A picture of another seat's library, or that it is gone. False for what is none: another seat's subject, a fingerprint that is none,
 * more pictures than one seat may have.
 */
export async function takeImage(
  session: Session,
  { letter, names, seq }: { letter: { seat: string; body: unknown }; names: readonly string[]; seq: number },
): Promise<boolean> {
  const [seatName = '', imageName = ''] = names;
  const { seat } = letter;
  const parsed = v.safeParse(ImageBody, letter.body);
  // A seat speaks of its own library only.
  if (!parsed.success || session.name('seat', seat) !== seatName) return false;
  const { db } = session;
  const id = `${seatName}.${imageName}`;
  if (parsed.output.gone) {
    await forgetTeamImages(db, [id]);
    session.librarySizes.delete(seat);
    return true;
  }
  const { product, sha256, print, windows, version, preview, name, addedAt, learned, ...rest } =
    parsed.output;
  if (session.name('image', imageKey(product.key, sha256)) !== imageName) return false;
  const prints = [print, ...windows].map(fromBase64);
  const look = fromBase64(preview);
  if (!prints.every((bytes) => isPrint(bytes, version)) || look === null) return false;
  // What a removed seat had goes with it.
  if (session.roll.get(seat)?.body.state !== 'active') return true;
  const isNew = !(await db.teamImages.get(id));
  const size = session.librarySizes.get(seat) ?? (await db.teamImages.where('seat').equals(seat).count());
  if (isNew && size >= session.libraryMost) return false;
  session.librarySizes.set(seat, size + (isNew ? 1 : 0));
  const { gone: _gone, ...shape } = rest;
  const [whole, ...parts] = prints as Uint8Array[];
  await db.transaction('rw', [db.teamImages, db.photos], async () => {
    const known = await db.photos.get(sha256);
    // What was looked at here stands.
    if (!known || (known.foreign && !isCurrentFingerprint(known.fingerprintVersion)))
      await db.photos.put({
        v: 1,
        sha256,
        ...shape,
        fingerprint: whole ?? null,
        fingerprintVersion: version,
        ...(parts.length > 0 && { windows: parts }),
        preview: look.length > 0 ? look : null,
        report: null,
        foreign: true,
      });
    await db.teamImages.put({
      v: 1,
      id,
      seat,
      sha256,
      productKey: teamProductKey(seat, product.key),
      title: product.title,
      itemIds: product.itemIds,
      name,
      addedAt,
      seq,
    });
  });
  if (isNew && !learned) session.noteArrival();
  return true;
}
