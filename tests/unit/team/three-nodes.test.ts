/** Three servers: the leader is killed and one seat cut off for a minute while both work; afterwards nothing is lost and nothing doubled. */
import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { appendLedger } from '../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { createTeam, invite, join, type Lines } from '../../../lib/team/shop.ts';
import { makeStreams, openWire } from '../../../lib/team/wire/nats-wire.ts';
import { Cable } from '../../team/cable.ts';
import { ADMIN, natsServer, SEAT, startTeamServer, type TeamServer } from '../../team/server.ts';
import { freshDb } from '../support/db.ts';
import { allOffline, goOnline, NOW } from './seats.ts';

const ENTRIES = 200;
/** How long a seat hears nothing while its connection seems to stand, in ms. */
const DEAF_MS = 60_000;

describe.skipIf(!natsServer())('three servers', () => {
  let server: TeamServer;
  const cables: Cable[] = [];

  beforeAll(async () => {
    server = await startTeamServer(3);
  });
  afterEach(allOffline);
  afterAll(async () => {
    for (const cable of cables) await cable.close();
    await server?.close();
  });

  it('lose nothing and double nothing', async () => {
    const lines: Lines = { open: openWire, make: makeStreams };
    const [a, b] = [freshDb(), freshDb()] as [ClaimLensDb, ClaimLensDb];
    const urls: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const cable = new Cable(server.urls);
      cables.push(cable);
      urls.push(await cable.plug());
    }
    const access = (i: number) => ({ url: urls[i]!, ...SEAT });
    await createTeam(a, lines, {
      admin: { url: urls[0]!, ...ADMIN },
      access: access(0),
      name: 'One',
      limits: { replicas: 3, bytes: 6e7 },
    });
    await join(b, lines, await invite(a, lines, 'Two', NOW), '', NOW);
    // Each seat has a cable of its own.
    const team = (await b.meta.get('team'))!;
    await b.meta.put({ ...team, value: { ...(team.value as object), url: urls[1] } });
    goOnline(a, lines);
    goOnline(b, lines);
    const write = async (db: ClaimLensDb, name: string, from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i += 1)
        await appendLedger(db, [{ what: 'test', subject: `${name} ${i}` }], NOW.toISOString());
    };
    await write(a, 'a', 0, ENTRIES / 4);
    const count = (db: ClaimLensDb): Promise<number> =>
      db.ledger.filter(({ what }) => what === 'test').count();
    await expect.poll(() => count(b)).toBe(ENTRIES / 4);
    const leader = await server.leader('log');
    const flow = write(a, 'a', ENTRIES / 4, ENTRIES);
    await server.kill(leader);
    cables[1]!.pull();
    await write(b, 'b', 0, 50);
    await flow;
    cables[1]!.putBack();
    await expect.poll(() => count(a)).toBe(ENTRIES + 50);
    await expect.poll(() => count(b)).toBe(ENTRIES + 50);
    const chain = async (db: ClaimLensDb) =>
      (await db.ledger.orderBy('[seat+n]').toArray()).map(({ seat, n, hash }) => `${seat} ${n} ${hash}`);
    expect(await chain(a)).toEqual(await chain(b));
    expect(new Set(await chain(a)).size).toBe((await chain(a)).length);
    expect(verifyLedger(await a.ledger.toArray())).toEqual([]);
    const told = `team: server n${leader} (leader of the log) killed, one seat cut off: ${await count(a)} and ${await count(b)} of ${ENTRIES + 50} entries, chains equal`;
    console.log(told);

    // A dead line that nobody closes, as behind a router that lost its table; both write meanwhile.
    cables[1]!.mute();
    const deaf = new Promise((resolve) => setTimeout(resolve, DEAF_MS));
    await write(b, 'b', 50, 100);
    await write(a, 'a', ENTRIES, ENTRIES + 50);
    await deaf;
    cables[1]!.putBack();
    for (const db of [a, b]) await expect.poll(() => count(db)).toBe(ENTRIES + 150);
    expect(await chain(a)).toEqual(await chain(b));
    expect(new Set(await chain(a)).size).toBe((await chain(a)).length);
    expect(verifyLedger(await b.ledger.toArray())).toEqual([]);
    console.log(
      `team: one seat without a network for ${DEAF_MS / 1000} s: ${await count(a)} and ${await count(b)} of ${ENTRIES + 150} entries, chains equal`,
    );
  });
});
