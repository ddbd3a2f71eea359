import { factOf } from '../../../lib/claims/finding.ts';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toMessage } from '../../../lib/base/errors.ts';
import { Engine } from '../../../lib/engine/engine.ts';
import type { CallMessage, Inspection } from '../../../lib/engine/pool/protocol.ts';
import { UnreadablePhotoError } from '../../../lib/images/errors.ts';
import { saveReadings } from '../../../lib/store/claims.ts';
import { ClaimLensDb } from '../../../lib/store/db.ts';
import { askFor } from '../../../lib/store/jobs.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { pngHeader } from '../support/bytes.ts';
import { claim, photo } from '../support/claims.ts';
import { type Behaviour, FakeWorker } from '../support/fake-worker.ts';
import { takeNext } from '../support/take.ts';
import { until } from '../support/until.ts';

const NOW = new Date('2026-10-02T03:00:00Z');
const PHOTOS = 6;

const inspection = (sha256: string): Inspection => ({
  sha256,
  mime: 'image/png',
  width: 8,
  height: 8,
  fingerprint: null,
  query: null,
  windows: [],
  others: [],
  preview: null,
  unreadable: null,
  report: { mime: 'image/png', bytes: 24, ai: 'none', edit: 'none', traces: [], unreadable: [] },
  previews: [],
  findings: [],
  checks: [{ name: 'provenance', version: '1', result: { state: 'nothing-found' } }],
  ms: { total: 1 },
});

const shaOf = (message: CallMessage): string => (message.args as { sha256: string }).sha256;

const well: Behaviour = (message, worker) => {
  const answer =
    message.method === 'labels'
      ? { findings: [], check: { name: 'labels', version: '1', result: { state: 'nothing-found' } } }
      : inspection(shaOf(message));
  worker.reply({ id: message.id, ok: true, answer: answer as never });
};

let count = 0;
let dbName = '';
const engines: Engine[] = [];
let inspected: string[] = [];

/** An engine over the test's database, its network answering every address with a picture of its own. */
function engine(
  behave: Behaviour = well,
  over: Partial<ConstructorParameters<typeof Engine>[0]> = {},
): Engine {
  const made = new Engine({
    dbName,
    makeWorker: () =>
      new FakeWorker((message, worker) => {
        if (message.method === 'inspect') inspected.push(shaOf(message));
        behave(message, worker);
      }) as unknown as Worker,
    workers: 2,
    calmMs: 0,
    models: null,
    packs: null,
    validator: null,
    rules: {
      allowed: async () => true,
      fetch: (async (url: string) =>
        new Response(
          pngHeader(8, 8, Number(new URL(url).pathname.replace(/\D/g, ''))) as BodyInit,
        )) as typeof fetch,
    },
    ...over,
  });
  engines.push(made);
  return made;
}

async function page(photos = PHOTOS): Promise<void> {
  const db = new ClaimLensDb(dbName);
  const evidence = Array.from({ length: photos }, (_, i) => photo(`https://img.pddpic.com/${i + 1}.jpg`));
  await saveReadings(db, [claim({ evidence })], NOW);
  db.close();
}

beforeEach(() => {
  count += 1;
  dbName = `engine-${count}`;
  inspected = [];
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  for (const made of engines.splice(0)) made.stop();
  vi.restoreAllMocks();
});

