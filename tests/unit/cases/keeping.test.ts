import { randomFillSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveFor, numbersIn, updateIndex, withNumbers } from '../../../lib/cases/archive.ts';
import { type BackupRefused, readBackup, writeBackup } from '../../../lib/cases/backup/format.ts';
import { decodeRows, encodeRow } from '../../../lib/cases/backup/rows-codec.ts';
import { entriesOf, erasePlan, mentionsOf } from '../../../lib/cases/erase.ts';
import { contentHash, sha256Hex } from '../../../lib/claims/canonical.ts';
import { joined } from '../../../lib/formats/zip-write.ts';
import { emptied, ledgerHash, verifyLedger } from '../../../lib/store/ledger-chain.ts';
import { chain, claim, KEY } from './sample-case.ts';

describe('shipping archive', () => {
  it.each([
    ['SF1234567890123.mp4', 'SF1234567890123'],
    ['2026-10-02 packing 261002-123456789012345 (2)', '261002123456789012345'],
    ['打包_YT8812345678901_正面', 'YT8812345678901'],
    ['https://t.example/?no=JT5123456789012', 'JT5123456789012'],
  ])('finds the number in %s', (name, number) => {
    expect(numbersIn(name)).toContain(number);
  });

  it('keeps rows of files that vanished, and hashes only what is there', () => {
    const file = { path: 'day1/SF1234567890123.jpg', size: 10, modified: 1 };
    const first = updateIndex(
      [],
      'f',
      [file, { path: 'notes.txt', size: 1, modified: 1 }],
      '2026-10-02T00:00:00Z',
    );
    expect(first).toHaveLength(1);
    const hashed = { ...withNumbers(first[0]!, ['261002-123456789012345']), sha256: 'ab'.repeat(32) };
    expect(hashed.numbersFrom).toBe('both');
    expect(updateIndex([hashed], 'f', [file], '2026-10-03T00:00:00Z')[0]?.sha256).toBe(hashed.sha256);
    expect(updateIndex([hashed], 'f', [{ ...file, size: 11 }], '2026-10-03T00:00:00Z')[0]?.sha256).toBeNull();
    const gone = updateIndex([hashed], 'f', [], '2026-10-03T00:00:00Z');
    expect(gone[0]?.missingSince).toBe('2026-10-03T00:00:00Z');
    const clock = {
      at: '2026-10-06T04:00:00Z',
      effect: 'money-goes-out' as const,
      estimated: false,
      source: 'page',
    };
    const now = Date.parse('2026-10-05T00:00:00Z');
    expect(archiveFor(claim, [hashed], clock, now)).toMatchObject({
      missingWhileClockRuns: false,
      vanished: [],
    });
    expect(archiveFor(claim, gone, clock, now)).toMatchObject({ missingWhileClockRuns: true, present: [] });
    expect(archiveFor(claim, gone, clock, now).vanished).toHaveLength(1);
    expect(archiveFor(claim, gone, clock, Date.parse('2026-10-07T00:00:00Z')).missingWhileClockRuns).toBe(
      false,
    );
  });

  it('stays bounded on hostile names', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3_000 }), (name) => numbersIn(name).length <= 12));
    expect(numbersIn('1-'.repeat(5_000)).length).toBeLessThanOrEqual(12);
  });
});

