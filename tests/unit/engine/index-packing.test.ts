/** Looking through a packing video: what is kept of it, and that a run that was cut off keeps nothing. */
import { describe, expect, it } from 'vitest';
import { indexPacking, type PackingDeps } from '../../../lib/engine/archive/index-packing.ts';
import type { ArchiveFileRow } from '../../../lib/store/case-rows.ts';
import { askFor, recoverJobs } from '../../../lib/store/jobs.ts';
import { freshDb } from '../support/db.ts';
import { takeNext } from '../support/take.ts';

const NOW = new Date('2026-10-02T03:00:00Z');
const ROW: ArchiveFileRow = {
  ...{ v: 1, id: 'f#a.mp4', folder: 'f', path: 'a.mp4', size: 3, modified: 1, kind: 'video' },
  ...{ sha256: 'ab'.repeat(32), hashedAt: NOW.toISOString(), numbers: [], numbersFrom: 'none' },
  ...{ still: null, indexedAt: NOW.toISOString(), missingSince: null },
};
const SEEN = {
  frames: [2, 71].map((at) => ({ at, jpeg: new Uint8Array([at]) })),
  codes: [],
  text: ['Order 261002-123456789012345'],
};

async function ready(over: { file?: Blob | null; dies?: boolean } = {}) {
  const db = freshDb();
  await db.archiveFiles.put(ROW);
  const calls: unknown[] = [];
  const deps = {
    db,
    dbName: db.name,
    models: 'models/',
    now: () => NOW,
    packingFile: async () => over.file ?? null,
    pool: {
      call: async (_: string, args: unknown, options: unknown) => {
        calls.push(args, options);
        if (over.dies) throw new Error('gone');
        return SEEN;
      },
    },
  } as unknown as PackingDeps;
  const ask = { kind: 'index-packing', subject: ROW.id, claimKey: null, priority: 9, again: true } as const;
  const run = async () => {
    await askFor(db, [ask], NOW.getTime());
    await indexPacking(deps, (await takeNext(db, NOW.getTime()))!);
  };
  return { db, calls, over, run };
}

describe('a packing video', () => {
  it('leaves stills that tell their second, and the numbers that were read, once', async () => {
    const { db, calls, run } = await ready({ file: new Blob(['abc']) });
    await run();
    expect(calls).toMatchObject([{ readText: true }, { behind: true }]);
    const row = await db.archiveFiles.get(ROW.id);
    expect(row).toMatchObject({ numbersFrom: 'text', frames: [{ at: 2 }, { at: 71 }] });
    expect(row?.numbers).toContain('261002123456789012345');
    const images = (await db.libraryImages.toArray()).sort((a, b) => (a.second ?? 0) - (b.second ?? 0));
    expect(images.map(({ name, second }) => [name, second])).toEqual([
      ['a.mp4 · 0:02', 2],
      ['a.mp4 · 1:11', 71],
    ]);
    await run();
    expect(calls).toHaveLength(2);
  });

  it('that cannot be reached is left for the next look', async () => {
    const { db, calls, over, run } = await ready();
    await run();
    expect(calls).toEqual([]);
    expect(await db.archiveFiles.get(ROW.id)).not.toHaveProperty('frames');
    over.file = new Blob(['abc']);
    await run();
    expect((await db.archiveFiles.get(ROW.id))?.frames).toHaveLength(2);
  });

  it('whose look was cut off is looked through again, with nothing half kept', async () => {
    const { db, over, run } = await ready({ file: new Blob(['abc']), dies: true });
    await expect(run()).rejects.toThrow('gone');
    expect(await db.libraryImages.count()).toBe(0);
    over.dies = false;
    await recoverJobs(db, NOW.getTime());
    await run();
    expect(await db.libraryImages.count()).toBe(2);
  });
});
