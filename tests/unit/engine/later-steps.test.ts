/** The steps that follow a photo's comparison: edges, inside, packs; each replaces only its own words. */
import { findingOf } from '../support/findings.ts';
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../lib/claims/finding.ts';
import { failJob } from '../../../lib/engine/fail-job.ts';
import { askPacksJob } from '../../../lib/engine/photo/ask-packs.ts';
import { type LabelDeps, readLabelsJob } from '../../../lib/engine/photo/read-labels.ts';
import type { Method, WorkerCalls } from '../../../lib/engine/pool/protocol.ts';
import type { PackRepository } from '../../../lib/packs/index.ts';
import { saveReadings } from '../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { askFor } from '../../../lib/store/jobs.ts';
import type { JobKind, JobRow } from '../../../lib/store/rows.ts';
import { claim, photo } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';

const KEY = 'pinduoduo:1001';
const NOW = new Date('2026-10-02T03:00:00Z');
const SUBJECT = `${KEY}#aa`;

const check = (name: string, version = '1', result: Check['result'] = { state: 'nothing-found' }): Check => ({
  name,
  version,
  result,
});
const label = findingOf('ai-label-visible', { photo: 'aa', check: { name: 'labels', version: '1' } });
const score = (version: string): Finding =>
  findingOf('model-score', {
    photo: 'aa',
    facts: { which: version },
    check: { name: 'model-pack', version },
  });

type Answers = { [M in Method]?: (args: WorkerCalls[M]['args']) => WorkerCalls[M]['answer'] };

/** A photo `aa` that was compared, a repository with the packs named, workers that answer as told. */
async function ready(answers: Answers, packs: [id: string, version: string][] = []) {
  const db: ClaimLensDb = freshDb();
  await saveReadings(db, [claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })], NOW);
  const [row] = await db.evidence.toArray();
  await db.evidence.put({ ...row!, state: 'kept', sha256: 'aa' });
  await db.jobs.clear();
  await db.photos.put({ sha256: 'aa', fingerprint: new Uint8Array(1) } as never);
  const asked: { method: string; args: unknown }[] = [];
  const repository = packs.map(([id, version]) => ({ id, manifest: { id, version, task: 'image-score' } }));
  const deps = {
    db,
    dbName: db.name,
    models: 'models/',
    packs: { cards: async () => repository } as unknown as PackRepository,
    now: () => NOW,
    pool: {
      call: async (method: Method, args: never) => {
        asked.push({ method, args });
        return answers[method]?.(args);
      },
    },
  } as unknown as LabelDeps;
  const job = async (kind: JobKind): Promise<JobRow> => {
    await askFor(db, [{ kind, subject: SUBJECT, claimKey: KEY, priority: 7 }], 1);
    return (await db.jobs.get(`${kind}:${SUBJECT}`))!;
  };
  const codes = async () => (await db.findings.toArray()).map((one) => one.code).sort();
  return { db, deps, job, asked, codes, repository };
}

const seen = { lines: [{ text: 'read before' }], codes: [] } as never;

describe('readLabelsJob', () => {
  it('looks inside later where the edges showed nothing, going on from what it read', async () => {
    const { db, deps, job, asked, codes } = await ready({
      labels: (args) =>
        args.seen
          ? { findings: [label], checks: [check('labels', '1', { state: 'found' })], rest: null }
          : { findings: [], checks: [check('labels')], rest: seen },
    });
    await readLabelsJob(deps, await job('read-labels'));
    const later = await db.jobs.get(`read-inside:${SUBJECT}`);
    expect(later).toMatchObject({ state: 'queued', carry: seen });
    expect(later!.priority).toBeGreaterThan(7);
    await readLabelsJob(deps, later!);
    expect(asked.map(({ args }) => (args as { seen: unknown }).seen)).toEqual([null, seen]);
    expect(await codes()).toEqual(['ai-label-visible']);
    expect(await db.checks.toArray()).toMatchObject([{ check: { result: { state: 'found' } } }]);
    const ended = await db.jobs.get(later!.id);
    expect(ended).toMatchObject({ state: 'done' });
    expect(ended).not.toHaveProperty('carry');
  });

  it('does not look again where the edges carried a mark, and asks no packs while there are none', async () => {
    const { db, deps, job } = await ready({
      labels: () => ({ findings: [label], checks: [check('labels')], rest: null }),
    });
    await readLabelsJob(deps, await job('read-labels'));
    expect(await db.jobs.toCollection().primaryKeys()).toEqual([`read-labels:${SUBJECT}`]);
  });

  it('asks the packs afterwards where some are installed', async () => {
    const { db, deps, job } = await ready(
      { labels: () => ({ findings: [], checks: [check('labels')], rest: null }) },
      [['tiny', '1.0.0']],
    );
    await readLabelsJob(deps, await job('read-labels'));
    expect(await db.jobs.get(`ask-packs:${SUBJECT}`)).toMatchObject({ state: 'queued' });
  });
});