describe('Engine', () => {
  it('fetches, keeps, checks and sums up what a page told', async () => {
    await page();
    const run = engine();
    await run.start();
    await run.drained();
    expect((await run.db.evidence.toArray()).every((row) => row.state === 'kept')).toBe(true);
    expect(await run.db.blobs.count()).toBe(PHOTOS);
    expect(await run.db.verdicts.get('pinduoduo:1001')).toMatchObject({
      photos: { total: PHOTOS, checked: PHOTOS },
    });
    expect(await run.db.jobs.where('state').notEqual('done').count()).toBe(0);
    expect((await run.db.jobs.get('sum-up-claim:pinduoduo:1001'))?.state).toBe('done');
    expect(inspected).toHaveLength(PHOTOS);
    expect(verifyLedger(await run.db.ledger.toArray())).toEqual([]);
  });

  it.each([
    ['cannot-decode', 2],
    ['timed-out', 3],
  ] as const)('tries %s again, alone, before it is said of a photo', async (problem, attempts) => {
    await page(1);
    let left = attempts - 1;
    const behave: Behaviour = (message, worker) => {
      if (message.method !== 'inspect' || left-- <= 0) return well(message, worker);
      if (problem === 'cannot-decode') {
        const unreadable = { problem, detail: 'no memory' };
        worker.reply({
          id: message.id,
          ok: true,
          answer: { ...inspection(shaOf(message)), unreadable } as never,
        });
      } else worker.reply({ id: message.id, ok: false, error: toMessage(new UnreadablePhotoError(problem)) });
    };
    const run = engine(behave, { laterMs: 30 });
    await run.start();
    await run.drained();
    expect(inspected).toHaveLength(attempts);
    expect((await run.db.findings.toArray()).map(({ code }) => code)).not.toContain('photo-unreadable');
    expect((await run.db.verdicts.get('pinduoduo:1001'))?.photos.checked).toBe(1);
  });

  it('begins to read labels only when no answer is worked on any more', async () => {
    await page(3);
    const run = engine(well, { calmMs: 300 });
    await run.start();
    await run.drained();
    const jobs = await run.db.jobs.toArray();
    const labels = jobs.filter(({ kind }) => kind === 'read-labels');
    const answers = jobs.filter((job) => !labels.includes(job));
    expect(labels).toHaveLength(3);
    const first = Math.min(...labels.map(({ startedAt }) => startedAt ?? 0));
    for (const { endedAt } of answers) expect(endedAt ?? 0).toBeLessThan(first);
  });

  it('takes up what a dead engine left, and checks no photo twice', async () => {
    await page();
    const first = engine((message, worker) => {
      if (inspected.length <= 3) well(message, worker);
    });
    await first.start();
    await until(async () => expect(inspected.length).toBeGreaterThanOrEqual(5));
    const done = new Set((await first.db.jobs.where('state').equals('done').primaryKeys()) as string[]);
    first.stop();
    const before = inspected.length;
    const second = engine();
    await second.start();
    await second.drained();
    expect((await second.db.verdicts.get('pinduoduo:1001'))?.photos.checked).toBe(PHOTOS);
    const again = inspected.slice(before);
    expect(new Set(again).size).toBe(again.length);
    for (const sha of again) expect(done.has(`check-photo:pinduoduo:1001#${sha}`)).toBe(false);
    expect(
      await second.db.ledger
        .where('subject')
        .startsWith('pinduoduo:1001#')
        .filter((row) => row.what === 'photo-checked')
        .count(),
    ).toBe(PHOTOS);
  });

  it('gives a photo up that kills its worker every time, says so, and finishes the others', async () => {
    await page();
    let deadly = '';
    const run = engine((message, worker) => {
      if (message.method !== 'inspect') return well(message, worker);
      deadly ||= shaOf(message);
      if (shaOf(message) === deadly) setTimeout(() => worker.onerror?.(), 1);
      else well(message, worker);
    });
    await run.start();
    await run.drained();
    expect(inspected.filter((sha) => sha === deadly)).toHaveLength(3);
    expect(await run.db.findings.where('code').equals('photo-unreadable').toArray()).toMatchObject([
      { sha256: deadly, finding: { strength: 'context', facts: { why: 'worker-died' } } },
    ]);
    expect((await run.db.verdicts.get('pinduoduo:1001'))?.photos).toEqual({
      total: PHOTOS,
      checked: PHOTOS - 1,
      notChecked: 1,
    });
  });

  it('reports a photo during which the whole engine died three times', async () => {
    await page(1);
    const setup = engine();
    await setup.start();
    await setup.drained();
    await setup.db.jobs.update(`check-photo:pinduoduo:1001#${inspected[0]}`, {
      state: 'running',
      attempts: 3,
    });
    setup.stop();
    const run = engine();
    await run.start();
    await run.drained();
    expect(await run.db.findings.where('code').equals('photo-unreadable').count()).toBe(1);
    expect(inspected).toHaveLength(1);
  });

  it.each([1, 4, 12, 40])('goes on by itself after a disk that was full for %i writes', async (writes) => {
    await page();
    const real = IDBObjectStore.prototype.put;
    let left = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (left-- > 0) throw new DOMException('no room is left', 'QuotaExceededError');
      return real.apply(this, args as Parameters<typeof real>);
    });
    const run = engine(
      (message, worker) => {
        if (message.method === 'inspect' && inspected.length === 2) left = writes;
        well(message, worker);
      },
      { retryMs: 5 },
    );
    await run.start();
    await run.drained();
    expect(left).toBeLessThan(0);
    expect(await run.db.jobs.where('state').anyOf('queued', 'running').count()).toBe(0);
    expect((await run.db.verdicts.get('pinduoduo:1001'))?.photos.total).toBe(PHOTOS);
    expect(verifyLedger(await run.db.ledger.toArray())).toEqual([]);
  });

  it('turns an error of the check itself into a finding', async () => {
    await page(1);
    const run = engine((message, worker) => {
      if (message.method === 'inspect')
        worker.reply({
          id: message.id,
          ok: false,
          error: { name: 'TypeError', message: 'x is undefined', fields: {} },
        });
      else well(message, worker);
    });
    await run.start();
    await run.drained();
    expect(await run.db.findings.toArray()).toMatchObject([
      { code: 'photo-unreadable', finding: { facts: { why: 'internal-error' } } },
    ]);
  });

  it('says why a picture could not be had, asks the page where the host refused, and tries again what passes', async () => {
    await page(3);
    const status: Record<string, number> = { '/1.jpg': 403, '/2.jpg': 404, '/3.jpg': 503 };
    const asked: string[] = [];
    const run = engine(well, {
      rules: {
        allowed: async () => true,
        fetch: (async (url: string) =>
          new Response('', { status: status[new URL(url).pathname] })) as typeof fetch,
      },
      askPage: (_, url) => asked.push(url),
    });
    await run.start();
    await until(async () => expect(await run.db.findings.count()).toBe(3));
    const rows = await run.db.findings.toArray();
    expect(rows.map((row) => factOf(row.finding, 'why')).sort()).toEqual([
      'not-found',
      'refused',
      'server-error',
    ]);
    expect(asked).toEqual(['https://img.pddpic.com/1.jpg']);
    const waiting = await run.db.jobs.where('state').equals('queued').toArray();
    expect(waiting).toMatchObject([{ kind: 'fetch-evidence', attempts: 1, error: 'server-error' }]);
    expect(waiting[0]?.notBefore).toBeGreaterThan(Date.now() + 15_000);
  });

  it('heeds the patience that a host asks for, and goes on when it is over', async () => {
    await page(1);
    let answers = 0;
    const run = engine(well, {
      rules: {
        allowed: async () => true,
        fetch: (async () => {
          answers += 1;
          return answers === 1
            ? new Response('', { status: 429, headers: { 'retry-after': '1' } })
            : new Response(pngHeader(8, 8) as BodyInit);
        }) as typeof fetch,
      },
    });
    const started = Date.now();
    await run.start();
    await run.drained();
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
    expect((await run.db.evidence.toArray())[0]?.state).toBe('kept');
    expect(await run.db.findings.where('code').equals('photo-unavailable').count()).toBe(0);
  });

  it('says that the disk is full where the bytes could not be kept', async () => {
    await page(1);
    const run = engine();
    vi.spyOn(run.db.blobs, 'put').mockRejectedValue(
      new DOMException('The quota has been exceeded.', 'QuotaExceededError'),
    );
    await run.start();
    await run.drained();
    expect(await run.db.findings.toArray()).toMatchObject([
      { code: 'photo-unavailable', finding: { facts: { why: 'storage-full' } } },
    ]);
    expect((await run.db.evidence.toArray())[0]?.state).toBe('unavailable');
  });

  it('takes a job that nobody told it of before it rests', async () => {
    await page(1);
    const run = engine(well, { idleMs: 300 });
    await run.start();
    await run.drained();
    const done = (await run.db.jobs.toArray()).find(({ kind }) => kind === 'check-photo');
    const again = { ...done, state: 'queued', attempts: 0, startedAt: null, endedAt: null };
    // Past Dexie, as a page does that is closed before its word goes out.
    await new Promise<void>((written, fail) => {
      const asked = indexedDB.open(dbName);
      asked.onerror = () => fail(asked.error);
      asked.onsuccess = () => {
        const work = asked.result.transaction('jobs', 'readwrite');
        work.objectStore('jobs').put(again);
        work.oncomplete = () => written(asked.result.close());
      };
    });
    await until(async () => expect(inspected).toHaveLength(2));
  });

  it('tells once when nothing is left to do', async () => {
    await page(1);
    let idle = 0;
    const run = engine(well, { onIdle: () => (idle += 1), idleMs: 30 });
    await run.start();
    await run.drained();
    await until(() => expect(idle).toBe(1));
  });

  it('leaves jobs of an unknown claim without harm', async () => {
    const run = engine();
    await askFor(run.db, [{ kind: 'check-photo', subject: 'gone:1#aa', claimKey: 'gone:1', priority: 5 }], 1);
    await run.start();
    await run.drained();
    expect(await takeNext(run.db, 2)).toBeNull();
  });
});
