import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptViews, VIEW_TABLES } from '../../../../lib/app/claims/kept-views.ts';
import { type ClaimView, claimViews } from '../../../../lib/app/claims/views.ts';
import { type ChangedKeys, watchKeys } from '../../../../lib/store/changes.ts';
import { evidenceId, saveReadings } from '../../../../lib/store/claims.ts';
import { ClaimLensDb } from '../../../../lib/store/db.ts';
import { checkKey, jobKey, photoKey } from '../../../../lib/store/keys.ts';
import type { CheckRow, FindingRow, JobRow, PhotoRow } from '../../../../lib/store/rows.ts';
import { claim, photo } from '../../support/claims.ts';
import { until } from '../../support/until.ts';

const NOW = new Date('2026-10-02T03:00:00Z');
const AT = NOW.toISOString();
const [ONE, TWO, OTHER] = ['pinduoduo:1', 'pinduoduo:2', 'pinduoduo:3'];
const SHA = 'a'.repeat(64);

let count = 0;
let db: ClaimLensDb;
let kept: KeptViews;
let changes: Map<string, ChangedKeys>;
let unwatch: () => void;

const readings = ['1', '2', '3'].map((claimId) =>
  claim({
    claimId,
    buyer: { id: claimId === '2' ? 'b' : 'a' },
    evidence: [photo(`https://img.pddpic.com/${claimId}.jpg`)],
  }),
);

/** What a read from scratch gives. */
const fromScratch = async (keys: string[]): Promise<ClaimView[]> =>
  claimViews(
    db,
    (await db.claims.bulkGet(keys)).filter((row) => row !== undefined),
  );

/** Changes rows, waits until it is told of them, and reads the kept views. */
async function changed(
  change: () => PromiseLike<unknown>,
  keys: string[] = [ONE, TWO],
): Promise<ClaimView[]> {
  changes = new Map();
  await change();
  await until(() => expect(changes.size).toBeGreaterThan(0));
  return kept.read(keys, changes);
}

const finding = (over: Partial<FindingRow> = {}): FindingRow => ({
  v: 1,
  id: 'hash-of-a-finding',
  claimKey: ONE,
  sha256: SHA,
  code: 'screenshot',
  finding: {
    code: 'screenshot',
    strength: 'weak',
    facts: {},
    check: { name: 'labels', version: '1' },
  } as never,
  at: AT,
  ...over,
});

const job = (over: Partial<JobRow>): JobRow => ({
  ...{ v: 1, id: '', kind: 'check-photo', subject: '', claimKey: ONE, state: 'running', priority: 5 },
  ...{ attempts: 1, queuedAt: 0, startedAt: 0, endedAt: null, error: null },
  ...over,
});

beforeEach(async () => {
  count += 1;
  db = new ClaimLensDb(`kept-views-${count}`);
  await saveReadings(db, readings, NOW);
  const row = (await db.evidence.get(evidenceId(ONE, 'https://img.pddpic.com/1.jpg')))!;
  await db.evidence.put({ ...row, state: 'kept', sha256: SHA });
  changes = new Map();
  unwatch = watchKeys(db, VIEW_TABLES, (some) => {
    for (const [table, keys] of some) changes.set(table, keys);
  });
  kept = new KeptViews(db);
  await kept.read([ONE, TWO], 'all');
});

afterEach(() => {
  unwatch();
  db.close();
});

describe('KeptViews', () => {
  const product = 'file:p#image';
  const productJob = job({
    id: jobKey('fingerprint-library', product),
    kind: 'fingerprint-library',
    subject: product,
  });
  const changesOfOne: [string, () => PromiseLike<unknown>][] = [
    [
      'a verdict',
      () =>
        db.verdicts.put({
          v: 1,
          claimKey: ONE,
          verdict: 'no-anomaly',
          because: [],
          photos: { total: 1, checked: 1, notChecked: 0 },
          at: AT,
        }),
    ],
    ['a flag', () => db.flags.put({ v: 1, claimKey: ONE, on: true, at: AT } as never)],
    ['a finding, whose key does not name the claim', () => db.findings.put(finding())],
    [
      'a check',
      () =>
        db.checks.put({
          v: 1,
          id: checkKey(ONE, SHA, 'match'),
          claimKey: ONE,
          sha256: SHA,
          check: { name: 'match', version: '1', result: { state: 'nothing-found' } },
          ms: 1,
          at: AT,
        } as CheckRow),
    ],
    [
      'a photo',
      () => db.photos.put({ v: 1, sha256: SHA, mime: 'image/png', width: 8, height: 8 } as PhotoRow),
    ],
    [
      'a job of a photo',
      () => db.jobs.put(job({ id: jobKey('check-photo', photoKey(ONE, SHA)), subject: photoKey(ONE, SHA) })),
    ],
    ['a job of a product picture, whose key does not name the claim', () => db.jobs.put(productJob)],
    [
      'a piece of evidence',
      () => db.evidence.update(evidenceId(ONE, 'https://img.pddpic.com/1.jpg'), { state: 'unavailable' }),
    ],
  ];

  it.each(changesOfOne)('reads a claim again after a change of %s, and no other claim', async (_, change) => {
    const [first, second] = await kept.read([ONE, TWO], new Map());
    const views = await changed(change);
    expect(views).toEqual(await fromScratch([ONE, TWO]));
    expect(views[0]).not.toBe(first);
    expect(views[1]).toBe(second);
  });

  it('sees what is taken away', async () => {
    await changed(() => db.findings.put(finding()));
    await changed(() => db.jobs.put(productJob));
    expect(await changed(() => db.findings.delete('hash-of-a-finding'))).toEqual(
      await fromScratch([ONE, TWO]),
    );
    expect(await changed(() => db.jobs.delete(productJob.id))).toEqual(await fromScratch([ONE, TWO]));
  });

  it('reads nothing where nothing of its claims changed', async () => {
    const before = await kept.read([ONE, TWO], new Map());
    const views = await changed(() => db.findings.put(finding({ id: 'of another', claimKey: OTHER })));
    expect(views[0]).toBe(before[0]);
    expect(views[1]).toBe(before[1]);
  });

  it('counts a claim of the same buyer that came since', async () => {
    const [before] = await kept.read([ONE], new Map());
    const more = claim({ claimId: '4', buyer: { id: 'a' } });
    const [view] = await changed(() => saveReadings(db, [more], NOW), [ONE]);
    expect(view?.historyOfBuyer.claims).toBe((before?.historyOfBuyer.claims ?? 0) + 1);
  });

  it('follows the list of claims, in its order', async () => {
    const keys = (views: ClaimView[]) => views.map(({ row }) => row.key);
    expect(keys(await kept.read([TWO, OTHER, 'pinduoduo:unknown'], new Map()))).toEqual([TWO, OTHER]);
    expect(keys(await kept.read([OTHER, ONE], new Map()))).toEqual([OTHER, ONE]);
  });
});
