import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { eraseClaims } from '../../../../lib/app/keeping/erase.ts';
import { contentHash } from '../../../../lib/claims/canonical.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import { revoke } from '../../../../lib/team/shop.ts';
import { conflicting } from '../../../../lib/team/sync/claim-state.ts';
import { sendLog } from '../../../../lib/team/sync/send-log.ts';
import { sendOutbox } from '../../../../lib/team/sync/send-shared.ts';
import { Session } from '../../../../lib/team/sync/session.ts';
import { WireError } from '../../../../lib/team/wire/wire.ts';
import { claim, photo } from '../../support/claims.ts';
import { allOffline, allSent, goOnline, NOW, team } from '../seats.ts';

afterEach(allOffline);

const KEY = 'pinduoduo:900100200300';
const reading = () =>
  claim({
    key: KEY,
    claimId: '900100200300',
    orderId: '261130-123456789012345',
    buyer: { id: 'buyer-8831', name: '王小明' },
    items: [{ itemId: '77', title: '青花瓷碗' }],
    evidence: [photo('https://img.pddpic.com/1.jpg')],
  });

const AT = '2026-11-30T08:00:00.000Z';

async function flag(db: ClaimLensDb, on: boolean, note = ''): Promise<void> {
  await db.transaction('rw', [db.flags, db.ledger, db.meta], async () => {
    await db.flags.put({ v: 1, claimKey: KEY, on, note, at: AT });
    await appendLedger(db, [{ what: on ? 'flagged' : 'unflagged', subject: KEY }], AT);
  });
}

async function decide(db: ClaimLensDb, what: 'accept' | 'contest', settles: string[] = []): Promise<string> {
  const id = contentHash([what, settles, Math.random()]);
  await db.transaction('rw', [db.decisions, db.ledger, db.meta], async () => {
    await db.decisions.put({
      v: 1,
      id,
      claimKey: KEY,
      at: AT,
      what,
      reviewedByPerson: true,
      reason: '',
      verdictShown: '',
      verdictInstead: null,
      photo: null,
      against: null,
      settles,
    });
    await appendLedger(db, [{ what: 'decided', subject: KEY }], AT);
  });
  return id;
}

const chains = async (db: ClaimLensDb) =>
  (await db.ledger.orderBy('[seat+n]').toArray()).map(({ seat, n, hash }) => `${seat} ${n} ${hash}`);

