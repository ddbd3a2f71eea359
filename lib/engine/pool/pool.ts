/** A pool of module workers: one call at a time each, a time limit per call, the dead and the stuck replaced. */

import { fromMessage } from '../../base/errors.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { PHOTO_TIMEOUT_MS } from '../../images/limits.ts';
import type { CallMessage, Method, ReplyMessage, WorkerCalls } from './protocol.ts';

interface Waiting {
  message: CallMessage;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  resolve(answer: never): void;
  reject(error: Error): void;
}

interface Slot {
  worker: Worker;
  current: Waiting | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A worker that has done nothing for this long is ended, so that decoded pictures and models leave memory. */
const IDLE_MS = 20_000;

export class WorkerPool {
  private readonly slots: Slot[] = [];
  private readonly queue: Waiting[] = [];
  private nextId = 1;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly make: () => Worker;
  readonly size: number;

  /**
   * @param make starts one worker
   * @param size most workers at once, at least 1
   */
  constructor(make: () => Worker, size: number) {
    this.make = make;
    this.size = Math.max(1, size);
  }

  /**
   * Runs one call on a free worker. Rejects with UnreadablePhotoError `timed-out` or `worker-died` when the worker had
   * to be replaced, with the signal's reason when aborted, with the worker's own error otherwise.
   */
  call<M extends Method>(
    method: M,
    args: WorkerCalls[M]['args'],
    options: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<WorkerCalls[M]['answer']> {
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) return reject(options.signal.reason);
      const waiting: Waiting = {
        message: { id: this.nextId++, method, args },
        timeoutMs: options.timeoutMs ?? PHOTO_TIMEOUT_MS,
        signal: options.signal,
        resolve: resolve as (answer: never) => void,
        reject,
      };
      options.signal?.addEventListener('abort', () => this.abort(waiting), { once: true });
      this.queue.push(waiting);
      this.pump();
    });
  }

  /** Ends all workers; waiting calls are rejected with `worker-died`. */
  close(): void {
    for (const waiting of this.queue.splice(0)) waiting.reject(new UnreadablePhotoError('worker-died'));
    for (const slot of this.slots.splice(0)) this.endSlot(slot, new UnreadablePhotoError('worker-died'));
  }

  private pump(): void {
    clearTimeout(this.idleTimer);
    while (this.queue.length) {
      if (this.queue[0]?.signal?.aborted) {
        // Its own listener has not had its turn yet.
        this.abort(this.queue[0]);
        continue;
      }
      const slot = this.slots.find((candidate) => candidate.current === null) ?? this.grow();
      if (!slot) return;
      this.start(slot, this.queue.shift()!);
    }
    if (this.slots.every((slot) => slot.current === null)) {
      this.idleTimer = setTimeout(() => this.close(), IDLE_MS);
    }
  }

  private grow(): Slot | undefined {
    if (this.slots.length >= this.size) return undefined;
    const slot: Slot = { worker: this.make(), current: null, timer: undefined };
    slot.worker.onmessage = (event: MessageEvent<ReplyMessage>) => this.answered(slot, event.data);
    const died = () => this.replace(slot, new UnreadablePhotoError('worker-died'));
    slot.worker.onerror = died;
    slot.worker.onmessageerror = died;
    this.slots.push(slot);
    return slot;
  }

  private start(slot: Slot, waiting: Waiting): void {
    slot.current = waiting;
    slot.timer = setTimeout(
      () => this.replace(slot, new UnreadablePhotoError('timed-out')),
      waiting.timeoutMs,
    );
    slot.worker.postMessage(waiting.message);
  }

  private answered(slot: Slot, reply: ReplyMessage): void {
    const waiting = slot.current;
    // An answer to a call that was given up belongs to nobody.
    if (!waiting || waiting.message.id !== reply.id) return;
    clearTimeout(slot.timer);
    slot.current = null;
    if (reply.ok) waiting.resolve(reply.answer as never);
    else waiting.reject(fromMessage(reply.error));
    this.pump();
  }

  private replace(slot: Slot, error: Error): void {
    const at = this.slots.indexOf(slot);
    if (at >= 0) this.slots.splice(at, 1);
    this.endSlot(slot, error);
    this.pump();
  }

  private endSlot(slot: Slot, error: Error): void {
    clearTimeout(slot.timer);
    slot.worker.terminate();
    slot.current?.reject(error);
    slot.current = null;
  }

  private abort(waiting: Waiting): void {
    const queued = this.queue.indexOf(waiting);
    if (queued >= 0) {
      this.queue.splice(queued, 1);
      waiting.reject(waiting.signal?.reason ?? new DOMException('aborted', 'AbortError'));
      return;
    }
    const slot = this.slots.find((candidate) => candidate.current === waiting);
    if (slot) this.replace(slot, waiting.signal?.reason ?? new DOMException('aborted', 'AbortError'));
  }
}

/** One worker per core, leaving one for the page; between 1 and 4 (more only fights over memory). */
export const poolSize = (cores: number): number => Math.min(4, Math.max(1, cores));
