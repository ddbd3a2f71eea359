/** Product pictures of one seat's library at another: found by what is told of them, said only with their bytes. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { removeProduct } from '../../../../lib/library/import.ts';
import { encodeFingerprint } from '../../../../lib/match/index.ts';
import { FINGERPRINT_VERSION } from '../../../../lib/match/version.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { imageKey, jobKey, photoKey } from '../../../../lib/store/keys.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import { teamProduct, teamProductKey } from '../../../../lib/store/team/images.ts';
import { toBeShared } from '../../../../lib/team/records/library-scope.ts';
import { leave, revoke } from '../../../../lib/team/shop.ts';
import { LibrarySender, takeImage } from '../../../../lib/team/sync/library.ts';
import { Session } from '../../../../lib/team/sync/session.ts';
import { wantFromTeam } from '../../../../lib/team/sync/wants.ts';
import { allOffline, goOnline, grown, NOW, team } from '../seats.ts';

afterEach(allOffline);

const AT = NOW.toISOString();
const PRODUCT = 'file:Mug';

/** An encoded fingerprint of this version without any feature. */
const print = (n: number): Uint8Array => {
  const none = new Uint8Array(0);
  const words = new Uint32Array(8).fill(n);
  return encodeFingerprint({
    width: 8,
    height: 8,
    quality: 1,
    blockHash: words,
    dctHash: words,
    stored: { count: 0, signature: new Uint32Array(0), angle: none, octave: none, x: none, y: none },
  });
};

/** A saved product image, as the engine leaves it. Returns its hash. */
async function saved(db: ClaimLensDb, n: number, size = 900_000, product = PRODUCT): Promise<string> {
  const bytes = new Uint8Array(size).fill(n);
  const sha256 = sha256Hex(bytes);
  const known = await db.products.get(product);
  await db.products.put(
    known ?? { v: 1, key: product, title: 'Mug', itemIds: ['77'], source: 'folder', addedAt: AT },
  );
  await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime: 'image/jpeg', addedAt: AT });
  await db.photos.put({
    v: 1,
    sha256,
    mime: 'image/jpeg',
    width: 8,
    height: 8,
    fingerprint: print(n),
    fingerprintVersion: FINGERPRINT_VERSION,
    preview: bytes.slice(0, 90),
    report: { secret: 'of the file' },
  });
  await db.libraryImages.put({
    v: 1,
    id: imageKey(product, sha256),
    productKey: product,
    sha256,
    name: `Mug/${n}.jpg`,
    url: null,
    addedAt: AT,
    state: 'ready',
    why: null,
  });
  return sha256;
}

async function online(n = 2) {
  const made = await team(n);
  const [a, b, c] = made.seats as [ClaimLensDb, ClaimLensDb, ClaimLensDb];
  const session = async (db: ClaimLensDb): Promise<Session> => {
    const one = new Session(db, made.server.line(), (await readMeta(db, 'team'))!);
    await one.readRoll();
    return one;
  };
  const up = (): void => {
    for (const db of made.seats) goOnline(db, made.lines);
  };
  return { ...made, a, b, c, session, up };
}

const refused = async (db: ClaimLensDb): Promise<Record<string, number>> =>
  (await readMeta(db, 'team-status'))?.refused ?? {};

