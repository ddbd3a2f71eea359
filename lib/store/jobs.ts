/** Work as rows: asked for once, picked by priority, recovered after any death. */
import type { ClaimLensDb } from './db.ts';
import { jobKey } from './keys.ts';
import type { JobKind, JobRow } from './rows.ts';

/** A job that failed this often by killing its worker or engine is given up and reported. */
export const MAX_ATTEMPTS = 3;

/** Smaller runs first. Photos are answered before videos: one takes as long as dozens of them. */
export const PRIORITY = { looking: 0, page: 5, video: 6, background: 9 } as const;

export interface JobAsk {
  kind: JobKind;
  subject: string;
  claimKey: string | null;
  priority: number;
  /** Run again although it was done before (retry, new library images). */
  again?: boolean;
  /** See JobRow. */
  carry?: unknown;
}

/** The asks with one entry per job: the most urgent, and `again` when any of them says so. */
function oncePerJob(asks: JobAsk[]): Map<string, JobAsk> {
  const byId = new Map<string, JobAsk>();
  for (const ask of asks) {
    const id = jobKey(ask.kind, ask.subject);
    const other = byId.get(id);
    byId.set(
      id,
      other
        ? { ...ask, priority: Math.min(ask.priority, other.priority), again: ask.again || other.again }
        : ask,
    );
  }
  return byId;
}

/**
 * Adds jobs that are not there yet; raises the priority of waiting ones; restarts ended ones only with `again`, which also
 * makes a running one run once more, since it may have read what has changed by now.
 */
export async function askFor(db: ClaimLensDb, asks: JobAsk[], now: number): Promise<void> {
  const wanted = oncePerJob(asks);
  await db.transaction('rw', db.jobs, async () => {
    const ids = [...wanted.keys()];
    const known = await db.jobs.bulkGet(ids);
    const rows: JobRow[] = [];
    ids.forEach((id, i) => {
      const ask = wanted.get(id)!;
      const row = known[i];
      if (!row || (ask.again && (row.state === 'done' || row.state === 'failed'))) {
        rows.push({
          v: 1,
          id,
          kind: ask.kind,
          subject: ask.subject,
          claimKey: ask.claimKey,
          state: 'queued',
          priority: ask.priority,
          attempts: 0,
          queuedAt: now,
          startedAt: null,
          endedAt: null,
          error: null,
          ...(ask.carry === undefined ? {} : { carry: ask.carry }),
        });
      } else if (row.state === 'running') {
        if (ask.again && !row.again) rows.push({ ...row, again: true });
      } else if (row.state === 'queued') {
        const priority = Math.min(ask.priority, row.priority);
        // Whoever asks again does not want to wait for the host's patience.
        const notBefore = ask.again ? undefined : row.notBefore;
        if (priority !== row.priority || notBefore !== row.notBefore)
          rows.push({ ...row, priority, notBefore });
      }
    });
    await db.jobs.bulkPut(rows);
  });
}

/** Kinds that must be finished for a claim before its photos are compared, so that the first answer is the right one. */
export const FETCHING: readonly JobKind[] = ['learn-product-image', 'fetch-evidence', 'fingerprint-library'];

/** Bounds of every priority. */
const LEAST = -1;
const MOST = 99;

/** Waiting jobs of a kind looked at in the first read and in later ones; most of the time the first of them may run. */
const FIRST_PIECE = 4;
const PIECE = 100;

/** Whether a job holds up others of its claim: not while it waits for its host. */
const holdsUp = (job: JobRow, now: number): boolean => job.state === 'running' || (job.notBefore ?? 0) <= now;

/** Open jobs of a claim, whatever they wait for. Joins a running transaction over `jobs`. */
async function openOf(db: ClaimLensDb, claimKey: string): Promise<JobRow[]> {
  const states = await db.transaction('r', db.jobs, () =>
    Promise.all(
      ['queued', 'running'].map((state) =>
        db.jobs.where('[claimKey+state]').equals([claimKey, state]).toArray(),
      ),
    ),
  );
  return states.flat();
}

/** Whether a claim's sum has to wait for this other job of it. */
const holdsUpSum = (other: JobRow, now: number): boolean =>
  holdsUp(other, now) && (FETCHING.includes(other.kind) || other.kind === 'check-photo');

/** Whether nothing of a claim is to be gathered or compared any more, `job` left out. */
export const isLastOf = async (
  db: ClaimLensDb,
  claimKey: string,
  job: JobRow,
  now: number,
): Promise<boolean> =>
  !(await openOf(db, claimKey)).some((other) => other.id !== job.id && holdsUpSum(other, now));

