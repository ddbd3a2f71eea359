/** Library pictures are looked at in runs: what goes wrong with one costs that one alone. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { fingerprintLibraryImages } from '../../../lib/engine/fetch/library-images.ts';
import { IndexKeeper } from '../../../lib/engine/index-keeper.ts';
import type { CheckDeps } from '../../../lib/engine/photo/check-photo.ts';
import { importPictures } from '../../../lib/library/import.ts';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { takeAlike } from '../../../lib/store/jobs.ts';
import type { JobRow } from '../../../lib/store/rows.ts';
import { pngHeader } from '../support/bytes.ts';
import { freshDb } from '../support/db.ts';
import { takeNext } from '../support/take.ts';

const NOW = new Date('2026-10-02T03:00:00Z');

async function stored(db: ClaimLensDb, pictures: number): Promise<void> {
  const files = async function* () {
    for (let n = 0; n < pictures; n++) yield { path: `Mug/${n}.png`, bytes: async () => pngHeader(8, 8, n) };
  };
  await importPictures(db, files(), { source: 'folder' });
}

/** Takes everything that waits as one run. */
async function taken(db: ClaimLensDb, most = 15): Promise<JobRow[]> {
  const first = await takeNext(db, Date.now());
  return first ? [first, ...(await takeAlike(db, first, most, Date.now()))] : [];
}

/** What a run works with; `look` plays the worker. */
const depsOf = (db: ClaimLensDb, look: (sha256: string) => Promise<void> | void): CheckDeps =>
  ({
    db,
    dbName: db.name,
    index: new IndexKeeper(db),
    credentials: null,
    now: () => NOW,
    pool: {
      call: async (_: string, { sha256 }: { sha256: string }) => {
        await look(sha256);
        return {
          sha256,
          mime: 'image/png',
          width: 8,
          height: 8,
          fingerprint: null,
          windows: [],
          preview: null,
          unreadable: { problem: 'too-many-pixels', detail: '' },
          report: {},
          ms: { total: 1 },
        };
      },
    },
  }) as unknown as CheckDeps;

describe('takeAlike', () => {
  it('takes waiting jobs of the same kind, marked as running, up to a bound', async () => {
    const db = freshDb();
    await stored(db, 6);
    expect(await taken(db, 3)).toHaveLength(4);
    expect(await db.jobs.where('state').equals('running').count()).toBe(4);
    expect(await db.jobs.where('state').equals('queued').count()).toBe(2);
  });

  it('leaves out what was tried before, waits, or belongs to a claim', async () => {
    const db = freshDb();
    await stored(db, 4);
    const [a, b, c] = await db.jobs.orderBy('id').toArray();
    const first = await takeNext(db, Date.now());
    const change = async (job: JobRow | undefined, with_: Partial<JobRow>) =>
      job && job.id !== first?.id && db.jobs.put({ ...job, ...with_ });
    await change(a, { attempts: 1 });
    await change(b, { notBefore: Date.now() + 60_000 });
    await change(c, { claimKey: 'c:1' });
    const more = await takeAlike(db, first!, 15, Date.now());
    expect(more.every(({ attempts, claimKey, notBefore }) => attempts === 1 && !claimKey && !notBefore)).toBe(
      true,
    );
    expect(more).toHaveLength(1);
  });
});

describe('a run of library pictures', () => {
  it('ends every job together, and gives back the ones that failed', async () => {
    const db = freshDb();
    await stored(db, 5);
    const jobs = await taken(db);
    let calls = 0;
    const failed = await fingerprintLibraryImages(
      depsOf(db, () => {
        calls += 1;
        if (calls === 2) throw new Error('the worker died');
      }),
      jobs,
    );
    expect(failed).toHaveLength(1);
    expect(await db.jobs.where('state').equals('done').count()).toBe(4);
    expect(await db.jobs.where('state').equals('running').count()).toBe(1);
    expect(await db.libraryImages.filter(({ why }) => why === 'too-many-pixels').count()).toBe(4);
  });

  it('does not bring back a picture that was removed while it was looked at', async () => {
    const db = freshDb();
    await stored(db, 3);
    const jobs = await taken(db);
    const gone = jobs[1]!.subject;
    await fingerprintLibraryImages(
      depsOf(db, async () => {
        await db.libraryImages.delete(gone);
      }),
      jobs,
    );
    expect(await db.libraryImages.get(gone)).toBeUndefined();
    expect(await db.libraryImages.count()).toBe(2);
    expect(await db.jobs.where('state').equals('done').count()).toBe(3);
  });
});
