/** How much the engine is doing, by what the jobs wait for and whether a seller waits for them. */
import type { JobKind, JobRow } from '../store/rows.ts';
import {
  DATABASE_JOBS,
  GATHERING,
  isForAnswer,
  NETWORK_JOBS,
  QUICK_JOBS,
  type Resource,
  SPARE_JOBS,
  WAITS_FOR,
  WORKER_JOBS,
} from './job-kinds.ts';

/** Most jobs under way at once that wait for a resource. */
type Most = Record<Resource, number>;

/** Photos that are begun beyond the workers' number: while those under way wait for the database, a worker has pixels to look at. */
const PHOTOS_AHEAD = 1;

export class Load {
  private readonly most: Most;
  /** Jobs under way by what they wait for. */
  private readonly under: Record<Resource, number> = { network: 0, worker: 0, spare: 0, database: 0 };
  /** Jobs under way that take pictures in. */
  private gathering = 0;
  /** Jobs under way whose answer a seller waits for. */
  answering = 0;
  /** When the last work for an answer ended, in milliseconds since epoch. */
  private answeredAt = 0;

  constructor(most: Most) {
    this.most = most;
  }

  /** Counts a job in; the returned function counts it out again. */
  begin(job: JobRow): () => void {
    const resource = WAITS_FOR[job.kind];
    const forAnswer = isForAnswer(job);
    this.under[resource] += 1;
    const gathers = GATHERING.has(job.kind);
    if (gathers) this.gathering += 1;
    if (forAnswer) this.answering += 1;
    return () => {
      if (forAnswer) {
        this.answering -= 1;
        this.answeredAt = Date.now();
      }
      if (gathers) this.gathering -= 1;
      this.under[resource] -= 1;
    };
  }

  /**
   * Milliseconds until what follows behind may begin, as far as is known now; 0 or less: it may.
   * @param calm how long no answer may have been worked on before, in ms
   */
  noisyFor(calm: number): number {
    if (this.answering > 0) return calm;
    // A clock that was set back must not hold anything up.
    return Math.min(calm, this.answeredAt + calm - Date.now());
  }

  /**
   * Kinds of jobs that may begin beside those under way and those `taken` just now; what follows behind only while nothing else is asked for.
   * @param calm as for `noisyFor`
   */
  roomFor(taken: readonly JobRow[], calm: number): JobKind[] {
    const isFree = (resource: Resource): boolean => this.busyWith(resource, taken) < this.most[resource];
    const noisy = this.noisyFor(calm) > 0 || taken.some(isForAnswer);
    return [
      ...(isFree('worker') ? (noisy ? QUICK_JOBS : WORKER_JOBS) : []),
      ...(isFree('network') ? NETWORK_JOBS : []),
      ...(isFree('spare') ? SPARE_JOBS : []),
      ...(isFree('database') ? DATABASE_JOBS : []),
    ];
  }

  /** Kinds that may begin ahead of their turn: photos, while nothing is being taken in that they would pass. */
  aheadOf(taken: readonly JobRow[]): JobKind[] {
    if (this.gathering > 0 || taken.some(({ kind }) => GATHERING.has(kind))) return [];
    return this.busyWith('worker', taken) < this.most.worker + PHOTOS_AHEAD ? ['check-photo'] : [];
  }

  /** Jobs under way, and taken just now, that wait for a resource. */
  private busyWith(resource: Resource, taken: readonly JobRow[]): number {
    return this.under[resource] + taken.filter(({ kind }) => WAITS_FOR[kind] === resource).length;
  }
}
