import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LEFT_OUT, makeBackup } from '../../../../lib/app/keeping/backup.ts';
import { restoreBackup } from '../../../../lib/app/keeping/restore.ts';
import { writeBackup } from '../../../../lib/cases/backup/format.ts';
import { BACKED_UP } from '../../../../lib/cases/backup/row-schemas.ts';
import type { TableRow } from '../../../../lib/cases/backup/rows-codec.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { type ClaimLensDb, schemaVersion, tableNames } from '../../../../lib/store/db.ts';
import { appendLedger, ledgerHead } from '../../../../lib/store/ledger.ts';
import { nextEntry, verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import { readMeta, writeMeta } from '../../../../lib/store/meta.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

vi.mock('wxt/browser', () => ({ browser: {} }));

const AT = '2026-10-02T03:00:00.000Z';
const LATER = '2026-10-03T03:00:00.000Z';
let db: ClaimLensDb;

async function file(rows: TableRow[], schema = schemaVersion()): Promise<Blob> {
  const pieces: BlobPart[] = [];
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const options = { password: 'p', createdAt: AT, schema, random, iterations: 10 };
  for await (const piece of writeBackup(rows, options)) pieces.push(piece);
  return new Blob(pieces);
}
const restore = async (rows: TableRow[], options = {}) => restoreBackup(await file(rows), 'p', options, db);

beforeEach(async () => {
  db = freshDb();
  await saveReadings(db, [claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })], new Date(LATER));
  await writeMeta(db, 'settings', { theme: 'dark' });
});

