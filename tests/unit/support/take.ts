/** Takes jobs one at a time, as tests go through them. */
import { WAITS_FOR } from '../../../lib/engine/job-kinds.ts';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { takeJobs } from '../../../lib/store/jobs.ts';
import type { JobKind, JobRow } from '../../../lib/store/rows.ts';

/** The next job that may run, of `kinds` or of any; null when none may. */
export async function takeNext(
  db: ClaimLensDb,
  now: number,
  kinds: readonly JobKind[] = Object.keys(WAITS_FOR) as JobKind[],
): Promise<JobRow | null> {
  return (await takeJobs(db, now, (taken) => (taken.length > 0 ? [] : kinds)))[0] ?? null;
}
