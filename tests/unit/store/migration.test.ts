import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { saveReadings } from '../../../lib/store/claims.ts';
import { ClaimLensDb, SCHEMA, tableNames } from '../../../lib/store/db.ts';
import { ledgerHead } from '../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { readSettings, writeSettings } from '../../../lib/store/settings.ts';
import { pngHeader } from '../support/bytes.ts';
import { claim, photo } from '../support/claims.ts';

const NEWEST = Math.max(...Object.keys(SCHEMA).map(Number));
const NOW = new Date('2026-10-02T03:00:00Z');

/** Everything a seller may have in a database, written through the product's own code where there is one. */
async function fill(db: ClaimLensDb): Promise<void> {
  await saveReadings(
    db,
    [
      claim({ buyer: { id: 'b' }, evidence: [photo('https://img.pddpic.com/1.jpg')] }),
      claim({
        claimId: '2',
        key: 'pinduoduo:2',
        items: [{ itemId: '7', imageUrl: 'https://img.pddpic.com/i.jpg' }],
      }),
    ],
    NOW,
  );
  await writeSettings(db, { theme: 'dark', consoles: { pinduoduo: { on: false } } });
  const bytes = pngHeader(8, 8);
  await db.blobs.put({ v: 1, sha256: 'aa', bytes, size: bytes.length, mime: 'image/png', addedAt: '' });
  await db.products.put({
    v: 1,
    key: 'file:mug',
    title: '杯子',
    itemIds: ['7'],
    source: 'folder',
    addedAt: '',
  });
  await db.flags.put({ v: 1, claimKey: 'pinduoduo:2', on: true, note: 'n', at: '' });
  await db.indexShards.put({ v: 1, key: 's', bytes: Uint8Array.of(1, 2, 3) });
}

async function contents(db: ClaimLensDb, tables: string[]): Promise<Record<string, unknown[]>> {
  return Object.fromEntries(
    await Promise.all(tables.map(async (name) => [name, await db.table(name).toArray()])),
  );
}

describe('schema', () => {
  it('declares every table once with the key of its rows', () => {
    const db = new ClaimLensDb('schema');
    const keys = Object.fromEntries(db.tables.map((table) => [table.name, table.schema.primKey.keyPath]));
    expect(Object.keys(keys).sort()).toEqual(tableNames().sort());
    expect(keys).toMatchObject({
      claims: 'key',
      readings: 'id',
      evidence: 'id',
      blobs: 'sha256',
      photos: 'sha256',
      products: 'key',
      libraryImages: 'id',
      jobs: 'id',
      findings: 'id',
      checks: 'id',
      verdicts: 'claimKey',
      flags: 'claimKey',
      ledger: 'hash',
      health: 'id',
      meta: 'name',
      indexShards: 'key',
      cases: 'claimKey',
    });
    for (const table of db.tables)
      expect(table.schema.primKey.auto, `${table.name} invents no keys`).toBe(false);
  });

  it('never changes a version that was released', () =>
    expect(SCHEMA[1]).toEqual({
      claims: 'key, console, shopId, buyerKey, appliedAt, deadlineAt, touchedAt',
      readings: 'id, claimKey, at',
      evidence: 'id, claimKey, sha256, state',
      blobs: 'sha256, addedAt',
      photos: 'sha256',
      products: 'key, addedAt, *itemIds',
      libraryImages: 'id, productKey, sha256, state, url',
      jobs: 'id, state, [state+priority], claimKey, [claimKey+state]',
      findings: 'id, claimKey, sha256, code, [claimKey+sha256]',
      checks: 'id, claimKey, sha256, [claimKey+sha256]',
      verdicts: 'claimKey, verdict',
      flags: 'claimKey',
      ledger: 'hash, [seat+n], subject, at',
      health: 'id, console',
      meta: 'name',
      indexShards: 'key',
    }));
});

describe.each(
  Object.keys(SCHEMA)
    .map(Number)
    .filter((version) => version < NEWEST),
)('from version %i', (version) => {
  it('everything is there after the upgrade, and the new tables work', async () => {
    const name = `migrate-${version}`;
    const old = new ClaimLensDb(name, version);
    await fill(old);
    const tables = old.tables.map((table) => table.name);
    const before = await contents(old, tables);
    for (const [table, rows] of Object.entries(before))
      if (
        !['photos', 'libraryImages', 'findings', 'checks', 'verdicts', 'health'].includes(table) &&
        table in SCHEMA[1]!
      )
        expect(rows.length, `${table} was filled`).toBeGreaterThan(0);
    old.close();

    const db = new ClaimLensDb(name);
    expect(await contents(db, tables)).toEqual(before);
    expect(db.verno).toBe(NEWEST);
    expect(db.tables.map((table) => table.name).sort()).toEqual(tableNames().sort());
    expect(verifyLedger(await db.ledger.toArray(), await ledgerHead(db))).toEqual([]);
    expect((await readSettings(db)).theme).toBe('dark');
    expect(await saveReadings(db, [claim({ status: '已退款' })], NOW)).toEqual(['pinduoduo:1001']);
    for (const table of db.tables.filter((one) => !tables.includes(one.name)))
      expect(await table.count()).toBe(0);
    db.close();
  });
});

describe('an older extension', () => {
  it('does not open a newer database as if it were its own', async () => {
    const db = new ClaimLensDb('downgrade');
    await fill(db);
    db.close();
    const older = new ClaimLensDb('downgrade', NEWEST - 1);
    const seen = await older.claims.count().catch((error: Error) => error.name);
    expect([2, 'VersionError']).toContain(seen);
    older.close();
    const again = new ClaimLensDb('downgrade');
    expect(await again.claims.count()).toBe(2);
    again.close();
  });
});
