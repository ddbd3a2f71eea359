import { findingOf } from '../../support/findings.ts';
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { loadDossier } from '../../../../lib/app/cases/case-data.ts';
import {
  addNote,
  addPayment,
  closeCase,
  decide,
  markAnswered,
  openCase,
  recordRequest,
  setLegalHold,
  setMask,
} from '../../../../lib/app/cases/cases.ts';
import { makeBackup } from '../../../../lib/app/keeping/backup.ts';
import { eraseBuyer, eraseClaims, HeldError } from '../../../../lib/app/keeping/erase.ts';
import { restoreBackup } from '../../../../lib/app/keeping/restore.ts';
import { retentionOfClaim } from '../../../../lib/app/keeping/retention.ts';
import { historyFindings, readHistory } from '../../../../lib/cases/claim-context.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import type { Claim } from '../../../../lib/claims/model.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { shopDb } from '../../../../lib/store/db.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';

const db = shopDb();
afterEach(() => Promise.all(db.tables.map((table) => table.clear())));

const claim = (id: string, change: Partial<Claim> = {}): Claim => ({
  key: `pinduoduo:${id}`,
  console: 'pinduoduo',
  shopId: 's1',
  claimId: id,
  orderId: `order-${id}`,
  buyer: { id: 'BUYERSECRET', name: '王小明' },
  kind: 'refund-only',
  reason: '破损',
  description: 'DESCRIPTIONSECRET',
  amount: { value: 1_000, currency: 'CNY' },
  items: [],
  evidence: [
    { url: `https://i.example/${id}.jpg`, originalUrl: `https://i.example/${id}.jpg`, kind: 'photo' },
  ],
  appliedAt: '2026-10-04T12:00:00+08:00',
  pageUrl: 'https://mms.pinduoduo.com/x',
  readAt: '2026-10-04T12:00:00+08:00',
  reader: { console: 'pinduoduo', version: '1', how: 'json' },
  ...change,
});

/** Stores claims and gives each its own picture bytes, as fetching would. */
async function seed(...claims: Claim[]): Promise<void> {
  await saveReadings(db, claims, new Date('2026-10-04T05:00:00Z'));
  for (const row of await db.evidence.toArray()) {
    const bytes = new TextEncoder().encode(`PIXELS of ${row.claimKey}`);
    const sha256 = sha256Hex(bytes);
    await db.blobs.put({
      v: 1,
      sha256,
      bytes,
      size: bytes.length,
      mime: 'image/jpeg',
      addedAt: '2026-10-04T05:00:00.000Z',
    });
    await db.evidence.put({ ...row, state: 'kept', sha256 });
  }
}

/** Everything in the database as one text, bytes read as Latin-1. */
async function rawStore(): Promise<string> {
  const all = await Promise.all(db.tables.map((table) => table.toArray()));
  return JSON.stringify(all, (_name, value) =>
    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
  );
}

describe('work on a case', () => {
  it('keeps every act as a row and in the log, whose chain stays whole', async () => {
    await seed(claim('1'));
    await openCase('pinduoduo:1');
    await addNote('pinduoduo:1', ' asked the warehouse ');
    await addNote('pinduoduo:1', '   ');
    await recordRequest('pinduoduo:1', { template: 'T1', code: 'ACD347', text: 'please', dueAt: null });
    await markAnswered((await db.requests.toArray())[0]!.id);
    await decide('pinduoduo:1', {
      what: 'override-verdict',
      verdictInstead: 'no-anomaly',
      reason: 'looked at it',
      reviewedByPerson: true,
    });
    await addPayment('pinduoduo:1', {
      at: '2026-10-05T00:00:00Z',
      amount: { value: 500, currency: 'CNY' },
      direction: 'paid',
      by: 'platform',
    });
    await setMask('pinduoduo:1', 'x', [{ x: 1, y: 1, width: 2, height: 2 }]);
    await setLegalHold('pinduoduo:1', true, 'police');
    await closeCase('pinduoduo:1');
    const dossier = await loadDossier(db, 'pinduoduo:1', { ledger: true });
    expect(dossier).toMatchObject({
      case: { state: 'closed', legalHold: true },
      notes: [{ text: 'asked the warehouse' }],
      decisions: [{ verdictInstead: 'no-anomaly' }],
      payments: [{ direction: 'paid' }],
    });
    expect(dossier?.requests[0]?.answeredAt).not.toBeNull();
    expect(verifyLedger(await db.ledger.toArray())).toEqual([]);
    expect((await db.ledger.toArray()).map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'case-opened',
        'note-added',
        'evidence-requested',
        'decided',
        'money-paid',
        'hold-set',
        'case-closed',
        'mask-set',
      ]),
    );
    expect(await loadDossier(db, 'pinduoduo:none', { ledger: false })).toBeNull();
  });

  it('finds other claims of the buyer as context', async () => {
    await seed(claim('1'), claim('2'), claim('3', { buyer: { id: 'other' } }));
    const found = await historyFindings(db, await readHistory(db, 'pinduoduo:1'), new Date());
    expect(found).toMatchObject([{ code: 'repeat-claimant', strength: 'context', facts: { n: 1 } }]);
    expect(JSON.stringify(found)).not.toContain('BUYERSECRET');
  });
});

