import { describe, expect, it } from 'vitest';
import { ownPictures } from '../../../../lib/engine/photo/own-pictures.ts';
import { joinProducts } from '../../../../lib/library/join.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

const NOW = new Date('2026-10-02T03:00:00.000Z');

/** Saves a product with so many pictures; their hashes begin with its mark. */
async function product(
  db: ClaimLensDb,
  key: string,
  mark: string,
  many: number,
  itemIds: string[] = [],
): Promise<void> {
  const addedAt = NOW.toISOString();
  await db.products.put({ v: 1, key, title: key, itemIds, source: 'folder', addedAt });
  await db.libraryImages.bulkPut(
    Array.from({ length: many }, (_, n) => {
      const sha256 = mark + String(n).padStart(63, '0');
      const row = { v: 1, productKey: key, sha256, url: null, addedAt, state: 'ready', why: null } as const;
      return { ...row, id: `${key}#${sha256}`, name: `${n}.jpg` };
    }),
  );
}

const marks = (found: string[]): string => found.map(([mark]) => mark).join('');

describe('pictures of the goods that a claim is about', () => {
  it('are those of its item, of a folder with its number, and of what the seller joined with it', async () => {
    const db = freshDb();
    await product(db, 'pinduoduo:1', 'a', 1);
    await product(db, 'file:Mug', 'b', 1, ['1']);
    await product(db, 'file:Old mug', 'c', 1);
    await product(db, 'file:Vase', 'd', 1, ['2']);
    const mug = claim({ items: [{ itemId: '1', title: 'Mug' }] });
    expect([...marks(await ownPictures(db, mug))].sort().join('')).toBe('ab');
    await joinProducts(db, 'file:Old mug', 'file:Mug', NOW);
    expect([...marks(await ownPictures(db, mug))].sort().join('')).toBe('abc');
  });

  it('are at most twelve, of every item some, and none where the page tells no goods', async () => {
    const db = freshDb();
    await product(db, 'pinduoduo:1', 'a', 30);
    await product(db, 'pinduoduo:2', 'b', 2);
    const both = claim({ items: [{ itemId: '1' }, { itemId: '2' }] });
    expect(marks(await ownPictures(db, both))).toBe('ababaaaaaaaa');
    expect(await ownPictures(db, claim({ items: [] }))).toEqual([]);
  });
});
