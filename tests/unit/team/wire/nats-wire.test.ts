/** The line against a real server: what it keeps, what it refuses, and how each fault is named. */
import 'fake-indexeddb/auto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import { createTeam, invite, join, type Lines } from '../../../../lib/team/shop.ts';
import { makeStreams, openWire } from '../../../../lib/team/wire/nats-wire.ts';
import { subjectOf } from '../../../../lib/team/wire/subjects.ts';
import { StaleError, WireError } from '../../../../lib/team/wire/wire.ts';
import { ADMIN, natsServer, SEAT, startTeamServer, type TeamServer } from '../../../team/server.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';
import { allOffline, goOnline, NOW } from '../seats.ts';

const SHOP = '00112233445566aa';
const LIMITS = { replicas: 1 as const, bytes: 3e8 };
const at = (...parts: string[]) => subjectOf(SHOP, 'now', ...parts);
const why = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof WireError ? error.why : String(error)),
  );

describe.skipIf(!natsServer())('a real server', () => {
  let server: TeamServer;
  const access = () => ({ url: server.urls[0]!, ...SEAT });
  const admin = () => ({ url: server.urls[0]!, ...ADMIN });

  beforeAll(async () => {
    server = await startTeamServer();
    await makeStreams(admin(), SHOP, LIMITS);
  });
  afterEach(allOffline);
  afterAll(() => server?.close());

  it('keeps the newest of each subject, in order, and refuses a stale write', async () => {
    const wire = await openWire(access(), SHOP);
    const first = await wire.send(at('x', 'a'), new Uint8Array([1]), { expect: 0 });
    await wire.send(at('x', 'b'), new Uint8Array([2]));
    const third = await wire.send(at('x', 'a'), new Uint8Array([3]), { expect: first });
    await expect(wire.send(at('x', 'a'), new Uint8Array([4]), { expect: first })).rejects.toBeInstanceOf(
      StaleError,
    );
    expect(await wire.last('now', at('x', 'a'))).toMatchObject({ seq: third, bytes: new Uint8Array([3]) });
    expect(await wire.last('now', at('x', 'none'))).toBeNull();
    const following = await wire.follow('now', 0);
    const seen: number[] = [];
    for await (const { bytes, pending } of following) {
      seen.push(bytes[0]!);
      if (pending === 0) break;
    }
    following.stop();
    expect((await wire.all('now', at('x'))).map(({ bytes }) => bytes[0])).toEqual([2, 3]);
    expect(seen).toEqual([2, 3]);
    await wire.erase('now', at('x'));
    expect(await wire.last('now', at('x', 'a'))).toBeNull();
    expect(await wire.send(at('x', 'a'), new Uint8Array([5]), { expect: 0 })).toBeGreaterThan(third);
    await wire.close();
  });

  it('does not delete from the log, nor let a seat make or end streams', async () => {
    const wire = await openWire(access(), SHOP);
    const log = subjectOf(SHOP, 'log', 'a');
    await wire.send(log, new Uint8Array([1]));
    await expect(wire.erase('log', log)).rejects.toBeInstanceOf(WireError);
    expect(await wire.last('log', log)).not.toBeNull();
    await wire.close();
    expect(await why(makeStreams(access(), '00112233445566bb', LIMITS))).toMatch(/^(permission|lost)$/);
  });

  it('names what is wrong', async () => {
    const { url } = access();
    expect(await why(openWire({ url, user: 'seat', password: 'wrong' }, SHOP))).toBe('password');
    expect(await why(openWire({ ...SEAT, url: 'ws://127.0.0.1:1' }, SHOP))).toBe('address');
    // An address of the right host that speaks something else.
    expect(await why(openWire({ ...SEAT, url: 'ws://team.example' }, SHOP))).toBe('host');
    const other = await openWire(access(), '00000000000000ff');
    expect(await why(other.last('now', subjectOf('00000000000000ff', 'now', 'a')))).toBe('no-team');
    await other.close();
    const bare = await startTeamServer(1, { jetstream: false });
    expect(await why(makeStreams({ url: bare.urls[0]!, ...ADMIN }, SHOP, LIMITS))).toBe('no-jetstream');
    await bare.close();
    const small = await startTeamServer(1, { maxStore: '40M' });
    const tiny = { url: small.urls[0]!, ...ADMIN };
    expect(await why(makeStreams(tiny, SHOP, { replicas: 1, bytes: 1e9 }))).toBe('full');
    await small.close();
  });

  it('says that it is full, and takes on when there is room', async () => {
    const shop = '00112233445566cc';
    await makeStreams(admin(), shop, { replicas: 1, bytes: 600_000 });
    const wire = await openWire(access(), shop);
    const log = subjectOf(shop, 'log', 'a');
    const big = new Uint8Array(150_000);
    const answers: string[] = [];
    for (let i = 0; i < 3; i += 1) answers.push(await why(wire.send(log, big)));
    expect(answers.at(-1)).toBe('full');
    await wire.close();
  });

  it('carries two seats', async () => {
    const lines: Lines = { open: openWire, make: makeStreams };
    const [a, b] = [freshDb(), freshDb()] as [ClaimLensDb, ClaimLensDb];
    await createTeam(a, lines, { admin: admin(), access: access(), name: 'One', limits: LIMITS });
    await join(b, lines, await invite(a, lines, 'Two', NOW), '', NOW);
    await saveReadings(a, [claim({ claimId: '900100200300', buyer: { name: '王小明' } })], NOW);
    for (let i = 0; i < 250; i += 1)
      await appendLedger(a, [{ what: 'test', subject: `s${i}` }], NOW.toISOString());
    goOnline(a, lines);
    goOnline(b, lines);
    const chain = async (db: ClaimLensDb) => (await db.ledger.orderBy('[seat+n]').primaryKeys()).join();
    await expect
      .poll(async () => (await chain(a)) === (await chain(b)) && (await b.ledger.count()) > 250)
      .toBe(true);
    expect(verifyLedger(await b.ledger.toArray())).toEqual([]);
    expect(await b.claims.count()).toBe(1);
    const disk = Buffer.concat(server.files());
    for (const plain of ['王小明', '900100200300', 'Two']) expect(disk.includes(plain), plain).toBe(false);
  });
});
