import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { loadDossier } from '../../../lib/app/cases/case-data.ts';
import { chainExcerpts } from '../../../lib/cases/package/chain.ts';
import type { Claim } from '../../../lib/claims/model.ts';
import { saveReadings } from '../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { appendLedger } from '../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { joinStoredTwins, namesOf } from '../../../lib/store/twins.ts';
import { claim, photo } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';

const T1 = new Date('2026-10-02T03:00:00Z');
const T2 = new Date('2026-10-03T03:00:00Z');
const ORDER = '240901-123';
const own = (over: Partial<Claim> = {}) =>
  claim({ orderId: ORDER, reason: '商品破损', evidence: [photo('https://img.pddpic.com/1.jpg')], ...over });
const byOrder = (over: Partial<Claim> = {}) =>
  claim({
    claimId: `order-${ORDER}`,
    orderId: ORDER,
    status: '待处理',
    evidence: [photo('https://img.pddpic.com/1.jpg'), photo('https://img.pddpic.com/2.jpg')],
    ...over,
  });
const keys = async (db: ClaimLensDb) => (await db.claims.toArray()).map(({ key }) => key);

describe('a claim read by its order number', () => {
  it('joins the known claim of that order, whichever is read first', async () => {
    for (const order of [
      [own(), byOrder()],
      [byOrder(), own()],
    ]) {
      const db = freshDb();
      for (const reading of order) await saveReadings(db, [reading], T1);
      expect(await keys(db)).toEqual(['pinduoduo:1001']);
      const row = await db.claims.get('pinduoduo:1001');
      expect(row?.claim).toMatchObject({ claimId: '1001', reason: '商品破损', status: '待处理' });
      expect(row?.claim.evidence).toHaveLength(2);
      expect((await db.evidence.toArray()).map(({ claimKey }) => claimKey)).toEqual([
        'pinduoduo:1001',
        'pinduoduo:1001',
      ]);
      expect((await db.jobs.toArray()).every(({ claimKey }) => claimKey === 'pinduoduo:1001')).toBe(true);
    }
  });

  it('joins both where one page shows them side by side', async () => {
    const db = freshDb();
    await saveReadings(db, [byOrder(), own()], T1);
    expect(await keys(db)).toEqual(['pinduoduo:1001']);
  });

  it('stays apart where the order has two claims, and where console or shop differ', async () => {
    const db = freshDb();
    await saveReadings(db, [own(), own({ claimId: '1002', key: 'pinduoduo:1002' }), byOrder()], T1);
    expect(await keys(db)).toHaveLength(3);
    const other = freshDb();
    await saveReadings(other, [own({ console: 'taobao', key: 'taobao:1001' }), byOrder()], T1);
    expect(await keys(other)).toHaveLength(2);
    const shops = freshDb();
    await saveReadings(shops, [own({ shopId: 'a' }), byOrder({ shopId: 'b' })], T1);
    expect(await keys(shops)).toHaveLength(2);
  });
});

/** Twins as an older version stored them: each under its own key, with a life of its own. */
async function withTwins(): Promise<ClaimLensDb> {
  const db = freshDb();
  const apart = { ...byOrder(), orderId: undefined };
  await saveReadings(db, [apart], T1);
  await saveReadings(db, [own()], T2);
  const from = apart.key;
  await db.claims.update(from, { 'claim.orderId': ORDER } as never);
  await db.flags.put({ v: 1, claimKey: from, on: true, note: '', at: T1.toISOString() });
  await db.cases.put({
    v: 1,
    claimKey: from,
    openedAt: T1.toISOString(),
    state: 'open',
    closedAt: null,
    legalHold: true,
    holdReason: 'court',
  });
  await db.notes.put({ v: 1, id: 'n', claimKey: from, at: T1.toISOString(), text: 'called' });
  const paid = {
    v: 1,
    at: T1.toISOString(),
    amount: { value: 500, currency: 'CNY' },
    direction: 'paid',
  } as const;
  await db.payments.put({ ...paid, id: 'p1', claimKey: from, by: 'platform', source: 'page' });
  await db.payments.put({ ...paid, id: 'p2', claimKey: 'pinduoduo:1001', by: 'platform', source: 'page' });
  await db.findings.put({
    v: 1,
    id: 'f',
    claimKey: 'pinduoduo:1001',
    sha256: 'aa',
    code: 'reused-across-claims',
    finding: { code: 'reused-across-claims', against: { kind: 'claim', sha256: 'aa', claim: from } } as never,
    at: T2.toISOString(),
  });
  await appendLedger(db, [{ what: 'flagged', subject: from }], T1.toISOString());
  return db;
}

describe('twins that are stored already', () => {
  it('become one claim with the flag, case, notes, money and history of both', async () => {
    const db = await withTwins();
    expect(await keys(db)).toHaveLength(2);
    await joinStoredTwins(db, T2);
    expect(await keys(db)).toEqual(['pinduoduo:1001']);
    expect(await db.claims.get('pinduoduo:1001')).toMatchObject({ firstSeenAt: T1.toISOString() });
    expect(await db.flags.toArray()).toMatchObject([{ claimKey: 'pinduoduo:1001', on: true }]);
    expect(await db.cases.toArray()).toMatchObject([
      { claimKey: 'pinduoduo:1001', legalHold: true, holdReason: 'court', state: 'open' },
    ]);
    expect(await db.payments.count()).toBe(1);
    const dossier = await loadDossier(db, 'pinduoduo:1001', { ledger: true });
    expect(dossier?.notes.map(({ text }) => text)).toEqual(['called']);
    expect(dossier?.readings).toHaveLength(2);
    expect(verifyLedger(dossier?.ledger ?? [])).toEqual([]);
    const excerpt = chainExcerpts(dossier?.ledger ?? [], 'pinduoduo:1001')[0]?.entries ?? [];
    expect(excerpt.flatMap((entry) => ('what' in entry ? entry.what : []))).toEqual(
      expect.arrayContaining(['claim-seen', 'flagged', 'claims-joined']),
    );
    expect(namesOf(dossier?.ledger ?? [], 'pinduoduo:1001')).toEqual([
      'pinduoduo:1001',
      `pinduoduo:order-${ORDER}`,
    ]);
  });

  it('never leave a finding that takes a photo of the claim for one of another', async () => {
    const db = await withTwins();
    await joinStoredTwins(db, T2);
    expect(await db.findings.count()).toBe(0);
  });

  it('are joined once: a second look changes nothing', async () => {
    const db = await withTwins();
    await joinStoredTwins(db, T2);
    const before = await db.ledger.count();
    await joinStoredTwins(db, T2);
    expect(await db.ledger.count()).toBe(before);
  });
});
