/** The engine: takes jobs by priority, runs as many at once as there are workers, survives the death of any part. */

import { logOf } from '../base/log.ts';
import { UnreadablePhotoError } from '../images/errors.ts';
import type { FetchRules } from '../images/receive.ts';
import type { PackRepository } from '../packs/index.ts';
import { type ChangedKeys, watchKeys } from '../store/changes.ts';
import { ClaimLensDb } from '../store/db.ts';
import {
  MAX_ATTEMPTS,
  nextPostponed,
  postpone,
  putBack,
  recoverJobs,
  takeAlike,
  takeJobs,
} from '../store/jobs.ts';
import { kindOfJob } from '../store/keys.ts';
import type { JobKind, JobRow } from '../store/rows.ts';
import { indexPacking, type PackingDeps } from './archive/index-packing.ts';
import { failJob } from './fail-job.ts';
import { isTriedAgain, whyNot } from './failures.ts';
import { type FetchDeps, fetchEvidence } from './fetch/fetch-evidence.ts';
import { fetchLibraryImage } from './fetch/fetch-library.ts';
import { learnProductImage } from './fetch/learn-product.ts';
import { fingerprintLibraryImage, fingerprintLibraryImages } from './fetch/library-images.ts';
import { IndexKeeper } from './index-keeper.ts';
import { BEHIND, CALM_MS, isForAnswer, WAITS_FOR } from './job-kinds.ts';
import { Load } from './load.ts';
import { askPacksJob } from './photo/ask-packs.ts';
import { type CheckDeps, checkPhoto } from './photo/check-photo.ts';
import { checkVideo } from './photo/check-video.ts';
import { type LabelDeps, readLabelsJob } from './photo/read-labels.ts';
import { sumUpClaim } from './photo/sum-up.ts';
import { WorkerPool } from './pool/pool.ts';

const log = logOf('engine');

export interface EngineOptions {
  dbName: string;
  makeWorker: () => Worker;
  /** Workers at once; see `poolSize`. */
  workers: number;
  rules: FetchRules;
  /** Address of the shipped model folder, ending in a slash; null switches label reading off. */
  models: string | null;
  /** Where the seller's model packs stand; null where none may be used. */
  packs: PackRepository | null;
  /** Address of the shipped credential validator; null switches validation off (direct reading stays). */
  validator: { makeWorker: () => Worker; wasm: string } | null;
  askPage?: FetchDeps['askPage'];
  packingFile?: PackingDeps['packingFile'];
  /** Called when nothing was left to do for `idleMs`. */
  onIdle?: () => void;
  idleMs?: number;
  /** Pause after the database refused to hand out a job; default `RETRY_MS`. */
  retryMs?: number;
  /** Pause before a call that took too long is tried again; default `LATER_MS`. */
  laterMs?: number;
  /** How long no answer may have been worked on before what follows behind begins; default `CALM_MS`. */
  calmMs?: number;
}

/** A refused transaction costs next to nothing, and a seller who has made room wants to see work go on. */
const RETRY_MS = 3_000;

/** Waiting for the network is not work: that many fetches may wait beside the busy workers. */
const FETCHES_AT_ONCE = 4;
/** A video uses all workers that photos leave free, and its bytes stay in memory. */
const VIDEOS_AT_ONCE = 1;
/** Sums of claims that are made beside them: more would only queue up on the same tables. */
const SUMS_AT_ONCE = 1;

/** Library pictures looked at in one run: enough that the database is no longer what takes the time, few enough for a seller to wait for. */
const LIBRARY_RUN = 16;

/** A call that took too long is tried again when the computer may have more to give. */
const LATER_MS = 20_000;

export class Engine {
  readonly db: ClaimLensDb;
  readonly pool: WorkerPool;
  readonly index: IndexKeeper;
  private readonly credentials: CheckDeps['credentials'];
  private readonly options: EngineOptions;
  private readonly running = new Set<string>();
  /** Jobs that ran, but whose end the database would not take. */
  private readonly unended = new Set<string>();
  private taken = 0;
  private readonly load: Load;
  private stopped = false;
  private unwatch: (() => void) | undefined;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private postponedTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private calmTimer: ReturnType<typeof setTimeout> | undefined;
  private pumping: Promise<void> = Promise.resolve();
  private pumpAsked = false;

  constructor(options: EngineOptions) {
    this.options = options;
    this.db = new ClaimLensDb(options.dbName);
    this.pool = new WorkerPool(options.makeWorker, options.workers);
    this.load = new Load({
      worker: this.pool.size,
      network: FETCHES_AT_ONCE,
      spare: VIDEOS_AT_ONCE,
      database: SUMS_AT_ONCE,
    });
    this.index = new IndexKeeper(this.db);
    const { validator } = options;
    this.credentials = validator && { pool: new WorkerPool(validator.makeWorker, 1), wasm: validator.wasm };
  }

