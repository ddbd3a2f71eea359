import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { acceptLoss, checkCanary, keepCanary, standingLoss } from '../../../../lib/app/keeping/canary.ts';
import { eraseClaims } from '../../../../lib/app/keeping/erase.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

const local = vi.hoisted(() => new Map<string, unknown>());
vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      local: {
        get: async (name: string) => (local.has(name) ? { [name]: local.get(name) } : {}),
        set: async (values: Record<string, unknown>) => {
          for (const [name, value] of Object.entries(values)) local.set(name, value);
        },
        remove: async (name: string) => void local.delete(name),
      },
    },
  },
}));

const AT = new Date('2026-10-02T03:00:00Z');
let db: ClaimLensDb;
const four = ['1', '2', '3', '4'].map((id) => claim({ claimId: id }));

beforeEach(async () => {
  local.clear();
  db = freshDb();
  await saveReadings(db, four, AT);
  expect(await checkCanary(db)).toBeNull();
});

it('an emptied database is said, with what was in it, until a person answers', async () => {
  const empty = freshDb();
  expect(await checkCanary(empty)).toMatchObject({ why: 'missing', claims: 4, entries: 4 });
  // Another look, or new claims, do not make it good.
  await saveReadings(empty, [claim({ claimId: '9' })], AT);
  expect(await checkCanary(empty)).toMatchObject({ claims: 3 });
  expect(await standingLoss()).toMatchObject({ why: 'missing' });
  await acceptLoss(empty);
  expect(await standingLoss()).toBeNull();
  expect(await checkCanary(empty)).toBeNull();
});

it('a cut tail of the log is said, and a row lost without the log', async () => {
  const [, , third] = await db.ledger.orderBy('[seat+n]').toArray();
  await db.ledger.filter(({ n }) => n >= (third?.n ?? 0)).delete();
  expect(await checkCanary(db)).toMatchObject({ entries: 2, claims: 0 });
  const other = freshDb();
  await saveReadings(other, four, AT);
  local.clear();
  await checkCanary(other);
  await other.claims.delete('pinduoduo:2');
  expect(await checkCanary(other)).toMatchObject({ claims: 1, entries: 0 });
});

it('what was erased on purpose is no loss', async () => {
  await eraseClaims(['pinduoduo:1', 'pinduoduo:2'], 'all', 'claim', db);
  expect(await checkCanary(db)).toBeNull();
});

it('a database that does not open is said', async () => {
  vi.spyOn(db, 'open').mockRejectedValueOnce(new Error('corrupt'));
  expect(await checkCanary(db)).toMatchObject({ why: 'cannot-open', claims: 4 });
});

it('moves along with the log, and never over a gap, a loss or a smaller count', async () => {
  await saveReadings(db, [claim({ claimId: '5' })], AT);
  await keepCanary(db);
  expect(local.get('canary')).toMatchObject({ claims: 5 });
  const empty = freshDb();
  await saveReadings(empty, [...four, claim({ claimId: '6' }), claim({ claimId: '7' })], AT);
  await keepCanary(empty);
  expect(local.get('canary')).toMatchObject({ claims: 5 });
  await db.claims.delete('pinduoduo:1');
  await saveReadings(db, [claim({ claimId: '2', status: 'x' })], AT);
  await keepCanary(db);
  expect(local.get('canary')).toMatchObject({ claims: 5 });
  expect(await checkCanary(db)).toMatchObject({ claims: 1 });
});