describe('two seats', () => {
  it('share claims, flags, notes and ledgers, also what was done without a line', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    await flag(a, true, '看第二张图');
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(() => b.flags.get(KEY)).toMatchObject({ on: true, note: '看第二张图' });
    expect(await b.claims.get(KEY)).toMatchObject({
      foreign: true,
      claim: { orderId: '261130-123456789012345' },
    });
    // The last writer's mark stands.
    await flag(b, false);
    await expect.poll(async () => (await a.flags.get(KEY))?.on).toBe(false);
    await expect.poll(async () => (await chains(a)).join() === (await chains(b)).join()).toBe(true);
    expect(verifyLedger(await b.ledger.toArray())).toEqual([]);
    for (const plain of [
      '王小明',
      'buyer-8831',
      '261130-123456789012345',
      '青花瓷碗',
      '看第二张图',
      KEY,
      'Seat 2',
    ])
      expect(server.disk.includes(Buffer.from(plain).toString('latin1')), plain).toBe(false);
  });

  it('show two decisions made apart as a conflict, until one is made that knows both', async () => {
    const { lines, seats } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    const first = await decide(a, 'accept');
    const second = await decide(b, 'contest');
    goOnline(a, lines);
    goOnline(b, lines);
    const both = [first, second].sort();
    const conflictOf = async (db: ClaimLensDb) =>
      conflicting(await db.decisions.toArray())
        .map(({ id }) => id)
        .sort();
    await expect.poll(() => conflictOf(a)).toEqual(both);
    await expect.poll(() => conflictOf(b)).toEqual(both);
    await decide(b, 'accept', both);
    await expect.poll(() => conflictOf(a)).toEqual([]);
    expect(await a.decisions.count()).toBe(3);
  });

  it('take in what they write over: another seat’s words do not come twice', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    goOnline(b, lines);
    const theirs = await decide(b, 'contest');
    await allSent(b);
    await flag(b, true, 'seen');
    await allSent(b);
    const own = await decide(a, 'accept');
    // Only sends: the message that brought the other's words is replaced before the stream is read.
    const session = new Session(a, server.line(), (await readMeta(a, 'team'))!);
    await session.readRoll();
    await sendLog(session);
    await sendOutbox(session);
    expect(conflicting(await a.decisions.toArray()).map(({ id }) => id)).toEqual(
      expect.arrayContaining([own, theirs]),
    );
    expect(await a.flags.get(KEY)).toMatchObject({ on: true, note: 'seen' });
    await expect.poll(async () => conflicting(await b.decisions.toArray()).length).toBe(2);
  });

  it('send everything once after a break, with nothing lost or doubled', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    goOnline(a, lines);
    goOnline(b, lines);
    await saveReadings(a, [reading()], NOW);
    server.fault = new WireError('full');
    await flag(a, true);
    for (let i = 0; i < 150; i += 1) await appendLedger(a, [{ what: 'test', subject: `s${i}` }], AT);
    await expect.poll(async () => (await readMeta(a, 'team-status'))?.why).toBe('full');
    server.fault = null;
    await expect.poll(async () => (await chains(b)).length === (await chains(a)).length).toBe(true);
    expect(await chains(b)).toEqual(await chains(a));
    await expect.poll(async () => (await b.flags.get(KEY))?.on).toBe(true);
  });

  it('take nothing of a revoked seat’s, and give it nothing new', async () => {
    const { lines, seats, server } = await team(3);
    const [a, b, c] = seats as [ClaimLensDb, ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    for (const db of seats) goOnline(db, lines);
    await expect.poll(() => c.claims.count()).toBe(1);
    const gone = (await readMeta(c, 'team'))!.seat;
    await revoke(a, lines, gone);
    await expect.poll(async () => (await readMeta(c, 'team-status'))?.state).toBe('revoked');
    await flag(a, true, 'after');
    await expect.poll(async () => (await b.flags.get(KEY))?.note).toBe('after');
    expect(await c.flags.get(KEY)).toBeUndefined();
    expect((await readMeta(c, 'team'))!.epochs.map(({ epoch }) => epoch)).toEqual([1]);
    expect((await readMeta(b, 'team'))!.epochs.map(({ epoch }) => epoch).sort()).toEqual([1, 2]);
    // With the old password and the old secret it can still write; nobody takes it.
    const { Session } = await import('../../../../lib/team/sync/session.ts');
    const config = (await readMeta(c, 'team'))!;
    const spy = new Session(c, server.line(), config);
    const subject = spy.subject('now', 'state', spy.name('claim', KEY));
    const key = await spy.keyNamed(spy.name('claim', KEY));
    const state = { claim: KEY, flag: { on: false, passed: false, note: 'forged', at: AT, seat: gone } };
    const body = { ...state, assignee: null, notes: [], decisions: [] };
    await spy.send('now', subject, key, { kind: 'state', place: 99, body });
    await expect.poll(async () => (await readMeta(b, 'team-status'))?.refused.seat).toBe(1);
    expect((await b.flags.get(KEY))?.note).toBe('after');
  });

  it('drop an erased claim everywhere, with its key', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    await flag(a, true, '看第二张图');
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(() => b.flags.count()).toBe(1);
    await expect.poll(async () => (await chains(b)).length === (await chains(a)).length).toBe(true);
    await eraseClaims([KEY], 'all', 'buyer', a);
    await expect.poll(() => b.claims.count()).toBe(0);
    await expect.poll(() => b.teamKeys.count()).toBe(0);
    expect(await a.teamKeys.count()).toBe(0);
    expect(await b.flags.count()).toBe(0);
    expect(server.streams.now.filter(({ subject }) => /\.(key|claim|state|photo)\./.test(subject))).toEqual(
      [],
    );
    // The log keeps its place: a seat that comes now reads chains without a hole.
    const { invite, join } = await import('../../../../lib/team/shop.ts');
    const { freshDb } = await import('../../support/db.ts');
    const late = freshDb();
    await join(late, lines, await invite(a, lines, 'Late', NOW), '', NOW);
    goOnline(late, lines);
    await expect.poll(async () => (await late.ledger.count()) >= (await a.ledger.count())).toBe(true);
    const rows = await late.ledger.toArray();
    expect(verifyLedger(rows)).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain(KEY);
  });

  it('send and read again what a server lost that was put back from an older copy', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(() => b.claims.count()).toBe(1);
    const putBack = server.copy();
    await saveReadings(a, [claim({ claimId: '900100200301' })], NOW);
    await flag(b, true, 'later');
    await expect.poll(() => b.claims.count()).toBe(2);
    await expect.poll(() => a.flags.count()).toBe(1);
    allOffline();
    putBack();
    const { invite, join } = await import('../../../../lib/team/shop.ts');
    const { freshDb } = await import('../../support/db.ts');
    goOnline(a, lines);
    goOnline(b, lines);
    const late = freshDb();
    await join(late, lines, await invite(a, lines, 'Late', NOW), '', NOW);
    goOnline(late, lines);
    await expect.poll(() => late.claims.count()).toBe(2);
    await expect.poll(async () => (await late.flags.get(KEY))?.note).toBe('later');
    expect(verifyLedger(await late.ledger.toArray())).toEqual([]);
  });
});
