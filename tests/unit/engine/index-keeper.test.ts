import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { IndexKeeper } from '../../../lib/engine/index-keeper.ts';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import {
  encodeFingerprint,
  FINGERPRINT_VERSION,
  type FreshFingerprint,
  fingerprint,
} from '../../../lib/match/index.ts';
import { ClaimLensDb } from '../../../lib/store/db.ts';
import type { LibraryImageRow, PhotoRow } from '../../../lib/store/rows.ts';
import { decoded, drawn, saved, toSharp } from '../match/pictures.ts';

const base = fingerprint(drawn(1, 320, 240));

/** A stand-in for another picture's fingerprint: real columns, signatures drawn from a seed. */
function stranger(seed: number): FreshFingerprint {
  const random = seeded(seed + 1);
  const words = (n: number): Uint32Array => Uint32Array.from({ length: n }, () => random() * 2 ** 32);
  const count = 40;
  const stored = {
    count,
    signature: words(count * 4),
    angle: base.stored.angle.slice(0, count),
    octave: base.stored.octave.slice(0, count),
    x: base.stored.x.slice(0, count),
    y: base.stored.y.slice(0, count),
  };
  const none = { ...stored, count: 0 };
  const query = { plain: stored, mirrored: none, closeUp: { plain: none, mirrored: none }, panels: [] };
  return { ...base, dctHash: words(8), stored, query };
}

const shaOf = (n: number): string => n.toString(16).padStart(64, '0');

const photoRow = (sha256: string, fp: FreshFingerprint): PhotoRow => ({
  v: 1,
  sha256,
  mime: 'image/jpeg',
  width: 320,
  height: 240,
  fingerprint: encodeFingerprint(fp),
  // What an earlier version of verification wrote, with the same fingerprints.
  fingerprintVersion: `${FINGERPRINT_VERSION}.0`,
  preview: null,
  report: { mime: 'image/jpeg', bytes: 1, ai: 'none', edit: 'none', traces: [], unreadable: [] },
});

const imageRow = (sha256: string): LibraryImageRow => ({
  v: 1,
  id: `file:p#${sha256}`,
  productKey: 'file:p',
  sha256,
  name: `${sha256}.jpg`,
  url: null,
  addedAt: '2026-01-01T00:00:00.000Z',
  state: 'ready',
  why: null,
});

/** As many as a well-kept shop has, and what a season changes. */
const PICTURES = 10_000;
const CHANGED = 1_000;

let opened: ClaimLensDb[] = [];
const open = (name: string): ClaimLensDb => {
  const db = new ClaimLensDb(name);
  opened.push(db);
  return db;
};
afterEach(async () => {
  for (const db of opened) db.close();
  opened = [];
});

async function add(db: ClaimLensDb, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, k) => from + k);
  await db.photos.bulkPut(numbers.map((n) => photoRow(shaOf(n), stranger(n))));
  await db.libraryImages.bulkPut(numbers.map((n) => imageRow(shaOf(n))));
}

const whole = (fp: FreshFingerprint) => [{ window: null, fingerprint: fp }];

async function answers(keeper: IndexKeeper, queries: number[]): Promise<string[][]> {
  const out: string[][] = [];
  for (const n of queries)
    out.push((await keeper.search(whole(stranger(n)), 'none', 5)).library.map(({ sha256 }) => sha256));
  return out;
}

describe('a picture that was erased', () => {
  it('is in no piece that is written afterwards, though the index still held it in memory', async () => {
    const db = open('keeper-erased');
    const rows = [1, 2, 3].map((n) => photoRow(shaOf(n), stranger(n)));
    await db.photos.bulkPut(rows);
    await db.libraryImages.bulkPut(rows.map(({ sha256 }) => imageRow(sha256)));
    const keeper = new IndexKeeper(db);
    await keeper.load();
    await keeper.keep();
    const held = async () => {
      const pieces = await db.indexShards.toArray();
      return pieces.map(({ bytes }) => new TextDecoder('latin1').decode(bytes)).join();
    };
    const gone = await held();
    await db.photos.delete(shaOf(2));
    await db.libraryImages.where('sha256').equals(shaOf(2)).delete();
    await keeper.keep();
    expect(await db.indexShards.count()).toBeGreaterThan(0);
    expect((await held()).length).toBeLessThan(gone.length);
    const again = new IndexKeeper(db);
    await again.load();
    expect(again.size).toBe(2);
    await db.libraryImages.clear();
    await keeper.keep();
    expect(await db.indexShards.count()).toBe(0);
  });
});

