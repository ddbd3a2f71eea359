/** Seats of a team for tests: databases of their own on one server. */
import 'fake-indexeddb/auto';
import { expect } from 'vitest';
import { eraseClaims } from '../../../lib/app/keeping/erase.ts';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { seatId } from '../../../lib/store/ledger.ts';
import { Live } from '../../../lib/team/live.ts';
import { createTeam, invite, join, type Lines } from '../../../lib/team/shop.ts';
import { cursorOf, entriesAfter } from '../../../lib/team/sync/outbox.ts';
import { freshDb } from '../support/db.ts';
import { MemoryServer } from './memory-wire.ts';

export const NOW = new Date('2026-11-30T08:00:00Z');
const ACCESS = { url: 'wss://team.example', user: 'seat', password: 'p' };

export const linesOf = (server: MemoryServer): Lines => ({
  open: async () => server.line(),
  make: async () => undefined,
});

/** A team of `n` seats; the first is the founder. */
export async function team(n: number): Promise<{ server: MemoryServer; lines: Lines; seats: ClaimLensDb[] }> {
  const server = new MemoryServer();
  const lines = linesOf(server);
  const seats = Array.from({ length: n }, () => freshDb());
  const [founder, ...others] = seats as [ClaimLensDb, ...ClaimLensDb[]];
  const limits = { replicas: 1 as const, bytes: 1e9 };
  await createTeam(founder, lines, { admin: ACCESS, access: ACCESS, name: 'Seat 1', limits });
  for (const [i, db] of others.entries())
    await join(db, lines, await invite(founder, lines, `Seat ${i + 2}`, NOW), '', NOW);
  return { server, lines, seats };
}

const running = new Set<Live>();

/** How often a seat was told that other seats' product pictures have come. */
export const grown = new Map<ClaimLensDb, number>();

/** Puts a seat's line up. */
export function goOnline(db: ClaimLensDb, lines: Lines): Live {
  const live = new Live(db, {
    lines,
    firstMs: 20,
    quietMs: 20,
    libraryGrew: async () => {
      grown.set(db, (grown.get(db) ?? 0) + 1);
    },
    eraseClaim: (key) => eraseClaims([key], 'all', 'team', db),
  });
  running.add(live);
  void live.run();
  return live;
}

export function allOffline(): void {
  for (const live of running) live.stop();
  running.clear();
}

/** Waits until the server has all that a seat wrote. An empty outbox alone says nothing: it is filled when the log has gone. */
export const allSent = (db: ClaimLensDb): PromiseLike<void> =>
  expect
    .poll(async () => {
      const chain = await db.transaction('rw', db.meta, () => seatId(db));
      const unsent = await entriesAfter(db, chain, (await cursorOf(db)).sent, 1);
      return unsent.length + (await db.teamOutbox.count());
    })
    .toBe(0);
