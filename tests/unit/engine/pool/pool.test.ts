import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { poolSize, WorkerPool } from '../../../../lib/engine/pool/pool.ts';
import type { CallMessage } from '../../../../lib/engine/pool/protocol.ts';
import { UnreadablePhotoError } from '../../../../lib/images/errors.ts';
import { type Behaviour, FakeWorker } from '../../support/fake-worker.ts';

let workers: FakeWorker[] = [];
/** How much of a processor the pool believes that its workers get. */
let share = 1;

function pool(behave: Behaviour, size = 2, idleMs?: number): WorkerPool {
  workers = [];
  return new WorkerPool(
    () => {
      const worker = new FakeWorker(behave);
      workers.push(worker);
      return worker as unknown as Worker;
    },
    size,
    { share: () => share, ...(idleMs !== undefined && { idleMs }) },
  );
}

const call = (p: WorkerPool, photo: string, options: Parameters<WorkerPool['call']>[2] = {}) =>
  p.call('compare', { db: 'd', photo, source: 's' }, options);

const photoOf = (message: CallMessage): string => (message.args as { photo: string }).photo;

/** Echoes the photo's name after a time that its name carries (`name@ms`). */
const echo: Behaviour = (message, worker) => {
  const photo = photoOf(message);
  worker.reply(
    { id: message.id, ok: true, answer: { match: null, difference: null, photo } as never },
    Number(photo.split('@')[1] ?? 0),
  );
};

const settled = (run: Promise<unknown>) =>
  run.then(
    (answer) => ({ answer }),
    (error: Error & { problem?: string }) => ({ error }),
  );

beforeEach(() => {
  vi.useFakeTimers();
  share = 1;
});
afterEach(() => void vi.useRealTimers());