  private readonly now = (): Date => new Date();

  /** What a job works with. One that failed by what the computer lacked at the moment has the workers to itself. */
  private depsFor(job: JobRow): CheckDeps & FetchDeps & LabelDeps & PackingDeps {
    if (job.attempts < 2 || !isTriedAgain(job.error)) return this.deps;
    const pool: CheckDeps['pool'] = {
      call: (method, args, options) => this.pool.call(method, args, { ...options, alone: true }),
    };
    return { ...this.deps, pool };
  }

  private get deps(): CheckDeps & FetchDeps & LabelDeps & PackingDeps {
    const { dbName, rules, askPage, models, packs, packingFile } = this.options;
    return {
      db: this.db,
      dbName,
      pool: this.pool,
      index: this.index,
      credentials: this.credentials,
      now: this.now,
      rules,
      askPage,
      models,
      packs,
      packingFile,
    };
  }

  /** Takes up what an earlier engine left, then works until stopped. Hold the engine lock while it runs. */
  async start(): Promise<void> {
    const givenUp = await recoverJobs(this.db, Date.now());
    for (const job of givenUp) await failJob(this.db, job, 'worker-died', this.now());
    this.unwatch = watchKeys(this.db, ['jobs'], (changed) => this.heard(changed.get('jobs') ?? new Set()));
    this.pump();
  }

  /** Looks for work after a change of jobs, unless all of it was the engine's own doing, or asked for what may not begin yet. */
  private heard(keys: ChangedKeys): void {
    const isNews = (id: string): boolean =>
      !this.running.has(id) && !(this.load.noisyFor(this.calm) > 0 && BEHIND.has(kindOfJob(id)));
    // What is being taken at this moment is known as the engine's own a moment later.
    void this.pumping.then(() => {
      if (!this.stopped && (keys === 'all' || [...keys].some(isNews))) this.pump();
    });
  }

  private get calm(): number {
    return this.options.calmMs ?? CALM_MS;
  }

  /** Stops taking jobs and ends the workers. Jobs that were running are recovered by the next start. */
  stop(): void {
    this.stopped = true;
    this.unwatch?.();
    clearTimeout(this.idleTimer);
    clearTimeout(this.postponedTimer);
    clearTimeout(this.retryTimer);
    clearTimeout(this.calmTimer);
    this.pool.close();
    this.credentials?.pool.close();
    this.db.close();
  }