describe('a library', () => {
  it('is told to the other seats with its origin, without its bytes', async () => {
    const { a, b, up, server } = await online();
    const shas = [await saved(a, 1), await saved(a, 2)];
    await saved(a, 3, 90, 'archive:Packing');
    up();
    await expect.poll(() => b.teamImages.count()).toBe(2);
    await expect.poll(() => a.teamShared.count()).toBe(2);
    expect(await toBeShared(a)).toBe(2);
    const row = await b.teamImages.where('sha256').equals(shas[0]!).first();
    const { seat = '' } = (await readMeta(a, 'team')) ?? {};
    expect(row).toMatchObject({ seat, title: 'Mug', name: 'Mug/1.jpg', itemIds: ['77'], addedAt: AT });
    expect(await teamProduct(b, teamProductKey(seat, PRODUCT))).toEqual({ title: 'Mug', seat });
    expect(await b.photos.get(shas[0]!)).toMatchObject({
      fingerprint: print(1),
      foreign: true,
      report: null,
    });
    expect(await b.libraryImages.count()).toBe(0);
    expect(server.streams.bytes).toEqual([]);
    for (const text of ['Mug', 'of the file']) expect(server.disk.includes(text)).toBe(false);
    // Open claims of the other seat may be copies of them.
    await expect.poll(() => grown.get(b)).toBe(1);
  });

  it('is told once, and again where a product’s name changed', async () => {
    const { a, b, up, server } = await online();
    await saved(a, 1);
    up();
    await expect.poll(() => b.teamImages.count()).toBe(1);
    const sent = server.sends;
    allOffline();
    up();
    await expect.poll(async () => (await readMeta(b, 'team-status'))?.state).toBe('online');
    await expect.poll(async () => (await readMeta(a, 'team-status'))?.state).toBe('online');
    expect(server.sends).toBe(sent);
    allOffline();
    await a.products.update(PRODUCT, { title: 'Cup' });
    up();
    await expect.poll(async () => (await b.teamImages.toCollection().first())?.title).toBe('Cup');
    expect(await b.teamImages.count()).toBe(1);
  });

  it('goes out in pieces, so that words in between need not wait for all of it', async () => {
    const { a, b, session } = await online();
    for (let n = 1; n <= 60; n += 1) await saved(a, n, 90);
    const own = await session(a);
    const sender = new LibrarySender(own);
    expect(await sender.sendPiece(0)).toBe(true);
    const first = await a.teamShared.count();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(60);
    expect(await sender.sendPiece(1)).toBe(false);
    expect(await a.teamShared.count()).toBe(60);
    // What changed meanwhile goes with the next look.
    await saved(a, 61, 90);
    sender.touch();
    await sender.sendPiece(2);
    expect(await a.teamShared.count()).toBe(60);
    await sender.sendPiece(60_000);
    expect(await a.teamShared.count()).toBe(61);
    expect(await b.teamImages.count()).toBe(0);
  });

  it('gives a picture’s bytes when a comparison asks for them, and takes all of it back when it is removed', async () => {
    const { a, b, up, server } = await online();
    const sha = await saved(a, 1);
    up();
    await expect.poll(() => b.teamImages.count()).toBe(1);
    const photo = photoKey('pinduoduo:2', 'ff');
    await wantFromTeam(b, photo, [sha]);
    await expect.poll(async () => (await b.blobs.get(sha))?.size).toBe(900_000);
    expect(await b.jobs.get(jobKey('check-photo', photo))).toBeDefined();
    expect(await b.teamWants.count()).toBe(0);
    expect(server.streams.bytes.length).toBeGreaterThan(1);
    allOffline();
    await removeProduct(a, PRODUCT, NOW);
    up();
    await expect.poll(() => b.teamImages.count()).toBe(0);
    for (const table of [b.blobs, b.photos]) expect(await table.get(sha)).toBeUndefined();
    expect(server.streams.bytes).toEqual([]);
    expect(await a.teamShared.count()).toBe(0);
  });

  it('is asked for again from a seat that was away, and no longer once that seat is removed', async () => {
    const { a, b, up, lines } = await online();
    const sha = await saved(b, 1);
    up();
    await expect.poll(() => a.teamImages.count()).toBe(1);
    allOffline();
    goOnline(a, lines);
    const photo = photoKey('pinduoduo:2', 'ff');
    await wantFromTeam(a, photo, [sha]);
    await expect.poll(async () => (await a.teamWants.toArray())[0]?.asked).toBe(true);
    expect(await a.blobs.count()).toBe(0);
    goOnline(b, lines);
    await expect.poll(async () => (await a.blobs.get(sha))?.size).toBe(900_000);
    await wantFromTeam(a, photo, ['none']);
    await a.jobs.clear();
    await a.teamWants.put({ v: 1, id: `library#${sha}`, recheck: [photo], asked: true });
    allOffline();
    await revoke(a, lines, (await readMeta(b, 'team'))!.seat);
    expect(await a.teamImages.count()).toBe(0);
    expect(await a.photos.get(sha)).toBeUndefined();
    // The photo that waited is answered without it.
    expect(await a.jobs.get(jobKey('check-photo', photo))).toBeDefined();
  });

  it('of others goes with the team, the own stays', async () => {
    const { a, b, up, lines } = await online();
    const theirs = await saved(a, 1);
    const own = await saved(b, 2);
    up();
    await expect.poll(() => b.teamImages.count()).toBe(1);
    await leave(b, lines);
    expect(await b.teamImages.count()).toBe(0);
    expect(await b.photos.get(theirs)).toBeUndefined();
    expect(await b.photos.get(own)).toBeDefined();
  });
});

