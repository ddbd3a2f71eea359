/** Work as rows: asked for once, picked by priority, recovered after any death. */
import type { ClaimLensDb } from './db.ts';
import type { JobKind, JobRow } from './rows.ts';

/** A job that failed this often by killing its worker or engine is given up and reported. */
export const MAX_ATTEMPTS = 3;

/** Smaller runs first. */
export const PRIORITY = { looking: 0, page: 5, background: 9 } as const;

export interface JobAsk {
  kind: JobKind;
  subject: string;
  claimKey: string | null;
  priority: number;
  /** Run again although it was done before (retry, new library images). */
  again?: boolean;
}

export const jobId = (kind: JobKind, subject: string): string => `${kind}:${subject}`;

/** Adds jobs that are not there yet; raises the priority of waiting ones; restarts ended ones only with `again`. */
export async function askFor(db: ClaimLensDb, asks: JobAsk[], now: number): Promise<void> {
  await db.transaction('rw', db.jobs, async () => {
    const known = await db.jobs.bulkGet(asks.map((ask) => jobId(ask.kind, ask.subject)));
    const rows: JobRow[] = [];
    asks.forEach((ask, i) => {
      const row = known[i];
      if (!row || (ask.again && (row.state === 'done' || row.state === 'failed'))) {
        rows.push({
          v: 1,
          id: jobId(ask.kind, ask.subject),
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
        });
      } else if (row.state === 'queued' && ask.priority < row.priority) {
        rows.push({ ...row, priority: ask.priority });
      }
    });
    await db.jobs.bulkPut(rows);
  });
}

/** Kinds that must be finished for a claim before its photos are compared, so that the first answer is the right one. */
const GATHERING: JobKind[] = ['learn-product-image', 'fetch-evidence', 'fingerprint-library'];

/**
 * Takes the next job that may run and marks it running; null when nothing may run now.
 * @param now milliseconds since epoch
 * @param may which kinds the caller has room for at the moment
 */
export async function takeNext(
  db: ClaimLensDb,
  now: number,
  may: (kind: JobKind) => boolean = () => true,
): Promise<JobRow | null> {
  return db.transaction('rw', db.jobs, async () => {
    const running = await db.jobs.where('state').equals('running').toArray();
    const blockedBy = new Set(
      running.filter((job) => GATHERING.includes(job.kind)).map((job) => job.claimKey),
    );
    const gathering = new Map<string | null, boolean>();
    const waiting = await db.jobs
      .where('[state+priority]')
      .between(['queued', -1], ['queued', 99])
      .limit(400)
      .toArray();
    for (const job of waiting) {
      if (!may(job.kind)) continue;
      if (GATHERING.includes(job.kind)) return mark(job);
      if (blockedBy.has(job.claimKey)) continue;
      let busy = gathering.get(job.claimKey);
      if (busy === undefined) {
        const open = await db.jobs
          .where('[claimKey+state]')
          .equals([job.claimKey ?? '', 'queued'])
          .toArray();
        busy = open.some((other) => GATHERING.includes(other.kind));
        gathering.set(job.claimKey, busy);
      }
      if (!busy) return mark(job);
    }
    return null;

    async function mark(job: JobRow): Promise<JobRow> {
      const started: JobRow = { ...job, state: 'running', attempts: job.attempts + 1, startedAt: now };
      await db.jobs.put(started);
      return started;
    }
  });
}

/** Marks a job ended. Joins a running transaction over `jobs`, so results and state are written together. */
export async function endJob(
  db: ClaimLensDb,
  job: JobRow,
  outcome: { state: 'done' | 'failed'; error?: string; ms?: Record<string, number> },
  now: number,
): Promise<void> {
  await db.jobs.put({
    ...job,
    state: outcome.state,
    error: outcome.error ?? null,
    ms: outcome.ms,
    endedAt: now,
  });
}

/** After the engine died: what was running waits again; what died too often is returned, to be reported as not checked. */
export async function recoverJobs(db: ClaimLensDb, now: number): Promise<JobRow[]> {
  return db.transaction('rw', db.jobs, async () => {
    const running = await db.jobs.where('state').equals('running').toArray();
    const givenUp = running.filter((job) => job.attempts >= MAX_ATTEMPTS);
    const again = running.filter((job) => job.attempts < MAX_ATTEMPTS);
    await db.jobs.bulkPut(again.map((job) => ({ ...job, state: 'queued' as const, startedAt: null })));
    await db.jobs.bulkPut(
      givenUp.map((job) => ({ ...job, state: 'failed' as const, error: 'engine-died', endedAt: now })),
    );
    return givenUp;
  });
}

/** How many jobs stand in each state. */
export async function countJobs(
  db: ClaimLensDb,
): Promise<Record<'queued' | 'running' | 'done' | 'failed', number>> {
  const [queued, running, done, failed] = await Promise.all(
    (['queued', 'running', 'done', 'failed'] as const).map((state) =>
      db.jobs.where('state').equals(state).count(),
    ),
  );
  return { queued: queued ?? 0, running: running ?? 0, done: done ?? 0, failed: failed ?? 0 };
}