describe('a hostile backup', () => {
  const hostile: [string, TableRow][] = [
    [
      'bytes that do not fit their hash',
      {
        table: 'blobs',
        row: {
          v: 1,
          sha256: 'a'.repeat(64),
          bytes: new Uint8Array(3),
          size: 3,
          mime: 'image/jpeg',
          addedAt: AT,
        },
      },
    ],
    [
      'bytes of another length',
      {
        table: 'blobs',
        row: {
          v: 1,
          sha256: sha256Hex(new Uint8Array(3)),
          bytes: new Uint8Array(3),
          size: 4,
          mime: 'image/jpeg',
          addedAt: AT,
        },
      },
    ],
    ['a claim without its fields', { table: 'claims', row: { v: 1, key: 'pinduoduo:7' } }],
    [
      'a claim under another key',
      {
        table: 'claims',
        row: {
          v: 1,
          key: 'pinduoduo:7',
          claim: claim(),
          console: 'pinduoduo',
          shopId: '',
          buyerKey: null,
          firstSeenAt: AT,
          lastReadAt: AT,
          appliedAt: AT,
          deadlineAt: null,
          touchedAt: 1,
        },
      },
    ],
    [
      'a picture address that runs',
      {
        table: 'evidence',
        row: {
          v: 1,
          id: 'pinduoduo:7#x',
          claimKey: 'pinduoduo:7',
          url: 'javascript:alert(1)',
          originalUrl: 'javascript:alert(1)',
          kind: 'photo',
          round: 1,
          seenAt: AT,
          state: 'waiting',
          sha256: null,
          fetch: null,
          name: null,
        },
      },
    ],
    [
      'a picture on the machine itself',
      {
        table: 'libraryImages',
        row: {
          v: 1,
          id: 'x#y',
          productKey: 'x',
          sha256: '',
          name: '',
          url: 'http://127.0.0.1/',
          addedAt: AT,
          state: 'waiting',
          why: null,
        },
      },
    ],
    [
      'a finding nobody declared',
      {
        table: 'findings',
        row: {
          v: 1,
          id: 'f',
          claimKey: 'pinduoduo:1001',
          sha256: null,
          code: 'guilty',
          finding: { code: 'guilty', facts: {} },
          at: AT,
        },
      },
    ],
    [
      'a log entry that does not fit its hash',
      {
        table: 'ledger',
        row: { ...nextEntry('other', null, { what: 'x', subject: 'y' }, AT), what: 'z' } as never,
      },
    ],
    [
      'a verdict of its own',
      {
        table: 'verdicts',
        row: {
          v: 1,
          claimKey: 'pinduoduo:1001',
          verdict: 'fraud',
          because: [],
          photos: { total: 0, checked: 0, notChecked: 0 },
          at: AT,
        },
      },
    ],
    ['a table of its own', { table: 'constructor', row: { a: 1 } }],
    ['a row that is none', { table: 'flags', row: { v: 2, claimKey: 'x' } }],
  ];

  it.each(hostile)('%s is set aside and named, and the rest is taken', async (_, row) => {
    const good: TableRow = {
      table: 'notes',
      row: { v: 1, id: 'n', claimKey: 'pinduoduo:1001', at: AT, text: 'kept' },
    };
    const answer = await restore([row, good]);
    expect(answer).toMatchObject({ rows: 1, aside: [{ table: row.table }] });
    expect(answer.aside[0]?.why).not.toBe('');
    expect(await db.notes.count()).toBe(1);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('puts nothing into this seat’s own log, and changes no entry of it', async () => {
    const seat = (await readMeta(db, 'seat'))!;
    const before = await db.ledger.orderBy('[seat+n]').toArray();
    const forged = nextEntry(seat, null, { what: 'claim-seen', subject: 'pinduoduo:7' }, AT);
    const far = { ...nextEntry(seat, before.at(-1)!, { what: 'x', subject: 'y' }, LATER) };
    const farther = nextEntry(seat, { ...far, n: 90 }, { what: 'x', subject: 'y' }, LATER);
    const answer = await restore([forged, farther].map((row) => ({ table: 'ledger', row: row as never })));
    expect(answer.aside).toHaveLength(2);
    const after = await db.ledger.orderBy('[seat+n]').toArray();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(verifyLedger(after, await ledgerHead(db))).toEqual([]);
  });

  it('replaces nothing that is newer here', async () => {
    const old = { ...(await db.claims.get('pinduoduo:1001'))!, lastReadAt: AT, shopId: 'old' };
    await db.flags.put({ v: 1, claimKey: 'pinduoduo:1001', on: true, note: '', at: LATER });
    const flag = { v: 1, claimKey: 'pinduoduo:1001', on: false, note: '', at: AT };
    const answer = await restore([
      { table: 'claims', row: old as never },
      { table: 'flags', row: flag },
    ]);
    expect(answer).toMatchObject({ rows: 0, kept: 2 });
    expect((await db.claims.get('pinduoduo:1001'))?.shopId).toBe('');
    expect((await db.flags.get('pinduoduo:1001'))?.on).toBe(true);
  });

  it('changes settings and trust only when asked', async () => {
    const rows: TableRow[] = [
      { table: 'meta', row: { v: 1, name: 'settings', value: { theme: 'light' } } },
      { table: 'meta', row: { v: 1, name: 'trust-list', value: { pem: 'x', source: 'me', date: AT } } },
      { table: 'meta', row: { v: 1, name: 'seat', value: 'theirs' } },
      { table: 'meta', row: { v: 1, name: 'buyer-salt', value: new Uint8Array(32) } },
    ];
    const seat = await readMeta(db, 'seat');
    await restore(rows);
    expect(await readMeta(db, 'settings')).toEqual({ theme: 'dark' });
    expect(await readMeta(db, 'trust-list')).toBeNull();
    await restore(rows, { settings: true });
    expect(await readMeta(db, 'settings')).toEqual({ theme: 'light' });
    expect(await readMeta(db, 'seat')).toBe(seat);
  });

  it('of a newer database is refused as a whole', async () => {
    const newer = await file([{ table: 'notes', row: { v: 1 } }], schemaVersion() + 1);
    await expect(restoreBackup(newer, 'p', {}, db)).rejects.toMatchObject({ why: 'newer-version' });
  });
});

it('has a schema for every table that a backup holds', () => {
  expect([...BACKED_UP].sort()).toEqual(
    tableNames()
      .filter((table) => !LEFT_OUT.has(table))
      .sort(),
  );
});

it('a lost tail of the seat’s own log comes back', async () => {
  await appendLedger(
    db,
    [
      { what: 'a', subject: '1' },
      { what: 'b', subject: '2' },
    ],
    LATER,
  );
  const backup = await makeBackup('p', db);
  const all = await db.ledger.orderBy('[seat+n]').toArray();
  await db.ledger.bulkDelete(all.slice(-2).map(({ hash }) => hash));
  expect((await restoreBackup(backup, 'p', {}, db)).aside).toEqual([]);
  expect(verifyLedger(await db.ledger.toArray(), await ledgerHead(db))).toEqual([]);
  expect((await db.ledger.toArray()).map(({ hash }) => hash)).toEqual(
    expect.arrayContaining(all.map(({ hash }) => hash)),
  );
});
