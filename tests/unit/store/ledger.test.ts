import { beforeEach, describe, expect, it } from 'vitest';
import type { ClaimLensDb } from '../../../lib/store/db.ts';
import { appendLedger, ledgerHead, seatId } from '../../../lib/store/ledger.ts';
import { headsOf, ledgerHash, verifyLedger } from '../../../lib/store/ledger-chain.ts';
import type { LedgerRow } from '../../../lib/store/rows.ts';
import { freshDb } from '../support/db.ts';

const AT = '2026-10-02T03:00:00.000Z';
let db: ClaimLensDb;
let rows: LedgerRow[];

beforeEach(async () => {
  db = freshDb();
  await appendLedger(
    db,
    [
      { what: 'a', subject: '1' },
      { what: 'b', subject: '2', data: { x: 1, y: ['二'] } },
    ],
    AT,
  );
  await appendLedger(
    db,
    [
      { what: 'c', subject: '3' },
      { what: 'd', subject: '4' },
    ],
    AT,
  );
  rows = await db.ledger.orderBy('[seat+n]').toArray();
});

describe('appendLedger', () => {
  it('chains entries of one seat over calls', () => {
    expect(rows.map((row) => row.n)).toEqual([1, 2, 3, 4]);
    expect(rows[0]?.prev).toBeNull();
    expect(rows.slice(1).map((row) => row.prev)).toEqual(rows.slice(0, -1).map((row) => row.hash));
    expect(new Set(rows.map((row) => row.seat)).size).toBe(1);
    expect(verifyLedger(rows)).toEqual([]);
  });

  it('keeps one seat id', async () => expect(await seatId(db)).toBe(await seatId(db)));

  it('falls with the transaction it stands in', async () => {
    const failing = db.transaction('rw', [db.ledger, db.meta, db.flags], async () => {
      await appendLedger(db, [{ what: 'e', subject: '5' }], AT);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await db.ledger.count()).toBe(4);
    expect((await ledgerHead(db))?.n).toBe(4);
  });

  it('gives parallel writers different places', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => appendLedger(db, [{ what: 'p', subject: String(i) }], AT)),
    );
    const all = await db.ledger.toArray();
    expect(all).toHaveLength(14);
    expect(verifyLedger(all, await ledgerHead(db))).toEqual([]);
  });
});

describe('ledgerHash', () => {
  it('does not depend on the order of members', () => {
    const row = rows[1]!;
    expect(ledgerHash({ ...row, data: { y: ['二'], x: 1 } })).toBe(row.hash);
    expect(ledgerHash({ ...row, data: { y: ['二'], x: 2 } })).not.toBe(row.hash);
  });
});

