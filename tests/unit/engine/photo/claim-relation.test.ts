import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../../lib/engine/photo/claim-relation.ts';
import { joinProducts, keepApart } from '../../../../lib/library/join.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

const NOW = new Date('2026-10-02T03:00:00.000Z');
const PICTURE = 'a'.repeat(64);

/** The same picture saved with a folder's product and with the console's own. */
async function twice(): Promise<ClaimLensDb> {
  const db = freshDb();
  const at = NOW.toISOString();
  const both = { v: 1 as const, title: 'Mug', itemIds: [], addedAt: at };
  await db.products.bulkPut([
    { ...both, key: 'file:Mug', source: 'folder' },
    { ...both, key: 'pinduoduo:1', source: 'claim' },
  ]);
  const image = { v: 1, sha256: PICTURE, url: null, addedAt: at, state: 'ready', why: null } as const;
  await db.libraryImages.bulkPut([
    { ...image, id: 'file', productKey: 'file:Mug', name: 'front.jpg' },
    { ...image, id: 'page', productKey: 'pinduoduo:1', name: '' },
  ]);
  return db;
}

/** A claim about other goods of the shop, whose numbers are known. */
const aboutOther = claim({ items: [{ itemId: '77', title: 'Vase' }] });
const relations = async (db: ClaimLensDb, of = aboutOther) =>
  (await placesOf(db, of, PICTURE)).map(({ relation, file }) => [
    'product' in relation ? relation.product : relation.kind,
    relation.kind,
    file,
  ]);

describe('where a stored picture stands', () => {
  it('is every product that has it, while nobody has said that they are one', async () => {
    const db = await twice();
    expect((await relations(db)).map(([product]) => product)).toEqual(['file:Mug', 'pinduoduo:1']);
    await keepApart(db, 'file:Mug', 'pinduoduo:1', NOW);
    expect(await relations(db)).toHaveLength(2);
  });

  it('is one place for products that the seller joined, named by the one that took the other in', async () => {
    const db = await twice();
    await joinProducts(db, 'file:Mug', 'pinduoduo:1', NOW);
    expect((await relations(db)).map(([product]) => product)).toEqual(['pinduoduo:1']);
  });

  it('is the order’s own listing when an item is joined with the product, whatever numbers are known', async () => {
    const db = await twice();
    await db.libraryImages.delete('page');
    const ordered = claim({ items: [{ itemId: '1', title: 'A longer name on the order' }] });
    expect(await relations(db, ordered)).toEqual([['file:Mug', 'unknown-product', 'front.jpg']]);
    await db.meta.put({
      v: 1,
      name: 'same-name:file:Mug',
      value: { into: 'pinduoduo:1', joined: true, lent: {} },
    });
    expect(await relations(db, ordered)).toEqual([['file:Mug', 'listing', 'front.jpg']]);
  });
});
