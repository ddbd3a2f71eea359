import { describe, expect, it } from 'vitest';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import {
  askFor,
  countJobs,
  endJob,
  type JobAsk,
  MAX_ATTEMPTS,
  nextPostponed,
  postpone,
  recoverJobs,
  takeJobs,
} from '../../../lib/store/jobs.ts';
import type { JobKind, JobRow } from '../../../lib/store/rows.ts';
import { freshDb } from '../support/db.ts';
import { takeNext } from '../support/take.ts';

const ask = (kind: JobKind, subject: string, claimKey: string | null = 'c:1', priority = 5): JobAsk => ({
  kind,
  subject,
  claimKey,
  priority,
});

async function takeAll(db: ClaimLensDb, now = 1): Promise<string[]> {
  const ids: string[] = [];
  for (let job = await takeNext(db, now); job; job = await takeNext(db, now)) {
    ids.push(job.id);
    await endJob(db, job, { state: 'done' }, now);
  }
  return ids;
}

describe('askFor', () => {
  it('keeps one row per job, with the best priority asked for', async () => {
    const db = freshDb();
    await askFor(
      db,
      [ask('check-photo', 'a', 'c:1', 9), ask('check-photo', 'a', 'c:1', 2), ask('check-photo', 'a')],
      1,
    );
    expect(await db.jobs.toArray()).toMatchObject([{ id: 'check-photo:a', priority: 2, state: 'queued' }]);
    await askFor(db, [ask('check-photo', 'a', 'c:1', 0)], 2);
    expect((await db.jobs.get('check-photo:a'))?.priority).toBe(0);
    await askFor(db, [ask('check-photo', 'a', 'c:1', 9)], 3);
    expect((await db.jobs.get('check-photo:a'))?.priority).toBe(0);
  });

  it('restarts an ended job only when asked to', async () => {
    const db = freshDb();
    await askFor(db, [ask('check-photo', 'a')], 1);
    await takeAll(db);
    await askFor(db, [ask('check-photo', 'a')], 2);
    expect((await db.jobs.get('check-photo:a'))?.state).toBe('done');
    await askFor(db, [{ ...ask('check-photo', 'a'), again: true }], 3);
    expect(await db.jobs.get('check-photo:a')).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('runs a running job once more when it was asked for again meanwhile', async () => {
    const db = freshDb();
    await askFor(db, [ask('sum-up-claim', 'c:1')], 1);
    const job = (await takeNext(db, 1))!;
    await askFor(db, [{ ...ask('sum-up-claim', 'c:1'), again: true }], 2);
    expect((await db.jobs.get(job.id))?.state).toBe('running');
    await endJob(db, job, { state: 'done' }, 3);
    expect((await db.jobs.get(job.id))?.state).toBe('queued');
    expect(await takeAll(db)).toEqual([job.id]);
    expect((await db.jobs.get(job.id))?.state).toBe('done');
  });
});

describe('takeJobs', () => {
  it('takes as many as there is room for, by what was taken before', async () => {
    const db = freshDb();
    await askFor(
      db,
      [
        ask('check-photo', 'p1', 'c:1', 5),
        ask('check-photo', 'p2', 'c:2', 4),
        ask('check-photo', 'p3', 'c:3', 6),
        ask('fetch-evidence', 'f', 'c:4', 9),
      ],
      1,
    );
    const taken = await takeJobs(db, 7, (so) =>
      so.filter(({ kind }) => kind === 'check-photo').length < 2
        ? ['check-photo', 'fetch-evidence']
        : so.some(({ kind }) => kind === 'fetch-evidence')
          ? []
          : ['fetch-evidence'],
    );
    expect(taken.map(({ id }) => id)).toEqual(['check-photo:p2', 'check-photo:p1', 'fetch-evidence:f']);
    expect(await db.jobs.where('state').equals('running').sortBy('id')).toMatchObject(
      ['check-photo:p1', 'check-photo:p2', 'fetch-evidence:f'].map((id) => ({
        id,
        attempts: 1,
        startedAt: 7,
      })),
    );
  });

  it('holds a photo up for what is taken with it', async () => {
    const db = freshDb();
    await askFor(
      db,
      [ask('fetch-evidence', 'f', 'c:1', 1), ask('check-photo', 'p', 'c:1'), ask('sum-up-claim', 'c:1')],
      1,
    );
    const kinds: JobKind[] = ['fetch-evidence', 'check-photo', 'sum-up-claim'];
    expect((await takeJobs(db, 1, () => kinds)).map(({ id }) => id)).toEqual(['fetch-evidence:f']);
  });

  it('begins a photo ahead of its turn only while no picture waits to be taken in', async () => {
    const db = freshDb();
    const two = (so: readonly JobRow[]): JobKind[] => (so.length < 2 ? ['check-photo'] : []);
    const three = (so: readonly JobRow[]): JobKind[] => (so.length < 3 ? ['check-photo'] : []);
    const photos = [1, 2, 3, 4].map((n) => ask('check-photo', `p${n}`, `c:${n}`));
    await askFor(db, [...photos, ask('learn-product-image', 'picture', 'c:9')], 1);
    expect(await takeJobs(db, 1, two, three)).toHaveLength(2);
    const picture = (await takeNext(db, 1, ['learn-product-image']))!;
    await endJob(db, picture, { state: 'done' }, 2);
    expect(
      (
        await takeJobs(
          db,
          3,
          () => [],
          (so) => (so.length < 1 ? ['check-photo'] : []),
        )
      ).map(({ id }) => id),
    ).toEqual(['check-photo:p3']);
  });
});

describe('takeNext', () => {
  it('takes the most urgent first', async () => {
    const db = freshDb();
    await askFor(
      db,
      [
        ask('check-photo', 'late', 'c:1', 9),
        ask('check-photo', 'now', 'c:2', 0),
        ask('check-photo', 'page', 'c:3', 5),
      ],
      1,
    );
    expect(await takeAll(db)).toEqual(['check-photo:now', 'check-photo:page', 'check-photo:late']);
  });

  it('compares no photo before everything of its claim has been gathered', async () => {
    const db = freshDb();
    await askFor(
      db,
      [
        ask('check-photo', 'p', 'c:1', 0),
        ask('fetch-evidence', 'f', 'c:1', 5),
        ask('learn-product-image', 'l', 'c:1', 9),
        ask('check-photo', 'other', 'c:2', 9),
      ],
      1,
    );
    const fetch = (await takeNext(db, 1))!;
    expect(fetch.id).toBe('fetch-evidence:f');
    const next = [(await takeNext(db, 1))!.id, (await takeNext(db, 1))!.id];
    expect(next.sort()).toEqual(['check-photo:other', 'learn-product-image:l']);
    expect(await takeNext(db, 1)).toBeNull();
    await endJob(db, fetch, { state: 'done' }, 2);
    expect(await takeNext(db, 2)).toBeNull();
    await endJob(db, (await db.jobs.get('learn-product-image:l'))!, { state: 'failed' }, 3);
    expect((await takeNext(db, 3))?.id).toBe('check-photo:p');
  });

  it('sums a claim up only after all its photos', async () => {
    const db = freshDb();
    await askFor(db, [ask('sum-up-claim', 'c:1', 'c:1', 0), ask('check-photo', 'p', 'c:1', 9)], 1);
    const photo = (await takeNext(db, 1))!;
    expect(photo.id).toBe('check-photo:p');
    expect(await takeNext(db, 1)).toBeNull();
    await endJob(db, photo, { state: 'done' }, 2);
    expect((await takeNext(db, 2))?.id).toBe('sum-up-claim:c:1');
  });

  it('finds what may run behind any number of jobs that may not', async () => {
    const db = freshDb();
    const blocked = Array.from({ length: 900 }, (_, i) => [
      ask('check-photo', `p${i}`, `c:${i}`, 9),
      ask('fetch-evidence', `f${i}`, `c:${i}`, 9),
    ]).flat();
    await askFor(db, blocked, 1);
    expect((await takeNext(db, 1))?.kind).toBe('fetch-evidence');
  });

  it('asks the caller which kinds have room', async () => {
    const db = freshDb();
    await askFor(db, [ask('fetch-evidence', 'f', 'c:1', 0), ask('check-photo', 'p', 'c:2', 9)], 1);
    expect((await takeNext(db, 1, ['check-photo', 'sum-up-claim']))?.id).toBe('check-photo:p');
    expect(await takeNext(db, 1, [])).toBeNull();
  });

  it('gives a job to one taker only', async () => {
    const db = freshDb();
    await askFor(
      db,
      Array.from({ length: 5 }, (_, i) => ask('check-photo', `p${i}`)),
      1,
    );
    const taken = await Promise.all(Array.from({ length: 10 }, () => takeNext(db, 1)));
    const ids = taken.flatMap((job) => (job ? [job.id] : []));
    expect(new Set(ids).size).toBe(5);
    expect(ids).toHaveLength(5);
  });
});

describe('postpone', () => {
  it('waits for its time, lets the rest of the claim go on, and yields to whoever asks again', async () => {
    const db = freshDb();
    await askFor(db, [ask('fetch-evidence', 'f'), ask('check-photo', 'p')], 1);
    const fetch = (await takeNext(db, 1))!;
    await postpone(db, fetch, 1_000, 'too-many-requests');
    expect(await nextPostponed(db)).toBe(1_000);
    expect((await takeNext(db, 999))?.id).toBe('check-photo:p');
    expect(await takeNext(db, 999)).toBeNull();
    const second = (await takeNext(db, 1_000))!;
    expect(second).toMatchObject({ id: 'fetch-evidence:f', attempts: 2 });
    await postpone(db, second, 5_000, 'too-many-requests');
    await askFor(db, [{ ...ask('fetch-evidence', 'f'), again: true }], 1_001);
    expect((await takeNext(db, 1_001))?.id).toBe('fetch-evidence:f');
    expect(await nextPostponed(db)).toBeNull();
  });
});

describe('recoverJobs', () => {
  it('puts back what was running and gives up what was running too often', async () => {
    const db = freshDb();
    await askFor(db, [ask('check-photo', 'a', 'c:1'), ask('check-photo', 'b', 'c:2')], 1);
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      expect((await takeNext(db, attempt))?.attempts).toBe(attempt);
      expect(await recoverJobs(db, attempt)).toEqual([]);
    }
    await takeNext(db, 9);
    const b = (await takeNext(db, 9))!;
    await endJob(db, b, { state: 'done' }, 9);
    const givenUp = await recoverJobs(db, 10);
    expect(givenUp.map((job) => job.id)).toEqual(['check-photo:a']);
    expect(await countJobs(db)).toEqual({ queued: 0, running: 0, done: 1, failed: 1 });
  });
});