describe('erasing', () => {
  it('takes everything of the claim, and no picture that something else needs', () => {
    const said = { status: 200, headers: {}, version: null };
    const begun = (sha256: string) => ({ sha256, url: '', total: null, why: 'size', said }) as const;
    const evidence = [
      { id: 'a#1', claimKey: 'a', sha256: 'x' },
      { id: 'a#2', claimKey: 'a', sha256: 'shared' },
      { id: 'a#3', claimKey: 'a', sha256: 'library' },
      { id: 'a#4', claimKey: 'a', sha256: null },
      { id: 'a#5', claimKey: 'a', sha256: null, begun: begun('begun') },
      { id: 'a#6', claimKey: 'a', sha256: null, begun: begun('also-begun-by-b') },
      { id: 'b#1', claimKey: 'b', sha256: 'shared' },
      { id: 'b#2', claimKey: 'b', sha256: null, begun: begun('also-begun-by-b') },
    ];
    const plan = (what: 'all' | 'pixels') =>
      erasePlan({ claimKeys: ['a'], evidence, keptElsewhere: new Set(['library']), what });
    expect(plan('all')).toEqual({
      claimKeys: ['a'],
      evidenceIds: ['a#1', 'a#2', 'a#3', 'a#4', 'a#5', 'a#6'],
      blobs: ['x', 'begun'],
    });
    expect(plan('pixels')).toEqual({ claimKeys: [], evidenceIds: [], blobs: ['x', 'begun'] });
  });

  it('empties the log entries, names them in a tombstone, and leaves the chain checkable', () => {
    const ledger = chain([
      ['claim-seen', 'other:1'],
      ['claim-seen', KEY],
      ['evidence-seen', `${KEY}#e`],
      ['claim-seen', 'other:2'],
    ]);
    const plan = emptied(entriesOf(ledger, [KEY], mentionsOf([], [])));
    expect(plan.places).toEqual({ 'seat-1': [[2, 3]] });
    expect(JSON.stringify(plan.rows)).not.toContain(KEY);
    const after = ledger.map((row) => plan.rows.find(({ n }) => n === row.n) ?? row);
    expect(verifyLedger(after).map(({ n, why }) => [n, why])).toEqual([
      [2, 'tombstone'],
      [3, 'tombstone'],
    ]);
    const { hash: _, ...body } = {
      ...ledger[3]!,
      n: 5,
      prev: ledger[3]!.hash,
      data: { emptied: plan.places },
    };
    const stone = { ...body, hash: ledgerHash(body) };
    expect(verifyLedger([...after, stone])).toEqual([]);
    expect(verifyLedger([...after, { ...stone, data: { emptied: { 'seat-1': [[1, 9]] } } }]).length).toBe(3);
    expect(verifyLedger([...after.filter(({ n }) => n !== 3), stone]).length).toBeGreaterThan(0);
  });
});

describe('backup', () => {
  const random = (bytes: Uint8Array<ArrayBuffer>) => randomFillSync(bytes);
  const rows = [
    { table: 'claims', row: { key: 'pinduoduo:1', nested: { text: '杯子 😀', none: null } } },
    { table: 'blobs', row: { sha256: 'x', bytes: randomFillSync(new Uint8Array(1_500_000)) } },
    { table: 'photos', row: { sha256: 'x', preview: new Uint8Array([1, 2, 3]), fingerprint: null } },
  ];
  const write = async (password = 'correct horse') => {
    const pieces: Uint8Array[] = [];
    for await (const piece of writeBackup(rows, {
      password,
      createdAt: '2026-10-05T00:00:00Z',
      schema: 1,
      random,
      iterations: 1_000,
    }))
      pieces.push(piece);
    return joined(pieces);
  };
  const why = async (file: Uint8Array<ArrayBuffer>, password = 'correct horse') =>
    readBackup(file, password).then(
      () => 'read',
      (error: BackupRefused) => error.why,
    );

  it('brings back every row and byte', async () => {
    const file = await write();
    const read = await readBackup(file, 'correct horse');
    // Deep equality over megabytes of numbers takes seconds; a hash says the same.
    const said = (list: typeof rows) =>
      list.map(({ table, row }) => [
        table,
        contentHash(Object.entries(row).map(([k, v]) => [k, v instanceof Uint8Array ? sha256Hex(v) : v])),
      ]);
    expect(said(read.rows as typeof rows)).toEqual(said(rows));
    expect(read.header).toMatchObject({ schema: 1, createdAt: '2026-10-05T00:00:00Z' });
    expect(new TextDecoder('latin1').decode(file)).not.toContain('pinduoduo');
  });

  it('refuses with the reason', async () => {
    const file = await write();
    expect(await why(file, 'wrong')).toBe('wrong-password');
    expect(await why(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toBe('not-a-backup');
    expect(await why(new Uint8Array())).toBe('not-a-backup');
    const newer = file.slice();
    newer[8] = 2;
    expect(await why(newer)).toBe('newer-version');
    for (const length of [4, 10, 60, 200, 1_000_000, file.length - 1])
      expect(await why(file.slice(0, length)), `${length}`).toBe('truncated');
    const flipped = file.slice();
    flipped[file.length - 20] = flipped[file.length - 20]! ^ 1;
    expect(await why(flipped)).toBe('damaged');
    expect(await why(joined([file, new Uint8Array(5)]))).not.toBe('read');
  });

  it('notices a dropped last block', async () => {
    const file = await write();
    const view = new DataView(file.buffer);
    const start = 14 + view.getUint32(10, true) + 32;
    expect(await why(file.slice(0, start + 4 + view.getUint32(start, true)))).toBe('truncated');
  });

  it('encodes any row without loss', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.uint8Array({ maxLength: 20 }),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), value), { maxLength: 4 }),
        (list) => {
          const bytes = joined(list.map((row) => encodeRow({ table: 't', row })));
          expect([...decodeRows(bytes)].map(({ row }) => ({ ...row }))).toEqual(
            list.map((row) => ({ ...row })),
          );
        },
      ),
    );
  });
});
