import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadDossier } from '../../../../lib/app/cases/case-data.ts';
import {
  addNote,
  addPayment,
  decide,
  markAnswered,
  openCase,
  recordRequest,
} from '../../../../lib/app/cases/cases.ts';
import { attachPhoto, checkLoosePhoto } from '../../../../lib/app/claims/loose-photos.ts';
import { unboundOf } from '../../../../lib/cases/package/binding.ts';
import type { Claim } from '../../../../lib/claims/model.ts';
import { keepEvidence } from '../../../../lib/engine/fetch/fetch-evidence.ts';
import { sumUp } from '../../../../lib/engine/photo/results.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { shopDb } from '../../../../lib/store/db.ts';
import { shopSalt } from '../../../../lib/store/logged/salt.ts';
import { pngHeader } from '../../support/bytes.ts';
import { claim, photo } from '../../support/claims.ts';

vi.mock('wxt/browser', () => ({ browser: { runtime: { sendMessage: async () => true } } }));

const db = shopDb();
const KEY = 'pinduoduo:1001';
const HOUR = 3_600_000;
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-10-02T03:00:00Z') }));
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(db.tables.map((table) => table.clear()));
});

async function read(...claims: Claim[]): Promise<void> {
  await saveReadings(db, claims, new Date());
  vi.setSystemTime(Date.now() + HOUR);
}

async function keepAll(key = KEY): Promise<void> {
  for (const row of await db.evidence.where('claimKey').equals(key).toArray()) {
    if (row.state === 'kept') continue;
    const at = new Date();
    const facts = {
      usedUrl: row.url,
      at: at.toISOString(),
      status: 200,
      headers: {},
      how: 'original' as const,
      tries: [],
    };
    await keepEvidence(db, row.id, pngHeader(8, 8, row.url.length), 'image/png', facts, null, at);
  }
  await sumUp(db, key, new Date().toISOString());
}

async function unbound(key = KEY) {
  return unboundOf((await loadDossier(db, key, { ledger: true }))!, [await shopSalt(db)]);
}

it('a case made by the product itself fits its log at every step', async () => {
  const first = claim({
    buyer: { id: 'b' },
    amount: { value: 1_990, currency: 'CNY' },
    deadlineAt: '2026-10-04T12:00:00+08:00',
    evidence: [photo('https://img.pddpic.com/1.jpg')],
  });
  await read(first);
  await keepAll();
  expect(await unbound()).toEqual([]);
  // Read again with nothing new, a countdown that is a minute off, then with more.
  await read({ ...first, readAt: '2026-10-02T05:00:00.000Z', deadlineAt: '2026-10-04T12:01:00+08:00' });
  expect(await unbound()).toEqual([]);
  await read({
    ...first,
    status: '平台处理中',
    reason: '破损',
    evidence: [...first.evidence, photo('https://img.pddpic.com/22.jpg')],
  });
  await keepAll();
  await read(claim({ orderId: '261002-123456789012345', status: '已退款', stage: 'paid' }));
  expect(await unbound()).toEqual([]);
  await openCase(KEY);
  await addNote(KEY, ' a note ');
  await recordRequest(KEY, { template: 'T1', code: 'ABC', text: 'please', dueAt: null });
  vi.setSystemTime(Date.now() + HOUR);
  await markAnswered((await db.requests.toArray())[0]!.id);
  await decide(KEY, { what: 'contest', reason: 'x'.repeat(5_000), reviewedByPerson: true });
  await addPayment(KEY, {
    at: '2026-10-05T00:00:00Z',
    amount: { value: 500, currency: 'CNY' },
    direction: 'paid',
    by: 'platform',
  });
  await addPayment(KEY, {
    at: '2026-10-06T00:00:00Z',
    amount: { value: 100, currency: 'CNY' },
    direction: 'recovered',
    by: 'platform',
  });
  expect(await unbound()).toEqual([]);
});

it('so does one that was known by its order first', async () => {
  const orderId = '261002-123456789012345';
  const standIn = claim({
    claimId: `order-${orderId}`,
    orderId,
    reason: '破损',
    evidence: [photo('https://img.pddpic.com/1.jpg')],
  });
  await read(standIn);
  await keepAll(standIn.key);
  await addNote(standIn.key, 'early');
  await read(claim({ orderId, status: '待处理', evidence: [photo('https://img.pddpic.com/1.jpg')] }));
  await keepAll();
  expect(await db.claims.toCollection().primaryKeys()).toEqual([KEY]);
  expect(await unbound()).toEqual([]);
});

it('and one to which a photo was attached by hand', async () => {
  await read(claim());
  const file = new File([pngHeader(16, 16) as Uint8Array<ArrayBuffer>], 'photo.png');
  const loose = await checkLoosePhoto(file, db);
  expect(await unbound(loose)).toEqual([]);
  await attachPhoto(loose, KEY, db);
  expect(await unbound()).toEqual([]);
});