/**
 * Takes jobs that may run, the most urgent first, and marks them running: all in one transaction, since that takes longer than handing
 * out a job. A photo waits until everything of its claim has been gathered, a claim's sum until all its photos are answered for.
 * @param now milliseconds since epoch
 * @param room which kinds the caller has room for beside those taken so far; none ends it
 * @param ahead which it would begin ahead of their turn: asked once nothing else may run, and only while no picture of any claim or
 * product waits to be taken in, since what is begun early would pass it
 */
export async function takeJobs(
  db: ClaimLensDb,
  now: number,
  room: (taken: readonly JobRow[]) => readonly JobKind[],
  ahead: (taken: readonly JobRow[]) => readonly JobKind[] = () => [],
): Promise<JobRow[]> {
  return db.transaction('rw', db.jobs, async () => {
    const open = new Map<string, Promise<JobRow[]>>();
    const queues = new Map<JobKind, Queue>();
    const taken: JobRow[] = [];
    while (await takeOne(room(taken)));
    if (ahead(taken).length > 0 && !(await isGathering())) while (await takeOne(ahead(taken)));
    await db.jobs.bulkPut(taken);
    return taken;

    async function takeOne(kinds: readonly JobKind[]): Promise<boolean> {
      const firsts = await Promise.all(kinds.map((kind) => firstOf(queueOf(kind))));
      const [job] = firsts
        .filter((one) => one !== undefined)
        .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
      if (!job) return false;
      queueOf(job.kind).waiting.shift();
      taken.push({ ...job, state: 'running', attempts: job.attempts + 1, startedAt: now });
      return true;
    }

    /** Whether a picture waits to be taken in; one that was taken just now still counts as waiting here. */
    async function isGathering(): Promise<boolean> {
      const waiting = await Promise.all(
        [...FETCHING, 'fetch-library' as const].map(async (kind) => {
          const queue = queueOf(kind);
          // Most of them were just looked at for a job to take.
          if (queue.read === 0 && !queue.over) await firstOf(queue);
          return queue.read > 0;
        }),
      );
      return waiting.includes(true);
    }

    // By kind, so that ten thousand waiting fingerprints are not read past to learn that there is nothing to fetch.
    function queueOf(kind: JobKind): Queue {
      let queue = queues.get(kind);
      if (!queue) {
        queue = { kind, waiting: [], read: 0, piece: FIRST_PIECE, over: false };
        queues.set(kind, queue);
      }
      return queue;
    }

    /** The first job of a queue that may run now; what may not is let go of until the next time. */
    async function firstOf(queue: Queue): Promise<JobRow | undefined> {
      for (;;) {
        for (let one = queue.waiting[0]; one; one = queue.waiting[0]) {
          if ((one.notBefore ?? 0) <= now && !(await isHeldUp(one))) return one;
          queue.waiting.shift();
        }
        if (queue.over) return undefined;
        const rows = await db.jobs
          .where('[state+kind+priority]')
          .between(['queued', queue.kind, LEAST], ['queued', queue.kind, MOST], true, true)
          .offset(queue.read)
          .limit(queue.piece)
          .toArray();
        queue.waiting.push(...rows);
        queue.read += rows.length;
        queue.over = rows.length < queue.piece;
        queue.piece = PIECE;
      }
    }

    async function isHeldUp(job: JobRow): Promise<boolean> {
      const { claimKey } = job;
      if (claimKey === null || FETCHING.includes(job.kind)) return false;
      let known = open.get(claimKey);
      if (!known) {
        known = openOf(db, claimKey);
        open.set(claimKey, known);
      }
      return (await known).some(
        (other) =>
          other.id !== job.id &&
          (job.kind === 'sum-up-claim'
            ? holdsUpSum(other, now)
            : holdsUp(other, now) && FETCHING.includes(other.kind)),
      );
    }
  });
}

/** Waiting jobs of one kind as far as they were read, in their order. */
interface Queue {
  kind: JobKind;
  waiting: JobRow[];
  read: number;
  /** How many are read next. */
  piece: number;
  over: boolean;
}

/**
 * Marks further jobs like one that was taken as running, in one transaction: for work so small that the database takes longer to
 * hand it out than a worker to do it. None that was tried before, since it may be what ended the engine, and none of a claim.
 */