describe('verifyLedger', () => {
  const damaged = (n: number, change: Partial<LedgerRow>): LedgerRow[] =>
    rows.map((row) => (row.n === n ? { ...row, ...change } : row));
  const seat = () => rows[0]!.seat;

  it.each([
    ['what', { what: 'x' }],
    ['subject', { subject: 'x' }],
    ['data', { data: { x: 2 } }],
    ['at', { at: '2026-10-02T03:00:01.000Z' }],
  ] as [string, Partial<LedgerRow>][])('finds a changed %s in its place', (_, change) =>
    expect(verifyLedger(damaged(2, change))).toEqual([{ seat: seat(), n: 2, why: 'hash' }]),
  );

  it('finds an entry that was changed and hashed again by the link of its follower', () => {
    const forged = { ...rows[1]!, data: {} };
    const hash = ledgerHash(forged);
    expect(verifyLedger(damaged(2, { data: {}, hash }))).toEqual([{ seat: seat(), n: 3, why: 'link' }]);
  });

  it('finds a missing entry, at the start and in the middle', () => {
    expect(verifyLedger(rows.slice(1))).toEqual([{ seat: seat(), n: 2, why: 'gap' }]);
    expect(verifyLedger(rows.filter((row) => row.n !== 3))).toEqual([{ seat: seat(), n: 4, why: 'gap' }]);
  });

  it('finds a doubled place', () => {
    const twin = { ...rows[1]!, what: 'twin' };
    const doubled = [...rows, { ...twin, hash: ledgerHash(twin) }];
    expect(verifyLedger(doubled).map(({ n, why }) => [n, why])).toContainEqual([2, 'gap']);
  });

  it('finds a missing end by the head', async () => {
    const head = await ledgerHead(db);
    expect(verifyLedger(rows.slice(0, 2), head)).toEqual([{ seat: seat(), n: 3, why: 'end' }]);
    expect(verifyLedger([], head)).toEqual([{ seat: seat(), n: 1, why: 'end' }]);
  });

  it('accepts an emptied entry only where a later entry of the log names it', async () => {
    const blank = damaged(2, { what: 'erased', subject: '', data: {} });
    expect(verifyLedger(blank)).toEqual([{ seat: seat(), n: 2, why: 'tombstone' }]);
    expect(verifyLedger(damaged(2, { what: 'erased' }))).toEqual([{ seat: seat(), n: 2, why: 'hash' }]);
    await appendLedger(
      db,
      [{ what: 'claims-erased', subject: 'buyer', data: { emptied: { [seat()]: [[2, 2]] } } }],
      AT,
    );
    const stone = (await db.ledger.toArray()).find((row) => row.what === 'claims-erased')!;
    expect(verifyLedger([...blank, stone])).toEqual([]);
    expect(verifyLedger([...damaged(3, { what: 'erased', subject: '', data: {} }), stone])).toMatchObject([
      { n: 3, why: 'tombstone' },
    ]);
  });

  it('finds a time that runs back, but not where the clock was set back', async () => {
    const early = { ...rows[3]!, at: '2026-10-01T03:00:00.000Z' };
    expect(verifyLedger([...rows.slice(0, 3), { ...early, hash: ledgerHash(early) }])).toEqual([
      { seat: seat(), n: 4, why: 'time' },
    ]);
    // A writer that waited for its turn is no clock that was set back.
    await appendLedger(db, [{ what: 'late', subject: '5' }], '2026-10-02T02:50:00.000Z');
    await appendLedger(db, [{ what: 'after', subject: '6' }], '2026-09-30T00:00:00.000Z');
    const all = await db.ledger.orderBy('[seat+n]').toArray();
    expect(all.map(({ what }) => what).slice(4)).toEqual(['late', 'clock-went-back', 'after']);
    expect(verifyLedger(all, await ledgerHead(db))).toEqual([]);
  });

  it('finds a cut tail and a deleted seat by heads that were taken down before', async () => {
    const taken = headsOf(rows);
    expect(verifyLedger(rows, taken)).toEqual([]);
    await appendLedger(db, [{ what: 'e', subject: '5' }], AT);
    expect(verifyLedger(await db.ledger.toArray(), taken)).toEqual([]);
    expect(verifyLedger(rows.slice(0, 2), taken)).toEqual([{ seat: seat(), n: 3, why: 'end' }]);
    expect(verifyLedger([], taken)).toEqual([{ seat: seat(), n: 1, why: 'end' }]);
    // A chain rebuilt from the second entry on is consistent in itself.
    const other = freshDb();
    await appendLedger(other, [{ what: 'x', subject: '1' }], AT);
    const forged = (await other.ledger.toArray()).map((row) => ({ ...row, seat: seat() }));
    expect(verifyLedger(forged, taken).map(({ why }) => why)).toContain('end');
  });

  it('checks the chains of several seats apart, in any order', async () => {
    const other = freshDb();
    await appendLedger(
      other,
      [
        { what: 'a', subject: '1' },
        { what: 'b', subject: '2' },
      ],
      AT,
    );
    const mixed = [...(await other.ledger.toArray()), ...rows].sort((a, b) => a.hash.localeCompare(b.hash));
    expect(verifyLedger(mixed)).toEqual([]);
  });
});
