/**
 * A pool of module workers: one call at a time each, and at most one long call behind it; a time limit per call, the dead and the
 * stuck replaced.
 */

import { fromMessage } from '../../base/errors.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { PHOTO_TIMEOUT_MS } from '../../images/limits.ts';
import { shareOfProcessor } from './own-work.ts';
import type { CallMessage, Method, ReplyMessage, WorkerCalls } from './protocol.ts';

interface Waiting {
  message: CallMessage;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  /** Runs while no other call does. */
  alone: boolean;
  /** Gives way to calls that do not: see `call`. */
  behind: boolean;
  /** The picture that it is about: see `call`. */
  about: string | null;
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** A call in a worker. */
interface Running {
  waiting: Waiting;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Milliseconds of the worker's own work on it, as far as counted. */
  worked: number;
}

interface Slot {
  worker: Worker;
  /** The call that has the worker, and a long one that rests as long as there is such a call. */
  front: Running | null;
  behind: Running | null;
  /** What its last calls were about, the latest last. */
  knows: string[];
}

const LANES = ['front', 'behind'] as const;

/** What runs in a worker. */
const inside = (slot: Slot): Running[] => LANES.flatMap((lane) => slot[lane] ?? []);
const isIdle = (slot: Slot): boolean => inside(slot).length === 0;

/** Pictures that a worker is taken to hold ready: fewer than it does (ready.ts). */
const KNOWN = 8;

/** The work on a call is counted this many times within its limit, and at least this often where that would be rarer. */
const COUNTS = 6;
const COUNT_AT_LEAST_MS = 5_000;
/** A computer that slept between two counts has not worked meanwhile. */
const MOST_LATE = 3;
/** With no end in sight after this many times the limit by the clock, the call is given up however busy the computer is. */
const PATIENCE = 40;

/** A pool that has done nothing for this long ends its workers, so that decoded pictures and models leave memory. */
const IDLE_MS = 20_000;

export class WorkerPool {
  private readonly slots: Slot[] = [];
  private readonly queue: Waiting[] = [];
  private nextId = 1;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly make: () => Worker;
  private readonly share: () => number;
  private readonly idleMs: number;
  readonly size: number;

  /**
   * @param make starts one worker
   * @param size most workers at once, at least 1
   * @param options `share`: how much of a processor a worker gets at the moment, 0..1; `idleMs`: see `IDLE_MS`
   */
  constructor(make: () => Worker, size: number, options: { share?: () => number; idleMs?: number } = {}) {
    this.make = make;
    this.share = options.share ?? shareOfProcessor;
    this.idleMs = options.idleMs ?? IDLE_MS;
    this.size = Math.max(1, size);
  }

