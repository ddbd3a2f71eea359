import 'fake-indexeddb/auto';
import { afterEach, expect, it, vi } from 'vitest';
import { keepLoosePhoto } from '../../../lib/app/claims/loose-photos.ts';
import { Engine } from '../../../lib/engine/engine.ts';
import type { CallMessage } from '../../../lib/engine/pool/protocol.ts';
import { encodeFingerprint, fingerprint } from '../../../lib/match/index.ts';
import { ClaimLensDb } from '../../../lib/store/db.ts';
import { drawn } from '../match/pictures.ts';
import { pngHeader } from '../support/bytes.ts';
import { FakeWorker } from '../support/fake-worker.ts';
import { until } from '../support/until.ts';

const PHOTOS = 4;
const NAME = 'transactions';
const query = fingerprint(drawn(1, 320, 240));

afterEach(() => vi.restoreAllMocks());

/** Mode and stores of every transaction of databases that are opened from now on. */
async function transactions(): Promise<string[]> {
  const all: string[] = [];
  const opened = await new ClaimLensDb('another').open();
  const connection = Object.getPrototypeOf(opened.backendDB()) as IDBDatabase;
  opened.close();
  const real = connection.transaction;
  vi.spyOn(connection, 'transaction').mockImplementation(function (this: IDBDatabase, stores, mode, options) {
    all.push(`${mode} ${[stores].flat().join(' ')}`);
    return real.call(this, stores, mode, options);
  });
  return all;
}

function inspect({ id, method, args }: CallMessage, worker: FakeWorker): void {
  const inspection = {
    sha256: (args as { sha256: string }).sha256,
    ...{ mime: 'image/png', width: 8, height: 8, fingerprint: encodeFingerprint(query), query },
    ...{
      windows: [],
      others: [],
      preview: null,
      unreadable: null,
      previews: [],
      findings: [],
      ms: { total: 1 },
    },
    report: { mime: 'image/png', bytes: 24, ai: 'none', edit: 'none', traces: [], unreadable: [] },
    checks: [{ name: 'provenance', version: '1', result: { state: 'nothing-found' } }],
  };
  const answer = method === 'inspect' ? inspection : { results: [], ms: 1 };
  worker.reply({ id, ok: true, answer: answer as never });
}

it('keeps a dropped photo in two transactions, and checks it in seven', async () => {
  const all = await transactions();
  const db = new ClaimLensDb(NAME);
  await db.open();
  const before = all.length;
  for (let n = 1; n <= PHOTOS; n++)
    await keepLoosePhoto(new File([pngHeader(8, 8, n) as BlobPart], `${n}.png`), db);
  expect((all.length - before) / PHOTOS).toBe(2);
  const engine = new Engine({
    ...{ dbName: NAME, workers: 1, models: null, packs: null, validator: null },
    makeWorker: () => new FakeWorker(inspect) as unknown as Worker,
    rules: { allowed: async () => false },
  });
  await engine.index.load();
  const kept = all.length;
  await engine.start();
  await until(async () =>
    expect(await db.jobs.where({ kind: 'check-photo', state: 'done' }).count()).toBe(PHOTOS),
  );
  engine.stop();
  // Not the test's own looking after the jobs, and what the engine takes up when it starts.
  const own = all.slice(kept).filter((one) => one !== 'readonly jobs');
  expect(own.filter((one) => one !== 'readwrite jobs').length).toBeLessThanOrEqual(6 * PHOTOS);
  expect(own.length).toBeLessThanOrEqual(8 * PHOTOS);
  db.close();
});
