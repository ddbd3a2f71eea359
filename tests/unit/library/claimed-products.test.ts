import { expect, it } from 'vitest';
import { claimedProducts } from '../../../lib/library/claimed-products.ts';
import { joinProducts } from '../../../lib/library/join.ts';
import { claim } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';

const NOW = new Date('2026-10-02T03:00:00.000Z');

it('are what the console named, what carries the item number and what was joined with them, one list per item', async () => {
  const db = freshDb();
  const row = { v: 1, source: 'folder', addedAt: NOW.toISOString() } as const;
  await db.products.bulkPut([
    { ...row, key: 'pinduoduo:1', title: 'Mug', itemIds: [] },
    { ...row, key: 'file:Mug', title: 'Mug from a folder', itemIds: ['1'] },
    { ...row, key: 'file:Old mug', title: 'Old mug', itemIds: [] },
    { ...row, key: 'file:Vase', title: 'Vase', itemIds: ['2'] },
  ]);
  await joinProducts(db, 'file:Old mug', 'file:Mug', NOW);
  const items = [{ itemId: '1', title: 'Mug' }, { itemId: '2' }, {}];
  const [mug, vase, unknown] = await claimedProducts(db, claim({ items }));
  expect(mug?.toSorted()).toEqual(['file:Mug', 'file:Old mug', 'pinduoduo:1']);
  expect(vase).toEqual(['pinduoduo:2', 'file:Vase']);
  expect(unknown).toEqual([]);
});
