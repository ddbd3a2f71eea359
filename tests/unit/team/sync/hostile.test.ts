/** What a hostile server, a lying member or a newer version can do to a seat: nothing is accepted, and it is counted. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { appendLedger, seatId } from '../../../../lib/store/ledger.ts';
import { nextEntry } from '../../../../lib/store/ledger-chain.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import { ENVELOPE } from '../../../../lib/team/crypto/envelope.ts';
import { entryOut } from '../../../../lib/team/sync/log-entries.ts';
import { Session } from '../../../../lib/team/sync/session.ts';
import { claim } from '../../support/claims.ts';
import { allOffline, goOnline, NOW, team } from '../seats.ts';

afterEach(allOffline);

const KEY = 'pinduoduo:1001';
const AT = NOW.toISOString();

const refused = async (db: ClaimLensDb): Promise<Record<string, number>> =>
  (await readMeta(db, 'team-status'))?.refused ?? {};

async function flagged(n = 2) {
  const made = await team(n);
  const [a, b] = made.seats as [ClaimLensDb, ClaimLensDb];
  await saveReadings(a, [claim()], NOW);
  goOnline(a, made.lines);
  goOnline(b, made.lines);
  const flag = async (on: boolean): Promise<void> => {
    await a.transaction('rw', [a.flags, a.ledger, a.meta], async () => {
      await a.flags.put({ v: 1, claimKey: KEY, on, note: '', at: AT });
      await appendLedger(a, [{ what: on ? 'flagged' : 'unflagged', subject: KEY }], AT);
    });
    await expect.poll(async () => (await b.flags.get(KEY))?.on).toBe(on);
  };
  const config = (await readMeta(a, 'team'))!;
  const as = async (db: ClaimLensDb): Promise<Session> => {
    const session = new Session(db, made.server.line(), (await readMeta(db, 'team'))!);
    await session.readRoll();
    return session;
  };
  return { ...made, a, b, flag, config, as };
}

describe('a seat', () => {
  it('takes no older state that a server puts back, and none that was moved', async () => {
    const { server, b, flag, as } = await flagged();
    await flag(true);
    const session = await as(b);
    const subject = session.subject('now', 'state', session.name('claim', KEY));
    const old = server.lastOf(subject)!.bytes.slice();
    await flag(false);
    server.plant(subject, old);
    await expect.poll(async () => (await refused(b)).replayed).toBe(1);
    expect((await b.flags.get(KEY))?.on).toBe(false);
    server.plant(session.subject('now', 'state', session.name('claim', 'pinduoduo:2')), old);
    server.plant(session.subject('now', 'claim', session.name('claim', KEY)), old);
    server.plant(subject, new Uint8Array([1, 2, 3]));
    server.plant(subject, new Uint8Array(400).fill(1));
    await flag(true);
    expect(Object.keys(await refused(b))).toEqual(expect.arrayContaining(['replayed', 'epoch']));
  });

  it('believes no seat that the founder did not let in', async () => {
    const { server, b, a, as } = await flagged();
    // A member who tries to let a friend in: a record without the founder's word.
    const member = await as(b);
    const own = member.roll.get(member.seat)!.body;
    const friend = { ...own, seat: 'ffffffff', chain: 'ffffffff', name: 'friend' };
    const subject = member.subject('now', 'seat', member.name('seat', friend.seat));
    await member.send('now', subject, null, { kind: 'seat', place: 1, body: friend });
    // The same signed in the friend's name by the member's key.
    const liar = new Session(b, server.line(), { ...(await readMeta(b, 'team'))!, seat: friend.seat });
    await liar.send('now', subject, null, { kind: 'seat', place: 2, body: friend });
    await expect.poll(async () => (await refused(a)).seat).toBeGreaterThan(0);
    expect((await as(a)).roll.has('ffffffff')).toBe(false);
  });

  it('takes no entry into another seat’s ledger, and none that does not continue its own', async () => {
    const { a, b, as, server } = await flagged();
    await expect.poll(async () => (await b.ledger.count()) > 0).toBe(true);
    const chainA = await a.transaction('rw', a.meta, () => seatId(a));
    const liar = await as(b);
    const far = { ...nextEntry(chainA, null, { what: 'x', subject: 'x' }, AT), n: 500 };
    const forged = nextEntry(chainA, far, { what: 'forged', subject: 'x' }, AT);
    const body = { entries: [await entryOut(forged, null)] };
    // Into the founder's own subject, and as its own with the founder's chain in it.
    const founder = liar.subject('log', liar.name('seat', liar.founder.seat));
    await liar.send('log', founder, null, { kind: 'log', place: 1, body });
    const mine = liar.subject('log', liar.name('seat', liar.seat));
    await liar.send('log', mine, null, { kind: 'log', place: 1, body });
    await expect.poll(async () => (await readMeta(a, 'team-status'))?.broken).toEqual([liar.seat]);
    expect(await a.ledger.filter(({ what }) => what === 'forged').count()).toBe(0);
    expect((await refused(a)).form).toBeGreaterThan(0);
    expect(server.streams.log.length).toBeGreaterThan(1);
  });

  it('stops before a message of a newer version, and goes on by itself with its own', async () => {
    const { server, a, b, as } = await flagged();
    await expect.poll(() => b.claims.count()).toBe(1);
    const session = await as(a);
    const bytes = server.lastOf(session.subject('now', 'claim', session.name('claim', KEY)))!.bytes.slice();
    bytes[0] = ENVELOPE + 1;
    const seq = server.plant(session.subject('now', 'claim', session.name('claim', 'pinduoduo:9')), bytes);
    await saveReadings(b, [claim({ claimId: '1002' })], NOW);
    await expect.poll(() => a.claims.count()).toBe(1);
    await saveReadings(a, [claim({ claimId: '1003' })], NOW);
    // The place is kept: the newer product reads on from there.
    await expect.poll(async () => (await readMeta(b, 'team-cursor'))?.now ?? 0).toBeLessThan(seq);
    expect(await b.claims.get('pinduoduo:1003')).toBeUndefined();
    expect(await b.claims.get('pinduoduo:1002')).toBeDefined();
  });

  it('does not let another seat’s claim, flag or photo replace what it read itself', async () => {
    const { a, b, lines } = await flagged();
    allOffline();
    await saveReadings(b, [claim({ description: 'own words' })], NOW);
    await saveReadings(a, [claim({ description: 'other words' })], new Date(NOW.getTime() + 1_000));
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(async () => (await b.ledger.count()) >= (await a.ledger.count()) - 1).toBe(true);
    expect((await b.claims.get(KEY))?.claim.description).toBe('own words');
    expect((await b.claims.get(KEY))?.foreign).toBeUndefined();
  });
});
