/** Who has a claim open: every seat says so for itself, and nobody's word depends on what arrives first. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import { lookersOf } from '../../../../lib/team/sync/looks.ts';
import { outboxRow } from '../../../../lib/team/sync/outbox.ts';
import { LEASE_MS } from '../../../../lib/team/wire/subjects.ts';
import { claim } from '../../support/claims.ts';
import { allOffline, goOnline, linesOf, NOW, team } from '../seats.ts';

afterEach(allOffline);

const KEY = 'pinduoduo:900100200300';
const reading = () => claim({ key: KEY, claimId: '900100200300' });

const say = (db: ClaimLensDb, kind: 'look' | 'leave') => db.teamOutbox.put(outboxRow(kind, KEY, Date.now()));
const seat = async (db: ClaimLensDb) => (await readMeta(db, 'team'))!.seat;
const lookers = async (db: ClaimLensDb) => {
  const row = await db.teamClaims.get(KEY);
  return row ? lookersOf(row, Date.now()).sort() : [];
};

describe('who has a claim open', () => {
  it('shows on the other seats, also where the lease arrives before the claim', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    await say(a, 'look');
    goOnline(a, lines);
    await expect.poll(() => server.streams.lease.length).toBe(1);
    // The claim's own stream is slow: as on a first look at a large shop.
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow: typeof lines = {
      ...linesOf(server),
      open: async () => {
        const line = server.line();
        const follow = line.follow.bind(line);
        line.follow = async (stream, after) => {
          const following = await follow(stream, after);
          if (stream !== 'now') return following;
          return {
            ...following,
            async *[Symbol.asyncIterator]() {
              await held;
              yield* following;
            },
          };
        };
        return line;
      },
    };
    goOnline(b, slow);
    const own = await seat(a);
    await expect.poll(() => lookers(b)).toEqual([own]);
    letGo();
    await expect.poll(async () => (await b.claims.get(KEY))?.foreign).toBe(true);
    expect(await lookers(b)).toEqual([own]);
    expect((await b.teamClaims.get(KEY))?.from).toBe(own);
  });

  it('is said by each seat for itself: two see each other, and one that leaves takes nobody along', async () => {
    const { lines, seats } = await team(3);
    const [a, b, c] = seats as [ClaimLensDb, ClaimLensDb, ClaimLensDb];
    await saveReadings(a, [reading()], NOW);
    for (const db of seats) goOnline(db, lines);
    await expect.poll(() => c.claims.count()).toBe(1);
    await expect.poll(() => b.claims.count()).toBe(1);
    await Promise.all([say(a, 'look'), say(b, 'look')]);
    const [idA, idB] = [await seat(a), await seat(b)];
    await expect.poll(() => lookers(a)).toEqual([idB]);
    await expect.poll(() => lookers(b)).toEqual([idA]);
    await expect.poll(() => lookers(c)).toEqual([idA, idB].sort());
    await say(a, 'leave');
    await expect.poll(() => lookers(c)).toEqual([idB]);
    await expect.poll(() => lookers(b)).toEqual([]);
    expect(await lookers(a)).toEqual([idB]);
    expect(lookersOf((await c.teamClaims.get(KEY))!, Date.now() + LEASE_MS + 1)).toEqual([]);
  });
});
