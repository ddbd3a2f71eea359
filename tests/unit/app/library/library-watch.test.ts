import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LibraryContent, watchLibrary } from '../../../../lib/app/library/library-watch.ts';
import { joinProducts, keepApart, takeBackAnswer } from '../../../../lib/library/join.ts';
import { ClaimLensDb } from '../../../../lib/store/db.ts';
import type { LibraryImageRow, ProductRow } from '../../../../lib/store/rows.ts';
import { until } from '../../support/until.ts';

const product = (n: number): ProductRow => ({
  v: 1,
  key: `file:${n}`,
  title: `Goods ${n}`,
  itemIds: [],
  source: 'folder',
  addedAt: `2026-01-0${n}T00:00:00.000Z`,
});
const image = (n: number, state: LibraryImageRow['state'] = 'waiting'): LibraryImageRow => ({
  v: 1,
  id: `file:1#${n}`,
  productKey: 'file:1',
  sha256: String(n),
  name: `${n}.jpg`,
  url: null,
  addedAt: '2026-01-01T00:00:00.000Z',
  state,
  why: null,
});

let stop: (() => void) | undefined;
afterEach(() => stop?.());

describe('watching the library', () => {
  it('tells what is there, then every change, reading only the rows that changed', async () => {
    const db = new ClaimLensDb('library-watch');
    await db.products.bulkPut([product(1), product(2)]);
    await db.libraryImages.bulkPut([image(1), image(2)]);
    const told: LibraryContent[] = [];
    const watch = watchLibrary(db).subscribe({
      next: (view) => told.push(view),
      error: (error) => {
        throw error;
      },
    });
    stop = watch.unsubscribe;
    await until(() => expect(told.at(-1)?.images).toBe(2));
    expect(told.at(-1)?.products.map((view) => view.product.key)).toEqual(['file:2', 'file:1']);
    const whole = vi.spyOn(db.libraryImages, 'toArray');

    await db.libraryImages.put(image(3, 'unusable'));
    await db.libraryImages.put(image(1, 'ready'));
    await until(() => expect(told.at(-1)).toMatchObject({ images: 3, waiting: 1, unusable: 1 }));

    await db.libraryImages.delete('file:1#2');
    await db.products.delete('file:2');
    await until(() => expect(told.at(-1)).toMatchObject({ images: 2, waiting: 0 }));
    expect(told.at(-1)?.products).toHaveLength(1);
    expect(whole).not.toHaveBeenCalled();

    const before = told.length;
    watch.unsubscribe();
    await db.libraryImages.put(image(9));
    await new Promise((done) => setTimeout(done, 700));
    expect(told).toHaveLength(before);
    db.close();
  });

  it('asks about products of one name, and shows them as one once they are joined', async () => {
    const db = new ClaimLensDb('library-watch-names');
    const learned: ProductRow = { ...product(3), key: 'pinduoduo:7', title: 'goods  1', itemIds: ['7'] };
    await db.products.bulkPut([
      product(1),
      learned,
      { ...product(4), key: 'archive:Goods 1', title: 'Goods 1' },
    ]);
    await db.libraryImages.bulkPut([
      image(1, 'ready'),
      { ...image(1, 'ready'), id: 'pinduoduo:7#1', productKey: 'pinduoduo:7' },
      { ...image(2, 'ready'), id: 'pinduoduo:7#2', productKey: 'pinduoduo:7' },
    ]);
    const told: LibraryContent[] = [];
    const watch = watchLibrary(db).subscribe({
      next: (view) => told.push(view),
      error: (error) => {
        throw error;
      },
    });
    stop = watch.unsubscribe;
    await until(() => expect(told.at(-1)?.sameNames).toHaveLength(1));
    expect(told.at(-1)?.sameNames[0]).toMatchObject({
      from: { key: 'file:1' },
      into: { key: 'pinduoduo:7' },
    });
    expect(told.at(-1)?.products).toHaveLength(3);

    await joinProducts(db, 'file:1', 'pinduoduo:7', new Date());
    await until(() => expect(told.at(-1)?.products).toHaveLength(2));
    const one = told.at(-1)?.products.find((view) => view.product.key === 'pinduoduo:7');
    expect(one?.joined.map(({ key }) => key)).toEqual(['file:1']);
    expect(one?.images.map(({ sha256 }) => sha256).sort()).toEqual(['1', '2']);
    expect(told.at(-1)?.sameNames).toEqual([]);

    await takeBackAnswer(db, 'file:1', new Date());
    await until(() => expect(told.at(-1)?.sameNames).toHaveLength(1));
    await keepApart(db, 'file:1', 'pinduoduo:7', new Date());
    await until(() => expect(told.at(-1)?.sameNames).toEqual([]));
    expect(told.at(-1)?.products).toHaveLength(3);
    watch.unsubscribe();

    const before = told.length;
    await db.meta.put({ v: 1, name: 'ledger-head', value: 1 });
    await new Promise((done) => setTimeout(done, 700));
    expect(told).toHaveLength(before);
    db.close();
  });
});