describe('WorkerPool', () => {
  it('has workers stand by ahead of their calls, and ends them when none comes', async () => {
    const p = pool(echo, 2, 1_000);
    p.standBy(1);
    expect(workers).toHaveLength(1);
    p.standBy(5);
    expect(workers).toHaveLength(2);
    const run = call(p, 'a@5');
    await vi.advanceTimersByTimeAsync(10);
    await run;
    expect(workers).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  it('starts workers as they are needed, never more than its size', async () => {
    const p = pool(echo, 2);
    expect(workers).toHaveLength(0);
    const runs = Promise.all(['a@5', 'b@5', 'c@5', 'd@5'].map((photo) => call(p, photo)));
    expect(workers).toHaveLength(2);
    await vi.runAllTimersAsync();
    await runs;
    expect(workers).toHaveLength(2);
    expect(workers.map((worker) => worker.calls.length)).toEqual([2, 2]);
    for (const worker of workers) expect(worker.terminated).toBe(true);
  });

  it('asks the worker again that already holds the picture, where it is free', async () => {
    const p = pool(echo, 2);
    const first = [call(p, 'a@9', { about: 'a' }), call(p, 'b@5', { about: 'b' })];
    await vi.advanceTimersByTimeAsync(6);
    // The second worker is free, the first is not: nobody waits for a picture.
    const other = call(p, 'a@1', { about: 'a' });
    await vi.advanceTimersByTimeAsync(10);
    const again = [call(p, 'b@2', { about: 'b' }), call(p, 'c@2', { about: 'c' })];
    await vi.advanceTimersByTimeAsync(10);
    await Promise.all([...first, other, ...again]);
    expect(workers.map((worker) => worker.calls.map(photoOf))).toEqual([
      ['a@9', 'c@2'],
      ['b@5', 'a@1', 'b@2'],
    ]);
    await vi.runAllTimersAsync();
  });

  it('lets a call wait for the worker that holds its picture while the others have something else to do', async () => {
    const p = pool(echo, 2);
    const runs = [call(p, 'a@5', { about: 'a' }), call(p, 'b@7', { about: 'b' })];
    const later = [
      call(p, 'b@2', { about: 'b' }),
      call(p, 'c@2', { about: 'c' }),
      call(p, 'a@1', { about: 'a' }),
    ];
    await vi.runAllTimersAsync();
    await Promise.all([...runs, ...later]);
    expect(workers.map((worker) => worker.calls.map(photoOf))).toEqual([
      ['a@5', 'a@1', 'c@2'],
      ['b@7', 'b@2'],
    ]);
  });

  it('leaves no worker idle for a picture that another one holds', async () => {
    const p = pool(echo, 2);
    const runs = [
      call(p, 'a@9', { about: 'a' }),
      call(p, 'b@1', { about: 'b' }),
      call(p, 'a@2', { about: 'a' }),
    ];
    await vi.runAllTimersAsync();
    await Promise.all(runs);
    expect(workers.map((worker) => worker.calls.map(photoOf))).toEqual([['a@9'], ['b@1', 'a@2']]);
  });

  it('lets nothing overtake a call that is to run alone', async () => {
    const p = pool(echo, 2);
    const runs = [
      call(p, 'a@5', { about: 'a' }),
      call(p, 'b@9', { about: 'b' }),
      call(p, 'x@1'),
      call(p, 'alone@1', { alone: true }),
      call(p, 'a@1', { about: 'a' }),
    ];
    const order: string[] = [];
    for (const run of runs)
      void run.then((answer) => order.push((answer as unknown as { photo: string }).photo));
    await vi.runAllTimersAsync();
    await Promise.all(runs);
    expect(order).toEqual(['a@5', 'x@1', 'b@9', 'alone@1', 'a@1']);
  });

  it('runs other calls beside a long one that gives way, in its worker where no other is free', async () => {
    const p = pool(echo, 1);
    const order: string[] = [];
    const runs = [call(p, 'film@50', { about: 'film', behind: true }), call(p, 'a@5'), call(p, 'b@5')];
    for (const run of runs)
      void run.then((answer) => order.push((answer as unknown as { photo: string }).photo));
    await vi.runAllTimersAsync();
    await Promise.all(runs);
    expect(order).toEqual(['a@5', 'b@5', 'film@50']);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.calls.map(({ behind }) => behind ?? false)).toEqual([true, false, false]);
  });

  it('gives a free worker before the one that a long call has, and starts one for it', async () => {
    const p = pool(echo, 2);
    const runs = [call(p, 'film@50', { about: 'film', behind: true }), call(p, 'a@5')];
    await vi.advanceTimersByTimeAsync(10);
    runs.push(call(p, 'b@5'));
    await vi.runAllTimersAsync();
    await Promise.all(runs);
    expect(workers.map((worker) => worker.calls.map(photoOf))).toEqual([['film@50'], ['a@5', 'b@5']]);
  });

  it('has long calls wait until no other does, one behind each worker', async () => {
    const p = pool(echo, 1);
    const order: string[] = [];
    const runs = [
      call(p, 'a@5'),
      call(p, 'film@9', { about: 'film', behind: true }),
      call(p, 'film2@9', { about: 'film', behind: true }),
      call(p, 'b@5'),
    ];
    for (const run of runs)
      void run.then((answer) => order.push((answer as unknown as { photo: string }).photo));
    await vi.runAllTimersAsync();
    await Promise.all(runs);
    expect(order).toEqual(['a@5', 'b@5', 'film@9', 'film2@9']);
  });

  it('ends a worker whose long call takes too long, and the call beside it is to be tried again', async () => {
    const p = pool(() => {}, 1);
    const film = settled(call(p, 'film', { behind: true, timeoutMs: 1_000 }));
    await vi.advanceTimersByTimeAsync(990);
    const beside = settled(call(p, 'a', { timeoutMs: 5_000 }));
    await vi.advanceTimersByTimeAsync(4_000);
    // It rests meanwhile, and its time with it.
    expect(workers[0]?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await beside).toMatchObject({ error: { problem: 'timed-out' } });
    expect(await film).toMatchObject({ error: { problem: 'worker-died' } });
  });

  it('gives every caller its own answer, whatever the order of replies', async () => {
    const p = pool(echo, 4);
    const photos = Array.from({ length: 40 }, (_, i) => `photo${i}@${(i * 37) % 50}`);
    const runs = Promise.all(photos.map((photo) => call(p, photo)));
    await vi.runAllTimersAsync();
    expect((await runs).map((answer) => (answer as unknown as { photo: string }).photo)).toEqual(photos);
  });

  it('ignores replies to calls that nobody waits for', async () => {
    const p = pool((message, worker) => {
      worker.reply({ id: message.id + 100, ok: true, answer: { match: null, difference: null } });
      worker.reply({ id: message.id, ok: true, answer: 'mine' as never }, 5);
      worker.reply({ id: message.id, ok: true, answer: 'twice' as never }, 6);
    }, 1);
    const runs = Promise.all([call(p, 'a'), call(p, 'b')]);
    await vi.runAllTimersAsync();
    expect(await runs).toEqual(['mine', 'mine']);
  });

  it("hands the worker's own error on by name", async () => {
    const p = pool((message, worker) =>
      worker.reply({
        id: message.id,
        ok: false,
        error: { name: 'UnreadablePhotoError', message: 'empty', fields: { problem: 'empty' } },
      }),
    );
    const run = settled(call(p, 'a'));
    await vi.runAllTimersAsync();
    expect(await run).toMatchObject({ error: expect.any(UnreadablePhotoError) });
  });

  it('replaces a worker that hangs, and goes on with the queue', async () => {
    const p = pool((message, worker) => {
      if (photoOf(message) !== 'stuck') echo(message, worker);
    }, 1);
    const stuck = settled(call(p, 'stuck', { timeoutMs: 1_000 }));
    const next = settled(call(p, 'next'));
    await vi.advanceTimersByTimeAsync(999);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(await stuck).toMatchObject({ error: { problem: 'timed-out' } });
    expect(workers[0]?.terminated).toBe(true);
    expect(await next).toMatchObject({ answer: { photo: 'next' } });
    expect(workers).toHaveLength(2);
  });

  it('counts the work, not the clock of a busy computer', async () => {
    share = 0.1;
    const p = pool(echo, 1);
    const slow = settled(call(p, 'slow@8000', { timeoutMs: 1_000 }));
    await vi.advanceTimersByTimeAsync(8_100);
    expect(await slow).toMatchObject({ answer: { photo: 'slow@8000' } });
    const stuck = settled(call(p, 'stuck@20000', { timeoutMs: 1_000 }));
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await stuck).toMatchObject({ error: { problem: 'timed-out' } });
  });

  it('gives up in the end, however busy the computer says that it is', async () => {
    share = 0;
    const p = pool(() => {}, 1);
    const stuck = settled(call(p, 'stuck', { timeoutMs: 1_000 }));
    await vi.advanceTimersByTimeAsync(45_000);
    expect(await stuck).toMatchObject({ error: { problem: 'timed-out' } });
  });

  it('tells the worker of a long call that runs alone, so that it does not rest behind itself', async () => {
    const p = pool(echo, 2);
    const runs = [call(p, 'a@5'), call(p, 'film@5', { alone: true, behind: true })];
    await vi.runAllTimersAsync();
    await Promise.all(runs);
    const told = workers.flatMap((worker) => worker.calls.map(({ behind }) => behind ?? false));
    expect(told).toEqual([false, true]);
  });

  it('lets a call that asks for it run alone', async () => {
    const p = pool(echo, 2);
    const runs = [call(p, 'first@50'), call(p, 'alone@50', { alone: true }), call(p, 'after@10')];
    await vi.advanceTimersByTimeAsync(49);
    expect(workers.flatMap((worker) => worker.calls.map(photoOf))).toEqual(['first@50']);
    await vi.advanceTimersByTimeAsync(30);
    expect(workers.flatMap((worker) => worker.calls.map(photoOf))).toEqual(['first@50', 'alone@50']);
    await vi.runAllTimersAsync();
    expect(await Promise.all(runs)).toHaveLength(3);
  });

  it('replaces a worker that dies, and only its call fails', async () => {
    const p = pool((message, worker) => {
      if (photoOf(message) === 'deadly') setTimeout(() => worker.onerror?.(), 1);
      else echo(message, worker);
    }, 2);
    const runs = ['deadly', 'other@5', 'later@5'].map((photo) => settled(call(p, photo)));
    await vi.runAllTimersAsync();
    expect(await Promise.all(runs)).toMatchObject([
      { error: { problem: 'worker-died' } },
      { answer: { photo: 'other@5' } },
      { answer: { photo: 'later@5' } },
    ]);
    expect(workers).toHaveLength(3);
  });

  it('treats a reply that cannot be read as a death', async () => {
    const p = pool((_, worker) => setTimeout(() => worker.onmessageerror?.(), 1), 1);
    const run = settled(call(p, 'a'));
    await vi.runAllTimersAsync();
    expect(await run).toMatchObject({ error: { problem: 'worker-died' } });
  });

  it('drops a waiting call that is aborted, and ends the worker of a running one', async () => {
    const p = pool(echo, 1);
    const stop = new AbortController();
    const running = settled(call(p, 'running@50', { signal: stop.signal }));
    const waiting = settled(call(p, 'waiting', { signal: stop.signal }));
    const other = settled(call(p, 'other'));
    stop.abort(new Error('closed'));
    await vi.runAllTimersAsync();
    expect(await running).toMatchObject({ error: { message: 'closed' } });
    expect(await waiting).toMatchObject({ error: { message: 'closed' } });
    expect(await other).toMatchObject({ answer: { photo: 'other' } });
    expect(workers.flatMap((worker) => worker.calls.map(photoOf))).toEqual(['running@50', 'other']);
    expect(await settled(call(p, 'late', { signal: stop.signal }))).toMatchObject({
      error: { message: 'closed' },
    });
  });

  it('frees its workers after idling and starts new ones for the next call', async () => {
    const p = pool(echo, 2);
    const first = call(p, 'a');
    await vi.advanceTimersByTimeAsync(10_000);
    await first;
    expect(workers[0]?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(workers[0]?.terminated).toBe(true);
    const second = call(p, 'b');
    await vi.advanceTimersByTimeAsync(1);
    expect(await second).toMatchObject({ photo: 'b' });
    expect(workers).toHaveLength(2);
  });

  it('keeps its workers as long as it is told to', async () => {
    const p = pool(echo, 2, 180_000);
    const first = call(p, 'a');
    await vi.advanceTimersByTimeAsync(170_000);
    await first;
    expect(workers[0]?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(workers[0]?.terminated).toBe(true);
  });

  it('does not idle while a long call runs', async () => {
    const p = pool(echo, 2);
    const long = call(p, 'long@40000');
    void call(p, 'short');
    await vi.advanceTimersByTimeAsync(39_999);
    expect(
      workers.some((worker) => worker.calls.map(photoOf).includes('long@40000') && worker.terminated),
    ).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(await long).toMatchObject({ photo: 'long@40000' });
  });

  it('rejects everything open when it is closed', async () => {
    const p = pool(echo, 1);
    const runs = [settled(call(p, 'a@50')), settled(call(p, 'b'))];
    p.close();
    expect(await Promise.all(runs)).toMatchObject([
      { error: { problem: 'worker-died' } },
      { error: { problem: 'worker-died' } },
    ]);
    expect(workers[0]?.terminated).toBe(true);
  });
});

describe('poolSize', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [16, 4],
  ])('%i cores: %i workers', (cores, size) => expect(poolSize(cores)).toBe(size));
});
