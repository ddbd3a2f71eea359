import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noticeDeadlines } from '../../../../lib/app/background/deadline-notices.ts';
import { isoInZone } from '../../../../lib/claims/time.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { ClaimLensDb, shopDb } from '../../../../lib/store/db.ts';
import { writeSettings } from '../../../../lib/store/settings.ts';
import { claim } from '../../support/claims.ts';

const shown = vi.hoisted(() => [] as string[]);
vi.mock('wxt/browser', () => ({ browser: {} }));
vi.mock('../../../../lib/platform/notices.ts', () => ({
  showNotice: async (key: string) => void shown.push(key),
}));

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ZONES = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata'];
/** A quiet day, and the nights in which Berlin and Los Angeles change to and from summer time. */
const ENDS = [
  '2026-10-02T11:00:00Z',
  '2026-10-25T01:10:00Z',
  '2026-03-29T01:05:00Z',
  '2026-11-01T09:20:00Z',
  '2026-03-08T10:02:00Z',
];
const zone = process.env.TZ;

beforeEach(async () => {
  shown.length = 0;
  await Promise.all(shopDb().tables.map((table) => table.clear()));
  await writeSettings(shopDb(), { notices: true });
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const ending = (at: number, told: string) =>
  claim({ deadlineAt: isoInZone(at, told), deadlineEffect: 'money-goes-out', stage: 'waits-for-seller' });

describe.each(ZONES)('a deadline told in %s', (told) => {
  it.each(ZONES)('is told of before it ends, once per mark, on a machine in %s', async (machine) => {
    process.env.TZ = machine;
    for (const iso of ENDS) {
      const end = Date.parse(iso);
      shown.length = 0;
      await shopDb().claims.clear();
      await saveReadings(shopDb(), [ending(end, told)], new Date(end - 48 * HOUR));
      const at = async (left: number) => {
        const before = shown.length;
        await noticeDeadlines(end - left);
        return shown.length - before;
      };
      expect([
        await at(7 * HOUR),
        await at(6 * HOUR - MINUTE),
        await at(2 * HOUR),
        await at(HOUR - MINUTE),
        await at(5 * MINUTE),
        await at(-MINUTE),
        await at(-10 * HOUR),
      ]).toEqual([0, 1, 0, 1, 0, 0, 0]);
    }
  });
});

it('a claim that is settled is not warned of', async () => {
  const end = Date.parse(ENDS[0]!);
  await saveReadings(shopDb(), [{ ...ending(end, 'UTC'), stage: 'paid' }], new Date(end - 48 * HOUR));
  expect(await noticeDeadlines(end - HOUR)).toBe(0);
});

it('rows that an older version stored with an offset are brought to the one form', async () => {
  const old = new ClaimLensDb('old-instants', 4);
  const told = ending(Date.parse(ENDS[0]!), 'Asia/Shanghai');
  await saveReadings(old, [told], new Date(ENDS[0]!));
  await old.claims.update(told.key, { deadlineAt: told.deadlineAt!, appliedAt: '2026-10-01T10:00:00+08:00' });
  old.close();
  const db = new ClaimLensDb('old-instants');
  expect(await db.claims.get(told.key)).toMatchObject({
    deadlineAt: '2026-10-02T11:00:00.000Z',
    appliedAt: '2026-10-01T02:00:00.000Z',
    claim: { deadlineAt: '2026-10-02T19:00:00+08:00' },
  });
  db.close();
});