export async function takeAlike(db: ClaimLensDb, job: JobRow, most: number, now: number): Promise<JobRow[]> {
  return db.transaction('rw', db.jobs, async () => {
    const waiting = await db.jobs
      .where('[state+kind+priority]')
      .equals(['queued', job.kind, job.priority])
      .limit(most)
      .toArray();
    const started = waiting
      .filter((one) => one.attempts === 0 && one.claimKey === null && (one.notBefore ?? 0) <= now)
      .map((one): JobRow => ({ ...one, state: 'running', attempts: 1, startedAt: now }));
    await db.jobs.bulkPut(started);
    return started;
  });
}

/** Earliest time at which a postponed job may run, in milliseconds since epoch; null when none is postponed. */
export async function nextPostponed(db: ClaimLensDb): Promise<number | null> {
  let earliest: number | null = null;
  await db.jobs
    .where('state')
    .equals('queued')
    .each(({ notBefore }) => {
      if (notBefore !== undefined && (earliest === null || notBefore < earliest)) earliest = notBefore;
    });
  return earliest;
}

/** Puts a running job back to run at `notBefore` or later. Joins a running transaction over `jobs`. */
export async function postpone(
  db: ClaimLensDb,
  job: JobRow,
  notBefore: number,
  error: string,
): Promise<void> {
  await db.jobs.put({ ...job, state: 'queued', startedAt: null, notBefore, error });
}

/** How a job ended. */
export interface JobOutcome {
  state: 'done' | 'failed';
  error?: string;
  ms?: Record<string, number>;
}

/**
 * Marks a job ended; one that was asked for again meanwhile waits once more instead. Joins a running transaction over
 * `jobs`, so results and state are written together.
 */
export const endJob = (db: ClaimLensDb, job: JobRow, outcome: JobOutcome, now: number): Promise<void> =>
  endJobs(db, [[job, outcome]], now);

/** As `endJob` for several at once. */
export async function endJobs(db: ClaimLensDb, ends: [JobRow, JobOutcome][], now: number): Promise<void> {
  await db.transaction('rw', db.jobs, async () => {
    const rows = await db.jobs.bulkGet(ends.map(([job]) => job.id));
    await db.jobs.bulkPut(
      ends.map(([job, outcome], i): JobRow => {
        const { again: _again, notBefore: _notBefore, carry: _carry, ...rest } = job;
        const ended: JobRow = {
          ...rest,
          state: outcome.state,
          error: outcome.error ?? null,
          ms: outcome.ms,
          endedAt: now,
        };
        return rows[i]?.again === true
          ? { ...ended, state: 'queued', attempts: 0, queuedAt: now, startedAt: null, endedAt: null }
          : ended;
      }),
    );
  });
}

/** After the engine died: what was running waits again; what died too often is returned, to be reported as not checked. */
export async function recoverJobs(db: ClaimLensDb, now: number): Promise<JobRow[]> {
  return db.transaction('rw', db.jobs, async () => {
    const running = (await db.jobs.where('state').equals('running').toArray()).map(
      ({ again: _again, ...job }): JobRow => job,
    );
    const givenUp = running.filter((job) => job.attempts >= MAX_ATTEMPTS);
    const again = running.filter((job) => job.attempts < MAX_ATTEMPTS);
    await db.jobs.bulkPut(again.map((job) => ({ ...job, state: 'queued' as const, startedAt: null })));
    await db.jobs.bulkPut(
      givenUp.map((job) => ({ ...job, state: 'failed' as const, error: 'engine-died', endedAt: now })),
    );
    return givenUp;
  });
}

/** Jobs that ran and could not be ended, since the database refused: they wait again, and the try does not count against them. */
export async function putBack(db: ClaimLensDb, ids: readonly string[]): Promise<void> {
  await db.transaction('rw', db.jobs, async () => {
    const rows = (await db.jobs.bulkGet([...ids])).filter((job) => job?.state === 'running');
    await db.jobs.bulkPut(
      rows.map((row) => {
        const { again: _again, ...job } = row as JobRow;
        return { ...job, state: 'queued', startedAt: null, attempts: Math.max(0, job.attempts - 1) };
      }),
    );
  });
}

/** How many jobs stand in each state. */
export async function countJobs(
  db: ClaimLensDb,
): Promise<Record<'queued' | 'running' | 'done' | 'failed', number>> {
  const [queued, running, done, failed] = await db.transaction('r', db.jobs, () =>
    Promise.all(
      (['queued', 'running', 'done', 'failed'] as const).map((state) =>
        db.jobs.where('state').equals(state).count(),
      ),
    ),
  );
  return { queued: queued ?? 0, running: running ?? 0, done: done ?? 0, failed: failed ?? 0 };
}