describe('erasing', () => {
  it('leaves none of the buyer’s bytes in the database, and the other claims whole', async () => {
    await seed(
      claim('1'),
      claim('2'),
      claim('3', { buyer: { id: 'other', name: '李' }, description: 'kept' }),
    );
    await addNote('pinduoduo:1', 'NOTESECRET');
    await db.findings.put({
      v: 1,
      id: 'f',
      claimKey: 'pinduoduo:3',
      sha256: 'x',
      code: 'reused-across-claims',
      finding: findingOf('reused-across-claims', {
        photo: 'x',
        against: { kind: 'claim', sha256: 'x', claim: 'pinduoduo:1' },
      }),
      at: 'x',
    });
    await db.indexShards.bulkPut([
      { v: 1, key: 'match/1/evidence/a', bytes: new TextEncoder().encode('DESCRIPTIONSECRET') },
      { v: 1, key: 'match/1/library/b', bytes: new TextEncoder().encode('library piece') },
    ]);
    expect(await eraseBuyer('pinduoduo:s1:BUYERSECRET')).toBe(2);
    expect(await db.indexShards.toCollection().primaryKeys()).toEqual(['match/1/library/b']);
    const raw = await rawStore();
    expect(raw).not.toMatch(
      /BUYERSECRET|王小明|DESCRIPTIONSECRET|NOTESECRET|order-1|order-2|pinduoduo:1|pinduoduo:2/,
    );
    expect(raw).toContain('PIXELS of pinduoduo:3');
    expect(verifyLedger(await db.ledger.toArray())).toEqual([]);
  });

  it('keeps a picture that another claim holds, and stops at a legal hold', async () => {
    await seed(claim('1'), claim('3', { buyer: { id: 'other' } }));
    const shared = (await db.evidence.toArray())[0]!.sha256!;
    for (const row of await db.evidence.toArray()) await db.evidence.put({ ...row, sha256: shared });
    await eraseClaims(['pinduoduo:1'], 'all', 'claim');
    expect(await db.blobs.get(shared)).toBeDefined();
    await setLegalHold('pinduoduo:3', true, 'court');
    await expect(eraseBuyer('pinduoduo:s1:other')).rejects.toThrow(HeldError);
    expect(await db.claims.count()).toBe(1);
  });

  it('follows the retention of the settings, pictures first', async () => {
    await seed(claim('1', { stage: 'paid' }));
    await db.verdicts.put({
      v: 1,
      claimKey: 'pinduoduo:1',
      verdict: 'no-anomaly',
      because: [],
      photos: { total: 1, checked: 1, notChecked: 0 },
      at: 'x',
    });
    expect(await retentionOfClaim('pinduoduo:1')).toMatchObject({ what: 'unchecked' });
    await db.jobs.clear();
    const { sha256 } = (await db.evidence.toArray())[0]!;
    const frames = [{ at: 1, preview: new Uint8Array([7]) }];
    await db.photos.put({ sha256: sha256!, preview: new Uint8Array([7]), frames } as never);
    const step = await retentionOfClaim('pinduoduo:1');
    expect(step).toMatchObject({ what: 'pixels', dueAt: '2026-11-03T05:00:00.000Z' });
    await eraseClaims(['pinduoduo:1'], 'pixels', 'retention');
    expect(await db.blobs.count()).toBe(0);
    const none = [{ at: 1, preview: new Uint8Array() }];
    expect(await db.photos.get(sha256!)).toMatchObject({ preview: null, frames: none });
    expect(await db.claims.count()).toBe(1);
    expect(await retentionOfClaim('pinduoduo:1')).toMatchObject({ what: 'all' });
  });
});

describe('backup', () => {
  it('brings back every row and byte after erasing', async () => {
    await seed(claim('1'), claim('2'));
    await addNote('pinduoduo:1', 'note');
    const file = await makeBackup('secret');
    const before = new Map<string, Record<string, unknown>[]>();
    for (const table of db.tables)
      before.set(table.name, (await table.toArray()) as Record<string, unknown>[]);
    await eraseBuyer('pinduoduo:s1:BUYERSECRET');
    expect(await db.claims.count()).toBe(0);
    await restoreBackup(file, 'secret');
    for (const [name, rows] of before) {
      if (name === 'jobs') continue;
      const after = await db.table(name).toArray();
      for (const row of rows) if (row.name !== 'ledger-head') expect(after, name).toContainEqual(row);
    }
    for (const row of await db.blobs.toArray()) expect(sha256Hex(row.bytes)).toBe(row.sha256);
    expect(verifyLedger(await db.ledger.toArray())).toEqual([]);
  });

  it('changes nothing when it is refused', async () => {
    await seed(claim('1'));
    const file = await makeBackup('secret');
    const before = await rawStore();
    await expect(restoreBackup(file, 'wrong')).rejects.toMatchObject({ why: 'wrong-password' });
    await expect(restoreBackup(file.slice(0, file.size - 10), 'secret')).rejects.toMatchObject({
      why: 'truncated',
    });
    await expect(makeBackup('')).rejects.toThrow(RangeError);
    expect(await rawStore()).toBe(before);
  });
});