describe('of another seat’s library nothing is taken', () => {
  const body = (sha256: string, over: object = {}) => ({
    gone: false,
    sha256,
    product: { key: PRODUCT, title: 'Mug', itemIds: [] },
    name: 'x.jpg',
    addedAt: AT,
    learned: false,
    mime: 'image/jpeg',
    width: 8,
    height: 8,
    print: Buffer.from(print(1)).toString('base64'),
    version: FINGERPRINT_VERSION,
    windows: [],
    preview: '',
    ...over,
  });

  it('that is malformed, too long, or under another’s name', async () => {
    const { a, b, session, up } = await online();
    const liar = await session(b);
    const send = async (sha: string, over: object = {}, seat = liar.seat, named = sha): Promise<void> => {
      const name = liar.name('image', imageKey(PRODUCT, named));
      const subject = liar.subject('now', 'image', liar.name('seat', seat), name);
      await liar.send('now', subject, null, { kind: 'image', place: 1, body: body(sha, over) });
    };
    const sha = (n: number): string => n.toString(16).padStart(64, '0');
    await send(sha(1), { name: 'n'.repeat(700_000) });
    await send(sha(2), { product: { key: PRODUCT, title: 't'.repeat(1_000), itemIds: [] } });
    await send(sha(3), { print: Buffer.from(new Uint8Array(6_000)).toString('base64') });
    await send(sha(4), { width: 0 });
    await send(sha(5), { preview: 'A'.repeat(60_000) });
    await send(sha(6), { windows: Array.from({ length: 41 }, () => '') });
    // Into the founder's library, and under a name that is another picture's.
    await send(sha(7), {}, liar.founder.seat);
    await send(sha(8), {}, liar.seat, sha(9));
    await send(sha(10));
    up();
    await expect.poll(() => a.teamImages.count()).toBe(1);
    await expect.poll(async () => (await refused(a)).form).toBe(8);
    expect((await a.teamImages.toArray())[0]?.sha256).toBe(sha(10));
  });

  it('that is older than what stands, moved, or by nobody', async () => {
    const { a, b, c, session, up, server } = await online(3);
    const sha = await saved(b, 1);
    up();
    await expect.poll(() => a.teamImages.count()).toBe(1);
    const from = await session(b);
    const subject = from.subject(
      'now',
      'image',
      from.name('seat', from.seat),
      from.name('image', imageKey(PRODUCT, sha)),
    );
    const old = server.lastOf(subject)!.bytes.slice();
    allOffline();
    await removeProduct(b, PRODUCT, NOW);
    up();
    await expect.poll(() => a.teamImages.count()).toBe(0);
    server.plant(subject, old);
    await expect.poll(async () => (await refused(a)).replayed).toBe(1);
    const other = await session(c);
    server.plant(other.subject('now', 'image', other.name('seat', other.seat), from.name('image', 'x')), old);
    await expect.poll(async () => (await refused(a)).sealed).toBe(1);
    expect(await a.teamImages.count()).toBe(0);
  });

  it('beyond what one seat may have', async () => {
    const { a, b, session } = await online();
    const liar = await session(b);
    const reader = await session(a);
    reader.libraryMost = 3;
    const taken: boolean[] = [];
    for (let n = 1; n <= 5; n += 1) {
      const sha = n.toString(16).padStart(64, '0');
      const names = [liar.name('seat', liar.seat), liar.name('image', imageKey(PRODUCT, sha))];
      taken.push(await takeImage(reader, { letter: { seat: liar.seat, body: body(sha) }, names, seq: n }));
    }
    expect(taken).toEqual([true, true, true, false, false]);
    expect(await a.teamImages.count()).toBe(3);
  });

  it('in place of what this seat has seen itself', async () => {
    const { a, b, session, up } = await online();
    const sha = await saved(a, 1);
    const liar = await session(b);
    const subject = liar.subject(
      'now',
      'image',
      liar.name('seat', liar.seat),
      liar.name('image', imageKey(PRODUCT, sha)),
    );
    const lie = body(sha, { print: Buffer.from(print(9)).toString('base64') });
    await liar.send('now', subject, null, { kind: 'image', place: 1, body: lie });
    up();
    await expect.poll(() => a.teamImages.count()).toBe(1);
    expect((await a.photos.get(sha))?.fingerprint).toEqual(print(1));
    expect((await a.photos.get(sha))?.foreign).toBeUndefined();
  });
});
