/** The job that looks into one video: ended half-way it leaves nothing behind, and done again it says everything once. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { failJob } from '../../../../lib/engine/fail-job.ts';
import type { CheckDeps } from '../../../../lib/engine/photo/check-photo.ts';
import { checkVideo } from '../../../../lib/engine/photo/check-video.ts';
import type { Verification, VideoReading } from '../../../../lib/engine/pool/protocol.ts';
import { UnreadablePhotoError } from '../../../../lib/images/errors.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { askFor, endJob, recoverJobs } from '../../../../lib/store/jobs.ts';
import type { JobRow } from '../../../../lib/store/rows.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';
import { takeNext } from '../../support/take.ts';

const KEY = 'pinduoduo:1001';
const NOW = new Date('2026-10-02T03:00:00Z');
const SUBJECT = `${KEY}#video`;

const reading: VideoReading = {
  video: { codec: 'avc', width: 480, height: 640, from: 0, to: 3 },
  problem: null,
  inPart: false,
  frames: [0, 1, 2].map((at) => ({
    at,
    place: `time-${at * 1_000}`,
    fingerprint: new Uint8Array([at]),
    query: {} as never,
    preview: new Uint8Array([at]),
  })),
  looked: 3,
  leftOut: 0,
  still: false,
  ms: { decode: 1, fingerprint: 1 },
};

const copy: Verification = {
  sha256: 'listing',
  match: {
    level: 'copy',
    confidence: 0.99,
    kept: 0.9,
    overlap: 1,
    transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    mirrored: false,
    changed: [],
    scores: { inliers: 80, f90: 1, f75: 1, driftPx: 0, colourApart: 0 },
  },
  betweenClaims: null,
  unreadable: null,
};

/** A kept video beside a saved listing; workers that answer `verify` as told, by how often they were asked. */
async function ready(verify: (asked: number) => Verification[], read: VideoReading = reading) {
  const db = freshDb();
  await saveReadings(db, [claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })], NOW);
  const [row] = await db.evidence.toArray();
  await db.evidence.put({ ...row!, kind: 'video', state: 'kept', sha256: 'video' });
  await db.photos.put({ sha256: 'video', fingerprint: null } as never);
  await db.libraryImages.put({ id: 'i', sha256: 'listing', productKey: 'p', name: 'listing.jpg' } as never);
  await db.products.put({ key: 'p', itemIds: [], title: 'Cup' } as never);
  await db.jobs.clear();
  await askFor(db, [{ kind: 'check-video', subject: SUBJECT, claimKey: KEY, priority: 6 }], 1);
  let asked = 0;
  const deps = {
    db,
    dbName: db.name,
    index: {
      load: async () => {},
      put: () => true,
      search: async () => ({
        library: [{ sha256: 'listing', pairs: [[null, null]], closeUp: false }],
        evidence: [],
      }),
    },
    pool: {
      call: async (method: string, { frames }: { frames?: object[] }) =>
        method === 'frames'
          ? read
          : { results: (frames ?? []).map(() => verify(asked++)), ms: { align: 1, draw: 1 } },
    },
    now: () => NOW,
  } as unknown as CheckDeps;
  const take = async (): Promise<JobRow> => (await takeNext(db, NOW.getTime()))!;
  const said = async () =>
    (await db.findings.toArray()).map(({ code, finding }) => `${code} ${finding.strength}`);
  return { db, deps, take, said };
}

describe('checkVideo', () => {
  it('ended half-way leaves nothing, and done again says everything once', async () => {
    let dies = true;
    const { db, deps, take, said } = await ready((asked) => {
      if (dies && asked === 1) throw new UnreadablePhotoError('worker-died');
      return [copy];
    });
    await expect(checkVideo(deps, await take())).rejects.toThrow('worker-died');
    expect(await said()).toEqual([]);
    expect(await db.checks.count()).toBe(0);

    // The engine that ran it is gone: the next one takes it up.
    dies = false;
    expect(await recoverJobs(db, NOW.getTime())).toEqual([]);
    await checkVideo(deps, await take());
    const once = await said();
    expect(once).toEqual(['copy-of-listing moderate']);
    expect(await takeNext(db, NOW.getTime())).toMatchObject({ kind: 'read-labels', subject: SUBJECT });
    expect(await takeNext(db, NOW.getTime())).toBeNull();

    // Asked for again, it replaces what it said.
    await askFor(db, [{ kind: 'check-video', subject: SUBJECT, claimKey: KEY, priority: 6, again: true }], 2);
    await checkVideo(deps, await take());
    expect(await said()).toEqual(once);
    expect(await db.checks.count()).toBe(1);
  });

  it('has what it was found in looked at once more, once, where that was checked before', async () => {
    const { db, deps, take } = await ready(() => [{ ...copy, sha256: 'lent', betweenClaims: copy.match }]);
    await db.libraryImages.clear();
    const at = NOW.getTime();
    const other = { ...claim({ claimId: '1002', evidence: [photo('https://img.pddpic.com/2.jpg')] }) };
    await saveReadings(db, [{ ...other, key: 'pinduoduo:1002' }], NOW);
    const [row] = await db.evidence.where('claimKey').equals('pinduoduo:1002').toArray();
    await db.evidence.put({ ...row!, state: 'kept', sha256: 'lent' });
    await db.jobs.where('claimKey').equals('pinduoduo:1002').delete();
    const ask = { kind: 'check-photo', subject: 'pinduoduo:1002#lent', claimKey: 'pinduoduo:1002' } as const;
    const states = async () =>
      (await db.jobs.filter(({ kind }) => kind === 'check-photo').toArray()).map(({ state }) => state);

    await checkVideo(deps, await take());
    expect(await states()).toEqual([]);

    await askFor(db, [{ ...ask, priority: 5 }], at);
    await endJob(db, await take(), { state: 'done' }, at);
    for (const after of ['queued', 'done']) {
      await askFor(
        db,
        [{ kind: 'check-video', subject: SUBJECT, claimKey: KEY, priority: 1, again: true }],
        2,
      );
      await checkVideo(deps, await take());
      expect(await states()).toEqual([after]);
      if (after === 'queued') await endJob(db, await take(), { state: 'done' }, at);
    }
  });

  it.each([
    ['nothing in the parts that are kept', [], { state: 'not-checked', reason: 'video-in-part' }],
    ['a copy in one of them', [copy], { state: 'found' }],
  ])('calls no video clean of which it saw parts: %s', async (_, results, result) => {
    const { db, deps, take } = await ready(() => results, { ...reading, inPart: true });
    await checkVideo(deps, await take());
    expect((await db.checks.toArray()).map(({ check }) => check.result)).toEqual([result]);
  });

  it('says no word about the file where a decoder gave up', async () => {
    const { db, take } = await ready(() => []);
    await failJob(db, await take(), 'cannot-decode', NOW);
    const [row] = await db.checks.toArray();
    expect(row?.check.result).toEqual({ state: 'not-checked', reason: 'video-not-drawn' });
  });
});
