import { describe, expect, it } from 'vitest';
import { evidenceId, itemProductKey, saveReadings } from '../../../lib/store/claims.ts';
import { endJob, PRIORITY } from '../../../lib/store/jobs.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { claim, photo } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';
import { takeNext } from '../support/take.ts';

const T1 = new Date('2026-10-02T03:00:00Z');
const T2 = new Date('2026-10-02T03:01:00Z');
const signed = (signature: string) =>
  `https://img.pddpic.com/a/b.jpg?auth_key=${signature}&x-oss-process=keep`;

describe('saveReadings', () => {
  it('stores a claim with its history, evidence, jobs and ledger entries', async () => {
    const db = freshDb();
    const reading = claim({
      shopId: 's1',
      buyer: { id: 'b1', name: '张*' },
      items: [{ itemId: '77', title: '杯子', imageUrl: 'https://img.pddpic.com/item.jpg' }],
      evidence: [photo('https://img.pddpic.com/1.jpg'), photo('https://img.pddpic.com/2.jpg')],
    });
    expect(await saveReadings(db, [reading], T1)).toEqual([reading.key]);
    const row = await db.claims.get(reading.key);
    expect(row).toMatchObject({ buyerKey: 'pinduoduo:s1:b1', shopId: 's1', firstSeenAt: T1.toISOString() });
    expect(await db.readings.count()).toBe(1);
    expect((await db.evidence.toArray()).map((e) => e.state)).toEqual(['waiting', 'waiting']);
    expect((await db.jobs.toArray()).map((job) => job.kind).sort()).toEqual([
      'fetch-evidence',
      'fetch-evidence',
      'learn-product-image',
    ]);
    const ledger = await db.ledger.orderBy('[seat+n]').toArray();
    expect(ledger.map((entry) => entry.what)).toEqual(['claim-seen', 'evidence-seen', 'evidence-seen']);
    expect(verifyLedger(ledger)).toEqual([]);
  });

  it('changes nothing but the reading time when the same page is read again', async () => {
    const db = freshDb();
    const reading = claim({ evidence: [photo('https://img.pddpic.com/1.jpg')], status: '待处理' });
    await saveReadings(db, [reading], T1);
    const before = { jobs: await db.jobs.toArray(), ledger: await db.ledger.count() };
    expect(await saveReadings(db, [{ ...reading, readAt: T2.toISOString() }], T2)).toEqual([]);
    expect(await db.jobs.toArray()).toEqual(before.jobs);
    expect(await db.ledger.count()).toBe(before.ledger);
    expect(await db.readings.count()).toBe(1);
    expect(await db.claims.get(reading.key)).toMatchObject({
      firstSeenAt: T1.toISOString(),
      lastReadAt: T2.toISOString(),
      touchedAt: T1.getTime(),
    });
  });

  it('never empties what an earlier reading told', async () => {
    const db = freshDb();
    await saveReadings(
      db,
      [
        claim({
          reason: '商品破损',
          amount: { value: 2990, currency: 'CNY' },
          buyer: { id: 'b1' },
          evidence: [photo('https://img.pddpic.com/1.jpg')],
        }),
      ],
      T1,
    );
    await saveReadings(db, [claim({ kind: 'other', buyer: { name: '李*' } })], T2);
    const { claim: merged } = (await db.claims.get('pinduoduo:1001'))!;
    expect(merged).toMatchObject({
      kind: 'refund-only',
      reason: '商品破损',
      amount: { value: 2990 },
      buyer: { id: 'b1', name: '李*' },
    });
    expect(merged.evidence).toHaveLength(1);
  });

  it('keeps a new version in the history when something changed', async () => {
    const db = freshDb();
    await saveReadings(db, [claim({ status: '待处理' })], T1);
    expect(await saveReadings(db, [claim({ status: '已退款' })], T2)).toEqual(['pinduoduo:1001']);
    expect((await db.readings.orderBy('at').toArray()).map((row) => row.claim.status)).toEqual([
      '待处理',
      '已退款',
    ]);
    expect((await db.ledger.orderBy('[seat+n]').last())?.what).toBe('claim-changed');
  });

  it('knows a picture again under a fresh signature, and keeps the fresh address', async () => {
    const db = freshDb();
    await saveReadings(db, [claim({ evidence: [photo(signed('111'))] })], T1);
    expect(await saveReadings(db, [claim({ evidence: [photo(signed('222'))] })], T2)).toEqual([]);
    const [row, ...others] = await db.evidence.toArray();
    expect(others).toEqual([]);
    expect(row?.url).toBe(signed('222'));
    expect(evidenceId('k', signed('1'))).toBe(evidenceId('k', signed('2')));
    expect(evidenceId('k', signed('1'))).not.toBe(evidenceId('k', 'https://img.pddpic.com/a/c.jpg'));
    expect(evidenceId('k', signed('1'))).not.toBe(evidenceId('other', signed('1')));
  });

  it('asks again at a fresh address for what the stale one could not give, and only then', async () => {
    const db = freshDb();
    const stale = claim({ evidence: [photo(signed('111'))] });
    await saveReadings(db, [stale], T1);
    const job = (await takeNext(db, 1))!;
    const [row] = await db.evidence.toArray();
    await db.evidence.put({ ...row!, state: 'unavailable' });
    await endJob(db, job, { state: 'failed', error: 'refused' }, 2);
    await saveReadings(db, [stale], T2);
    expect((await db.jobs.get(job.id))?.state).toBe('failed');
    await saveReadings(db, [claim({ evidence: [photo(signed('222'))] })], T2);
    expect((await db.jobs.get(job.id))?.state).toBe('queued');
    expect((await db.evidence.toArray())[0]).toMatchObject({ state: 'waiting', url: signed('222') });
  });

  it('leaves kept evidence alone', async () => {
    const db = freshDb();
    await saveReadings(db, [claim({ evidence: [photo(signed('111'))] })], T1);
    const [row] = await db.evidence.toArray();
    await db.evidence.put({ ...row!, state: 'kept', sha256: 'aa' });
    await saveReadings(db, [claim({ evidence: [photo(signed('222'))] })], T2);
    expect((await db.evidence.toArray())[0]).toMatchObject({
      state: 'kept',
      sha256: 'aa',
      url: signed('111'),
    });
  });

  it('does not take the jitter of a countdown for a change', async () => {
    const db = freshDb();
    await saveReadings(db, [claim({ deadlineAt: '2026-10-04T11:09:58.000Z' })], T1);
    for (const deadlineAt of [
      '2026-10-04T11:10:03.000Z',
      '2026-10-04T11:11:30.000Z',
      '2026-10-04T11:09:01.000Z',
    ])
      expect(await saveReadings(db, [claim({ deadlineAt })], T2)).toEqual([]);
    expect(await saveReadings(db, [claim({ deadlineAt: '2026-10-05T11:10:00.000Z' })], T2)).toHaveLength(1);
  });

  it('puts new evidence of a known claim into its round', async () => {
    const db = freshDb();
    await saveReadings(db, [claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })], T1);
    await saveReadings(
      db,
      [claim({ evidence: [{ ...photo('https://img.pddpic.com/2.jpg'), round: 2 }] })],
      T2,
    );
    expect((await db.evidence.toArray()).map((row) => row.round).sort()).toEqual([1, 2]);
  });

  it('learns a product picture ahead of the evidence, once', async () => {
    const db = freshDb();
    const reading = claim({ items: [{ title: '杯子', imageUrl: 'https://img.pddpic.com/item.jpg?sign=1' }] });
    await saveReadings(db, [reading], T1);
    expect((await db.jobs.toArray())[0]).toMatchObject({
      kind: 'learn-product-image',
      priority: PRIORITY.page - 1,
    });
    await db.jobs.clear();
    await db.libraryImages.put({
      v: 1,
      id: 'p#x',
      productKey: 'p',
      sha256: 'x',
      name: '',
      url: 'https://img.pddpic.com/item.jpg',
      addedAt: '',
      state: 'ready',
      why: null,
    });
    await saveReadings(db, [reading], T2);
    expect(await db.jobs.count()).toBe(0);
  });

  it('stores all of a page or nothing', async () => {
    const db = freshDb();
    const poison = claim({ claimId: '2', key: 'pinduoduo:2', status: Symbol('not storable') as never });
    await expect(saveReadings(db, [claim(), poison], T1)).rejects.toThrow();
    expect([await db.claims.count(), await db.ledger.count(), await db.jobs.count()]).toEqual([0, 0, 0]);
  });
});

describe('itemProductKey', () => {
  it('prefers the item number, falls back to the title, and says nothing without either', () => {
    const items = [{ itemId: '7', title: 'a' }, { title: 'b' }, { sku: 'c' }];
    expect([0, 1, 2, 3].map((i) => itemProductKey(claim({ items }), i))).toEqual([
      'pinduoduo:7',
      'pinduoduo:b',
      null,
      null,
    ]);
  });
});