  /**
   * Runs one call on a free worker. `timeoutMs` counts the worker's own work, not the clock of a busy computer; `alone` waits
   * until no other call runs, and lets none run beside it. `about` is the picture it is about: the worker that was last asked about it takes
   * the call, since it holds it decoded, unless another one has nothing else to do. `behind`: a long call that pauses for others
   * (video/give-way.ts); it waits until no other call does, and calls that wait for nobody run beside it. Rejects with UnreadablePhotoError `timed-out` or `worker-died` when the worker had
   * to be replaced, with the signal's reason when aborted, with the worker's own error otherwise.
   */
  call<M extends Method>(
    method: M,
    args: WorkerCalls[M]['args'],
    options: {
      timeoutMs?: number;
      signal?: AbortSignal;
      alone?: boolean;
      about?: string;
      behind?: boolean;
    } = {},
  ): Promise<WorkerCalls[M]['answer']> {
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) return reject(options.signal.reason);
      const behind = options.behind === true && !options.alone;
      const waiting: Waiting = {
        // Told to the worker even where it runs alone: a long call that counts as one that goes first would wait for itself at every pause.
        message: { id: this.nextId++, method, args, ...(options.behind && { behind: true }) },
        timeoutMs: options.timeoutMs ?? PHOTO_TIMEOUT_MS,
        signal: options.signal,
        alone: options.alone ?? false,
        behind,
        about: options.about ?? null,
        resolve: resolve as (answer: never) => void,
        reject,
      };
      options.signal?.addEventListener('abort', () => this.abort(waiting), { once: true });
      const later = behind ? -1 : this.queue.findIndex((one) => one.behind);
      this.queue.splice(later < 0 ? this.queue.length : later, 0, waiting);
      this.pump();
    });
  }

  /** Has workers started ahead of their calls, `count` in all or as many as there may be; unused they end as idle ones do. */
  standBy(count: number): void {
    while (this.slots.length < count && this.grow());
    this.pump();
  }

  /** Ends all workers; waiting calls are rejected with `worker-died`. */
  close(): void {
    for (const waiting of this.queue.splice(0)) waiting.reject(new UnreadablePhotoError('worker-died'));
    for (const slot of this.slots.splice(0))
      this.endSlot(slot, null, new UnreadablePhotoError('worker-died'));
  }

  private pump(): void {
    clearTimeout(this.idleTimer);
    while (this.queue.length) {
      if (this.queue[0]?.signal?.aborted) {
        // Its own listener has not had its turn yet.
        this.abort(this.queue[0]);
        continue;
      }
      const running = this.slots.flatMap(inside);
      if (running.length && (this.queue[0]?.alone || running.some(({ waiting }) => waiting.alone))) return;
      const next = this.next();
      if (!next) return;
      this.queue.splice(this.queue.indexOf(next.waiting), 1);
      this.start(next.slot, next.waiting);
    }
    if (this.slots.every(isIdle)) {
      this.idleTimer = setTimeout(() => this.close(), this.idleMs);
    }
  }

  /** The call that runs next and its worker: one whose picture a free worker holds, else one that no worker holds, else the first. */
  private next(): { waiting: Waiting; slot: Slot } | null {
    const [first] = this.queue;
    if (!first) return null;
    const idle = this.slots.filter(isIdle);
    const free = first.behind ? idle : this.slots.filter((slot) => slot.front === null);
    // Nothing overtakes a call that is to run alone.
    const alone = this.queue.findIndex((one) => one.alone);
    const before = alone < 0 ? this.queue : this.queue.slice(0, Math.max(1, alone));
    const open = before.filter(({ signal, behind }) => !signal?.aborted && behind === first.behind);
    const knows = ({ knows }: Slot, { about }: Waiting): boolean => about !== null && knows.includes(about);
    for (const waiting of open) {
      const slot = free.find((one) => knows(one, waiting));
      if (slot) return { waiting, slot };
    }
    // Beside a long call only where no worker has nothing to do.
    const slot = idle[0] ?? this.grow() ?? free[0];
    if (!slot) return null;
    const strange = open.find((waiting) => !this.slots.some((one) => knows(one, waiting)));
    return { waiting: strange ?? first, slot };
  }

  private grow(): Slot | undefined {
    if (this.slots.length >= this.size) return undefined;
    const slot: Slot = { worker: this.make(), front: null, behind: null, knows: [] };
    slot.worker.onmessage = (event: MessageEvent<ReplyMessage>) => this.answered(slot, event.data);
    const died = () => this.replace(slot, null, new UnreadablePhotoError('worker-died'));
    slot.worker.onerror = died;
    slot.worker.onmessageerror = died;
    this.slots.push(slot);
    return slot;
  }

  private start(slot: Slot, waiting: Waiting): void {
    const running: Running = { waiting, timer: undefined, worked: 0 };
    slot[waiting.behind ? 'behind' : 'front'] = running;
    const { about } = waiting;
    if (about !== null) slot.knows = [...slot.knows.filter((one) => one !== about), about].slice(-KNOWN);
    this.count(slot, running, Date.now());
    slot.worker.postMessage(waiting.message);
  }

  /** Counts on, and gives a call up whose worker has worked on it for its whole limit. */
  private count(slot: Slot, running: Running, since: number): void {
    const limit = running.waiting.timeoutMs;
    const step = Math.min(limit / COUNTS, COUNT_AT_LEAST_MS, limit - running.worked);
    const from = Date.now();
    running.timer = setTimeout(
      () => {
        const passed = Math.min(Date.now() - from, step * MOST_LATE);
        // A call that rests behind another one is not being worked on.
        const rests = running.waiting.behind && slot.front !== null;
        if (!rests) running.worked += passed * this.share();
        const over = running.worked >= limit - 1 || Date.now() - since > limit * PATIENCE;
        if (over) this.replace(slot, running, new UnreadablePhotoError('timed-out'));
        else this.count(slot, running, since);
      },
      Math.max(1, Math.ceil(step)),
    );
  }

  private answered(slot: Slot, reply: ReplyMessage): void {
    const lane = LANES.find((one) => slot[one]?.waiting.message.id === reply.id);
    const running = lane && slot[lane];
    // An answer to a call that was given up belongs to nobody.
    if (!running) return;
    clearTimeout(running.timer);
    slot[lane] = null;
    if (reply.ok) running.waiting.resolve(reply.answer as never);
    else running.waiting.reject(fromMessage(reply.error));
    this.pump();
  }

  /** Ends a worker. `error` is for the `guilty` call, or for all where none is; a call beside it only lost its worker. */
  private replace(slot: Slot, guilty: Running | null, error: Error): void {
    const at = this.slots.indexOf(slot);
    if (at >= 0) this.slots.splice(at, 1);
    this.endSlot(slot, guilty, error);
    this.pump();
  }

  private endSlot(slot: Slot, guilty: Running | null, error: Error): void {
    slot.worker.terminate();
    for (const running of inside(slot)) {
      clearTimeout(running.timer);
      const lost = guilty !== null && running !== guilty;
      running.waiting.reject(lost ? new UnreadablePhotoError('worker-died') : error);
    }
    slot.front = null;
    slot.behind = null;
  }

  private abort(waiting: Waiting): void {
    const reason = waiting.signal?.reason ?? new DOMException('aborted', 'AbortError');
    const queued = this.queue.indexOf(waiting);
    if (queued >= 0) {
      this.queue.splice(queued, 1);
      waiting.reject(reason);
      return;
    }
    const slot = this.slots.find((one) => inside(one).some((running) => running.waiting === waiting));
    const running = slot && inside(slot).find((one) => one.waiting === waiting);
    if (running) this.replace(slot, running, reason);
  }
}

/** One worker per core, leaving one for the page; between 1 and 4 (more only fights over memory). */
export const poolSize = (cores: number): number => Math.min(4, Math.max(1, cores));
