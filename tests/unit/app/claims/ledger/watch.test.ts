import 'fake-indexeddb/auto';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { flagMany } from '../../../../../lib/app/claims/ledger/bulk.ts';
import { NO_FILTER } from '../../../../../lib/app/claims/ledger/filter.ts';
import { claimsTable } from '../../../../../lib/app/claims/ledger/table.ts';
import { removeView, saveView, watchViews } from '../../../../../lib/app/claims/ledger/views.ts';
import { type LedgerLines, watchLedger } from '../../../../../lib/app/claims/ledger/watch.ts';
import { csv } from '../../../../../lib/cases/export/csv.ts';
import { xlsx } from '../../../../../lib/cases/export/xlsx.ts';
import { saveReadings } from '../../../../../lib/store/claims.ts';
import { shopDb } from '../../../../../lib/store/db.ts';
import { verifyLedger } from '../../../../../lib/store/ledger-chain.ts';
import { claim } from '../../../support/claims.ts';

const db = shopDb();
let stop = () => {};
afterEach(async () => {
  stop();
  await Promise.all(db.tables.map((table) => table.clear()));
});

const claims = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    claim({
      key: `pinduoduo:${String(i).padStart(5, '0')}`,
      claimId: String(i).padStart(5, '0'),
      evidence: [],
    }),
  );

/** Watches and answers how to wait for a state of the list. */
function watching() {
  let now: LedgerLines = { lines: [], complete: false };
  let told = 0;
  const waiters: (() => void)[] = [];
  const watch = watchLedger(db).subscribe({
    next: (next) => {
      now = next;
      told += 1;
      for (const wake of waiters.splice(0)) wake();
    },
    error: (error) => {
      throw error;
    },
  });
  stop = () => watch.unsubscribe();
  return {
    told: () => told,
    async until(fits: (lines: LedgerLines) => boolean): Promise<LedgerLines> {
      while (!fits(now)) await new Promise<void>((wake) => waiters.push(wake));
      return now;
    },
  };
}

describe('the ledger, kept current', () => {
  it('reads all claims in pieces, and then only what changed', async () => {
    await saveReadings(db, claims(400), new Date('2026-10-04T05:00:00Z'));
    const list = watching();
    const { lines } = await list.until(({ complete }) => complete);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(400);
    const untouched = lines.find(({ claimId }) => claimId === '00007');

    await flagMany(['pinduoduo:00003', 'pinduoduo:00399'], true, db);
    await db.verdicts.put({
      v: 1,
      claimKey: 'pinduoduo:00005',
      verdict: 'worth-checking',
      because: [],
      photos: { total: 0, checked: 0, notChecked: 0 },
      at: '',
    });
    const after = await list.until(
      (now) => now.lines.filter(({ flagged, verdict }) => flagged || verdict).length === 3,
    );
    expect(after.lines.filter(({ flagged }) => flagged).map(({ claimId }) => claimId)).toEqual([
      '00003',
      '00399',
    ]);
    // A line that nothing happened to is the very same object, so that it is not drawn again.
    expect(after.lines.find(({ claimId }) => claimId === '00007')).toBe(untouched);

    await db.claims.delete('pinduoduo:00000');
    await list.until((now) => now.lines.length === 399);
    await db.claims.clear();
    await list.until((now) => now.lines.length === 0);
  });

  it('does not tell every single change of a busy engine', async () => {
    await saveReadings(db, claims(30), new Date('2026-10-04T05:00:00Z'));
    const list = watching();
    await list.until(({ complete }) => complete);
    const before = list.told();
    for (const { key } of claims(30)) await flagMany([key], true, db);
    await list.until((now) => now.lines.every(({ flagged }) => flagged));
    expect(list.told() - before).toBeLessThan(15);
  });
});

describe('flags on many claims', () => {
  it('tells which ones it turned, for the way back, and keeps the chain whole', async () => {
    await saveReadings(db, claims(250), new Date('2026-10-04T05:00:00Z'));
    const keys = claims(250).map(({ key }) => key);
    await flagMany(keys.slice(0, 1), true, db);
    const turned = await flagMany(keys, true, db);
    expect(turned).toEqual(keys.slice(1));
    expect(await flagMany(turned, false, db)).toHaveLength(249);
    expect((await db.flags.toArray()).filter(({ on }) => on)).toHaveLength(1);
    expect(verifyLedger(await db.ledger.toArray())).toEqual([]);
    expect((await db.ledger.toArray()).filter(({ what }) => what === 'flagged')).toHaveLength(250);
  });
});

describe('saved views', () => {
  const read = () =>
    new Promise<string[]>((done) => {
      const watch = watchViews(db).subscribe((views) => {
        queueMicrotask(() => watch.unsubscribe());
        done(views.map(({ name, filter }) => `${name}: ${filter.text}`));
      });
    });

  it('keeps one filter per name, and leaves out what it cannot read', async () => {
    await saveView(' cups ', { ...NO_FILTER, text: 'cup' }, db);
    await saveView('today', { ...NO_FILTER, deadline: 'day' }, db);
    await saveView('cups', { ...NO_FILTER, text: 'mug' }, db);
    expect(await read()).toEqual(['today: ', 'cups: mug']);
    await removeView('today', db);
    const row = await db.meta.get('ledger-views');
    await db.meta.put({ v: 1, name: 'ledger-views', value: [...((row?.value ?? []) as []), { name: 7 }] });
    expect(await read()).toEqual(['cups: mug']);
    await expect(saveView('  ', NO_FILTER, db)).rejects.toThrow();
  });
});

describe('the ledger as a table', () => {
  it('opens as text in a spreadsheet, whatever the page said, and names no buyer', async () => {
    await saveReadings(
      db,
      [
        claim({
          reason: '=HYPERLINK("https://x.example","click")',
          buyer: { id: 'BUYER', name: '王小明' },
          items: [{ title: '@SUM(1)' }],
          amount: { value: 1_990, currency: 'CNY' },
        }),
      ],
      new Date('2026-10-04T05:00:00Z'),
    );
    const { lines } = await watching().until(({ complete }) => complete);
    const table = claimsTable(lines);
    expect(table[1]).toHaveLength(table[0]!.length);
    const text = csv(table);
    expect(text).toContain(`"'=HYPERLINK(""https://x.example"",""click"")"`);
    expect(text).toContain("'@SUM(1)");
    expect(text).toContain(',19.9,CNY,');
    expect(text).not.toMatch(/BUYER|王小明/);
    const sheet = new TextDecoder().decode(
      unzipSync(new Uint8Array(await new Blob([xlsx('claims', table)]).arrayBuffer()))[
        'xl/worksheets/sheet1.xml'
      ],
    );
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<v>19.9</v>');
  });
});
