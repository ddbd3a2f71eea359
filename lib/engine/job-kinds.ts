/** What each kind of job waits for, and which of them follow behind the answers. */
import { FETCHING } from '../store/jobs.ts';
import type { JobKind, JobRow } from '../store/rows.ts';

/** What a job waits for: the network, a worker, a worker's time that nobody else wants (a video), or nothing but the database. */
export type Resource = 'network' | 'worker' | 'spare' | 'database';

/** What each kind of job waits for. */
export const WAITS_FOR: Record<JobKind, Resource> = {
  'fetch-evidence': 'network',
  'fetch-library': 'network',
  'learn-product-image': 'network',
  'read-labels': 'worker',
  'read-inside': 'worker',
  'ask-packs': 'worker',
  'check-photo': 'worker',
  'check-video': 'spare',
  'index-packing': 'spare',
  'fingerprint-library': 'worker',
  'sum-up-claim': 'database',
};
const kindsOf = (resource: Resource): JobKind[] =>
  (Object.keys(WAITS_FOR) as JobKind[]).filter((kind) => WAITS_FOR[kind] === resource);
export const NETWORK_JOBS = kindsOf('network');
export const DATABASE_JOBS = kindsOf('database');
export const SPARE_JOBS = kindsOf('spare');
export const WORKER_JOBS = kindsOf('worker');

/**
 * What follows behind the answers, a second or more of a worker each. None of it begins while answers are worked on, nor in the gaps
 * between a page's photos: the next of them would wait for it to end.
 */
export const BEHIND: ReadonlySet<JobKind> = new Set(['read-labels', 'read-inside', 'ask-packs']);
export const QUICK_JOBS = WORKER_JOBS.filter((kind) => !BEHIND.has(kind));

/** What takes pictures in: a photo that is begun ahead of its turn would be compared without them. */
export const GATHERING: ReadonlySet<JobKind> = new Set<JobKind>([...FETCHING, 'fetch-library']);

/** Photos of one page come in less than this apart. */
export const CALM_MS = 1_000;

/** Work that an answer waits for; pictures of an import are no such work. */
export const isForAnswer = ({ kind, claimKey }: JobRow): boolean => !BEHIND.has(kind) && claimKey !== null;