describe('index keeper', () => {
  it('finds a mirrored, cropped and re-saved copy by what the database holds', async () => {
    const db = open('keeper-mirror');
    const source = drawn(7, 640, 480);
    await db.photos.put(photoRow(shaOf(1), fingerprint(source)));
    await db.libraryImages.put(imageRow(shaOf(1)));
    await add(db, 100, 140);
    const keeper = new IndexKeeper(db);
    await keeper.load();
    const crop = toSharp(source).extract({ left: 60, top: 40, width: 420, height: 360 }).flop();
    const query = fingerprint(await saved(toSharp(await decoded(crop)), 70));
    expect((await keeper.search(whole(query), 'none', 3)).library[0]?.sha256).toBe(shaOf(1));
  });

  it('names pictures that are always asked for, once, each as a whole and by its windows', async () => {
    const db = open('keeper-always');
    const [own, long, absent] = [shaOf(1), shaOf(2), shaOf(3)];
    await db.photos.put(photoRow(own, stranger(1)));
    const windows = [stranger(5), stranger(6)].map(encodeFingerprint);
    await db.photos.put({ ...photoRow(long, stranger(2)), windows });
    await db.libraryImages.bulkPut([own, long].map(imageRow));
    const keeper = new IndexKeeper(db);
    await keeper.load();
    const { library } = await keeper.search(whole(stranger(9)), 'none', 5, [own, long, absent]);
    expect(library).toEqual([
      { sha256: own, pairs: [[null, null]], closeUp: true },
      {
        sha256: long,
        closeUp: true,
        pairs: [
          [null, null],
          [null, 0],
          [null, 1],
        ],
      },
    ]);
    const found = await keeper.search(whole(stranger(1)), 'none', 5, [own]);
    expect(found.library.map(({ sha256 }) => sha256)).toEqual([own]);
    expect((await keeper.search(whole(stranger(9)), own, 5, [own])).library).toEqual([]);
  });

  it('names the windows of a long picture that answered, and forgets them with the picture', async () => {
    const db = open('keeper-windows');
    const [part, other] = [stranger(3), stranger(4)];
    const windows = [other, part].map(encodeFingerprint);
    await db.photos.put({ ...photoRow(shaOf(1), stranger(2)), windows });
    await db.libraryImages.put(imageRow(shaOf(1)));
    await add(db, 100, 110);
    const keeper = new IndexKeeper(db);
    await keeper.load();
    const found = await keeper.search([{ window: 5, fingerprint: part }], 'none', 3);
    expect(found.library).toMatchObject([{ sha256: shaOf(1), pairs: [[5, 1]] }]);
    await keeper.keep();
    const again = new IndexKeeper(db);
    await again.load();
    expect((await again.search([{ window: null, fingerprint: part }], 'none', 3)).library[0]?.pairs).toEqual([
      [null, 1],
    ]);
    await db.libraryImages.clear();
    expect((await again.search([{ window: null, fingerprint: part }], 'none', 3)).library).toEqual([]);
  });

  it('equals an index built from scratch after additions, removals and a death between its writes', async () => {
    const db = open('keeper-life');
    await add(db, 0, PICTURES);
    const first = new IndexKeeper(db);
    await first.load();
    await first.keep();
    expect(await db.indexShards.count()).toBeGreaterThan(0);

    await db.libraryImages.bulkDelete(Array.from({ length: CHANGED }, (_, k) => imageRow(shaOf(k * 7)).id));
    await add(db, PICTURES, PICTURES + CHANGED);
    const second = new IndexKeeper(db);
    await second.load();
    // The write dies after the new pieces and before the old ones are gone.
    const dying = db.indexShards.bulkDelete.bind(db.indexShards);
    db.indexShards.bulkDelete = () => Promise.reject(new Error('killed')) as ReturnType<typeof dying>;
    await expect(second.keep()).rejects.toThrow('killed');
    db.indexShards.bulkDelete = dying;

    const third = new IndexKeeper(db);
    await third.load();
    const scratch = open('keeper-scratch');
    await scratch.photos.bulkPut(await db.photos.toArray());
    await scratch.libraryImages.bulkPut(await db.libraryImages.toArray());
    const fresh = new IndexKeeper(scratch);
    await fresh.load();
    expect(third.size).toBe(PICTURES);
    expect(third.size).toBe(fresh.size);
    const queries = [0, 7, 8, 700, 6993, 6994, PICTURES - 1, PICTURES, PICTURES + CHANGED - 1];
    expect(await answers(third, queries)).toEqual(await answers(fresh, queries));
    expect((await answers(third, [7]))[0]).not.toContain(shaOf(7));

    await third.keep();
    const kept = await db.indexShards.toCollection().primaryKeys();
    await third.keep();
    expect(await db.indexShards.toCollection().primaryKeys()).toEqual(kept);
    expect(kept.every((key) => key.startsWith(`${FINGERPRINT_VERSION}/`))).toBe(true);
  });

  it('makes up for damaged pieces and drops those of another version', async () => {
    const db = open('keeper-damage');
    await add(db, 0, 600);
    const keeper = new IndexKeeper(db);
    await keeper.load();
    await keeper.keep();
    const [row] = await db.indexShards.toArray();
    const bytes = row!.bytes.slice();
    bytes[2000] = bytes[2000]! ^ 1;
    await db.indexShards.put({ ...row!, bytes });
    await db.indexShards.put({ v: 1, key: 'match/0.1/library/old', bytes: Uint8Array.of(1, 2, 3) });
    const again = new IndexKeeper(db);
    await again.load();
    expect(again.size).toBe(600);
    expect(await answers(again, [3, 599])).toEqual(await answers(keeper, [3, 599]));
    await again.keep();
    expect(await db.indexShards.where('key').startsWith('match/0.1/').count()).toBe(0);
  });
});
