import { describe, expect, it } from 'vitest';
import { ArchiveError, type InputFile } from '../../../lib/library/files.ts';
import { importPictures, removeProduct } from '../../../lib/library/import.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { pngHeader } from '../support/bytes.ts';
import { freshDb } from '../support/db.ts';

const input = (path: string, bytes: Uint8Array): InputFile => ({ path, bytes: async () => bytes });

async function* from(files: InputFile[]): AsyncGenerator<InputFile> {
  yield* files;
}

const options = { source: 'folder', now: () => new Date('2026-10-02T03:00:00Z') } as const;

describe('importPictures', () => {
  it('stores bytes, product and image, and asks for a fingerprint', async () => {
    const db = freshDb();
    const bytes = pngHeader(800, 600);
    const report = await importPictures(
      db,
      from([input('Mug/a.png', bytes), input('Mug/b.png', pngHeader(8, 8))]),
      options,
    );
    expect(report).toEqual({ files: 2, added: 2, duplicates: 0, products: 1, unusable: [] });
    const image = await db.libraryImages.filter((row) => row.name === 'Mug/a.png').first();
    expect((await db.blobs.get(image?.sha256 ?? ''))?.bytes).toEqual(bytes);
    expect(await db.jobs.where('state').equals('queued').count()).toBe(2);
    expect(verifyLedger(await db.ledger.toArray())).toEqual([]);
  });

  it('takes the same folder twice as duplicates and keeps the same bytes once', async () => {
    const db = freshDb();
    const files = [
      input('Mug/a.png', pngHeader(8, 8)),
      input('Mug/copy.png', pngHeader(8, 8)),
      input('Cup/a.png', pngHeader(8, 8)),
    ];
    const first = await importPictures(db, from(files), options);
    expect([first.added, first.duplicates]).toEqual([2, 1]);
    const again = await importPictures(db, from(files), options);
    expect([again.added, again.duplicates]).toEqual([0, 3]);
    expect(await db.blobs.count()).toBe(1);
    expect(await db.ledger.count()).toBe(1);
  });

  it('answers for every file that cannot be used, with the reason, and goes on', async () => {
    const db = freshDb();
    const unreadable = (path: string, error: Error): InputFile => ({
      path,
      bytes: () => Promise.reject(error),
    });
    const report = await importPictures(
      db,
      from([
        input('a/empty.jpg', new Uint8Array(0)),
        input('a/page.jpg', new TextEncoder().encode('<html><body>login</body></html>')),
        input('a/bomb.png', pngHeader(60_000, 60_000)),
        unreadable('a.zip', new ArchiveError('damaged')),
        unreadable('gone.jpg', new DOMException('gone', 'NotFoundError')),
        unreadable('full.jpg', new DOMException('full', 'QuotaExceededError')),
        input('a/good.png', pngHeader(8, 8)),
      ]),
      options,
    );
    expect(report.files).toBe(7);
    expect(report.added).toBe(1);
    expect(report.unusable).toEqual([
      { file: 'a/empty.jpg', why: 'empty' },
      { file: 'a/page.jpg', why: 'web-page' },
      { file: 'a/bomb.png', why: 'too-many-pixels' },
      { file: 'a.zip', why: 'archive-damaged' },
      { file: 'gone.jpg', why: 'cannot-read' },
      { file: 'full.jpg', why: 'storage-full' },
    ]);
  });

  it('does not blame a file that the storage would not take', async () => {
    const db = freshDb();
    db.blobs.hook('creating', () => {
      throw new DOMException('Internal error', 'UnknownError');
    });
    const report = await importPictures(db, from([input('a/good.png', pngHeader(8, 8))]), options);
    expect(report.unusable).toEqual([{ file: 'a/good.png', why: 'not-stored' }]);
  });

  it('stops when asked to, keeping what was saved', async () => {
    const db = freshDb();
    const stop = new AbortController();
    const files = [
      input('m/1.png', pngHeader(8, 8, 1)),
      input('m/2.png', pngHeader(8, 8, 2)),
      input('m/3.png', pngHeader(8, 8, 3)),
    ];
    const run = importPictures(db, from(files), {
      ...options,
      signal: stop.signal,
      onProgress: ({ files: n }) => n === 2 && stop.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
    expect(await db.libraryImages.count()).toBe(2);
  });

  it('waits at the gate', async () => {
    const db = freshDb();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const run = importPictures(db, from([input('m/1.png', pngHeader(8, 8))]), {
      ...options,
      gate: () => gate,
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await db.libraryImages.count()).toBe(0);
    open();
    expect((await run).added).toBe(1);
  });
});

describe('removeProduct', () => {
  it('frees bytes that nothing else needs, and only those', async () => {
    const db = freshDb();
    const shared = pngHeader(8, 8, 1);
    const evidence = pngHeader(8, 8, 2);
    const own = pngHeader(8, 8, 3);
    await importPictures(
      db,
      from([
        input('A/s.png', shared),
        input('B/s.png', shared),
        input('A/e.png', evidence),
        input('A/o.png', own),
      ]),
      options,
    );
    const sha = async (path: string) =>
      (await db.libraryImages.filter((row) => row.name === path).first())?.sha256 ?? '';
    const [sharedSha, evidenceSha, ownSha] = [
      await sha('B/s.png'),
      await sha('A/e.png'),
      await sha('A/o.png'),
    ];
    await db.evidence.put({
      v: 1,
      id: 'x#1',
      claimKey: 'x',
      url: '',
      originalUrl: '',
      kind: 'photo',
      round: 1,
      seenAt: '',
      state: 'kept',
      sha256: evidenceSha,
      fetch: null,
      name: null,
    });
    expect(await removeProduct(db, 'file:A', new Date())).toEqual([ownSha]);
    expect((await db.blobs.toCollection().primaryKeys()).sort()).toEqual([sharedSha, evidenceSha].sort());
    expect(await db.products.get('file:A')).toBeUndefined();
    expect(await db.products.get('file:B')).toBeDefined();
  });
});
