import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { confirmClock, lookAtClock } from '../../../../lib/app/keeping/clock.ts';
import {
  eraseDue,
  freeable,
  freePictures,
  retentionState,
  runRetention,
} from '../../../../lib/app/keeping/retention.ts';
import { noteServerClock } from '../../../../lib/cases/server-clock.ts';
import type { Claim } from '../../../../lib/claims/model.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import type { VerdictRow } from '../../../../lib/store/rows.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

vi.mock('wxt/browser', () => ({ browser: {} }));

const DAY = 86_400_000;
const SEEN = Date.parse('2026-10-02T03:00:00Z');
/** Forty days on: photos of clean claims are due. */
const LATER = SEEN + 40 * DAY;
let db: ClaimLensDb;

async function add(id: string, change: Partial<Claim>, verdict: VerdictRow['verdict'] | null, open = false) {
  const key = `pinduoduo:${id}`;
  const one = claim({ claimId: id, key, evidence: [photo(`https://img.pddpic.com/${id}.jpg`)], ...change });
  await saveReadings(db, [one], new Date(SEEN));
  for (const row of await db.evidence.where('claimKey').equals(key).toArray())
    await db.evidence.put({ ...row, state: 'kept', sha256: id });
  await db.blobs.put({
    v: 1,
    sha256: id,
    bytes: new Uint8Array(10),
    size: 10,
    mime: 'image/jpeg',
    addedAt: '',
  });
  if (!open) await db.jobs.where('claimKey').equals(key).delete();
  if (verdict)
    await db.verdicts.put({
      v: 1,
      claimKey: key,
      verdict,
      because: [],
      photos: { total: 1, checked: 1, notChecked: 0 },
      at: '',
    });
}

beforeEach(async () => {
  db = freshDb();
  await add('clean', { stage: 'paid' }, 'no-anomaly');
  await add('open', { stage: 'waits-for-seller' }, 'no-anomaly');
  await add('unread', { stage: 'waits-for-seller' }, null);
  await add('closed-unchecked', { stage: 'paid' }, null);
  await add('unsure', { stage: 'paid' }, 'not-enough-information');
  await add('waits', { stage: 'paid' }, 'no-anomaly', true);
  await add('signs', { stage: 'paid' }, 'several-signs');
});

/** The background looks at the clock every hour. */
async function daysPass(from: number, to: number): Promise<void> {
  for (let at = from; at <= to; at += DAY) expect(await lookAtClock(db, at, at)).toBeNull();
}
const photos = async () => (await db.blobs.toCollection().primaryKeys()).sort();
const run = (now: number) => {
  vi.spyOn(performance, 'now').mockReturnValue(now - performance.timeOrigin);
  return runRetention(db, now);
};

it('lists first, lets only the clean closed claim go, and nothing unchecked ever', async () => {
  await daysPass(SEEN, LATER);
  expect((await freeable(db)).claimKeys).toEqual(['pinduoduo:clean']);
  const all = await photos();
  expect(await run(LATER)).toBe(0);
  expect(await photos()).toEqual(all);
  expect(await readMeta(db, 'retention-listed')).toMatchObject({ 'pinduoduo:clean': { what: 'pixels' } });
  expect(await run(LATER + DAY / 2)).toBe(0);
  expect(await run(LATER + DAY)).toBe(1);
  expect(await photos()).toEqual(all.filter((one) => one !== 'clean'));
});

it('frees only what was in the list that was looked at, and is still clean', async () => {
  const seen = (await freeable(db)).claimKeys;
  await db.flags.put({ v: 1, claimKey: 'pinduoduo:clean', on: true, note: '', at: '' });
  expect(await freePictures([...seen, 'pinduoduo:open', 'pinduoduo:unread'], db)).toBe(0);
  expect(await photos()).toHaveLength(7);
});

it.each([
  ['a year ahead', 365 * DAY],
  ['a year back', -365 * DAY],
])('stops while the clock is %s, and until a person has looked', async (_, off) => {
  await daysPass(SEEN, LATER);
  await run(LATER);
  expect(await run(LATER + off)).toBe(0);
  // The clock is right again; what happened in between is not known.
  expect(await run(LATER + 2 * DAY)).toBe(0);
  const { due } = await retentionState(db, LATER + 2 * DAY);
  expect(due).toHaveLength(1);
  expect(await eraseDue(due, db, LATER + 2 * DAY)).toBe(0);
  expect(await photos()).toHaveLength(7);
  await confirmClock(db, LATER + 2 * DAY);
  expect(await eraseDue(due, db, LATER + 2 * DAY)).toBe(1);
  expect((await db.ledger.toArray()).map(({ what }) => what)).toContain('clock-confirmed');
});

it('believes neither the clock against a server, nor against the log', async () => {
  await daysPass(SEEN, LATER);
  await noteServerClock(db, new Date(LATER - 300 * DAY).toUTCString(), LATER);
  expect(await lookAtClock(db, LATER, LATER)).toMatchObject({ why: 'server' });
  await confirmClock(db, LATER);
  expect(await lookAtClock(db, LATER, LATER)).toBeNull();
  await appendLedger(db, [{ what: 'x', subject: 'x' }], new Date(LATER + 100 * DAY).toISOString());
  expect(await lookAtClock(db, LATER, LATER)).toMatchObject({ why: 'back' });
});