  /** Resolves when no job is queued or running. */
  async drained(): Promise<void> {
    while (!this.stopped) {
      const taken = this.taken;
      const open = await this.db.jobs.where('state').anyOf('queued', 'running').count();
      // A video's job is over in the database a moment before its run asks for the frames.
      if (open === 0 && this.running.size === 0 && this.taken === taken) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private pump(): void {
    // One taker at a time: parallel takers would only queue up on the same transaction. One waiting is enough for all changes.
    if (this.pumpAsked) return;
    this.pumpAsked = true;
    this.pumping = this.pumping
      .then(() => {
        this.pumpAsked = false;
        return this.take();
      })
      .catch((error) => {
        if (this.stopped) return;
        log.error('taking a job failed', error);
        // A database that refuses (full disk) tells nobody when it no longer does.
        clearTimeout(this.retryTimer);
        this.retryTimer = setTimeout(() => this.pump(), this.options.retryMs ?? RETRY_MS);
      });
  }

  private async take(): Promise<void> {
    if (this.unended.size) {
      const ids = [...this.unended].filter((id) => !this.running.has(id));
      await putBack(this.db, ids);
      for (const id of ids) this.unended.delete(id);
    }
    const jobs = this.stopped
      ? []
      : await takeJobs(
          this.db,
          Date.now(),
          (taken) => this.load.roomFor(taken, this.calm),
          (taken) => this.load.aheadOf(taken),
        );
    clearTimeout(this.calmTimer);
    if (jobs.length > 0) {
      clearTimeout(this.idleTimer);
      clearTimeout(this.postponedTimer);
      for (const job of jobs) this.begin(job);
    }
    const noisy = this.load.noisyFor(this.calm);
    if (noisy > 0 && this.load.answering === 0) this.calmTimer = setTimeout(() => this.pump(), noisy);
    if (!this.running.size && !this.stopped) {
      clearTimeout(this.idleTimer);
      this.idleTimer = setTimeout(() => void this.rest(), this.options.idleMs ?? 30_000);
      await this.wakeForPostponed();
    }
  }

  private begin(job: JobRow): void {
    this.running.add(job.id);
    this.taken += 1;
    const ended = this.load.begin(job);
    // While a claim's pictures are fetched the workers that will look at them load their code.
    if (WAITS_FOR[job.kind] === 'network' && isForAnswer(job)) this.pool.standBy(this.load.answering);
    void this.run(job).finally(() => {
      this.running.delete(job.id);
      ended();
      this.pump();
    });
  }

  /** Keeps the index on disk, so that the next engine need not build it, then says that there is nothing to do. */
  private async rest(): Promise<void> {
    // A page that is closed right after a click has written its job, and may have told nobody.
    this.pump();
    await this.pumping;
    clearTimeout(this.idleTimer);
    if (this.stopped || this.running.size) return;
    try {
      await this.index.keep();
    } catch (error) {
      if (!this.stopped) log.warn('the index could not be kept, it will be built again', error);
    }
    if (!this.stopped && !this.running.size) this.options.onIdle?.();
  }

  /** Jobs that wait for their host make no noise in the database when their time has come. */
  private async wakeForPostponed(): Promise<void> {
    const at = await nextPostponed(this.db);
    clearTimeout(this.postponedTimer);
    if (at !== null) this.postponedTimer = setTimeout(() => this.pump(), Math.max(0, at - Date.now()) + 50);
  }

  /** What runs each kind of job. */
  private readonly runners: Record<JobKind, (job: JobRow) => Promise<void>> = {
    'fetch-evidence': (job) => fetchEvidence(this.depsFor(job), job),
    'fetch-library': (job) => fetchLibraryImage(this.depsFor(job), job),
    'learn-product-image': (job) => learnProductImage(this.depsFor(job), job),
    'fingerprint-library': (job) => fingerprintLibraryImage(this.depsFor(job), job),
    'check-photo': (job) => checkPhoto(this.depsFor(job), job),
    'check-video': (job) => checkVideo(this.depsFor(job), job),
    'index-packing': (job) => indexPacking(this.depsFor(job), job),
    'read-labels': (job) => readLabelsJob(this.depsFor(job), job),
    'read-inside': (job) => readLabelsJob(this.depsFor(job), job),
    'ask-packs': (job) => askPacksJob(this.depsFor(job), job),
    'sum-up-claim': (job) => sumUpClaim(this.db, job, this.now()),
  };

  private async run(job: JobRow): Promise<void> {
    // One that was tried before may be what ended the engine: it runs alone.
    if (job.kind === 'fingerprint-library' && job.claimKey === null && job.attempts === 1)
      return this.runAlike(job);
    try {
      await this.runners[job.kind](job);
    } catch (error) {
      await this.endFailed(job, error);
    }
  }

  /** Runs a library picture's job together with others like it. */
  private async runAlike(first: JobRow): Promise<void> {
    const jobs = [first];
    let failed: [JobRow, unknown][];
    try {
      jobs.push(...(await takeAlike(this.db, first, LIBRARY_RUN - 1, Date.now())));
      for (const { id } of jobs) this.running.add(id);
      this.taken += jobs.length - 1;
      failed = await fingerprintLibraryImages(this.deps, jobs);
    } catch (error) {
      // What the database refuses for all together it may take for each alone.
      failed = jobs.length > 1 ? await this.eachAlone(jobs) : [[first, error]];
    }
    for (const [job, error] of failed) await this.endFailed(job, error);
    for (const { id } of jobs) this.running.delete(id);
  }

  private async eachAlone(jobs: JobRow[]): Promise<[JobRow, unknown][]> {
    const failed: [JobRow, unknown][] = [];
    for (const job of jobs) {
      if (this.stopped) break;
      await fingerprintLibraryImage(this.deps, job).catch((error: unknown) => failed.push([job, error]));
    }
    return failed;
  }

  private async endFailed(job: JobRow, error: unknown): Promise<void> {
    try {
      await this.failed(job, error);
    } catch (second) {
      // The database itself refuses (full disk, closing browser): the job stays marked as running and is put back later.
      if (this.stopped) return;
      this.unended.add(job.id);
      log.error(`${job.kind} could not be ended`, second);
    }
  }

  private async failed(job: JobRow, error: unknown): Promise<void> {
    if (this.stopped) return;
    const problem = error instanceof UnreadablePhotoError ? error.problem : null;
    if (problem && isTriedAgain(problem) && job.attempts < MAX_ATTEMPTS) {
      const pause = problem === 'timed-out' ? (this.options.laterMs ?? LATER_MS) * job.attempts : 0;
      await postpone(this.db, job, Date.now() + pause, problem);
      return;
    }
    log.error(`${job.kind} failed`, error);
    await failJob(this.db, job, whyNot(error), this.now());
  }
}
