/** What every job that fetches shares: where to ask, when to ask again, and how bytes are kept. */
import type { FetchProblem, UnavailablePhotoError } from '../../images/errors.ts';
import { originals } from '../../images/originals.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { endJob, MAX_ATTEMPTS, postpone } from '../../store/jobs.ts';
import type { JobRow, KeptParts } from '../../store/rows.ts';

/** Addresses to ask for a picture that a page shows at `shown`, the original first. */
export const addressesOf = (shown: string): string[] => originals(shown).map((candidate) => candidate.url);

/**
 * Puts bytes into the content store; the same bytes are one row. Joins a running transaction over `blobs`.
 * @param sha256 their hash: made before the transaction by the browser's own code, which a transaction does not wait for
 */
export async function keepBytes(
  db: ClaimLensDb,
  sha256: string,
  bytes: Uint8Array,
  mime: string,
  at: string,
  parts?: KeptParts,
): Promise<void> {
  if ((await db.blobs.where('sha256').equals(sha256).count()) > 0) return;
  await db.blobs.put({
    ...{ v: 1, sha256, bytes, size: bytes.length, mime, addedAt: at },
    ...(parts && { parts }),
  });
}

/** Problems that pass by themselves; a host that says no or does not know the picture is not asked again by itself. */
const PASSING = new Set<FetchProblem>([
  'too-many-requests',
  'server-error',
  'network',
  'timed-out',
  'cut-short',
]);

/** Pause before the next try where the host names none: 20 s, then 2 min. */
const PAUSES_MS = [20_000, 120_000];

/** When a failed fetch is tried again, in milliseconds since epoch; null when it is not. */
export function nextTry(error: UnavailablePhotoError, job: JobRow, now: Date): number | null {
  if (!PASSING.has(error.problem) || job.attempts >= MAX_ATTEMPTS) return null;
  return now.getTime() + (error.retryAfterMs ?? PAUSES_MS[job.attempts - 1] ?? 120_000);
}

/** Ends a job that failed, or puts it back for its next try at `retryAt`. Joins a running transaction over `jobs`. */
export async function endOrPostpone(
  db: ClaimLensDb,
  job: JobRow,
  why: string,
  now: Date,
  retryAt: number | null,
): Promise<void> {
  if (retryAt === null) await endJob(db, job, { state: 'failed', error: why }, now.getTime());
  else await postpone(db, job, retryAt, why);
}
