import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkStore } from '../../../../lib/app/keeping/store-health.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

vi.mock('wxt/browser', () => ({ browser: {} }));

let db: ClaimLensDb;
const disk = (usage: number, quota: number) =>
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage, quota }) } });

beforeEach(async () => {
  db = freshDb();
  const entries = Array.from({ length: 400 }, (_, i) => ({ what: 'x', subject: String(i) }));
  await appendLedger(db, entries, '2026-10-02T03:00:00.000Z');
});
afterEach(() => void vi.unstubAllGlobals());

async function spoil(n: number): Promise<void> {
  const row = await db.ledger.filter((one) => one.n === n).first();
  await db.ledger.put({ ...row!, subject: 'changed' });
}

describe('the ledger', () => {
  it('is sound after normal use', async () => {
    expect(await checkStore(false, db)).toMatchObject({ entries: 300, damage: [] });
    expect(await checkStore(true, db)).toMatchObject({ entries: 400, damage: [] });
  });

  it('shows fresh damage at the start, old damage on demand, and mends nothing', async () => {
    await spoil(390);
    expect((await checkStore(false, db)).damage).toMatchObject([{ n: 390, why: 'hash' }]);
    await spoil(5);
    expect((await checkStore(true, db)).damage.map(({ n }) => n)).toEqual([5, 390]);
    expect((await checkStore(true, db)).damage).toHaveLength(2);
  });

  it('shows a missing end', async () => {
    await db.ledger.filter((one) => one.n > 380).delete();
    expect((await checkStore(false, db)).damage).toMatchObject([{ n: 381, why: 'end' }]);
  });
});

describe('the disk', () => {
  it('is told of early, with what can be freed', async () => {
    for (const [key, verdict] of [
      ['pinduoduo:clean', 'no-anomaly'],
      ['pinduoduo:signs', 'several-signs'],
    ] as const) {
      await db.claims.put({
        v: 1,
        key,
        claim: claim({ key, claimId: key.slice(10), stage: 'paid' }),
        console: 'pinduoduo',
        shopId: '',
        buyerKey: null,
        firstSeenAt: '2026-10-02T03:00:00.000Z',
        lastReadAt: '',
        appliedAt: '',
        deadlineAt: null,
        touchedAt: 1,
      });
      await db.verdicts.put({
        v: 1,
        claimKey: key,
        verdict,
        because: [],
        photos: { total: 1, checked: 1, notChecked: 0 },
        at: '',
      });
      for (const sha256 of [key, 'shared']) {
        await db.evidence.put({
          v: 1,
          id: `${key}#${sha256}`,
          claimKey: key,
          url: '',
          originalUrl: '',
          kind: 'photo',
          round: 1,
          seenAt: '',
          state: 'kept',
          sha256,
          fetch: null,
          name: null,
        });
        await db.blobs.put({
          v: 1,
          sha256,
          bytes: new Uint8Array(1),
          size: 1_000,
          mime: 'image/jpeg',
          addedAt: '',
        });
      }
    }
    disk(900_000_000, 1_000_000_000);
    expect((await checkStore(false, db)).disk).toEqual({
      usedBytes: 900_000_000,
      quotaBytes: 1_000_000_000,
      near: true,
      freeableBytes: 1_000,
    });
  });

  it('is not spoken of while there is room, or where the browser does not tell', async () => {
    disk(1_000_000, 100_000_000_000);
    expect((await checkStore(false, db)).disk?.near).toBe(false);
    vi.stubGlobal('navigator', {});
    expect((await checkStore(false, db)).disk).toBeNull();
  });
});