describe('failJob', () => {
  it('says that labels were not read where their job killed its worker too often', async () => {
    const { db, job } = await ready({});
    await failJob(db, await job('read-labels'), 'worker-died', NOW);
    expect((await db.checks.toArray()).map((row) => row.check)).toMatchObject([
      { name: 'labels', result: { state: 'not-checked', reason: 'worker-died' } },
    ]);
    expect(await db.jobs.where('state').equals('queued').count()).toBe(0);
  });
});

describe('askPacksJob', () => {
  const two: [string, string][] = [
    ['one', '1.0.0'],
    ['two', '2.0.0'],
  ];

  it('keeps the answers of two packs apart, and the label step’s words', async () => {
    const { db, deps, job, codes } = await ready(
      {
        labels: () => ({ findings: [label], checks: [check('labels')], rest: null }),
        askPacks: () => ({
          findings: [score('one 1.0.0'), score('two 2.0.0')],
          checks: [check('model-pack', 'one 1.0.0'), check('model-pack', 'two 2.0.0')],
          unreadable: null,
        }),
      },
      two,
    );
    await readLabelsJob(deps, await job('read-labels'));
    await askPacksJob(deps, await job('ask-packs'));
    expect(await codes()).toEqual(['ai-label-visible', 'model-score', 'model-score']);
    expect((await db.checks.toArray()).map((row) => row.check.version).sort()).toEqual([
      '1',
      'one 1.0.0',
      'two 2.0.0',
    ]);
    await readLabelsJob(deps, await job('read-labels'));
    expect(await codes()).toEqual(['ai-label-visible', 'model-score', 'model-score']);
  });

  it('tells the packs which places other findings marked', async () => {
    const region = { x: 1, y: 2, width: 3, height: 4, area: 12 };
    const { deps, job, asked } = await ready(
      {
        labels: () => ({ findings: [{ ...label, region: [region] }], checks: [check('labels')], rest: null }),
        askPacks: () => ({ findings: [], checks: [], unreadable: null }),
      },
      two,
    );
    await readLabelsJob(deps, await job('read-labels'));
    await askPacksJob(deps, await job('ask-packs'));
    expect(asked.at(-1)).toMatchObject({ method: 'askPacks', args: { marked: [region] } });
  });

  it('says why each pack was not asked', async () => {
    const { db, deps, job } = await ready(
      { askPacks: () => ({ findings: [], checks: [], unreadable: 'too-many-pixels' }) },
      two,
    );
    await askPacksJob(deps, await job('ask-packs'));
    expect((await db.checks.toArray()).map((row) => row.check.result)).toEqual([
      { state: 'not-checked', reason: 'too-many-pixels' },
      { state: 'not-checked', reason: 'too-many-pixels' },
    ]);
  });

  it('keeps nothing of a pack that was removed while it was asked', async () => {
    const { db, deps, job, repository, codes } = await ready(
      {
        askPacks: () => {
          repository.splice(0, 1);
          return {
            findings: [score('one 1.0.0')],
            checks: [check('model-pack', 'one 1.0.0')],
            unreadable: null,
          };
        },
      },
      two,
    );
    await askPacksJob(deps, await job('ask-packs'));
    expect(await codes()).toEqual([]);
    expect(await db.checks.count()).toBe(0);
  });
});
